"""Normal distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="normal",
    title="Normal",
    aliases=("gaussian", "norm"),
    parameters=(Parameter("mu", "mu in R", ("mean", "location")), Parameter("sigma", "sigma > 0", ("sd", "scale"))),
    support="x in R",
    density="exp(-(x-mu)**2/(2*sigma**2))/(sigma*sqrt(2*pi))",
    parametrizations=(
        Parametrization(
            "mean-variance",
            (Parameter("mu", "mu in R", ("mean", "location")), Parameter("v", "v > 0", ("variance", "var"))),
            (("mu", "mu"), ("sigma", "sqrt(v)")),
        ),
        Parametrization(
            "mean-precision",
            (Parameter("mu", "mu in R", ("mean", "location")), Parameter("tau", "tau > 0", ("precision",))),
            (("mu", "mu"), ("sigma", "1/sqrt(tau)")),
        ),
        Parametrization(
            "mean-log sd",
            (Parameter("mu", "mu in R", ("mean", "location")), Parameter("eta", "eta in R", ("logsd", "log_sd"))),
            (("mu", "mu"), ("sigma", "exp(eta)")),
        ),
    ),
    information=symmetric(
        ("1/sigma**2", "0"),
        ("2/sigma**2",),
    ),
    source="Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, tables 5.1 and 5.2",
    verdict="regular",
)
