"""Generalized beta distribution of the second kind."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, p)-polygamma(0, q))"

FAMILY = Family(
    name="gb2",
    title="Generalized beta of the second kind",
    aliases=("generalized_beta_prime", "beta_ii"),
    parameters=(
        Parameter("a", "a > 0", ("power",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("p", "p > 0", ("shape1",)),
        Parameter("q", "q > 0", ("shape2",)),
    ),
    support="x > 0",
    density="a*x**(a*p-1)/(s**(a*p)*beta(p, q)*(1+(x/s)**a)**(p+q))",
    information=symmetric(
        (
            f"(1+p+q+p*q*(polygamma(1, p)+polygamma(1, q)+({_D}-(p-q)/(p*q))**2-(p**2+q**2)/(p*q)**2))/(a**2*(1+p+q))",
            f"(p-q-p*q*{_D})/(s*(1+p+q))",
            f"(1-q*{_D})/(a*(p+q))",
            f"(1+p*{_D})/(a*(p+q))",
        ),
        ("a**2*p*q/(s**2*(1+p+q))", "a*q/(s*(p+q))", "-a*p/(s*(p+q))"),
        ("polygamma(1, p)-polygamma(1, p+q)", "-polygamma(1, p+q)"),
        ("polygamma(1, q)-polygamma(1, p+q)",),
    ),
    source=(
        "McDonald (1984), Econometrica 52, 647-663, for the density; Brazauskas (2002), Statistics & "
        "Probability Letters 59, 159-167; Yee (2024), R package VGAM 1.1-12, reference manual, function "
        "genbetaII"
    ),
    verdict="regular",
)
