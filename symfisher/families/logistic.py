"""Logistic distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="logistic",
    title="Logistic",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",))),
    support="x in R",
    density="exp(-(x-mu)/s)/(s*(1+exp(-(x-mu)/s))**2)",
    information=symmetric(
        ("1/(3*s**2)", "0"),
        ("(3+pi**2)/(9*s**2)",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.2; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function logistic"
    ),
    verdict="regular",
)
