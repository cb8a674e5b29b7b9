"""Exponentiated (generalized) exponential distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="exponentiated_exponential",
    title="Exponentiated exponential",
    aliases=("generalized_exponential",),
    parameters=(Parameter("a", "a > 0", ("shape",), r"\alpha"), Parameter("lam", "lam > 0", ("rate",), r"\lambda")),
    support="x > 0",
    density="a*lam*exp(-lam*x)*(1-exp(-lam*x))**(a-1)",
    information=symmetric(
        ("1/a**2", "(polygamma(0, 2)-polygamma(0, a+1))/((a-1)*lam)"),
        ("(1+a/(a-2)*((polygamma(0, 2)-polygamma(0, a))**2+polygamma(1, 2)-polygamma(1, a)))/lam**2",),
    ),
    source="Gupta & Kundu (2001), Biometrical Journal 43, 117-130",
    when="a != 1, a != 2",
    verdict="regular",
    notes="VGAM 1.1-12 expexpff has a wrong rate entry.",
)
