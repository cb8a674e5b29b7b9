"""Logarithmic series distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="logarithmic",
    title="Logarithmic",
    aliases=("log_series",),
    parameters=(Parameter("p", "0 < p < 1", ("probability", "shape")),),
    support="x in {1, 2, 3, ...}",
    density="-p**x/(x*log(1-p))",
    information=symmetric(
        ("-(p+log(1-p))/(p*(1-p)**2*log(1-p)**2)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function logff; Johnson, Kemp & Kotz "
        "(2005), Univariate Discrete Distributions, 3rd ed., ch. 7"
    ),
    verdict="regular",
)
