"""von Mises distribution on the circle."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="von_mises",
    title="von Mises",
    aliases=("circular_normal",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("k", "k > 0", ("concentration",), r"\kappa")),
    support="-pi < x < pi",
    density="exp(k*cos(x-mu))/(2*pi*besseli(0, k))",
    information=symmetric(
        ("k*besseli(1, k)/besseli(0, k)", "0"),
        ("1-besseli(1, k)/(k*besseli(0, k))-(besseli(1, k)/besseli(0, k))**2",),
    ),
    source=(
        "Mardia & Jupp (2000), Directional Statistics, section 5.3; Yee (2024), R package VGAM 1.1-12, "
        "reference manual, function vonmises"
    ),
    verdict="regular",
)
