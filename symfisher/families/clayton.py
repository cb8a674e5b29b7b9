"""Clayton copula: the dependence of two times with a common gamma frailty."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="clayton",
    title="Clayton copula",
    aliases=("cook_johnson",),
    parameters=(Parameter("t", "t > 0", ("dependence", "theta"), r"\theta"),),
    variables=("u", "v"),
    support="0 < u < 1, 0 < v < 1",
    density="(1+t)*(u*v)**(-t-1)*(u**(-t)+v**(-t)-1)**(-2-1/t)",
    information=symmetric(
        (
            "((8*t**4+20*t**3+18*t**2+5*t+1)/((t+1)**2*(2*t+1))"
            "-(polygamma(1, 1/(2*t))-polygamma(1, (1+t)/(2*t)))/t)/(3*t+1)",
        ),
    ),
    source=(
        "Oakes (1982), Journal of the Royal Statistical Society B 44, 414-422; Schepsmeier & Stöber (2014), Statistical "
        "Papers 55, 525-542; here in trigamma functions, see docs/routes.md"
    ),
    verdict="regular",
)
