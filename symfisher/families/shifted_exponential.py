"""Exponential distribution with unknown origin."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="shifted_exponential",
    title="Shifted exponential",
    aliases=("two_parameter_exponential",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("lam", "lam > 0", ("rate",), r"\lambda")),
    support="x > mu",
    density="lam*exp(-lam*(x-mu))",
    information=symmetric(
        ("lam**2", "0"),
        ("1/lam**2",),
    ),
    source=("Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5: the support depends on mu"),
    verdict="non-regular",
    notes=("The score in mu is the constant lam: its mean is not zero and the Cramer-Rao bound does not apply."),
)
