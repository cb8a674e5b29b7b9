"""Yule-Simon distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="yule_simon",
    title="Yule-Simon",
    aliases=("yule",),
    parameters=(Parameter("rho", "rho > 0", ("shape",)),),
    support="x in {1, 2, 3, ...}",
    density="rho*gamma(rho+1)*gamma(x)/gamma(x+rho+1)",
    information=unknown(1),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function yulesimon",
    verdict="regular",
    notes="The expectation of polygamma(1, x+rho+1) is a hypergeometric series.",
)
