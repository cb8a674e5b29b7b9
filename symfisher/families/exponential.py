"""Exponential distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, Parametrization, symmetric

FAMILY = Family(
    name="exponential",
    title="Exponential",
    aliases=("expon", "exp_distribution"),
    parameters=(Parameter("lam", "lam > 0", ("rate",), r"\lambda"),),
    support="x > 0",
    density="lam*exp(-lam*x)",
    parametrizations=(
        Parametrization("scale", (Parameter("s", "s > 0", ("scale", "mean"), r"\theta"),), (("lam", "1/s"),)),
    ),
    information=symmetric(
        ("1/lam**2",),
    ),
    source=(
        "Lehmann & Casella (1998), Theory of Point Estimation, 2nd ed., section 2.5, table 5.1 (gamma with shape 1)"
    ),
    verdict="regular",
)
