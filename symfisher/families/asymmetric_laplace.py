"""Asymmetric Laplace distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="asymmetric_laplace",
    title="Asymmetric Laplace",
    parameters=(
        Parameter("m", "m in R", ("location",)),
        Parameter("lam", "lam > 0", ("rate",), r"\lambda"),
        Parameter("kappa", "kappa > 0", ("asymmetry",)),
    ),
    support="x in R",
    density="lam*Piecewise((exp(lam*(x-m)/kappa), x < m), (exp(-lam*kappa*(x-m)), True))/(kappa+1/kappa)",
    information=symmetric(
        ("lam**2", "0", "-2*lam/(1+kappa**2)"),
        ("1/lam**2", "-(kappa**2-1)/(lam*kappa*(1+kappa**2))"),
        ("1/kappa**2+4/(1+kappa**2)**2",),
    ),
    source="Kotz, Kozubowski & Podgorski (2001), The Laplace Distribution and Generalizations, section 3.5",
    verdict="non-regular",
    notes=("Kink at m: minus the mean Hessian gives 0 for its entry; the Cramer-Rao bound holds with E[score**2]."),
)
