"""Generalized Poisson distribution of Consul and Jain."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="generalized_poisson",
    title="Generalized Poisson",
    aliases=("lagrangian_poisson",),
    parameters=(
        Parameter("theta", "theta > 0", ("rate",)),
        Parameter("lam", "0 < lam < 1", ("dispersion",), r"\lambda"),
    ),
    support="x in {0, 1, 2, ...}",
    density="theta*(theta+lam*x)**(x-1)*exp(-theta-lam*x)/factorial(x)",
    information=symmetric(
        ("1/theta-lam/(theta+2*lam)", "theta/(theta+2*lam)"),
        ("theta/(1-lam)+2*theta/(theta+2*lam)",),
    ),
    source=(
        "Consul & Shenton (1975), in Statistical Distributions in Scientific Work, vol. 1, 41-57; Yee, R "
        "package VGAM (reference manual), function genpoisson0"
    ),
    verdict="regular",
)
