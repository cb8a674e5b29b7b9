"""Benini distribution of incomes with known minimum."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="benini",
    title="Benini",
    parameters=(Parameter("b", "b > 0", ("shape",), r"\beta"),),
    constants=(Parameter("x_0", "x_0 > 0", ("minimum", "scale")),),
    call_order=("x_0", "b"),
    support="x > x_0",
    density="2*b*log(x/x_0)*exp(-b*log(x/x_0)**2)/x",
    information=symmetric(
        ("1/b**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function benini1; Kleiber & Kotz (2003), "
        "Statistical Size Distributions in Economics and Actuarial Sciences, section 7.1"
    ),
    verdict="regular",
)
