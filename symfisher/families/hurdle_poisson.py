"""Zero with probability w, otherwise zero-truncated Poisson."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="hurdle_poisson",
    title="Hurdle Poisson",
    aliases=("zero_altered_poisson",),
    parameters=(
        Parameter("w", "0 < w < 1", ("weight", "zero")),
        Parameter("theta", "theta > 0", ("rate",), r"\lambda"),
    ),
    support="x in {0, 1, 2, ...}",
    density="Piecewise((w, Eq(x, 0)), ((1-w)*theta**x/((exp(theta)-1)*factorial(x)), True))",
    information=symmetric(
        ("1/(w*(1-w))", "0"),
        ("(1-w)*(1/(theta*(1-exp(-theta)))-exp(theta)/(exp(theta)-1)**2)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function zapoisson; Mullahy (1986), Journal"
        " of Econometrics 33, 341-365"
    ),
    verdict="regular",
)
