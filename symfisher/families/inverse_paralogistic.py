"""Inverse paralogistic distribution: Dagum with equal shapes."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, a)+EulerGamma)"
_V = f"(pi**2/6+polygamma(1, a)+({_D}+(1-a)/a)**2-(1+a**2)/a**2)"

FAMILY = Family(
    name="inverse_paralogistic",
    title="Inverse paralogistic",
    parameters=(Parameter("a", "a > 0", ("shape",)), Parameter("s", "s > 0", ("scale",))),
    support="x > 0",
    density="a**2*x**(a**2-1)/(s**(a**2)*(1+(x/s)**a)**(a+1))",
    information=symmetric(
        (f"(2+a+a*{_V})/(a**2*(2+a))+2*(1-{_D})/(a*(1+a))+1/a**2", f"(a-1-a*{_D})/(s*(2+a))+a/(s*(1+a))"),
        ("a**3/(s**2*(2+a))",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function inv.paralogistic; Kleiber & Kotz "
        "(2003), Statistical Size Distributions in Economics and Actuarial Sciences, section 6.3"
    ),
    verdict="regular",
)
