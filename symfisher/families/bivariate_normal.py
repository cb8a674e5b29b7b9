"""Bivariate normal distribution with means, standard deviations and correlation."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="bivariate_normal",
    title="Bivariate normal",
    aliases=("binormal",),
    parameters=(
        Parameter("m1", "m1 in R", ("mean1",), r"\mu_1"),
        Parameter("m2", "m2 in R", ("mean2",), r"\mu_2"),
        Parameter("s1", "s1 > 0", ("sd1",), r"\sigma_1"),
        Parameter("s2", "s2 > 0", ("sd2",), r"\sigma_2"),
        Parameter("r", "-1 < r < 1", ("correlation",), r"\rho"),
    ),
    variables=("x", "y"),
    support="x in R, y in R",
    density="exp(-((x-m1)**2/s1**2-2*r*(x-m1)*(y-m2)/(s1*s2)+(y-m2)**2/s2**2)/(2*(1-r**2)))/(2*pi*s1*s2*sqrt(1-r**2))",
    information=symmetric(
        ("1/(s1**2*(1-r**2))", "-r/(s1*s2*(1-r**2))", "0", "0", "0"),
        ("1/(s2**2*(1-r**2))", "0", "0", "0"),
        ("(2-r**2)/(s1**2*(1-r**2))", "-r**2/(s1*s2*(1-r**2))", "-r/(s1*(1-r**2))"),
        ("(2-r**2)/(s2**2*(1-r**2))", "-r/(s2*(1-r**2))"),
        ("(1+r**2)/(1-r**2)**2",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5; Yee (2024), R "
        "package VGAM 1.1-12, reference manual, function binormal"
    ),
    verdict="regular",
)
