"""Yule-Simon distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="yule_simon",
    title="Yule-Simon",
    aliases=("yule",),
    parameters=(Parameter("rho", "rho > 0", ("shape",)),),
    support="x in {1, 2, 3, ...}",
    density="rho*gamma(rho+1)*gamma(x)/gamma(x+rho+1)",
    information=symmetric(
        ("(polygamma(1, rho/2)-polygamma(1, (rho+1)/2))/2-1/rho**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function yulesimon, for the density; the mean of "
        "polygamma(1, x+rho+1) by summation by parts, see docs/routes.md"
    ),
    verdict="regular",
)
