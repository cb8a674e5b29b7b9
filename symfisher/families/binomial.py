"""Binomial distribution with known number of trials."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="binomial",
    title="Binomial",
    aliases=("binom", "bin"),
    parameters=(Parameter("p", "0 < p < 1", ("probability", "prob")),),
    constants=(Parameter("n", "n in {1, 2, ...}", ("size", "trials")),),
    call_order=("n", "p"),
    support="x in {0, ..., n}",
    density="binomial(n, x)*p**x*(1-p)**(n-x)",
    parametrizations=(
        Parametrization("logit", (Parameter("eta", "eta in R", ("logit",)),), (("p", "1/(1+exp(-eta))"),)),
    ),
    information=symmetric(
        ("n/(p*(1-p))",),
    ),
    source="Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.1",
    verdict="regular",
)
