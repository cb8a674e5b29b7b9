"""Exponentiated Weibull distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="exponentiated_weibull",
    title="Exponentiated Weibull",
    parameters=(
        Parameter("a", "a > 0", ("shape1",), r"\alpha"),
        Parameter("k", "k > 0", ("shape2",)),
        Parameter("s", "s > 0", ("scale",)),
    ),
    support="x > 0",
    density="a*k*(x/s)**(k-1)*exp(-(x/s)**k)*(1-exp(-(x/s)**k))**(a-1)/s",
    information=symmetric(
        ("1/a**2", None, "(polygamma(0, a+1)-polygamma(0, 2))*k/((a-1)*s)"),
        (None, None),
        ("(1+a/(a-2)*((polygamma(0, 2)-polygamma(0, a))**2+polygamma(1, 2)-polygamma(1, a)))*k**2/s**2",),
    ),
    source=(
        "Mudholkar & Srivastava (1993), IEEE Transactions on Reliability 42, 299-302, for the density; "
        "entries in shape1 and scale as for the exponentiated exponential, Gupta & Kundu (2001), "
        "Biometrical Journal 43, 117-130"
    ),
    when="a != 1, a != 2",
    verdict="regular",
    no_closed_form="Qian (2011), arXiv:1102.0299: the information is given through an integral",
)
