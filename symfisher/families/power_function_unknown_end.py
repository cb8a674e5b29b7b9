"""Power function distribution on (0, theta) with unknown end."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="power_function_unknown_end",
    title="Power function, unknown end",
    parameters=(Parameter("theta", "theta > 0", ("end", "scale")), Parameter("a", "a > 0", ("shape",))),
    support="0 < x < theta",
    density="a*x**(a-1)/theta**a",
    information=symmetric(
        ("a**2/theta**2", "0"),
        ("1/a**2",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5: the reciprocal is "
        "Pareto with unknown minimum"
    ),
    verdict="non-regular",
    notes="The score in theta is the constant -a/theta: no Cramer-Rao bound.",
)
