"""Topp-Leone distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="topp_leone",
    title="Topp-Leone",
    parameters=(Parameter("a", "a > 0", ("shape",)),),
    support="0 < x < 1",
    density="2*a*(1-x)*(x*(2-x))**(a-1)",
    information=symmetric(
        ("1/a**2",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function topple",
    verdict="regular",
)
