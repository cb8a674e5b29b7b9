"""Exponential distribution truncated to (0, c)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="truncated_exponential",
    title="Truncated exponential",
    parameters=(Parameter("lam", "lam > 0", ("rate",), r"\lambda"),),
    constants=(Parameter("c", "c > 0", ("end",)),),
    support="0 < x < c",
    density="lam*exp(-lam*x)/(1-exp(-lam*c))",
    information=symmetric(
        ("1/lam**2-c**2*exp(-lam*c)/(1-exp(-lam*c))**2",),
    ),
    source="Deemer & Votaw (1955), Annals of Mathematical Statistics 26, 498-504",
    verdict="regular",
)
