"""Rice distribution: the length of a bivariate normal vector."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="rice",
    title="Rice",
    aliases=("rician",),
    parameters=(Parameter("nu", "nu > 0", ("distance",)), Parameter("sigma", "sigma > 0", ("scale",))),
    support="x > 0",
    density="x*exp(-(x**2+nu**2)/(2*sigma**2))*besseli(0, x*nu/sigma**2)/sigma**2",
    information=unknown(2),
    source="Rice (1945), Bell System Technical Journal 24, 46-156, for the density",
    verdict="regular",
    no_closed_form=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function riceff: Fisher scoring by simulation"
    ),
)
