"""Negative binomial distribution with known size: failures before the success number r."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="negative_binomial",
    title="Negative binomial",
    aliases=("nbinom", "negbin", "neg_binomial", "polya", "nb"),
    parameters=(Parameter("p", "0 < p < 1", ("probability", "prob")),),
    constants=(Parameter("r", "r > 0", ("size",)),),
    call_order=("r", "p"),
    support="x in {0, 1, 2, ...}",
    density="gamma(x+r)*p**r*(1-p)**x/(factorial(x)*gamma(r))",
    parametrizations=(
        Parametrization("size-mean", (Parameter("m", "m > 0", ("mean", "mu"), r"\mu"),), (("p", "r/(r+m)"),)),
    ),
    information=symmetric(
        ("r/(p**2*(1-p))",),
    ),
    source=(
        "Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, 3rd ed., ch. 5; Yee (2024), R "
        "package VGAM 1.1-12, reference manual, function polya"
    ),
    verdict="regular",
)
