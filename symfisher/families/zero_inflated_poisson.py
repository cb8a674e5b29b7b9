"""Poisson distribution mixed with a point mass at zero."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="zero_inflated_poisson",
    title="Zero-inflated Poisson",
    aliases=("zip",),
    parameters=(
        Parameter("w", "0 < w < 1", ("weight", "inflation")),
        Parameter("theta", "theta > 0", ("rate", "mean"), r"\lambda"),
    ),
    support="x in {0, 1, 2, ...}",
    density="Piecewise((w+(1-w)*exp(-theta), Eq(x, 0)), ((1-w)*exp(-theta)*theta**x/factorial(x), True))",
    information=symmetric(
        ("(1-exp(-theta))/((1-w)*(w+(1-w)*exp(-theta)))", "-exp(-theta)/(w+(1-w)*exp(-theta))"),
        ("(1-w)/theta-w*(1-w)*exp(-theta)/(w+(1-w)*exp(-theta))",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function zipoisson; Lambert (1992), "
        "Technometrics 34, 1-14"
    ),
    verdict="regular",
)
