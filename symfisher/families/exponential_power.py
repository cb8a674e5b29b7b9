"""Exponential power (generalized normal) distribution with unknown shape."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="exponential_power",
    title="Exponential power",
    aliases=("generalized_normal", "generalized_gaussian", "subbotin"),
    parameters=(
        Parameter("mu", "mu in R", ("location",)),
        Parameter("s", "s > 0", ("scale",), r"\alpha"),
        Parameter("b", "b > 0", ("shape",), r"\beta"),
    ),
    support="x in R",
    density="b*exp(-(Abs(x-mu)/s)**b)/(2*s*gamma(1/b))",
    information=symmetric(
        ("b**2*gamma(2-1/b)/(s**2*gamma(1/b))", "0", "0"),
        ("b/s**2", "-(1+polygamma(0, 1+1/b))/(b*s)"),
        ("1/b**2+2*polygamma(0, 1/b)/b**3+polygamma(1, 1/b)/b**4+(polygamma(1, 1+1/b)+polygamma(0, 1+1/b)**2)/b**3",),
    ),
    source="Varanasi & Aazhang (1989), Journal of the Acoustical Society of America 86, 1404-1415",
    when="b > 1/2",
    verdict="conditional",
    notes=(
        "For b <= 1/2 the information about the location is infinite; for b <= 1 minus the mean Hessian "
        "differs from it."
    ),
)
