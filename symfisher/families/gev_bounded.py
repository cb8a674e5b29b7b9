"""Generalized extreme value distribution of Weibull type (negative shape, bounded above)."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_P = "(1+xi)**2*gamma(1+2*xi)"
_G = "gamma(2+xi)"
_Q = "gamma(2+xi)*(polygamma(0, 1+xi)+(1+xi)/xi)"

FAMILY = Family(
    name="gev_bounded",
    title="Generalized extreme value (xi < 0)",
    aliases=("reversed_weibull",),
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("sigma", "sigma > 0", ("scale",)),
        Parameter("xi", "xi < 0", ("shape",)),
    ),
    support="x < mu-sigma/xi",
    density="(1+xi*(x-mu)/sigma)**(-1/xi-1)*exp(-(1+xi*(x-mu)/sigma)**(-1/xi))/sigma",
    information=symmetric(
        (f"{_P}/sigma**2", f"-({_P}-{_G})/(sigma**2*xi)", f"-({_Q}-{_P}/xi)/(sigma*xi)"),
        (f"(1-2*{_G}+{_P})/(sigma**2*xi**2)", f"-(1-EulerGamma+(1-{_G})/xi-{_Q}+{_P}/xi)/(sigma*xi**2)"),
        (f"(pi**2/6+(1-EulerGamma+1/xi)**2-2*{_Q}/xi+{_P}/xi**2)/xi**2",),
    ),
    source="Prescott & Walden (1980), Biometrika 67, 723-724",
    when="xi > -1/2",
    verdict="conditional",
    notes=("For xi <= -1/2 the information is infinite or the density does not vanish at the end of its support."),
)
