"""Half-normal distribution: the absolute value of a centred normal variable."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="half_normal",
    title="Half-normal",
    parameters=(Parameter("sigma", "sigma > 0", ("scale",)),),
    support="x > 0",
    density="sqrt(2)*exp(-x**2/(2*sigma**2))/(sigma*sqrt(pi))",
    information=symmetric(
        ("2/sigma**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1, ch. 13; one-"
        "parameter exponential family in x**2"
    ),
    verdict="regular",
)
