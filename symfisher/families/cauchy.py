"""Cauchy distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="cauchy",
    title="Cauchy",
    aliases=("lorentz",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",), r"\gamma")),
    support="x in R",
    density="1/(pi*s*(1+((x-mu)/s)**2))",
    information=symmetric(
        ("1/(2*s**2)", "0"),
        ("1/(2*s**2)",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.2; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function cauchy"
    ),
    verdict="regular",
)
