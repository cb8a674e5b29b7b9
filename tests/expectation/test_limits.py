"""Tests of limits by leading orders."""

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, REAL
from symfisher.expectation.limits import growth, limit
from symfisher.signs import Signs

x, a, b = sp.symbols("x a b", positive=True)
r = sp.Symbol("r", real=True)
SIGNS = Signs({x: POSITIVE, a: POSITIVE, b: POSITIVE, r: REAL})


@pytest.mark.parametrize(
    ("e", "end", "upper", "value"),
    [
        (x**3 * sp.exp(-a * x), sp.oo, True, 0),
        (x**a * sp.exp(-b / x), 0, False, 0),
        (x**2 * (1 + x / b) ** (-a - 3), sp.oo, True, 0),
        ((x + b) * (1 + x / b) ** (-1), 0, False, b),
        (sp.log(x) * x**a, 0, False, 0),
        (x * sp.exp(-x / b) / (1 + sp.exp(-x / b)) ** 2, sp.oo, True, 0),
        (r * sp.exp(-x) / (1 + sp.exp(-x)) ** 2, -sp.oo, False, 0),
        ((1 + a * x) / (b + x), sp.oo, True, a),
        (sp.exp(x**2 - a * x**3), sp.oo, True, 0),
        (sp.exp(-x - sp.exp(-x)) * (sp.exp(-b * x) - 1), -sp.oo, False, 0),
        (x * sp.exp(x**2) * sp.erfc(x), sp.oo, True, 1 / sp.sqrt(sp.pi)),
        (x**2 * sp.exp(-x) * sp.erf(r * x), sp.oo, True, 0),
        (sp.exp(-a / x) * x ** sp.Rational(-7, 2), 0, False, 0),
    ],
    ids=str,
)
def test_proved_limits(e, end, upper, value):
    """Exponentials beat powers, powers beat logarithms, equal orders give the quotient of coefficients."""
    assert limit(e, x, sp.sympify(end), upper, SIGNS) == value


@pytest.mark.parametrize(
    ("e", "end", "upper"),
    [
        (x**a, sp.oo, True),
        (x**r, 0, False),
        (x**2 * (1 + x) ** (-a), sp.oo, True),
        (sp.log(x), 0, False),
        (1 / sp.log(1 + x), 0, False),
        (sp.exp(r * x), sp.oo, True),
        (1 / (1 - x), 1, True),
        (sp.exp(x - x + r * x**2), sp.oo, True),
        (sp.sin(x), sp.oo, True),
        (sp.erf(r * x), sp.oo, True),
        (sp.exp(sp.exp(x)) * sp.exp(-a * x), sp.oo, True),
    ],
    ids=str,
)
def test_undecided_or_infinite_limits_are_not_given(e, end, upper):
    """Where a limit diverges, does not exist or depends on an unknown sign, there is no answer."""
    assert limit(e, x, sp.sympify(end), upper, SIGNS) is None


@pytest.mark.parametrize(
    ("e", "end", "upper", "coefficient"),
    [
        (a / sp.sqrt(1 - x**2), 1, True, a / sp.sqrt(2)),
        (sp.exp(x - a), sp.oo, True, sp.exp(-a)),
        (b * x**2, sp.oo, True, b),
    ],
    ids=str,
)
def test_growth(e, end, upper, coefficient):
    """What tends to infinity is told by its coefficient; what has a finite limit is not."""
    assert sp.simplify(growth(e, x, sp.sympify(end), upper, SIGNS) - coefficient) == 0
    assert growth(1 / (1 + x), x, sp.oo, True, SIGNS) is None
