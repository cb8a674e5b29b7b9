"""Signs are proved from domains, never assumed."""

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, UNIT, Interval
from symfisher.signs import Signs

p, q, t, x = sp.symbols("p q t x", positive=True)
r, a = sp.symbols("r a", real=True)
SIGNS = Signs(
    {
        p: Interval(sp.S.Zero, 1 - q),
        q: Interval(sp.S.Zero, 1 - p),
        t: POSITIVE,
        x: UNIT,
        r: Interval(-sp.S.One, sp.S.One),
        a: Interval(-sp.oo, sp.oo),
    }
)


@pytest.mark.parametrize(
    ("expression", "sign"),
    [
        (1 - p - q, 1),
        (1 - r**2, 1),
        (r**2 - 1, -1),
        (sp.exp(t) - 1, 1),
        (1 - sp.exp(-t), 1),
        (1 - x**t, 1),
        (sp.log(1 - p), -1),
        (1 + r * (1 - 2 * x), 1),
        (sp.zeta(t + 1), 1),
        (sp.besseli(0, t), 1),
        (sp.erf(a) + 1, 1),
        (t * sp.exp(a) + x, 1),
        (1 - sp.exp(-sp.exp(a)), 1),
        (sp.atan(a) / sp.pi - sp.Rational(1, 2), -1),
        (sp.sin(x), 1),
        (sp.cos(x), 1),
        (a**2 - a + 1, 1),
        (a**2 + r * a * t + t**2, 1),
        ((r - 1) ** 3, -1),
    ],
)
def test_proved(expression, sign):
    """What follows from the domains is proved."""
    assert SIGNS.sign(expression) == sign


@pytest.mark.parametrize(
    "expression",
    [
        a,
        p - q,
        t - 1,
        sp.zeta(t),
        1 - t**2,
        sp.sin(t),
        sp.cos(2 * x),
        a**2 - 3 * a + 1,
        a**2 + 2 * a + 1,
        sp.Symbol("unknown"),
    ],
)
def test_undecided(expression):
    """What does not follow is undecided, never guessed."""
    assert SIGNS.sign(expression) is None


def test_closed_ends_are_weak():
    """On a closed interval a value that vanishes at an end is not positive."""
    y = sp.Symbol("y", nonnegative=True)
    assert Signs({y: Interval(sp.S.Zero, sp.S.One, True, True)}).sign(1 - y) is None


def test_affine_between_its_ends():
    """What is affine in a symbol has the sign of both its ends, though it is monotone in no provable way."""
    a, x = sp.Symbol("a", real=True), sp.Symbol("x", positive=True)
    signs = Signs({x: UNIT, a: Interval(sp.Integer(-1), sp.Integer(1))})
    assert signs.positive(1 + a - 2 * a * x)
    assert signs.sign(a - 2 * a * x) is None
    closed = Signs({x: UNIT, a: Interval(sp.Integer(-1), sp.Integer(1), closed_lower=True, closed_upper=True)})
    assert closed.sign(1 + a) is None


def test_powers_of_what_is_negative():
    """A negative base with a whole exponent has the sign of its parity."""
    x = sp.Symbol("x", positive=True)
    signs = Signs({x: UNIT})
    assert signs.negative((x - 1) ** -1)
    assert signs.positive((x - 1) ** -2)
