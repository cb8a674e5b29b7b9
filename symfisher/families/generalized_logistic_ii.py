"""Generalized logistic distribution of type II (mirror image of type I)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, b)+EulerGamma)"

FAMILY = Family(
    name="generalized_logistic_ii",
    title="Generalized logistic II",
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("b", "b > 0", ("shape",), r"\alpha"),
    ),
    support="x in R",
    density="b*exp(-b*(x-mu)/s)/(s*(1+exp(-(x-mu)/s))**(b+1))",
    information=symmetric(
        ("b/((2+b)*s**2)", f"-(1-b+b*{_D})/((2+b)*s**2)", "-1/((1+b)*s)"),
        (f"(2+b+b*(pi**2/6+polygamma(1, b)+({_D}+(1-b)/b)**2-(1+b**2)/b**2))/((2+b)*s**2)", f"({_D}-1)/((1+b)*s)"),
        ("1/b**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 23, for "
        "the density; logarithm of the generalized beta of the second kind, Yee (2024), R package VGAM "
        "1.1-12, reference manual, function genbetaII"
    ),
    verdict="regular",
)
