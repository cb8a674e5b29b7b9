"""Mixture of N(0, 1) and N(d, 1) with unknown weight."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="normal_mixture_weight",
    title="Normal mixture, unknown weight",
    parameters=(Parameter("w", "0 < w < 1", ("weight",)),),
    constants=(Parameter("d", "d > 0", ("distance",)),),
    support="x in R",
    density="(w*exp(-x**2/2)+(1-w)*exp(-(x-d)**2/2))/sqrt(2*pi)",
    information=unknown(1),
    source="Behboodian (1972), Journal of Statistical Computation and Simulation 1, 295-314",
    verdict="regular",
    no_closed_form=(
        "Behboodian (1972), Journal of Statistical Computation and Simulation 1, 295-314: evaluated numerically"
    ),
)
