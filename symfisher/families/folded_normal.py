"""Folded normal distribution: the absolute value of a normal variable."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="folded_normal",
    title="Folded normal",
    parameters=(Parameter("mu", "mu > 0", ("location",)), Parameter("sigma", "sigma > 0", ("scale",))),
    support="x > 0",
    density="(exp(-(x-mu)**2/(2*sigma**2))+exp(-(x+mu)**2/(2*sigma**2)))/(sigma*sqrt(2*pi))",
    information=unknown(2),
    source="Leone, Nelson & Nottingham (1961), Technometrics 3, 543-550",
    verdict="regular",
    no_closed_form=(
        "Johnson (1962), Technometrics 4, 249-256: an integral remains; Yee (2024), R package VGAM "
        "1.1-12, reference manual, function foldnormal: Fisher scoring by simulation"
    ),
    notes="mu and -mu give the same density, hence mu > 0.",
)
