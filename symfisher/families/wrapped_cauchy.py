"""Wrapped Cauchy distribution on the circle."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="wrapped_cauchy",
    title="Wrapped Cauchy",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("rho", "0 < rho < 1", ("concentration",))),
    support="-pi < x < pi",
    density="(1-rho**2)/(2*pi*(1+rho**2-2*rho*cos(x-mu)))",
    information=symmetric(
        ("2*rho**2/(1-rho**2)**2", "0"),
        ("2/(1-rho**2)**2",),
    ),
    source="Kent & Tyler (1988), Journal of Applied Statistics 15, 247-254",
    verdict="regular",
)
