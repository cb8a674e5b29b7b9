"""Zeros by undoing operations, and absolute values taken apart."""

import sympy as sp
from sympy.abc import k, m, s, x

from symfisher.zeros import isolate, without_bars


def test_bars_are_taken_apart():
    """|x - m| = k·s is solved on both sides of m."""
    roots = {sp.expand(isolate(e, x)) for e in without_bars(sp.Abs(x - m) - k * s, {x})}
    assert roots == {m + k * s, m - k * s}


def test_variable_in_two_places_is_not_isolated():
    """An equation that is not linear and holds the variable twice has no root here."""
    assert isolate(x * sp.exp(x) - 1, x) is None
