"""Dirichlet distribution with three components; the third is 1 - x - y."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="dirichlet",
    title="Dirichlet",
    aliases=("dirichlet3",),
    parameters=(
        Parameter("a", "a > 0", ("alpha1",), r"\alpha_1"),
        Parameter("b", "b > 0", ("alpha2",), r"\alpha_2"),
        Parameter("c", "c > 0", ("alpha3",), r"\alpha_3"),
    ),
    variables=("x", "y"),
    support="0 < x < 1, 0 < y < 1 - x",
    density="gamma(a+b+c)*x**(a-1)*y**(b-1)*(1-x-y)**(c-1)/(gamma(a)*gamma(b)*gamma(c))",
    information=symmetric(
        ("polygamma(1, a)-polygamma(1, a+b+c)", "-polygamma(1, a+b+c)", "-polygamma(1, a+b+c)"),
        ("polygamma(1, b)-polygamma(1, a+b+c)", "-polygamma(1, a+b+c)"),
        ("polygamma(1, c)-polygamma(1, a+b+c)",),
    ),
    source=(
        "Narayanan (1991), Applied Statistics 40, 365-374 (algorithm AS 266); Yee (2024), R package VGAM "
        "1.1-12, reference manual, function dirichlet"
    ),
    verdict="regular",
)
