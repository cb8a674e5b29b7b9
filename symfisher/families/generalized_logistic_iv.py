"""Generalized logistic distribution of type IV (logarithm of a beta prime variable)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, p)-polygamma(0, q))"

FAMILY = Family(
    name="generalized_logistic_iv",
    title="Generalized logistic IV",
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("p", "p > 0", ("shape1",)),
        Parameter("q", "q > 0", ("shape2",)),
    ),
    support="x in R",
    density="exp(-q*(x-mu)/s)/(s*beta(p, q)*(1+exp(-(x-mu)/s))**(p+q))",
    information=symmetric(
        ("p*q/((1+p+q)*s**2)", f"-(p-q-p*q*{_D})/((1+p+q)*s**2)", "q/((p+q)*s)", "-p/((p+q)*s)"),
        (
            f"(1+p+q+p*q*(polygamma(1, p)+polygamma(1, q)+({_D}-(p-q)/(p*q))**2-(p**2+q**2)/(p*q)**2))/((1+p+q)*s**2)",
            f"(q*{_D}-1)/((p+q)*s)",
            f"-(p*{_D}+1)/((p+q)*s)",
        ),
        ("polygamma(1, p)-polygamma(1, p+q)", "-polygamma(1, p+q)"),
        ("polygamma(1, q)-polygamma(1, p+q)",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 23, for "
        "the density; logarithm of the generalized beta of the second kind, Yee (2024), R package VGAM "
        "1.1-12, reference manual, function genbetaII"
    ),
    verdict="regular",
)
