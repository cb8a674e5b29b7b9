"""Maxwell-Boltzmann distribution of speeds."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="maxwell",
    title="Maxwell",
    aliases=("maxwell_boltzmann",),
    parameters=(Parameter("a", "a > 0", ("scale",)),),
    support="x > 0",
    density="sqrt(2/pi)*x**2*exp(-x**2/(2*a**2))/a**3",
    parametrizations=(Parametrization("rate", (Parameter("r", "r > 0", ("rate",)),), (("a", "1/sqrt(r)"),)),),
    information=symmetric(
        ("6/a**2",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function maxwell (there with rate 1/a**2)",
    verdict="regular",
)
