"""Poisson distribution conditioned on being positive."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="zero_truncated_poisson",
    title="Zero-truncated Poisson",
    aliases=("positive_poisson", "ztp"),
    parameters=(Parameter("theta", "theta > 0", ("rate",), r"\lambda"),),
    support="x in {1, 2, 3, ...}",
    density="theta**x/((exp(theta)-1)*factorial(x))",
    information=symmetric(
        ("1/(theta*(1-exp(-theta)))-exp(theta)/(exp(theta)-1)**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function pospoisson; Johnson, Kemp & Kotz "
        "(2005), Univariate Discrete Distributions, 3rd ed., section 4.10"
    ),
    verdict="regular",
)
