"""Power function distribution on the unit interval."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="power_function",
    title="Power function",
    aliases=("power",),
    parameters=(Parameter("a", "a > 0", ("shape",)),),
    support="0 < x < 1",
    density="a*x**(a-1)",
    information=symmetric(
        ("1/a**2",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2, ch. 25; beta "
        "with second shape 1"
    ),
    verdict="regular",
)
