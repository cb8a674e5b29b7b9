"""Half-logistic distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="half_logistic",
    title="Half-logistic",
    parameters=(Parameter("s", "s > 0", ("scale",)),),
    support="x > 0",
    density="2*exp(-x/s)/(s*(1+exp(-x/s))**2)",
    information=symmetric(
        ("(3+pi**2)/(9*s**2)",),
    ),
    source=(
        "Balakrishnan (1985), Journal of Statistical Computation and Simulation 20, 287-309, for the "
        "density; scale entry of the logistic distribution, Yee (2024), R package VGAM 1.1-12, reference "
        "manual, function logistic, unchanged by folding at the centre"
    ),
    verdict="regular",
)
