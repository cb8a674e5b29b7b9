"""Log-logistic (Fisk) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="log_logistic",
    title="Log-logistic",
    aliases=("fisk",),
    parameters=(Parameter("s", "s > 0", ("scale",), r"\alpha"), Parameter("b", "b > 0", ("shape",), r"\beta")),
    support="x > 0",
    density="b*(x/s)**(b-1)/(s*(1+(x/s)**b)**2)",
    information=symmetric(
        ("b**2/(3*s**2)", "0"),
        ("(3+pi**2)/(9*b**2)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function fisk; Kleiber & Kotz (2003), "
        "Statistical Size Distributions in Economics and Actuarial Sciences, section 6.4"
    ),
    verdict="regular",
)
