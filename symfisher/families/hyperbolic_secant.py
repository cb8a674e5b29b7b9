"""Hyperbolic secant distribution with mean and standard deviation."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="hyperbolic_secant",
    title="Hyperbolic secant",
    aliases=("sech",),
    parameters=(Parameter("mu", "mu in R", ("location", "mean")), Parameter("sigma", "sigma > 0", ("scale", "sd"))),
    support="x in R",
    density="1/(2*sigma*cosh(pi*(x-mu)/(2*sigma)))",
    information=symmetric(
        ("pi**2/(8*sigma**2)", "0"),
        ("pi**2/(8*sigma**2)",),
    ),
    source=(
        "generalized logistic of type III with shape 1/2; Yee (2024), R package VGAM 1.1-12, reference "
        "manual, function hypersecant"
    ),
    verdict="regular",
)
