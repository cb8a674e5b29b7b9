"""Beta distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="beta",
    title="Beta",
    parameters=(
        Parameter("a", "a > 0", ("shape1", "alpha"), r"\alpha"),
        Parameter("b", "b > 0", ("shape2", "beta"), r"\beta"),
    ),
    support="0 < x < 1",
    density="x**(a-1)*(1-x)**(b-1)/beta(a, b)",
    parametrizations=(
        Parametrization(
            "mean-precision",
            (Parameter("mu", "0 < mu < 1", ("mean",)), Parameter("phi", "phi > 0", ("precision",))),
            (("a", "mu*phi"), ("b", "(1-mu)*phi")),
        ),
    ),
    information=symmetric(
        ("polygamma(1, a)-polygamma(1, a+b)", "-polygamma(1, a+b)"),
        ("polygamma(1, b)-polygamma(1, a+b)",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 25; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function betaR"
    ),
    verdict="regular",
)
