"""Tests of the table of definite integrals."""

import itertools

import mpmath as mp
import pytest
import sympy as sp

from symfisher.domains import POSITIVE, UNIT
from symfisher.evaluation import evaluate_mp
from symfisher.expectation.partial import Basis
from symfisher.expectation.substitution import Range
from symfisher.expectation.tables import integral, short_value
from symfisher.signs import Signs

IMAGES = [
    Range(sp.S.Zero, sp.oo),
    Range(sp.S.Zero, sp.S.One),
    Range(sp.S.Zero, sp.Rational(7, 5)),
    Range(sp.Rational(2, 3), sp.oo),
    Range(sp.Rational(2, 3), sp.Rational(5, 2)),
]
EXPONENTS = [sp.Rational(n, 2) for n in (-4, -2, -1, 0, 1, 2, 3, 4, 6)] + [sp.Rational(1, 3)]
DENOMINATORS = [(0, 1, 0), (1, 2, 3), (2, 2, 3), (3, 2, 3), (1, -1, 3), (2, -1, 3), (3, -1, 4), (1, -1, 1), (2, 1, -4)]
RATES = [(0, 0), (sp.Rational(3, 2), 0), (-sp.Rational(3, 2), 0), (sp.Rational(3, 2), sp.Rational(1, 3))]


def cases(image):
    """Yield every basis function of a grid whose integral over ``image`` the table knows."""
    for s, m, (n, c1, c0), (alpha, beta) in itertools.product(EXPONENTS, range(3), DENOMINATORS, RATES):
        if n == 0 or s in (1, sp.S.Half):
            t = Basis(s, m, n, sp.Integer(c1), sp.Integer(c0), sp.sympify(alpha), sp.sympify(beta))
            value = integral(t, image, Signs({}))
            if value is not None:
                yield t, value


def quadrature(t, image):
    """Integrate a basis function, powers at zero softened."""
    u = sp.Symbol("u", positive=True)
    low = mp.mpf(image.low.p) / image.low.q
    high = mp.inf if image.high == sp.oo else mp.mpf(image.high.p) / image.high.q
    cuts = [low, low + 1, low + 5, high] if high == mp.inf else [low, high]
    f = t.function(u)

    def soft(y):
        return 4 * y**3 * evaluate_mp([f], {u: y**4}, 20)[0]

    return mp.quad(soft, [mp.root(c, 4) for c in cuts], maxdegree=5)


@pytest.mark.parametrize("image", IMAGES, ids=str)
def test_every_known_integral_is_that_of_quadrature(image):
    """No entry of the table is wrong on a grid of exponents, logarithms, denominators and rates."""
    known = list(cases(image))
    assert len(known) > 20
    for t, value in known:
        number, expected = evaluate_mp([value], {}, 20)[0], quadrature(t, image)
        assert abs(number - expected) < 1e-7 * (1 + abs(expected)), (t, image)


@pytest.mark.parametrize(
    "basis",
    [
        Basis(sp.S.Zero),
        Basis(sp.S.One),
        Basis(sp.S.One, 0, 1, sp.S.One, sp.S.NegativeOne),
        Basis(sp.S.One, 1, 1, sp.S.One, sp.S.One),
        Basis(sp.S.One, 0, 0, alpha=sp.S.NegativeOne),
    ],
    ids=str,
)
def test_diverging_integrals_have_no_value(basis):
    """On (0, ∞) a pole, a slow decay or a growing exponential gives no value."""
    assert integral(basis, Range(sp.S.Zero, sp.oo), Signs({})) is None


def test_undecided_sign_has_no_value():
    """A denominator whose sign is not proved may vanish inside, so there is no value."""
    c = sp.Symbol("c", real=True)
    assert integral(Basis(sp.S.One, 0, 2, c, sp.S.One), Range(sp.S.Zero, sp.S.One), Signs({})) is None


@pytest.mark.parametrize("high", [sp.oo, sp.S.One], ids=["half-line", "unit interval"])
def test_any_power_beside_a_linear_factor(high):
    """A power with a symbol in it: beta functions on the half-line, polygamma functions on (0, 1) for c₁ = c₀."""
    k, a, b = sp.symbols("k a b", positive=True)
    signs = Signs({k: UNIT, a: POSITIVE, b: POSITIVE})
    at = {k: sp.Rational(3, 7), a: sp.Rational(7, 4), b: sp.Rational(5, 3)}
    for n, m in itertools.product((1, 2, 3), (0, 1, 2)):
        for s in {k, k + n - 1, n - k}:
            t = Basis(sp.expand(s), m, n, b if high == sp.oo else a, a)
            value = integral(t, Range(sp.S.Zero, high), signs)
            f = sp.lambdify(sp.Symbol("u"), t.function(sp.Symbol("u")).subs(at), "mpmath")
            cuts = [-mp.inf, -8, 0, *([] if high == 1 else [8, mp.inf])]
            wanted = mp.quad(lambda z, f=f: f(mp.exp(z)) * mp.exp(z), cuts)
            assert abs(evaluate_mp([value], at, 30)[0] - wanted) < 1e-9 * abs(wanted), (s, n, m)


def test_other_powers_beside_a_linear_factor_are_not_known():
    """With another slope on (0, 1) only ₂F₁ is left, which is no closed form here."""
    k, a, b = sp.symbols("k a b", positive=True)
    signs = Signs({k: UNIT, a: POSITIVE, b: POSITIVE})
    assert integral(Basis(k, 0, 1, b, a), Range(sp.S.Zero, sp.S.One), signs) is None
    assert integral(Basis(k + 1, 0, 1, b, a), Range(sp.S.Zero, sp.oo), signs) is None


def test_conjugates_are_multiplied_out():
    """Factors a − √b and a + √b with one exponent are one factor; other roots stay."""
    a, b = sp.symbols("a b", positive=True)
    value = sp.log(b) / ((1 - sp.sqrt(a)) ** 2 * (1 + sp.sqrt(a)) ** 2)
    assert short_value(value, Signs({})) in (sp.log(b) / (1 - a) ** 2, sp.log(b) / (a - 1) ** 2)
    apart = 1 / ((1 - sp.sqrt(a)) * (1 + sp.sqrt(b)))
    assert sp.simplify(short_value(apart, Signs({})) - apart) == 0
