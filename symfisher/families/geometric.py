"""Geometric distribution: failures before the first success."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="geometric",
    title="Geometric (failures)",
    aliases=("geometric_failures",),
    parameters=(Parameter("p", "0 < p < 1", ("probability", "prob")),),
    support="x in {0, 1, 2, ...}",
    density="p*(1-p)**x",
    parametrizations=(Parametrization("mean", (Parameter("m", "m > 0", ("mean",), r"\mu"),), (("p", "1/(1+m)"),)),),
    information=symmetric(
        ("1/(p**2*(1-p))",),
    ),
    source=(
        "Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, 3rd ed., ch. 5; Yee (2024), R "
        "package VGAM 1.1-12, reference manual, function geometric"
    ),
    verdict="regular",
)
