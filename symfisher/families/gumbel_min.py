"""Gumbel distribution of minima."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="gumbel_min",
    title="Gumbel (minimum)",
    aliases=("gumbel_l", "extreme_value_min", "reverse_gumbel"),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("b", "b > 0", ("scale",), r"\beta")),
    support="x in R",
    density="exp((x-mu)/b-exp((x-mu)/b))/b",
    information=symmetric(
        ("1/b**2", "(1-EulerGamma)/b**2"),
        ("(pi**2/6+(1-EulerGamma)**2)/b**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 22; mirror"
        " image of the Gumbel distribution of maxima"
    ),
    verdict="regular",
    notes="gamlss.dist 6.1-1 stores the mixed second derivative of its function RG with the wrong sign.",
)
