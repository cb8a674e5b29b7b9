"""Generalized beta distribution of the first kind on the unit interval: a power of x is beta."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_V = "((polygamma(0, p+1)-polygamma(0, p+q-1))**2+polygamma(1, p+1)-polygamma(1, p+q-1))"

FAMILY = Family(
    name="mcdonald_beta",
    title="McDonald beta",
    aliases=("gb1", "mcdonald"),
    parameters=(
        Parameter("a", "a > 0", ("power",)),
        Parameter("p", "p > 0", ("shape1",)),
        Parameter("q", "q > 0", ("shape2",)),
    ),
    support="0 < x < 1",
    density="a*x**(a*p-1)*(1-x**a)**(q-1)/beta(p, q)",
    information=symmetric(
        (
            f"(1+p*(p+q-1)/(q-2)*{_V})/a**2",
            "(polygamma(0, p+q)-polygamma(0, p))/a",
            "p*(polygamma(0, p+1)-polygamma(0, p+q))/(a*(q-1))",
        ),
        ("polygamma(1, p)-polygamma(1, p+q)", "-polygamma(1, p+q)"),
        ("polygamma(1, q)-polygamma(1, p+q)",),
    ),
    source=(
        "McDonald (1984), Econometrica 52, 647-663, for the density; derived here from derivatives of the"
        " beta function, with shape1 1 equal to Yee (2024), R package VGAM 1.1-12, reference manual, "
        "function kumar"
    ),
    when="q != 1, q != 2",
    verdict="regular",
)
