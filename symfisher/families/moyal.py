"""Moyal distribution: approximation of the Landau distribution of energy loss."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="moyal",
    title="Moyal",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",))),
    support="x in R",
    density="exp(-((x-mu)/s+exp(-(x-mu)/s))/2)/(s*sqrt(2*pi))",
    information=symmetric(
        ("1/(2*s**2)", "-(2-EulerGamma-log(2))/(2*s**2)"),
        ("(1+((2-EulerGamma-log(2))**2+pi**2/2-4)/2)/s**2",),
    ),
    source=(
        "Moyal (1955), Philosophical Magazine 46, 263-280, for the density; log-gamma with shape 1/2, Yee"
        " (2024), R package VGAM 1.1-12, reference manual, function lgamma3"
    ),
    verdict="regular",
)
