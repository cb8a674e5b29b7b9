"""Arcsine distribution with location and scale."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="arcsine",
    title="Arcsine",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",))),
    support="mu-s < x < mu+s",
    density="1/(pi*sqrt(s**2-(x-mu)**2))",
    information=symmetric(
        ("oo", None),
        ("oo",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 25, for "
        "the density; the squared score is not integrable at the ends"
    ),
    verdict="non-regular",
)
