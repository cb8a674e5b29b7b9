"""Exponential-gamma (log-gamma) distribution: (mu - x)/s is the logarithm of a gamma variable."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="exp_gamma",
    title="Log-gamma",
    aliases=("log_gamma",),
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("k", "k > 0", ("shape",)),
    ),
    support="x in R",
    density="exp(-k*(x-mu)/s-exp(-(x-mu)/s))/(s*gamma(k))",
    information=symmetric(
        ("k/s**2", "-(1+k*polygamma(0, k))/s**2", "-1/s"),
        ("(1+k*(polygamma(1, k+1)+polygamma(0, k+1)**2))/s**2", "polygamma(0, k)/s"),
        ("polygamma(1, k)",),
    ),
    source=(
        "Lawless (1980), Technometrics 22, 409-419; Yee (2024), R package VGAM 1.1-12, reference manual, "
        "function lgamma3"
    ),
    verdict="regular",
)
