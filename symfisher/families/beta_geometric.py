"""Beta-geometric distribution: geometric with a beta distributed success probability."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="beta_geometric",
    title="Beta-geometric",
    aliases=("waring",),
    parameters=(Parameter("a", "a > 0", ("shape1",)), Parameter("b", "b > 0", ("shape2",))),
    support="x in {0, 1, 2, ...}",
    density="beta(a+1, b+x)/beta(a, b)",
    information=unknown(2),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function betageometric",
    verdict="regular",
    no_closed_form=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function betageometric: the expected "
        "information is summed as a truncated series"
    ),
)
