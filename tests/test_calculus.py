"""Log-density, score and Hessian are derivatives of log f, whatever the signs of its factors."""

import sympy as sp

from symfisher.calculus import differentiate, log_terms, logarithm
from symfisher.domains import NATURAL, POSITIVE, REAL, UNIT
from symfisher.signs import Signs
from tests.expectation.builders import density


def test_negative_factors_cancel():
    """-p**x/(x*log(1-p)) is positive, and its logarithm is real term by term."""
    d = density(lambda x, p: -(p**x) / (x * sp.log(1 - p)), NATURAL, UNIT)
    (x,), (p,) = d.xs, d.thetas
    found = differentiate(d)
    assert sp.expand(found.log_density - (x * sp.log(p) - sp.log(x) - sp.log(-sp.log(1 - p)))) == 0
    assert sp.simplify(found.score[0] - sp.diff(d.expression, p) / d.expression) == 0


def test_a_negative_number_before_a_negative_factor():
    """-sin(t - x)/2 between t and t + π is positive, and so is what its logarithm is taken of."""
    d = density(lambda x, t: -sp.sin(t - x) / 2, REAL, REAL)
    ((x,), (t,)), found = (d.xs, d.thetas), differentiate(d).log_density
    assert found.subs({x: t + 1}) == sp.log(sp.sin(1)) - sp.log(2)


def test_derivatives_are_almost_everywhere():
    """At a kink the point is left out: the Laplace Hessian in the location is zero, without a point mass."""
    d = density(lambda x, m: sp.exp(-sp.Abs(x - m)) / 2, REAL, REAL)
    assert differentiate(d).hessian[0, 0] == 0


def test_log_terms_rebuild_the_density():
    """The pairs (e, b) satisfy log|f| = sum of e·log|b|."""
    a, x = sp.symbols("a x", positive=True)
    f = sp.Rational(3, 4) * x ** (a - 1) * sp.exp(-x) / sp.gamma(a) * sp.beta(a, 2)
    total = sum(e if b is sp.E else e * sp.log(b) for e, b in log_terms(f))
    values = {a: sp.Rational(5, 3), x: sp.Rational(7, 4)}
    assert abs(sp.N((total - sp.log(f)).subs(values), 30)) < 1e-25


def test_zero_has_no_logarithm():
    """Where the density vanishes the log-density is minus infinity."""
    assert logarithm(sp.S.Zero, Signs({})) == -sp.oo


def test_hessian_is_symmetric():
    """Mixed derivatives are computed once."""
    d = density(lambda x, k, s: k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k)), POSITIVE, POSITIVE, POSITIVE)
    found = differentiate(d)
    assert found.hessian == found.hessian.T
    assert found.entries == ((0, 0), (0, 1), (1, 1))
