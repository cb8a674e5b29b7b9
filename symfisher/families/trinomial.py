"""Trinomial distribution with known number of draws."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="trinomial",
    title="Trinomial",
    aliases=("multinomial3",),
    parameters=(Parameter("p", "0 < p < 1 - q", ("prob1",)), Parameter("q", "0 < q < 1 - p", ("prob2",))),
    constants=(Parameter("n", "n in {1, 2, ...}", ("size", "draws")),),
    call_order=("n", "p", "q"),
    variables=("x", "y"),
    support="x in {0, ..., n}, y in {0, ..., n - x}",
    density="factorial(n)*p**x*q**y*(1-p-q)**(n-x-y)/(factorial(x)*factorial(y)*factorial(n-x-y))",
    information=symmetric(
        ("n*(1-q)/(p*(1-p-q))", "n/(1-p-q)"),
        ("n*(1-p)/(q*(1-p-q))",),
    ),
    source="Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5 (multinomial)",
    verdict="regular",
)
