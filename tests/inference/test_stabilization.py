"""The parameter for which the information is constant."""

import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.inference.stabilization import stabilize
from tests.inference.laws import derived, same


@pytest.mark.parametrize(
    ("density", "eta"),
    [
        ("x ~ poisson(m)", "2*sqrt(m)"),
        ("x ~ bernoulli(p)", "2*asin(sqrt(p))"),
        ("theta*exp(-theta*x)", "log(theta)"),
        ("x ~ binomial(n, p)", "2*sqrt(n)*asin(sqrt(p))"),
    ],
)
def test_stabilized(density, eta):
    """The variance-stabilising transformations of textbooks: root, arcsine of the root, logarithm."""
    assert same(stabilize(derived(density)).parameter, eta)


def test_stabilized_is_constant():
    """For the geometric distribution η′² = I."""
    eta = stabilize(derived("x ~ geometric(p)")).parameter
    p = sp.Symbol("p")
    assert sp.simplify(sp.diff(eta, p) ** 2 - 1 / (p**2 * (1 - p))) == 0


def test_one_parameter_only():
    """Constant information is asked of one parameter."""
    with pytest.raises(DomainError, match="one parameter"):
        stabilize(derived("x ~ normal(mu, sigma)"))
