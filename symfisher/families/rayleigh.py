"""Rayleigh distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="rayleigh",
    title="Rayleigh",
    parameters=(Parameter("sigma", "sigma > 0", ("scale",)),),
    support="x > 0",
    density="x*exp(-x**2/(2*sigma**2))/sigma**2",
    information=symmetric(
        ("4/sigma**2",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function rayleigh",
    verdict="regular",
)
