"""Cardioid distribution on the circle."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="cardioid",
    title="Cardioid",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("rho", "0 < rho < 1/2", ("concentration",))),
    support="-pi < x < pi",
    density="(1+2*rho*cos(x-mu))/(2*pi)",
    information=symmetric(
        ("1-sqrt(1-4*rho**2)", "0"),
        ("(1/sqrt(1-4*rho**2)-1)/rho**2",),
    ),
    source=(
        "Jeffreys (1961), Theory of Probability, for the density; Yee (2024), R package VGAM 1.1-12, "
        "reference manual, function cardioid"
    ),
    verdict="regular",
)
