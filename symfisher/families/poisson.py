"""Poisson distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="poisson",
    title="Poisson",
    parameters=(Parameter("theta", "theta > 0", ("mean", "rate", "mu"), r"\lambda"),),
    support="x in {0, 1, 2, ...}",
    density="theta**x*exp(-theta)/factorial(x)",
    parametrizations=(
        Parametrization("log mean", (Parameter("eta", "eta in R", ("logmean", "log_mean")),), (("theta", "exp(eta)"),)),
    ),
    information=symmetric(
        ("1/theta",),
    ),
    source="Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.1",
    verdict="regular",
)
