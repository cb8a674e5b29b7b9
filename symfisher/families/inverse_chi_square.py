"""Inverse chi-square distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="inverse_chi_square",
    title="Inverse chi-square",
    aliases=("inv_chi2", "inverse_chi2"),
    parameters=(Parameter("k", "k > 0", ("df",), r"\nu"),),
    support="x > 0",
    density="x**(-k/2-1)*exp(-1/(2*x))/(2**(k/2)*gamma(k/2))",
    information=symmetric(
        ("polygamma(1, k/2)/4",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function chisq; equal to that of 1/x, which is chi-square"
    ),
    verdict="regular",
)
