"""Negative binomial distribution with unknown size."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="negative_binomial_unknown_size",
    title="Negative binomial, unknown size",
    parameters=(Parameter("r", "r > 0", ("size",)), Parameter("p", "0 < p < 1", ("probability", "prob"))),
    support="x in {0, 1, 2, ...}",
    density="gamma(x+r)*p**r*(1-p)**x/(factorial(x)*gamma(r))",
    parametrizations=(
        Parametrization(
            "size-mean",
            (Parameter("r", "r > 0", ("size",)), Parameter("m", "m > 0", ("mean", "mu"), r"\mu")),
            (("r", "r"), ("p", "r/(r+m)")),
        ),
    ),
    information=symmetric(
        (None, "-1/p"),
        ("r/(p**2*(1-p))",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function polya",
    verdict="regular",
    no_closed_form=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function polya: the entry of the size is "
        "computed by simulation or as a truncated series"
    ),
)
