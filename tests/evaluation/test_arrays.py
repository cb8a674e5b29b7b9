"""Tests of the walk over SymPy trees with NumPy, against mpmath at high precision."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from symfisher.evaluation import CannotEvaluateError, Shifted, Walk, evaluate, evaluate_mp

x, a, n = sp.symbols("x a n", positive=True)
NODES = np.array([1e-20, 0.3, 1.0, 5.0, 300.0])

EXPRESSIONS = [
    1 - sp.exp(-x),
    sp.exp(x) - 1,
    sp.log(1 + x),
    sp.log(1 - sp.exp(-1000 * x)),
    1 - 1 / (1 + sp.exp(-x)),
    sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
    sp.log(x**a * sp.exp(-x) / sp.gamma(a)),
    sp.Piecewise((1, sp.Eq(x, 1)), (x, sp.And(x > 1, x < 10)), (2 * x, True)),
    sp.polygamma(1, a) + sp.polygamma(2, x),
    sp.erf(x) + sp.erfc(x / 20),
    sp.Derivative(sp.zeta(a), a),
    sp.zeta(2 * a + 1).diff(a),
    sp.log(sp.factorial(x) / sp.gamma(x + a)),
    sp.LambertW(x) + sp.expint(1, x),
    sp.hyper((1, 1), (2, 2), -x),
    sp.EulerGamma * sp.Catalan * sp.pi * x,
    sp.besselj(0, x),
    sp.Abs(x - 1) + sp.Max(x, 1) + sp.Min(x, a) + sp.sign(x - 2) + sp.Heaviside(x - 3),
    sp.uppergamma(a, x),
    sp.polylog(2, -x),
    sp.atan(x) + sp.tanh(x) + sp.cosh(x) ** -1,
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_against_mpmath(expression: Any) -> None:
    """Every function agrees with mpmath to 1e-13 relative, near zero and far out."""
    values = {x: NODES, a: sp.Rational(5, 2)}
    found = evaluate([expression], values)[0]
    for node, value in zip(NODES, found, strict=True):
        wanted = evaluate_mp([expression], {**values, x: float(node)}, 60)[0]
        assert value == pytest.approx(float(wanted), rel=1e-13)


def test_nan_off_the_real_line() -> None:
    """What is complex comes through as nan, without a warning."""
    y = sp.Symbol("y")
    found = evaluate([sp.sqrt(y), sp.log(y), y ** sp.Rational(1, 3)], {y: np.array([-1.0, 4.0])})
    assert all(np.isnan(v[0]) and np.isfinite(v[1]) for v in found)
    assert mp.isnan(evaluate_mp([sp.sqrt(y)], {y: -1})[0])


def test_zero_to_the_zero() -> None:
    """0**0 is one, also inside a logarithm, as Bernoulli densities need it."""
    p, k = sp.symbols("p k")
    found = evaluate([p**k, sp.log(p**k)], {p: 0.0, k: np.array([0.0])})
    assert [float(v[0]) for v in found] == [1.0, 0.0]


def test_logarithms_do_not_overflow() -> None:
    """Logarithms of factorials, binomials and products of exponentials stay finite where the factors do not."""
    k = np.array([500.0, 1e6])
    factorial = evaluate([sp.log(sp.factorial(x))], {x: k})[0]
    assert factorial == pytest.approx([float(mp.loggamma(v + 1)) for v in k], rel=1e-14)
    binomial = evaluate([sp.log(sp.binomial(n, x))], {x: np.array([1e6]), n: 3e6})[0]
    wanted = mp.loggamma(3e6 + 1) - mp.loggamma(1e6 + 1) - mp.loggamma(2e6 + 1)
    assert binomial == pytest.approx([float(wanted)], rel=1e-13)
    mixture = sp.log(sp.exp(-(x**2)) / 2 + sp.exp(-((x - 50) ** 2)) / 2)
    assert evaluate([mixture], {x: np.array([1000.0])})[0] == pytest.approx([-(950**2) - np.log(2)])


def test_difference_of_loggammas() -> None:
    """Log Γ(x) − log Γ(x + a) keeps its digits for large x."""
    found = evaluate([sp.log(sp.gamma(x) / sp.gamma(x + a))], {x: np.array([1e12]), a: sp.Rational(5, 2)})[0]
    with mp.workdps(40):
        wanted = mp.loggamma(mp.mpf(10) ** 12) - mp.loggamma(mp.mpf(10) ** 12 + 2.5)
    assert found == pytest.approx([float(wanted)], rel=1e-14)


@pytest.mark.parametrize("expression", [1 - x, 1 - x**2, 1 - x**a, (1 - x) * (2 + x), sp.Rational(1, 2) - x / 2])
def test_next_to_an_end(expression: Any) -> None:
    """Next to x = 1 the distance from it is not lost, nor its logarithm where the distance underflows."""
    offset = -np.array([1e-300, 1e-20, 1e-3])
    near = Shifted(1.0, offset, Fraction(1), np.log(-offset), -1.0)
    found = evaluate([expression, sp.log(expression)], {x: near, a: sp.Rational(5, 2)})
    for k, distance in enumerate(offset):
        exact = {x: 1 + sp.Rational(Fraction(float(distance)).numerator, Fraction(float(distance)).denominator)}
        wanted = evaluate_mp([expression], {**exact, a: sp.Rational(5, 2)}, 700)[0]
        assert found[0][k] == pytest.approx(float(wanted), rel=1e-14)
        assert found[1][k] == pytest.approx(float(mp.log(wanted)), rel=1e-13)
    far = Shifted(1.0, -np.zeros(1), Fraction(1), np.array([-2000.0]), -1.0)
    assert Walk({x: far}).value(sp.log(1 - x))[0] == -2000.0


def test_expanded_square_next_to_its_centre() -> None:
    """x² − 2mx + m² next to m is the square of the distance, to full precision."""
    m = sp.Symbol("m")
    near = Shifted(1000.0, np.array([1e-9, 1e-4]))
    found = evaluate([x**2 - 2 * m * x + m**2], {x: near, m: sp.Integer(1000)})[0]
    assert found == pytest.approx([1e-18, 1e-8], rel=1e-14)


def test_raised_cosine_at_its_end() -> None:
    """1 + cos(π(x − m)) next to m + 1 keeps its digits."""
    near = Shifted(4 / 3, -np.array([1e-30]), Fraction(4, 3))
    found = evaluate([1 + sp.cos(sp.pi * (x - sp.Rational(1, 3)))], {x: near})[0]
    assert found == pytest.approx([np.pi**2 / 2 * 1e-60], rel=1e-12)


def test_unknown_head() -> None:
    """A function without evaluator and a symbol without value are named."""
    with pytest.raises(CannotEvaluateError, match="mystery"):
        evaluate([sp.Function("mystery")(x)], {x: 1.0})
    with pytest.raises(CannotEvaluateError, match="mystery"):
        evaluate_mp([sp.Function("mystery")(x)], {x: 1})
    with pytest.raises(CannotEvaluateError, match="symbol 'a'"):
        evaluate([x + a], {x: 1.0})


def test_many_digits() -> None:
    """Closed forms are evaluated to as many digits as asked for."""
    found = evaluate_mp([sp.polygamma(1, a)], {a: 1}, 50)[0]
    with mp.workdps(50):
        assert abs(found - mp.pi**2 / 6) < mp.mpf(10) ** -48


def test_power_zero_in_a_denominator() -> None:
    """What divides by zero is infinite, also where the product is computed by logarithms."""
    x = sp.Symbol("x")
    values = evaluate([sp.Rational(1, 2) ** x / x], {x: np.array([0.0, 1.0])})[0]
    assert values.tolist() == [np.inf, 0.5]


@pytest.mark.parametrize("exponent", [float("nan"), float("inf")])
def test_exponent_that_is_no_number(exponent: float) -> None:
    """A power with an exponent that is not finite gives values, not an exception."""
    x, n = sp.symbols("x n")
    assert evaluate([x**n / x], {x: np.array([1.0, 2.0]), n: exponent})[0].shape == (2,)
    assert evaluate([sp.log(x**n)], {x: np.array([1.0, 2.0]), n: exponent})[0].shape == (2,)


def test_integers_beside_others() -> None:
    """One array may hold integers and numbers far from them."""
    x = sp.Symbol("x")
    values = evaluate([(-2) ** x, sp.expint(x, 1)], {x: np.array([0.0, 3.0, 2.5, 1e6 + 0.5])})
    assert values[0][:2].tolist() == [1.0, -8.0]
    assert np.isnan(values[0][2:]).all()
    assert values[1][1] == pytest.approx(0.10969196719776014)


def test_log_bessel_i_beyond_every_range() -> None:
    """The logarithm of I_1(z) is right where I_1 overflows and where SciPy's scaled one gives up, in one array."""
    z = np.array([1.0, 720.0, 1e5, 1e12])
    with mp.workdps(30):
        wanted = [float(mp.log(mp.besseli(1, v))) if v < 1e4 else v - np.log(2 * np.pi * v) / 2 for v in z]
    assert Walk({x: z}).value(sp.log(sp.besseli(1, x))) == pytest.approx(wanted, rel=1e-9)
    quotient = Walk({x: np.array([720.0, np.nan])}).value(sp.besseli(1, x) / sp.besseli(0, x))
    assert quotient[0] == pytest.approx(float(mp.besseli(1, 720) / mp.besseli(0, 720)), rel=1e-12)


def test_powers_outweigh_logarithms_at_zero() -> None:
    """x**a*log(x) is 0 at x = 0, its limit; where no power vanishes, nothing is said."""
    zero = np.array([0.0, 1.0])
    values = evaluate([x**a * sp.log(x) ** 2, sp.log(x) / x], {x: zero, a: 0.5})
    assert values[0].tolist() == [0.0, 0.0]
    assert values[1].tolist() == [-np.inf, 0.0]
    assert np.isnan(evaluate([sp.log(2 * x) / sp.log(x)], {x: zero})[0][0])


def test_bessel_functions_of_large_order() -> None:
    """Where I_n(z) underflows, its logarithm and quotients keep their digits, also of sums of such functions."""
    n = sp.Symbol("n", positive=True)
    orders, z = np.array([300.0, 322.0, 326.0, 3000.0]), 24.5
    quotient = (sp.besseli(n - 1, z) / 2 + sp.besseli(n + 1, z) / 2) / sp.besseli(n, z)
    with mp.workdps(30):
        logs = [float(mp.log(mp.besseli(v, z))) for v in orders]
        ratios = [float((mp.besseli(v - 1, z) + mp.besseli(v + 1, z)) / mp.besseli(v, z) / 2) for v in orders]
    walk = Walk({n: orders})
    assert walk.value(sp.log(sp.besseli(n, z))) == pytest.approx(logs, rel=1e-13)
    assert walk.value(quotient) == pytest.approx(ratios, rel=1e-9)
