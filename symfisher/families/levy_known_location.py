"""Levy distribution starting at a known point."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="levy_known_location",
    title="Levy, known location",
    parameters=(Parameter("c", "c > 0", ("scale",)),),
    constants=(Parameter("mu", "mu in R", ("location",)),),
    call_order=("mu", "c"),
    support="x > mu",
    density="sqrt(c/(2*pi))*exp(-c/(2*(x-mu)))/(x-mu)**(3/2)",
    information=symmetric(
        ("1/(2*c**2)",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function levy",
    verdict="regular",
)
