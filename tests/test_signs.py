"""Signs are proved over the declared domains, and nothing is claimed that is not."""

import pytest
import sympy as sp

from symfisher.domains import POSITIVE, UNIT, Interval
from symfisher.signs import Signs

V, W, P = sp.symbols("v w p", positive=True)
C = sp.Symbol("c", real=True)
PROVER = Signs({C: Interval(-sp.sqrt(V * W), sp.sqrt(V * W)), V: POSITIVE, W: POSITIVE, P: UNIT})


@pytest.mark.parametrize(
    ("expression", "sign"),
    [(V * W - C**2, 1), (C**2 - V * W, -1), (P - P**2, 1), (1 - P, 1), (P**3 - 1, -1)],
)
def test_proved(expression, sign):
    """A determinant is positive between the roots that bound a covariance; polynomials on (0, 1) likewise."""
    assert PROVER.sign(expression) == sign


@pytest.mark.parametrize("expression", [V * W - 2 * C**2, V * W - C, P - P**2 - sp.Rational(1, 8), (2 * P - 1) ** 2])
def test_not_claimed(expression):
    """What changes its sign, or has a zero, is undecided."""
    assert PROVER.sign(sp.expand(expression)) is None


def test_ends_that_are_attained_count():
    """On a closed interval a concave function may vanish at its ends, so that it is not positive."""
    q = sp.Symbol("q", nonnegative=True)
    assert Signs({q: Interval(sp.S.Zero, sp.S.One, True, True)}).sign(q - q**2) is None
