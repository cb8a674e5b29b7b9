"""Over-parametrised models."""

from symfisher.inference.reduction import reduce
from tests.inference.laws import derived, same, steps_are_told


def test_reduced():
    """Only a + b of N(a + b, 1), and only ab of an exponential rate ab, can be told."""
    total = reduce(derived("exp(-(x-a-b)^2/2)/sqrt(2*pi)", "x in R", ("a", "b")))
    product = reduce(derived("a*b*exp(-a*b*x)", "x > 0", ("a > 0", "b > 0")))
    assert (same(total.functions[0], "a + b"), same(total.information[0], "1")) == (True, True)
    assert (same(product.functions[0], "a*b"), same(product.information[0], "1/(a*b)**2")) == (True, True)
    assert steps_are_told(product.answer)
