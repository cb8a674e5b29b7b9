"""Exponentially modified Gaussian: the sum of a normal and an independent exponential variable."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="ex_gaussian",
    title="Ex-Gaussian",
    aliases=("exponentially_modified_gaussian", "emg"),
    parameters=(
        Parameter("mu", "mu in R", ("mean", "location")),
        Parameter("sigma", "sigma > 0", ("sd", "scale")),
        Parameter("lam", "lam > 0", ("rate",), r"\lambda"),
    ),
    support="x in R",
    density="lam*exp(lam*(2*mu+lam*sigma**2-2*x)/2)*erfc((mu+lam*sigma**2-x)/(sqrt(2)*sigma))/2",
    information=unknown(3),
    source=("Rigby, Stasinopoulos, Heller & De Bastiani (2019), Distributions for Modeling Location, Scale, and Shape"),
    verdict="regular",
    no_closed_form="R package gamlss.dist, function exGAUS: score products stand in for expected second derivatives",
)
