"""Wigner semicircle distribution with location and radius."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="semicircle",
    title="Semicircle",
    aliases=("wigner",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("R", "R > 0", ("radius",))),
    support="mu-R < x < mu+R",
    density="2*sqrt(R**2-(x-mu)**2)/(pi*R**2)",
    information=symmetric(
        ("oo", None),
        ("oo",),
    ),
    source=(
        "Wigner (1955), Annals of Mathematics 62, 548-564, for the density; the squared score is not "
        "integrable at the ends"
    ),
    verdict="non-regular",
)
