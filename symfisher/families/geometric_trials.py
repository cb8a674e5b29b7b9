"""Geometric distribution: trials up to and with the first success."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="geometric_trials",
    title="Geometric (trials)",
    parameters=(Parameter("p", "0 < p < 1", ("probability", "prob")),),
    support="x in {1, 2, 3, ...}",
    density="p*(1-p)**(x-1)",
    parametrizations=(Parametrization("mean", (Parameter("m", "m > 1", ("mean",), r"\mu"),), (("p", "1/m"),)),),
    information=symmetric(
        ("1/(p**2*(1-p))",),
    ),
    source=(
        "Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, 3rd ed., ch. 5; Yee (2024), R "
        "package VGAM 1.1-12, reference manual, function geometric"
    ),
    verdict="regular",
)
