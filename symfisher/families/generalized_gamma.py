"""Generalized gamma distribution of Stacy: (x/s)**c is gamma."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="generalized_gamma",
    title="Generalized gamma",
    aliases=("stacy", "gengamma"),
    parameters=(
        Parameter("s", "s > 0", ("scale",)),
        Parameter("c", "c > 0", ("power",)),
        Parameter("k", "k > 0", ("shape",)),
    ),
    support="x > 0",
    density="c*x**(c*k-1)*exp(-(x/s)**c)/(s**(c*k)*gamma(k))",
    information=symmetric(
        ("c**2*k/s**2", "-(1+k*polygamma(0, k))/s", "c/s"),
        ("(1+k*(polygamma(1, k+1)+polygamma(0, k+1)**2))/c**2", "-polygamma(0, k)/c"),
        ("polygamma(1, k)",),
    ),
    source=(
        "Stacy & Mihram (1965), Technometrics 7, 349-358; Yee (2024), R package VGAM 1.1-12, reference "
        "manual, function gengamma.stacy"
    ),
    verdict="regular",
)
