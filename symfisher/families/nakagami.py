"""Nakagami distribution: the square is gamma."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="nakagami",
    title="Nakagami",
    parameters=(Parameter("m", "m > 0", ("shape",)), Parameter("omega", "omega > 0", ("spread",), r"\Omega")),
    support="x > 0",
    density="2*m**m*x**(2*m-1)*exp(-m*x**2/omega)/(gamma(m)*omega**m)",
    information=symmetric(
        ("polygamma(1, m)-1/m", "0"),
        ("m/omega**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function nakagami; equal to that of x**2, "
        "which is gamma with shape m and mean omega"
    ),
    verdict="regular",
)
