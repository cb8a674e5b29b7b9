"""Lindley distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="lindley",
    title="Lindley",
    parameters=(Parameter("theta", "theta > 0", ("shape",)),),
    support="x > 0",
    density="theta**2*(1+x)*exp(-theta*x)/(1+theta)",
    information=symmetric(
        ("2/theta**2-1/(1+theta)**2",),
    ),
    source=(
        "Ghitany, Atieh & Nadarajah (2008), Mathematics and Computers in Simulation 78, 493-506; Yee "
        "(2024), R package VGAM 1.1-12, reference manual, function lindley"
    ),
    verdict="regular",
)
