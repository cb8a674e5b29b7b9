"""Log-normal distribution: the logarithm is normal."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="lognormal",
    title="Log-normal",
    aliases=("galton",),
    parameters=(Parameter("mu", "mu in R", ("meanlog",)), Parameter("sigma", "sigma > 0", ("sdlog", "shape"))),
    support="x > 0",
    density="exp(-(log(x)-mu)**2/(2*sigma**2))/(x*sigma*sqrt(2*pi))",
    parametrizations=(
        Parametrization(
            "median-shape",
            (Parameter("m", "m > 0", ("median",)), Parameter("sigma", "sigma > 0", ("sdlog", "shape"))),
            (("mu", "log(m)"), ("sigma", "sigma")),
        ),
        Parametrization(
            "meanlog-varlog",
            (Parameter("mu", "mu in R", ("meanlog",)), Parameter("v", "v > 0", ("varlog",))),
            (("mu", "mu"), ("sigma", "sqrt(v)")),
        ),
    ),
    information=symmetric(
        ("1/sigma**2", "0"),
        ("2/sigma**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function lognormal; equal to that of "
        "log(x), which is normal"
    ),
    verdict="regular",
)
