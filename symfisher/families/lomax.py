"""Lomax distribution (Pareto type II starting at zero)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="lomax",
    title="Lomax",
    parameters=(Parameter("a", "a > 0", ("shape",), r"\alpha"), Parameter("s", "s > 0", ("scale",), r"\lambda")),
    support="x > 0",
    density="a*(1+x/s)**(-a-1)/s",
    information=symmetric(
        ("1/a**2", "-1/(s*(a+1))"),
        ("a/(s**2*(a+2))",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function lomax; Kleiber & Kotz (2003), "
        "Statistical Size Distributions in Economics and Actuarial Sciences, section 6.4"
    ),
    verdict="regular",
)
