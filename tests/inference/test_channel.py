"""Data seen through a known channel."""

import pytest

from symfisher.errors import DomainError
from symfisher.inference.channel import through
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "kernel", "information"),
    [
        ("x ~ poisson(m)", "y ~ binomial(x, q)", "q/m"),
        ("x ~ normal(mu, 1)", "y ~ normal(x, s)", "1/(1 + s**2)"),
        ("theta*exp(-theta*x)", "y ~ poisson(x)", "1/(theta**2*(1 + theta))"),
        ("x ~ geometric(p)", "y ~ binomial(x, q)", "q/(p**2*(1-p)*(p+q-p*q))"),
        ("x ~ bernoulli(p)", "y ~ bernoulli(r + (1 - 2*r)*x)", "(1-2*r)**2/((p+r-2*p*r)*(1-p-r+2*p*r))"),
    ],
)
def test_published(density, kernel, information):
    """Thinned Poisson and geometric counts, normal noise, Poisson counts at exponential rates, misclassified coins."""
    found = through(derived(density), kernel)
    assert same(found.information[0], information)
    assert steps_are_told(found.answer)


def test_never_more():
    """Data processing: what is seen through a channel tells less than the observation itself."""
    found = through(derived("x ~ normal(mu, sigma)"), "y ~ normal(x, s)")
    assert all(0 < number(e, mu=0, sigma=1.3, s=0.4) < 1 for e in found.lost)


@pytest.mark.parametrize(
    ("kernel", "said"),
    [
        ("x ~ binomial(9, q)", "one other variable"),
        ("y ~ binomial(9, q)", "does not contain x"),
        ("y ~ normal(x, m)", "must be known"),
    ],
)
def test_refusals(kernel, said):
    """A kernel is a known density of another variable, given the observation."""
    with pytest.raises(DomainError, match=said):
        through(derived("x ~ poisson(m)"), kernel)
