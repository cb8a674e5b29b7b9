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
        "Yee (2024), R package VGAM 1.1-12, reference manual, function genpoisson0 (derived by E. Huch); "
        "Consul & Jain (1973), Technometrics 15, 791-799, for the density"
    ),
    verdict="regular",
)
