"""Beta prime distribution (beta of the second kind)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="beta_prime",
    title="Beta prime",
    aliases=("beta_second_kind", "inverse_beta"),
    parameters=(Parameter("a", "a > 0", ("shape1",), r"\alpha"), Parameter("b", "b > 0", ("shape2",), r"\beta")),
    support="x > 0",
    density="x**(a-1)*(1+x)**(-a-b)/beta(a, b)",
    information=symmetric(
        ("polygamma(1, a)-polygamma(1, a+b)", "-polygamma(1, a+b)"),
        ("polygamma(1, b)-polygamma(1, a+b)",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 27; equal "
        "to that of x/(1+x), which is beta"
    ),
    verdict="regular",
)
