"""Gompertz-Makeham law of mortality: a constant hazard added to an exponentially growing one."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="gompertz_makeham",
    title="Gompertz-Makeham",
    aliases=("makeham",),
    parameters=(
        Parameter("a", "a > 0", ("hazard",)),
        Parameter("b", "b > 0", ("growth",)),
        Parameter("c", "c > 0", ("background",)),
    ),
    support="x > 0",
    density="(a*exp(b*x)+c)*exp(-c*x-a*(exp(b*x)-1)/b)",
    information=unknown(3),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function makeham",
    verdict="regular",
    no_closed_form=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function makeham: Fisher scoring by simulation"
    ),
)
