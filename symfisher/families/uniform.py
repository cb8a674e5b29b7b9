"""Uniform distribution on an interval with unknown ends."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="uniform",
    title="Uniform",
    parameters=(
        Parameter("a", "a in R", ("lower", "minimum", "low")),
        Parameter("b", "b > a", ("upper", "maximum", "high")),
    ),
    support="a < x < b",
    density="1/(b-a)",
    information=symmetric(
        ("1/(b-a)**2", "-1/(b-a)**2"),
        ("1/(b-a)**2",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5: the support depends "
        "on the parameters"
    ),
    verdict="non-regular",
    notes="The score is constant; no Cramer-Rao bound.",
)
