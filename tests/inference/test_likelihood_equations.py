"""Likelihood equations in the means of the sufficient statistics."""

import numpy as np
import pytest
import sympy as sp

from symfisher.inference.likelihood_equations import moment_equations, solutions
from symfisher.inference.mle import maximum_likelihood
from symfisher.signs import Signs
from tests.inference.laws import derived, number


def test_correlation():
    """The estimator of a correlation is Pearson's coefficient, the others sample means and deviations."""
    found = maximum_likelihood(derived("x ~ bivariate_normal(m1, m2, s1, s2, rho)"))
    data = np.random.default_rng(5).normal(size=(2, 9))
    x, y = data[0], 0.4 * data[0] + data[1]
    means = {"mean_x1": x, "mean_x2": y, "mean_x12": x * x, "mean_x22": y * y, "mean_x1_x2": x * y}
    values = [number(e, **{k: f"{v.mean():.25f}" for k, v in means.items()}) for e in found.estimator]
    assert values == pytest.approx([x.mean(), y.mean(), x.std(), y.std(), np.corrcoef(x, y)[0, 1]], rel=1e-9)


def test_moment_equations():
    """As many statistics as equations: each is set to its expectation; otherwise there are none."""
    a, b, x, y = sp.symbols("a b x y", positive=True)
    found = moment_equations([(x - a) / b, (y - a * b) * a + (x - a)], [x, y], Signs({}))
    assert found is not None
    assert [sp.expand(e) for e in found] == [x - a, y - a * b]
    assert moment_equations([x - a], [x, y], Signs({})) is None
    assert moment_equations([x - a, 2 * x + 0 * y - b], [x, y], Signs({})) is None


def test_every_branch():
    """Both roots of a quadratic are followed: which one is the maximum is decided by the likelihood."""
    a, b = sp.symbols("a b", real=True)
    x, y = sp.symbols("x y", positive=True)
    assert {s[0] for s in solutions([x - a**2, y - b], [a, b], [x, y], Signs({}))} == {sp.sqrt(x), -sp.sqrt(x)}
