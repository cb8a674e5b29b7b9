"""Inverse gamma distribution: the reciprocal is gamma."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="inverse_gamma",
    title="Inverse gamma",
    aliases=("invgamma",),
    parameters=(Parameter("a", "a > 0", ("shape",)), Parameter("b", "b > 0", ("scale",))),
    support="x > 0",
    density="b**a*x**(-a-1)*exp(-b/x)/gamma(a)",
    information=symmetric(
        ("polygamma(1, a)", "-1/b"),
        ("a/b**2",),
    ),
    source=(
        "Kleiber & Kotz (2003), Statistical Size Distributions in Economics and Actuarial Sciences, ch. "
        "5; equal to that of 1/x, which is gamma"
    ),
    verdict="regular",
)
