"""Generalized logistic distribution of type III (symmetric)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="generalized_logistic_iii",
    title="Generalized logistic III",
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("b", "b > 0", ("shape",), r"\alpha"),
    ),
    support="x in R",
    density="exp(-b*(x-mu)/s)/(s*beta(b, b)*(1+exp(-(x-mu)/s))**(2*b))",
    information=symmetric(
        ("b**2/((1+2*b)*s**2)", "0", "0"),
        ("(2*b-1+2*b**2*polygamma(1, b))/((1+2*b)*s**2)", "-1/(b*s)"),
        ("2*polygamma(1, b)-4*polygamma(1, 2*b)",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 23, for "
        "the density; logarithm of the generalized beta of the second kind, Yee (2024), R package VGAM "
        "1.1-12, reference manual, function genbetaII"
    ),
    verdict="regular",
)
