"""Epanechnikov (parabolic) distribution with location and scale."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="epanechnikov",
    title="Epanechnikov",
    aliases=("parabolic",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",))),
    support="mu-s < x < mu+s",
    density="3*(1-((x-mu)/s)**2)/(4*s)",
    information=symmetric(
        ("oo", None),
        ("oo",),
    ),
    source=(
        "Epanechnikov (1969), Theory of Probability and Its Applications 14, 153-158, for the density; "
        "the squared score is not integrable at the ends"
    ),
    verdict="non-regular",
)
