"""A model under another density."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.inference.sandwich import sandwich
from tests.inference.laws import derived, matrix, number, same, steps_are_told


@pytest.mark.parametrize(
    ("model", "under", "limit", "variance"),
    [
        ("x ~ poisson(m)", "x ~ negative_binomial(3, p)", {"m": "3*(1-p)/p"}, ["3*(1-p)/p**2"]),
        ("theta*exp(-theta*x)", "x ~ gamma(a, b)", {"theta": "b/a"}, ["b**2/a**3"]),
        (
            "x ~ normal(mu, sigma)",
            "x ~ laplace(a, b)",
            {"mu": "a", "sigma": "sqrt(2)*b"},
            ["2*b**2", "0", "0", "5*b**2/2"],
        ),
    ],
)
def test_published(model, under, limit, variance):
    """Overdispersed counts, gamma lifetimes under an exponential model, Laplace errors under a normal one."""
    found = sandwich(derived(model), under)
    assert found.limit is not None
    at = {"p": 0.3, "a": 1.7, "b": 0.6}
    assert [number(found.limit[n], **at) for n in limit] == pytest.approx(
        [number(_typed(t), **at) for t in limit.values()]
    )
    assert [number(e, **at) for e in found.variance] == pytest.approx([number(_typed(t), **at) for t in variance])
    assert steps_are_told(found.answer)


def _typed(text):
    return sp.sympify(text)


@pytest.mark.parametrize(
    ("model", "under"), [("theta*exp(-theta*x)", "x ~ exponential(r)"), ("x ~ poisson(m)", "x ~ poisson(r)")]
)
def test_under_itself(model, under):
    """If the model is right A = B at the truth, and the variance is the inverse information."""
    found = sandwich(derived(model), under)
    name = next(iter(found.limit))
    assert same(found.limit[name], "r")
    values = {"r": 0.7, name: 0.7}
    assert np.allclose(matrix(found.bread, **values), matrix(found.meat, **values), rtol=1e-12)
    assert matrix(found.variance, r=0.7)[0, 0] == pytest.approx(1 / matrix(found.bread, **values)[0, 0])


def test_by_simulation():
    """The variance of the estimator agrees with a simulation of the other density (fixed seed)."""
    found = sandwich(derived("theta*exp(-theta*x)"), "x ~ gamma(a, b)")
    means = np.random.default_rng(8).gamma(2.0, 1 / 1.5, (4000, 400)).mean(axis=1)
    assert 400 * (1 / means).var() == pytest.approx(number(found.variance[0], a=2, b=1.5), rel=0.08)


@pytest.mark.parametrize(
    ("under", "said"), [("x ~ poisson(m)", "both densities"), ("x ~ normal(a, b)", "must live where")]
)
def test_refusals(under, said):
    """Clashing names and other supports are refused."""
    with pytest.raises(DomainError, match=said):
        sandwich(derived("x ~ poisson(m)"), under)
