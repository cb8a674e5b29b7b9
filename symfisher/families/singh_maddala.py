"""Singh-Maddala (Burr XII with scale) distribution of incomes."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, q)+EulerGamma)"

FAMILY = Family(
    name="singh_maddala",
    title="Singh-Maddala",
    aliases=("sinmad", "burr_xii_scale"),
    parameters=(
        Parameter("a", "a > 0", ("shape1",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("q", "q > 0", ("shape2",)),
    ),
    support="x > 0",
    density="a*q*x**(a-1)/(s**a*(1+(x/s)**a)**(q+1))",
    information=symmetric(
        (
            f"(2+q+q*(pi**2/6+polygamma(1, q)+({_D}+(1-q)/q)**2-(1+q**2)/q**2))/(a**2*(2+q))",
            f"(1-q+q*{_D})/(s*(2+q))",
            f"(1-{_D})/(a*(1+q))",
        ),
        ("a**2*q/(s**2*(2+q))", "-a/(s*(1+q))"),
        ("1/q**2",),
    ),
    source=(
        "Kleiber & Kotz (2003), Statistical Size Distributions in Economics and Actuarial Sciences, "
        "section 6.2; Yee (2024), R package VGAM 1.1-12, reference manual, function sinmad"
    ),
    verdict="regular",
)
