"""Libby-Novick (three-parameter) beta distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="libby_novick_beta",
    title="Libby-Novick beta",
    aliases=("lino", "generalized_three_parameter_beta"),
    parameters=(
        Parameter("lam", "lam > 0", ("scale",), r"\lambda"),
        Parameter("a", "a > 0", ("shape1",), r"\alpha"),
        Parameter("b", "b > 0", ("shape2",), r"\beta"),
    ),
    support="0 < x < 1",
    density="lam**a*x**(a-1)*(1-x)**(b-1)/(beta(a, b)*(1-(1-lam)*x)**(a+b))",
    information=symmetric(
        ("a*b/(lam**2*(1+a+b))", "-b/(lam*(a+b))", "a/(lam*(a+b))"),
        ("polygamma(1, a)-polygamma(1, a+b)", "-polygamma(1, a+b)"),
        ("polygamma(1, b)-polygamma(1, a+b)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function lino; equal to that of x/(1-x), "
        "which is generalized beta of the second kind with power 1 and scale 1/lam"
    ),
    verdict="regular",
)
