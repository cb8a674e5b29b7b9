"""Categorical distribution with three categories."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="categorical",
    title="Categorical",
    aliases=("categorical3",),
    parameters=(Parameter("p", "0 < p < 1 - q", ("prob1",)), Parameter("q", "0 < q < 1 - p", ("prob2",))),
    support="x in {1, 2, 3}",
    density="Piecewise((p, Eq(x, 1)), (q, Eq(x, 2)), (1-p-q, True))",
    information=symmetric(
        ("1/p+1/(1-p-q)", "1/(1-p-q)"),
        ("1/q+1/(1-p-q)",),
    ),
    source=("Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5; multinomial with one draw"),
    verdict="regular",
)
