"""Half-Cauchy distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="half_cauchy",
    title="Half-Cauchy",
    parameters=(Parameter("s", "s > 0", ("scale",)),),
    support="x > 0",
    density="2/(pi*s*(1+(x/s)**2))",
    information=symmetric(
        ("1/(2*s**2)",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.2: scale "
        "entry of the Cauchy distribution, unchanged by folding at the centre"
    ),
    verdict="regular",
)
