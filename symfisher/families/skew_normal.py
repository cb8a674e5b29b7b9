"""Skew-normal distribution with location, scale and shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="skew_normal",
    title="Skew-normal",
    parameters=(
        Parameter("xi", "xi in R", ("location",)),
        Parameter("omega", "omega > 0", ("scale",)),
        Parameter("a", "a in R", ("shape",), r"\alpha"),
    ),
    support="x in R",
    density="exp(-(x-xi)**2/(2*omega**2))*erfc(-a*(x-xi)/(sqrt(2)*omega))/(omega*sqrt(2*pi))",
    information=unknown(3),
    source="Azzalini (1985), Scandinavian Journal of Statistics 12, 171-178",
    verdict="regular",
    no_closed_form=(
        "Azzalini (1985), Scandinavian Journal of Statistics 12, 171-178: the entries contain integrals "
        "a_0, a_1, a_2 that are evaluated numerically"
    ),
    notes="The information is singular (rank 2) at a = 0.",
)
