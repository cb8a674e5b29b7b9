"""Triangular distribution on the unit interval with unknown mode."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="triangular",
    title="Triangular",
    parameters=(Parameter("c", "0 < c < 1", ("mode",)),),
    support="0 < x < 1",
    density="Piecewise((2*x/c, x < c), (2*(1-x)/(1-c), True))",
    information=symmetric(
        ("1/(c*(1-c))",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function triangle",
    verdict="non-regular",
    notes="Kink at the mode: minus the mean Hessian is not the information; the Cramer-Rao bound holds.",
)
