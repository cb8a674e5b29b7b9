"""Three-parameter Weibull distribution: unknown origin, scale and shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="weibull_location",
    title="Weibull with location",
    aliases=("three_parameter_weibull",),
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",)),
        Parameter("k", "k > 0", ("shape",)),
    ),
    support="x > mu",
    density="k*((x-mu)/s)**(k-1)*exp(-((x-mu)/s)**k)/s",
    information=symmetric(
        ("(k-1)**2*gamma(1-2/k)/s**2", "k**2*gamma(2-1/k)/s**2", "-gamma(2-1/k)*(1+polygamma(0, 1-1/k))/s"),
        ("k**2/s**2", "(EulerGamma-1)/s"),
        ("(pi**2/6+(1-EulerGamma)**2)/k**2",),
    ),
    source="Smith (1985), Biometrika 72, 67-90",
    when="k > 2",
    verdict="conditional",
    notes=(
        "Regular for k > 2; for k <= 2 the information about the location is infinite (but at k = 1, the "
        "shifted exponential, where the definitions differ)."
    ),
)
