"""Pareto distribution of type II with known location."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="pareto_ii",
    title="Pareto II",
    parameters=(Parameter("s", "s > 0", ("scale",)), Parameter("a", "a > 0", ("shape",), r"\alpha")),
    constants=(Parameter("mu", "mu in R", ("location",)),),
    call_order=("mu", "s", "a"),
    support="x > mu",
    density="a*(1+(x-mu)/s)**(-a-1)/s",
    information=symmetric(
        ("a/(s**2*(a+2))", "-1/(s*(a+1))"),
        ("1/a**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function paretoII; Arnold (2015), Pareto "
        "Distributions, 2nd ed."
    ),
    verdict="regular",
)
