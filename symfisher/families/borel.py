"""Borel distribution: total progeny of a branching process with Poisson offspring."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="borel",
    title="Borel",
    parameters=(Parameter("mu", "0 < mu < 1", ("shape",)),),
    support="x in {1, 2, 3, ...}",
    density="exp(-mu*x)*(mu*x)**(x-1)/factorial(x)",
    information=symmetric(
        ("1/(mu*(1-mu))",),
    ),
    source=(
        "Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, 3rd ed., section 7.2; one-"
        "parameter exponential family with mean 1/(1-mu)"
    ),
    verdict="regular",
)
