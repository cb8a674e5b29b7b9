"""Equal things look equal in normal form; what is not proved equal stays apart."""

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, UNIT
from symfisher.normal_form import Field, Rewriter, shifted
from symfisher.signs import Signs

a, b, x, s = sp.symbols("a b x s", positive=True)
m, y = sp.symbols("m y", real=True)
REWRITE = Rewriter(Signs({x: UNIT, s: POSITIVE, a: POSITIVE, b: POSITIVE})).rewrite


def equal(one, other):
    """Say whether two expressions are one element of their field."""
    normal = [REWRITE(one), REWRITE(other)]
    field = Field(normal)
    return field.convert(normal[0]) == field.convert(normal[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sp.log(x / s), sp.log(x) - sp.log(s)),
        ((x / s) ** (a - 1), x**a / x * s / s**a),
        (sp.log(1 + sp.exp(-y)), sp.log(1 + sp.exp(y)) - y),
        (sp.exp(a * sp.log(x)), x**a),
        (sp.gamma(a + 2), a * (a + 1) * sp.gamma(a)),
        (sp.polygamma(0, a + 1), sp.polygamma(0, a) + 1 / a),
        (sp.besseli(2, s), sp.besseli(0, s) - 2 * sp.besseli(1, s) / s),
        (sp.beta(a, b + 1), sp.beta(a, b) * b / (a + b)),
        (sp.tanh(y), (sp.exp(2 * y) - 1) / (sp.exp(2 * y) + 1)),
        (sp.sin(y) ** 2 + sp.cos(y) ** 2, sp.S.One),
        (sp.sign(m - y) ** 2, sp.S.One),
        (sp.sqrt(8) * sp.sqrt(2), sp.Integer(4)),
        (sp.log(12), 2 * sp.log(2) + sp.log(3)),
    ],
)
def test_equal(one, other):
    """Recurrences, logarithms, powers and known relations are seen."""
    assert equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(sp.log(y**2), 2 * sp.log(y)), (sp.sqrt(m**2 * x), m * sp.sqrt(x)), (sp.Abs(y), y), (x**a, x**b)],
)
def test_not_equal(one, other):
    """A rewriting that needs an unproved sign does not fire."""
    assert not equal(one, other)


def test_shifts_have_a_limit():
    """A huge shift is left alone instead of writing thousands of terms."""
    e = sp.polygamma(0, a + 1000)
    assert shifted(e) == e


@pytest.mark.parametrize("order", [5, -3, sp.Rational(-5, 2), a - 2, 1 - a, a + 3, a - sp.Rational(3, 2)])
def test_bessel_orders_are_shifted(order):
    """K of any order is written with two neighbouring orders, those of half-integer order with exponentials."""
    value = shifted(sp.besselk(order, x))
    orders = {k.args[0] for k in value.atoms(sp.besselk)}
    assert orders <= {sp.Integer(0), sp.Integer(1), a, a + 1, a + sp.S.Half, a + sp.Rational(3, 2)}
    at = {x: sp.Rational(13, 10), a: sp.Rational(7, 10)}
    assert abs(sp.N((value - sp.besselk(order, x)).subs(at), 30)) < 1e-20


def test_powers_of_one_base_share_a_generator():
    """x^(2k)/x and sqrt(x) live in a field with two generators."""
    field = Field([x ** (2 * a) / x, sp.sqrt(x)])
    assert field.generators == (sp.sqrt(x), x**a)
    assert field.factored(field.convert(x ** (2 * a) / x)) == x ** (2 * a) / x
