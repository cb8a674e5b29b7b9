"""Kumaraswamy distribution."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="kumaraswamy",
    title="Kumaraswamy",
    parameters=(Parameter("a", "a > 0", ("shape1",)), Parameter("b", "b > 0", ("shape2",))),
    support="0 < x < 1",
    density="a*b*x**(a-1)*(1-x**a)**(b-1)",
    information=symmetric(
        (
            "(1+b/(b-2)*((polygamma(0, b)-polygamma(0, 2))**2-(polygamma(1, b)-polygamma(1, 2))))/a**2",
            "(polygamma(0, 2)-polygamma(0, b+1))/((b-1)*a)",
        ),
        ("1/b**2",),
    ),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function kumar",
    when="b != 1, b != 2",
    verdict="regular",
)
