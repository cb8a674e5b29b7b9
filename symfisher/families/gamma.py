"""Gamma distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="gamma",
    title="Gamma",
    parameters=(Parameter("a", "a > 0", ("shape",)), Parameter("b", "b > 0", ("rate",))),
    support="x > 0",
    density="b**a*x**(a-1)*exp(-b*x)/gamma(a)",
    parametrizations=(
        Parametrization(
            "shape-scale",
            (Parameter("a", "a > 0", ("shape",)), Parameter("s", "s > 0", ("scale",))),
            (("a", "a"), ("b", "1/s")),
        ),
        Parametrization(
            "shape-mean",
            (Parameter("a", "a > 0", ("shape",)), Parameter("m", "m > 0", ("mean",), r"\mu")),
            (("a", "a"), ("b", "a/m")),
        ),
        Parametrization(
            "mean-dispersion",
            (Parameter("m", "m > 0", ("mean",), r"\mu"), Parameter("phi", "phi > 0", ("dispersion",))),
            (("a", "1/phi"), ("b", "1/(phi*m)")),
        ),
        Parametrization(
            "mean-cv",
            (Parameter("m", "m > 0", ("mean",), r"\mu"), Parameter("v", "v > 0", ("cv",))),
            (("a", "1/v**2"), ("b", "1/(v**2*m)")),
        ),
    ),
    information=symmetric(
        ("polygamma(1, a)", "-1/b"),
        ("a/b**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1, ch. 17; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function gammaR"
    ),
    verdict="regular",
)
