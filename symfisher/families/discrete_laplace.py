"""Discrete Laplace (two-sided geometric) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="discrete_laplace",
    title="Discrete Laplace",
    aliases=("two_sided_geometric",),
    parameters=(Parameter("p", "0 < p < 1", ("shape",)),),
    support="x in Z",
    density="(1-p)*p**Abs(x)/(1+p)",
    information=symmetric(
        ("2*(1+p**2)/(p*(1-p**2)**2)",),
    ),
    source="Inusah & Kozubowski (2006), Journal of Statistical Planning and Inference 136, 1090-1102",
    verdict="regular",
)
