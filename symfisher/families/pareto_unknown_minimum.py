"""Pareto distribution (type I) with unknown minimum."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="pareto_unknown_minimum",
    title="Pareto, unknown minimum",
    parameters=(Parameter("x_m", "x_m > 0", ("minimum", "scale")), Parameter("a", "a > 0", ("shape",), r"\alpha")),
    support="x > x_m",
    density="a*x_m**a/x**(a+1)",
    information=symmetric(
        ("a**2/x_m**2", "0"),
        ("1/a**2",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5: the logarithm is a "
        "shifted exponential, whose support depends on the parameter"
    ),
    verdict="non-regular",
    notes=(
        "The score in x_m is the constant a/x_m: its mean is not zero and the Cramer-Rao bound does not "
        "apply; minus the mean Hessian has a negative entry there."
    ),
)
