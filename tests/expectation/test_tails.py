"""Tests of what a recurrence proves about a mass far out."""

from __future__ import annotations

import sympy as sp

from symfisher.expectation.tails import vanishes_far_out
from symfisher.signs import Signs

x = sp.Symbol("x", real=True)


def test_far_out_by_the_recurrence():
    """With f(x+1)/f(x) = P/Q a geometric mass vanishes, one like x^-3 beats Q(x-1) x but not Q(x-1) x², a constant none."""
    one, signs = sp.Integer(1), Signs({})
    assert vanishes_far_out(one, sp.Integer(2), x, 3, signs)
    assert vanishes_far_out(x, x + 3, x, 1, signs)
    assert not vanishes_far_out(x, x + 3, x, 2, signs)
    assert not vanishes_far_out(one, one, x, 0, signs)
