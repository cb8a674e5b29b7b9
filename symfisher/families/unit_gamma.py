"""Unit gamma (log-gamma on the unit interval) distribution: -log(x) is gamma."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="unit_gamma",
    title="Unit gamma",
    parameters=(Parameter("a", "a > 0", ("shape",)), Parameter("b", "b > 0", ("rate",))),
    support="0 < x < 1",
    density="b**a*x**(b-1)*(-log(x))**(a-1)/gamma(a)",
    information=symmetric(
        ("polygamma(1, a)", "-1/b"),
        ("a/b**2",),
    ),
    source=(
        "Consul & Jain (1971), Statistische Hefte 12, 100-106, for the density; equal to that of -log(x),"
        " which is gamma"
    ),
    verdict="regular",
)
