"""Chi distribution: the square root is of a chi-square variable."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="chi",
    title="Chi",
    parameters=(Parameter("k", "k > 0", ("df",), r"\nu"),),
    support="x > 0",
    density="x**(k-1)*exp(-x**2/2)/(2**(k/2-1)*gamma(k/2))",
    information=symmetric(
        ("polygamma(1, k/2)/4",),
    ),
    source=(
        "Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions, vol. 1, ch. 18; equal "
        "to that of x**2, which is chi-square"
    ),
    verdict="regular",
)
