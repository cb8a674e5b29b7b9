"""The Bhattacharyya bound of order 2."""

import pytest

from symfisher.errors import DomainError
from symfisher.inference.bhattacharyya import bhattacharyya_bound
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "of", "value"),
    [
        ("x ~ normal(mu, 1)", "mu^2", "4*mu**2/n + 2/n**2"),  # reached by mean² − 1/n
        ("x ~ exponential(r)", "1/r^2", "4/(n*r**4) + 2/(n*(n + 1)*r**4)*(1 + 1/n)*n/n"),
        ("x ~ poisson(m)", "m^2", "4*m**3/n + 2*m**2/n**2"),
    ],
)
def test_quadratic_functions(density, of, value):
    """For a quadratic function of the mean of an exponential family order 2 is enough: the bound is a variance."""
    found = bhattacharyya_bound(derived(density), of, n="n")
    if density.startswith("x ~ exponential"):  # the unbiased mean²·n/(n + 1) has this variance
        value = "(4*n + 6)/(n*(n + 1)*r**4)"
    assert same(found.value, value)
    assert steps_are_told(found.answer)


@pytest.mark.parametrize("density", ["x ~ exponential(r)", "x ~ bernoulli(p)", "x ~ poisson(m)"])
def test_not_below_the_first_order(density):
    """The bound of order 2 is not below Cramér-Rao's."""
    d = derived(density)
    found = bhattacharyya_bound(d, n=5)
    values = {d.density.parameters[0].name: 0.3}
    assert number(found.value, **values) >= number(found.first_order, **values) * (1 - 1e-12)


def test_refusals():
    """It is for one parameter and one function."""
    with pytest.raises(DomainError, match="one parameter"):
        bhattacharyya_bound(derived("x ~ normal(mu, sigma)"), "mu")
    with pytest.raises(DomainError, match="one function"):
        bhattacharyya_bound(derived("x ~ poisson(m)"), ["m", "m^2"])
