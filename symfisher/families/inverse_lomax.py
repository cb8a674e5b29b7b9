"""Inverse Lomax distribution: the reciprocal is Lomax."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="inverse_lomax",
    title="Inverse Lomax",
    parameters=(Parameter("s", "s > 0", ("scale",)), Parameter("p", "p > 0", ("shape",))),
    support="x > 0",
    density="p*x**(p-1)/(s**p*(1+x/s)**(p+1))",
    information=symmetric(
        ("p/(s**2*(2+p))", "1/(s*(1+p))"),
        ("1/p**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function inv.lomax; Kleiber & Kotz (2003), "
        "Statistical Size Distributions in Economics and Actuarial Sciences, section 6.4"
    ),
    verdict="regular",
)
