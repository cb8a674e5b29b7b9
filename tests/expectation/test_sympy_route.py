"""SymPy's own integration: what it is asked for, and what it is spared."""

import pytest
import sympy as sp

from symfisher.domains import COUNTS, POSITIVE, REAL, UNIT
from symfisher.expectation import sympy_route
from symfisher.expectation.problem import Decline
from tests.expectation.builders import density, problem


def test_a_plain_integral_is_answered():
    """A polynomial score of an exponential density is within SymPy's reach."""
    p = problem(density(lambda x, t: t * sp.exp(-t * x), POSITIVE, POSITIVE))
    answer = sympy_route.attempt(p, {(0, 0): p.score[0] ** 2})[0, 0]
    assert sp.simplify(answer.value - 1 / p.density.thetas[0] ** 2) == 0


def mixture(x, t):
    return (t * sp.exp(-(x**2) / 2) + (1 - t) * sp.exp(-((x - 2) ** 2) / 2)) / sp.sqrt(2 * sp.pi)


def skew_normal(x, t):
    return sp.exp(-(x**2) / 2) * (1 + sp.erf(t * x / sp.sqrt(2))) / sp.sqrt(2 * sp.pi)


def negative_binomial(x, r):
    return sp.gamma(x + r) / sp.factorial(x) / sp.gamma(r) * 2 ** (-r - x)


@pytest.mark.parametrize(
    ("write", "support", "domain", "word"),
    [
        (mixture, REAL, UNIT, "exponentials"),
        (skew_normal, REAL, REAL, "special functions"),
        (negative_binomial, COUNTS, POSITIVE, "polygamma"),
    ],
)
def test_what_sympy_has_no_rule_for_is_declined_at_once(write, support, domain, word, monkeypatch):
    """The reason is told, and no process is started to wait for."""
    monkeypatch.setattr(sympy_route.workers, "call", None)
    p = problem(density(write, support, domain))
    answer = sympy_route.attempt(p, {(0, 0): p.score[0] ** 2})[0, 0]
    assert isinstance(answer, Decline)
    assert word in answer.reason


def test_a_logistic_denominator_is_tried():
    """One exponential with a linear exponent is a rational function after a substitution, which SymPy may find."""
    d = density(lambda x, t: sp.exp(-x) / (1 + sp.exp(-x)) ** 2, REAL, REAL)
    body = d.expression / (1 + sp.exp(2 * d.xs[0])) ** 2
    assert sympy_route.beyond(body, d) is None
