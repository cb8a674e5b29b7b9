"""Tests of square roots in fields."""

import sympy as sp

from symfisher.expectation.conjugate import rationalised, split
from symfisher.normal_form import Field

x, g = sp.symbols("x g", positive=True)


def test_split_gives_even_and_odd_part():
    """An element is even + odd·g once g² is known."""
    e = (1 + g) ** 3 / (2 - g)
    field = Field([e, x], [x])
    even, odd = (field.expression(p) for p in split(field, field.convert(e), g, x))
    difference = even + odd * sp.sqrt(x) - e.xreplace({g: sp.sqrt(x)})
    assert sp.simplify(difference) == 0


def test_one_root_is_taken_out_of_the_denominator():
    """(4r² + √(1 − 4r²) − 1)/√(1 − 4r²) is 1 − √(1 − 4r²)."""
    root = sp.sqrt(1 - 4 * x**2)
    assert rationalised((4 * x**2 + root - 1) / root) == 1 - root


def test_two_roots_are_left_alone():
    """With two different roots nothing is done."""
    e = 1 / (sp.sqrt(1 + x) + sp.sqrt(1 + g))
    assert rationalised(e) == e
