"""Birnbaum-Saunders (fatigue life) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="birnbaum_saunders",
    title="Birnbaum-Saunders",
    aliases=("fatigue_life",),
    parameters=(Parameter("a", "a > 0", ("shape",), r"\alpha"), Parameter("b", "b > 0", ("scale",), r"\beta")),
    support="x > 0",
    density="(sqrt(x/b)+sqrt(b/x))*exp(-(x/b+b/x-2)/(2*a**2))/(2*a*x*sqrt(2*pi))",
    information=symmetric(
        ("2/a**2", "0"),
        ("(1+a*(a*sqrt(pi/2)-pi*exp(2/a**2)*erfc(sqrt(2)/a)/2)/sqrt(2*pi))/(a*b)**2",),
    ),
    source=(
        "Lemonte, Cribari-Neto & Vasconcellos (2007), Computational Statistics & Data Analysis 51, "
        "4656-4681; Yee (2024), R package VGAM 1.1-12, reference manual, function bisa"
    ),
    verdict="regular",
)
