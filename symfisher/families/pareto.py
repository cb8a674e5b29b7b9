"""Pareto distribution (type I) with known minimum."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="pareto",
    title="Pareto",
    aliases=("pareto_i", "pareto1"),
    parameters=(Parameter("a", "a > 0", ("shape",), r"\alpha"),),
    constants=(Parameter("x_m", "x_m > 0", ("minimum", "scale")),),
    call_order=("x_m", "a"),
    support="x > x_m",
    density="a*x_m**a/x**(a+1)",
    information=symmetric(
        ("1/a**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function paretoff; Kleiber & Kotz (2003), "
        "Statistical Size Distributions in Economics and Actuarial Sciences, section 3.6"
    ),
    verdict="regular",
)
