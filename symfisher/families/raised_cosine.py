"""Raised cosine distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="raised_cosine",
    title="Raised cosine",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",))),
    support="mu-s < x < mu+s",
    density="(1+cos(pi*(x-mu)/s))/(2*s)",
    information=symmetric(
        ("pi**2/s**2", "0"),
        ("(1+pi**2/3)/s**2",),
    ),
    source=("derived here by trigonometric integrals; density as in Wikipedia (2024), Raised cosine distribution"),
    verdict="regular",
    notes="The support depends on the parameters, yet the score is square integrable: regular.",
)
