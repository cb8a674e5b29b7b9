"""Tests of reciprocal folds."""

import sympy as sp

from symfisher.domains import POSITIVE, REAL, Interval
from symfisher.expectation.pieces import smooth_pieces
from symfisher.expectation.reciprocal import folds
from tests.expectation.builders import density, problem

u = sp.Symbol("u", positive=True)


def pieces(write, support, *parameters):
    """Return the smooth pieces of a density."""
    return smooth_pieces(problem(density(write, support, *parameters)))


def test_branches_invert_the_fold():
    """Both branches of x/b + b/x − 2 map back to u."""
    (piece,) = pieces(lambda x, b: sp.exp(-x / b - b / x) / x, POSITIVE, POSITIVE)
    (fold,) = folds(piece, u)
    for branch in fold.branches:
        value = branch.phi.xreplace({piece.x: branch.inverse})
        assert abs(sp.N(value.subs(u, 3).subs(sp.Symbol("_t1", positive=True), 2)) - 3) < 1e-12


def test_hyperbolic_exponents_fold():
    """exp(−cosh x) on the line is a fold in exp(x)."""
    (piece,) = pieces(lambda x, t: sp.exp(-t * sp.cosh(x)), REAL, POSITIVE)
    assert len(list(folds(piece, u))) == 1


def test_half_the_range_is_no_fold():
    """Where T does not run from zero to infinity there is no fold."""
    (piece,) = pieces(lambda x, b: sp.exp(-x / b - b / x), Interval(sp.S.Zero, sp.S.One), POSITIVE)
    assert not list(folds(piece, u))
