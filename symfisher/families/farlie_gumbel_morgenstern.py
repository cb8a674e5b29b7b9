"""Farlie-Gumbel-Morgenstern copula."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="farlie_gumbel_morgenstern",
    title="Farlie-Gumbel-Morgenstern copula",
    aliases=("fgm", "morgenstern"),
    parameters=(Parameter("a", "-1 < a < 1", ("dependence", "alpha"), r"\alpha"),),
    variables=("x", "y"),
    support="0 < x < 1, 0 < y < 1",
    density="1+a*(1-2*x)*(1-2*y)",
    information=symmetric(
        ("(polylog(2, a)-polylog(2, -a)-2*a)/(2*a**3)",),
    ),
    source=(
        "Farlie (1960), Biometrika 47, 307-323, for the density; the information is the sum of a**(2*k)/(2*k+3)**2 over "
        "k = 0, 1, ..., by expanding the reciprocal of the density"
    ),
    when="a != 0",
    verdict="regular",
)
