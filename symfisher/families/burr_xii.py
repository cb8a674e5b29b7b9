"""Burr distribution of type XII."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, k)+EulerGamma)"

FAMILY = Family(
    name="burr_xii",
    title="Burr XII",
    aliases=("burr", "burr12"),
    parameters=(Parameter("c", "c > 0", ("shape1",)), Parameter("k", "k > 0", ("shape2",))),
    support="x > 0",
    density="c*k*x**(c-1)*(1+x**c)**(-k-1)",
    information=symmetric(
        (f"(2+k+k*(pi**2/6+polygamma(1, k)+({_D}+(1-k)/k)**2-(1+k**2)/k**2))/(c**2*(2+k))", f"(1-{_D})/(c*(1+k))"),
        ("1/k**2",),
    ),
    source=(
        "Kleiber & Kotz (2003), Statistical Size Distributions in Economics and Actuarial Sciences, "
        "section 6.2; Yee (2024), R package VGAM 1.1-12, reference manual, function sinmad with scale 1"
    ),
    verdict="regular",
)
