"""Gompertz distribution of lifetimes."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

_L = "((EulerGamma+log(eta))**2+pi**2/6-2*eta*hyper((1, 1, 1), (2, 2, 2), -eta))"

FAMILY = Family(
    name="gompertz",
    title="Gompertz",
    parameters=(Parameter("b", "b > 0", ("rate", "scale")), Parameter("eta", "eta > 0", ("shape",))),
    support="x > 0",
    density="b*eta*exp(eta+b*x-eta*exp(b*x))",
    information=symmetric(
        (f"(1+2*exp(eta)*expint(1, eta)+exp(eta)*{_L})/b**2", "(1+exp(eta)*expint(1, eta))/(b*eta)"),
        ("1/eta**2",),
    ),
    source=(
        "Milgram (1985), Mathematics of Computation 44, 443-458, for the generalized exponential "
        "integrals; entries derived from them"
    ),
    verdict="regular",
)
