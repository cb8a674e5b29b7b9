"""Samples come from the density: their quantiles are those of SciPy's distribution functions."""

import numpy as np
import pytest
from scipy import stats

import symfisher
from symfisher.plotting import simulate
from symfisher.plotting.model import model
from symfisher.plotting.samples import quantiles

LEVELS = np.array([0.001, 0.05, 0.3, 0.5, 0.8, 0.99])


@pytest.mark.parametrize(
    ("text", "at", "known"),
    [
        ("x ~ cauchy(m, s)", "m=3, s=2", stats.cauchy(3, 2)),
        ("x ~ gamma(shape=a, scale=b)", "a=3/10, b=2", stats.gamma(0.3, scale=2)),
        ("x ~ beta(a, b)", "a=1/2, b=2/5", stats.beta(0.5, 0.4)),
        ("x ~ laplace(m, b)", "m=1000, b=1/10", stats.laplace(1000, 0.1)),
        ("x ~ uniform_zero_theta(theta)", "theta=3", stats.uniform(0, 3)),
    ],
)
def test_continuous(text, at, known):
    """Heavy tails, singular ends, kinks and far-away modes are met."""
    found = quantiles(model(symfisher.derive(text), at), LEVELS)
    np.testing.assert_allclose(known.cdf(found), LEVELS, atol=5e-5)


@pytest.mark.parametrize(
    ("text", "at", "known"),
    [
        ("x ~ poisson(m)", "m=3", stats.poisson(3)),
        ("x ~ binomial(n, p)", "n=10, p=3/10", stats.binom(10, 0.3)),
    ],
)
def test_discrete(text, at, known):
    """The quantiles of counts are exact."""
    assert quantiles(model(symfisher.derive(text), at), LEVELS).tolist() == known.ppf(LEVELS).tolist()


def test_seed():
    """The same seed gives the same sample, another seed another one."""
    derived = symfisher.derive("theta*exp(-theta*x)")
    first, again, other = (simulate(derived, 5, "theta=2", seed=s).tolist() for s in (1, 1, 2))
    assert first == again != other


def test_missing_value():
    """To simulate, every parameter needs a value."""
    with pytest.raises(symfisher.DomainError, match="a value is needed for theta"):
        simulate(symfisher.derive("theta*exp(-theta*x)"), 5, None)


def test_mass_that_is_not_found():
    """A density whose tail reaches beyond the grid is refused, not drawn from wrongly."""
    derived = symfisher.derive("x ~ zeta(s)")
    with pytest.raises(symfisher.DomainError, match="was not found"):
        simulate(derived, 5, "s=1.1")
