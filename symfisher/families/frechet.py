"""Frechet (inverse Weibull) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="frechet",
    title="Frechet",
    aliases=("inverse_weibull",),
    parameters=(Parameter("a", "a > 0", ("shape",), r"\alpha"), Parameter("s", "s > 0", ("scale",))),
    support="x > 0",
    density="a*(x/s)**(-a-1)*exp(-(x/s)**(-a))/s",
    information=symmetric(
        ("(pi**2/6+(1-EulerGamma)**2)/a**2", "(1-EulerGamma)/s"),
        ("a**2/s**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 22; equal "
        "to that of 1/x, which is Weibull"
    ),
    verdict="regular",
)
