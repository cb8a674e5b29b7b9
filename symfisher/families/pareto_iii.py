"""Pareto distribution of type III with known location."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="pareto_iii",
    title="Pareto III",
    parameters=(Parameter("s", "s > 0", ("scale",)), Parameter("g", "g > 0", ("inequality",), r"\gamma")),
    constants=(Parameter("mu", "mu in R", ("location",)),),
    call_order=("mu", "s", "g"),
    support="x > mu",
    density="((x-mu)/s)**(1/g-1)/(g*s*(1+((x-mu)/s)**(1/g))**2)",
    information=symmetric(
        ("1/(3*g**2*s**2)", "0"),
        ("(3+pi**2)/(9*g**2)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function paretoIII; Arnold (2015), Pareto "
        "Distributions, 2nd ed."
    ),
    verdict="regular",
)
