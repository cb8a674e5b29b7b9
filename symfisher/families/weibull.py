"""Weibull distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="weibull",
    title="Weibull",
    parameters=(Parameter("k", "k > 0", ("shape",)), Parameter("s", "s > 0", ("scale",), r"\lambda")),
    support="x > 0",
    density="k*(x/s)**(k-1)*exp(-(x/s)**k)/s",
    parametrizations=(
        Parametrization(
            "shape-rate",
            (Parameter("k", "k > 0", ("shape",)), Parameter("b", "b > 0", ("rate",))),
            (("k", "k"), ("s", "b**(-1/k)")),
        ),
    ),
    information=symmetric(
        ("(pi**2/6+(1-EulerGamma)**2)/k**2", "(EulerGamma-1)/s"),
        ("k**2/s**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1, ch. 21; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function weibullR"
    ),
    verdict="regular",
)
