"""Levy distribution with location: one-sided stable distribution of index 1/2."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="levy",
    title="Levy",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("c", "c > 0", ("scale",))),
    support="x > mu",
    density="sqrt(c/(2*pi))*exp(-c/(2*(x-mu)))/(x-mu)**(3/2)",
    information=symmetric(
        ("21/(2*c**2)", "3/(2*c**2)"),
        ("1/(2*c**2)",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function levy (scale entry); location "
        "entries from moments of 1/(x-mu), which is gamma"
    ),
    verdict="regular",
    notes="The support depends on mu, yet the density vanishes to every order at its end: regular.",
)
