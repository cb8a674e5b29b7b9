"""Bernoulli distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="bernoulli",
    title="Bernoulli",
    parameters=(Parameter("p", "0 < p < 1", ("probability", "prob")),),
    support="x in {0, 1}",
    density="p**x*(1-p)**(1-x)",
    parametrizations=(
        Parametrization("logit", (Parameter("eta", "eta in R", ("logit",)),), (("p", "1/(1+exp(-eta))"),)),
    ),
    information=symmetric(
        ("1/(p*(1-p))",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.1 (binomial with n = 1)"
    ),
    verdict="regular",
)
