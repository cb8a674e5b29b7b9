"""Beta-binomial distribution with known number of trials."""

from __future__ import annotations

from symfisher.families.record import Family, Parameter, symmetric

FAMILY = Family(
    name="beta_binomial",
    title="Beta-binomial",
    parameters=(Parameter("a", "a > 0", ("shape1",)), Parameter("b", "b > 0", ("shape2",))),
    constants=(Parameter("n", "n in {1, 2, ...}", ("size", "trials")),),
    call_order=("n", "a", "b"),
    support="x in {0, ..., n}",
    density="binomial(n, x)*beta(a+x, b+n-x)/beta(a, b)",
    information=symmetric((None, "polygamma(1, a+b+n)-polygamma(1, a+b)"), (None,)),
    source="Yee (2024), R package VGAM 1.1-12, reference manual, function betabinomialff",
    verdict="regular",
    notes="The mixed entry does not depend on x; the others are finite sums, without a recorded form for symbolic n.",
)
