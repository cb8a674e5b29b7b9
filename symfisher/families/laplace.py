"""Laplace (double exponential) distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="laplace",
    title="Laplace",
    aliases=("double_exponential",),
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("b", "b > 0", ("scale",))),
    support="x in R",
    density="exp(-Abs(x-mu)/b)/(2*b)",
    information=symmetric(
        ("1/b**2", "0"),
        ("1/b**2",),
    ),
    source=(
        "Yee (2024), R package VGAM 1.1-12, reference manual, function laplace; Kotz, Kozubowski & "
        "Podgorski (2001), The Laplace Distribution and Generalizations, section 2.6"
    ),
    verdict="non-regular",
    notes="Kink at mu: minus the mean Hessian gives 0 there; the Cramer-Rao bound holds with E[score**2].",
)
