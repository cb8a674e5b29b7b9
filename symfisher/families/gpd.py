"""Generalized Pareto distribution with positive shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="gpd",
    title="Generalized Pareto (xi > 0)",
    aliases=("generalized_pareto",),
    parameters=(Parameter("sigma", "sigma > 0", ("scale",)), Parameter("xi", "xi > 0", ("shape",))),
    support="x > 0",
    density="(1+xi*x/sigma)**(-1/xi-1)/sigma",
    information=symmetric(
        ("1/(sigma**2*(1+2*xi))", "1/(sigma*(1+xi)*(1+2*xi))"),
        ("2/((1+xi)*(1+2*xi))",),
    ),
    source=(
        "Smith (1984), in Statistical Extremes and Applications (ed. Tiago de Oliveira), 621-638; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function gpd"
    ),
    verdict="regular",
)
