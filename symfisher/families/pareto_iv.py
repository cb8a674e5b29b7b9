"""Pareto distribution of type IV with known location."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_D = "(polygamma(0, q)+EulerGamma)"

FAMILY = Family(
    name="pareto_iv",
    title="Pareto IV",
    parameters=(
        Parameter("s", "s > 0", ("scale",)),
        Parameter("g", "g > 0", ("inequality",), r"\gamma"),
        Parameter("q", "q > 0", ("shape",), r"\alpha"),
    ),
    constants=(Parameter("mu", "mu in R", ("location",)),),
    call_order=("mu", "s", "g", "q"),
    support="x > mu",
    density="q*((x-mu)/s)**(1/g-1)/(g*s*(1+((x-mu)/s)**(1/g))**(q+1))",
    information=symmetric(
        ("q/(g**2*s**2*(2+q))", f"-(1-q+q*{_D})/(g**2*s*(2+q))", "-1/(g*s*(1+q))"),
        (f"(2+q+q*(pi**2/6+polygamma(1, q)+({_D}+(1-q)/q)**2-(1+q**2)/q**2))/(g**2*(2+q))", f"-(1-{_D})/(g*(1+q))"),
        ("1/q**2",),
    ),
    source=(
        "Brazauskas (2003), Communications in Statistics - Theory and Methods 32, 315-325; Yee (2024), R "
        "package VGAM 1.1-12, reference manual, function paretoIV"
    ),
    verdict="regular",
)
