"""Mardia's bivariate Pareto (bivariate Lomax) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="bivariate_pareto",
    title="Bivariate Pareto",
    aliases=("bivariate_lomax", "mardia"),
    parameters=(
        Parameter("a", "a > 0", ("shape",)),
        Parameter("s1", "s1 > 0", ("scale1",), r"\sigma_1"),
        Parameter("s2", "s2 > 0", ("scale2",), r"\sigma_2"),
    ),
    variables=("x", "y"),
    support="x > 0, y > 0",
    density="a*(a+1)/(s1*s2)*(1+x/s1+y/s2)**(-a-2)",
    information=symmetric(
        ("1/a**2+1/(a+1)**2", "-1/(s1*(a+2))", "-1/(s2*(a+2))"),
        ("(a+1)/(s1**2*(a+3))", "-1/(s1*s2*(a+3))"),
        ("(a+1)/(s2**2*(a+3))",),
    ),
    source="Mardia (1962), Annals of Mathematical Statistics 33, 1008-1015, for the density; moments of an inverted Dirichlet",
    verdict="regular",
)
