"""Dagum (Burr III with scale) distribution of incomes."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, p)+EulerGamma)"

FAMILY = Family(
    name="dagum",
    title="Dagum",
    aliases=("burr_iii", "inverse_burr"),
    parameters=(
        Parameter("a", "a > 0", ("shape1",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("p", "p > 0", ("shape2",)),
    ),
    support="x > 0",
    density="a*p*x**(a*p-1)/(s**(a*p)*(1+(x/s)**a)**(p+1))",
    information=symmetric(
        (
            f"(2+p+p*(pi**2/6+polygamma(1, p)+({_D}+(1-p)/p)**2-(1+p**2)/p**2))/(a**2*(2+p))",
            f"(p-1-p*{_D})/(s*(2+p))",
            f"(1-{_D})/(a*(1+p))",
        ),
        ("a**2*p/(s**2*(2+p))", "a/(s*(1+p))"),
        ("1/p**2",),
    ),
    source=(
        "Kleiber & Kotz (2003), Statistical Size Distributions in Economics and Actuarial Sciences, "
        "section 6.3; Yee (2024), R package VGAM 1.1-12, reference manual, function dagum"
    ),
    verdict="regular",
)
