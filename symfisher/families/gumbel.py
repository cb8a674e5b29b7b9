"""Gumbel distribution of maxima."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="gumbel",
    title="Gumbel (maximum)",
    aliases=("gumbel_max", "gumbel_r"),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("b", "b > 0", ("scale",), r"\beta")),
    support="x in R",
    density="exp(-(x-mu)/b-exp(-(x-mu)/b))/b",
    information=symmetric(
        ("1/b**2", "-(1-EulerGamma)/b**2"),
        ("(pi**2/6+(1-EulerGamma)**2)/b**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function gumbel; Johnson, Kotz & "
        "Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 22"
    ),
    verdict="regular",
)
