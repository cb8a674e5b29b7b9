"""Zeta (discrete Pareto) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="zeta",
    title="Zeta",
    aliases=("discrete_pareto", "zipf"),
    parameters=(Parameter("s", "s > 1", ("exponent",)),),
    support="x in {1, 2, 3, ...}",
    density="x**(-s)/zeta(s)",
    information=symmetric(
        ("Derivative(zeta(s), (s, 2))/zeta(s)-(Derivative(zeta(s), s)/zeta(s))**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function zetaff (there with shape s - 1); "
        "the variance of log(x)"
    ),
    verdict="regular",
)
