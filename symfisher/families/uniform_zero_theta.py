"""Uniform distribution on (0, theta)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="uniform_zero_theta",
    title="Uniform from zero",
    parameters=(Parameter("theta", "theta > 0", ("end", "maximum")),),
    support="0 < x < theta",
    density="1/theta",
    information=symmetric(
        ("1/theta**2",),
    ),
    source=("Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5: the support depends on theta"),
    verdict="non-regular",
    notes="The score is the constant -1/theta: no Cramer-Rao bound; minus the mean Hessian is -1/theta**2.",
)
