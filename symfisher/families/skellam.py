"""Skellam distribution: the difference of two independent Poisson variables."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, unknown

FAMILY = Family(
    name="skellam",
    title="Skellam",
    parameters=(Parameter("a", "a > 0", ("rate1",), r"\mu_1"), Parameter("b", "b > 0", ("rate2",), r"\mu_2")),
    support="x in Z",
    density="exp(-a-b)*(a/b)**(x/2)*besseli(Abs(x), 2*sqrt(a*b))",
    information=unknown(2),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function skellam",
    verdict="regular",
    no_closed_form=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function skellam: Fisher scoring by simulation"
    ),
)
