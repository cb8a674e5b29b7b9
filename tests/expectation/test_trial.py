"""Trials with numbers in place of parameters decline only what is no identity with symbols."""

import pytest
import sympy as sp

from symfisher.expectation import integral, stein
from symfisher.expectation.trial import trial_point

x, a, b, c, d = sp.symbols("x a b c d", positive=True)


def test_no_number_changes_the_kind_of_a_function():
    """Symbols in exponents, under roots and under functions stay symbols; the observation too."""
    assert set(trial_point([a * x**b + sp.sqrt(c) * sp.log(d * x)], [x])) == {a}
    assert set(trial_point([1 / (a + x) ** 2, b * x], [x])) == {a, b}


@pytest.mark.parametrize(
    ("target", "spanned"), [(x + a * b, True), ((a + b) / (a + x) + 3 * x, True), (x**2, False), (1 / (b + x), False)]
)
def test_combinations_are_kept(target, spanned):
    """A combination with symbols for coefficients is one with numbers; what is none is declined."""
    assert stein._any_spanned([x - a, b / (a + x)], [target], x) is spanned


def test_partial_fractions_are_kept():
    """A denominator that splits with symbols splits with numbers; an irreducible one is declined."""
    u = integral._U
    assert integral._may_split((a * u + b) / ((u + a) * (u + b) ** 2))
    assert not integral._may_split((a * u + b) / (u**3 + a * u + b))
