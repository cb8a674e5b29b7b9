"""Fractions that know the factors of their denominators, and factorisation bounded by size."""

import pytest
import sympy as sp
from sympy.polys.fields import FracField
from sympy.polys.orderings import lex

from symfisher.normal_form import Field
from symfisher.polynomials import Fractions
from symfisher.simplification import shortest

NAMES = ["x", "y", "z"]
K, PLAIN = Fractions(NAMES), FracField(NAMES, sp.QQ, lex)


def values(field):
    """Return fractions with shared, repeated, quadratic and constant denominators, signs and numbers beside them."""
    x, y, z = field.gens
    below = [x - y, 2 * y - 2 * x, x * y - z**2, (x + y) ** 2, 3 * x, x**2 + 1, -5 * z * (x - y), field.one * 7]
    above = [x**2 - y**2, 6 * z, x * y - z**2, -x - y, field.one, 4 * (x**2 + 1), y / 3]
    return [a / b for a in above for b in below]


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__mul__", "__truediv__"])
def test_fractions_are_those_of_general_gcds(operation):
    """Sum, difference, product and quotient have the numerator and the denominator that SymPy finds."""
    ours, theirs = values(K)[::3], values(PLAIN)[::3]
    for a, p in zip(ours, theirs, strict=True):
        for b, q in zip(ours, theirs, strict=True):
            found, wanted = getattr(a, operation)(b), getattr(p, operation)(q)
            assert (str(found.numer), str(found.denom)) == (str(wanted.numer), str(wanted.denom))


def test_powers_keep_the_leading_coefficient_of_the_denominator_positive():
    """Reciprocals of equal fractions are equal however they were made."""
    x, y, _ = K.gens
    assert (y - x) ** -1 == -((x - y) ** -1)
    assert (y - x) ** -2 == (x - y) ** -2


@pytest.mark.parametrize(
    "text", ["x*y - z**2", "2*(x + y)*(x - y)**3", "x**2*y*(x**2 + y**2)", "x*z + y*z", "-4*x**2 + y**2"]
)
def test_factors_multiply_to_the_polynomial_and_are_irreducible(text):
    """The number and the factors are those of SymPy's general algorithm."""
    poly = K.from_expr(sp.sympify(text)).numer
    unit, factors = K.factorisation.of(poly)
    wanted = poly.factor_list()
    assert {(str(f), e) for f, e in factors} == {(str(f), e) for f, e in wanted[1]}
    assert unit == wanted[0]
    assert all(K.factorisation.is_irreducible(f) for f, _ in factors)


def test_what_is_too_large_to_factor_is_left_whole():
    """A square of a sum of squares in fourteen variables is not handed to the general algorithm; it stays a fraction."""
    xs = sp.symbols("x:14", positive=True)
    large = sp.Add(*((i + 1) * x**2 * xs[i - 1] ** 2 for i, x in enumerate(xs)))
    field = Field([large])
    square = field.convert(large) ** 2
    ((factor, exponent),) = field.K.factorisation.of(square.numer)[1]
    assert exponent == 1
    assert not field.K.factorisation.is_irreducible(factor)
    inverse = field.K.one / square
    assert shortest(field, inverse).subs(dict.fromkeys(xs, 1)) == sp.Rational(1, sum(range(1, 15)) ** 2)
    assert inverse * square == field.K.one
    assert inverse + inverse == 2 * inverse
