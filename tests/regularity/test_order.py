"""Orders of growth near a place, checked against values close to it."""

from __future__ import annotations

import math

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, Interval
from symfisher.evaluation import evaluate_mp
from symfisher.regularity.order import DISTANCE, Orders
from symfisher.signs import Signs

d = DISTANCE
a, k, s = (sp.Symbol(n, positive=True) for n in "aks")
xi = sp.Symbol("xi", negative=True)
POINT = {a: sp.Rational(3, 2), k: sp.Rational(4, 3), s: sp.Rational(2, 7), xi: sp.Rational(-1, 3)}


@pytest.fixture
def orders():
    domains = {a: POSITIVE, k: POSITIVE, s: POSITIVE, xi: Interval(-sp.oo, sp.S.Zero)}
    return Orders(Signs(domains), POINT)


EXACT = [
    d**a * (1 - sp.cos(d)),
    sp.sqrt(a**2 - (a - d) ** 2),
    1 + sp.cos(sp.pi * (s - d) / s),
    (d / s) ** (k - 1) * sp.exp(-((d / s) ** k)),
    (1 + xi * (-s / xi - d) / s) ** (-1 / xi - 1),
    1 - (1 - d) ** a,
    sp.exp(-1 / (2 * d)) * d ** sp.Rational(-3, 2),
    sp.exp(-((1 / d - a) ** 2) / 2),
    (1 + 1 / (a * d**2)) ** (-(a + 1) / 2),
    sp.gamma(1 / d + a) / sp.gamma(1 / d + a + k),
    sp.beta(a + 1, 1 / d + k),
    s ** (1 / d) / sp.gamma(1 / d + 1),
    sp.erfc(1 / d),
    sp.exp(-1 / d**2) * sp.besseli(0, a / d),
    1 / sp.cosh(1 / (s * d)),
    sp.polygamma(1, 1 / d + a),
    sp.Abs(d - 1) * sp.sign(d - 2) * sp.Heaviside(d),
    sp.Piecewise((d, d > a), (d**2, True)),
    sp.Min(d, d**2) + sp.Max(d**3, d**4),
    sp.log(1 + d) ** 2,
]


@pytest.mark.parametrize("e", EXACT, ids=str)
def test_leading_term_is_the_limit(orders, e):
    """The expression over its leading term tends to one."""
    order = orders.of(e)
    assert order.exact
    leading = order.coefficient * d**order.power * sp.log(1 / d) ** order.logs * sp.exp(order.exponent)
    values = [evaluate_mp([e, leading], {**POINT, d: sp.Rational(1, n)}, 60) for n in (10**2, 10**5)]
    far, near = (abs(float(v / w) - 1.0) for v, w in values)
    assert near < 1e-2
    assert near <= far or near < 1e-12


def test_cancellation_leaves_an_upper_bound(orders):
    """Where the logarithms of two digamma functions cancel, the order found is an upper bound and says so."""
    order = orders.of(sp.polygamma(0, 1 / d + a) - sp.polygamma(0, 1 / d + k))
    assert not order.exact
    assert order.power == 0


def test_growth(orders):
    """Growth tells divergence from boundedness, and is open for what oscillates or has an unknown sign."""
    b = sp.Symbol("b", real=True)
    assert orders.growth(-1 / d) == -1
    assert orders.growth(1 / d**2 - 3 / d) == 1
    assert orders.growth(d) == 0
    assert orders.growth(b / d) is None


def test_what_is_not_understood_is_none(orders):
    """An unknown comparison of powers is not guessed."""
    assert orders.of(d**a + 2 * d**k) is None


def test_conditions(orders):
    """Conditions hold or fail for all small distances."""
    assert orders.holds(sp.And(d > 0, d < a)) is True
    assert orders.holds(sp.Or(d > a, sp.Not(d < k))) is False
    assert math.isclose(float(orders.of(sp.Piecewise((1, d < a), (2, True))).coefficient), 1.0)


def test_complement_of_erf(orders):
    """1 + erf(-z) keeps its Gaussian tail when the ones cancel."""
    order = orders.of(1 + sp.erf(-1 / d))
    assert (order.power, order.exponent) == (1, -1 / d**2)
