"""Inverse Rayleigh distribution: the reciprocal is Rayleigh."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="inverse_rayleigh",
    title="Inverse Rayleigh",
    parameters=(Parameter("s", "s > 0", ("scale",)),),
    support="x > 0",
    density="2*s**2*exp(-(s/x)**2)/x**3",
    information=symmetric(
        ("4/s**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function rayleigh; equal to that of 1/x, "
        "which is Rayleigh up to a scale"
    ),
    verdict="regular",
)
