"""Chi-square distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="chi_square",
    title="Chi-square",
    aliases=("chi2", "chisq", "chi_squared"),
    parameters=(Parameter("k", "k > 0", ("df",), r"\nu"),),
    support="x > 0",
    density="x**(k/2-1)*exp(-x/2)/(2**(k/2)*gamma(k/2))",
    information=symmetric(
        ("polygamma(1, k/2)/4",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function chisq",
    verdict="regular",
)
