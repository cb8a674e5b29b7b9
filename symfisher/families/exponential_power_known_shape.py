"""Exponential power (generalized normal) distribution with known shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="exponential_power_known_shape",
    title="Exponential power, known shape",
    parameters=(Parameter("mu", "mu in R", ("location",)), Parameter("s", "s > 0", ("scale",), r"\alpha")),
    constants=(Parameter("b", "b > 0", ("shape",), r"\beta"),),
    support="x in R",
    density="b*exp(-(Abs(x-mu)/s)**b)/(2*s*gamma(1/b))",
    information=symmetric(
        ("b**2*gamma(2-1/b)/(s**2*gamma(1/b))", "0"),
        ("b/s**2",),
    ),
    source="Varanasi & Aazhang (1989), Journal of the Acoustical Society of America 86, 1404-1415",
    when="b > 1/2",
    verdict="conditional",
    notes=(
        "For b <= 1/2 the information about the location is infinite; for b <= 1 minus the mean Hessian "
        "differs from it."
    ),
)
