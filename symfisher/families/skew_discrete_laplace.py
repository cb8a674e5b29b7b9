"""Skew discrete Laplace distribution: two geometric tails."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="skew_discrete_laplace",
    title="Skew discrete Laplace",
    aliases=("asymmetric_discrete_laplace",),
    parameters=(Parameter("p", "0 < p < 1", ("right",)), Parameter("q", "0 < q < 1", ("left",))),
    support="x in Z",
    density="(1-p)*(1-q)/(1-p*q)*Piecewise((p**x, x >= 0), (q**(-x), True))",
    information=symmetric(
        ("(1-q)*(1-p**2*q)/(p*(1-p)**2*(1-p*q)**2)", "-1/(1-p*q)**2"),
        ("(1-p)*(1-p*q**2)/(q*(1-q)**2*(1-p*q)**2)",),
    ),
    source="Kozubowski & Inusah (2006), Annals of the Institute of Statistical Mathematics 58, 555-571",
    verdict="regular",
)
