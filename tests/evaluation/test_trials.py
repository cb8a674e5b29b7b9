"""Points inside domains, and what they say about signs."""

import pytest
import sympy as sp

from symfisher.domains import COUNTS, POSITIVE, REAL, UNIT, FiniteSet, Interval
from symfisher.evaluation.trials import changes_sign, points, value

p, q, t, n, a, k = sp.symbols("p q t n a k")
DOMAINS = {
    p: Interval(sp.S.Zero, 1 - q),
    q: UNIT,
    t: POSITIVE,
    n: COUNTS,
    a: REAL,
    k: FiniteSet((sp.Integer(1), sp.Integer(4))),
}


def test_points_lie_in_their_domains():
    """Every point satisfies every domain, ends that contain other symbols included."""
    found = points(DOMAINS)
    assert len(found) > 3
    for point in found:
        rule = {s: sp.Rational(v) for s, v in point.items()}
        assert all(domain.contains(rule[s], rule) for s, domain in DOMAINS.items())


@pytest.mark.parametrize("e", [a, t - 1, sp.log(t), p - q / 2 - sp.Rational(1, 5)])
def test_both_signs_are_seen(e):
    """What is positive here and negative there changes its sign."""
    assert changes_sign(e, points(DOMAINS))


@pytest.mark.parametrize(
    "e", [1 - p - q, t + n, sp.exp(a) - a, sp.gamma(t) - 1, sp.Symbol("unknown"), sp.log(-t), sp.zoo]
)
def test_nothing_is_said_of_the_rest(e):
    """One sign, functions that are not elementary, unknown symbols and complex values say nothing."""
    assert not changes_sign(e, points(DOMAINS))


def test_values_agree_with_sympy():
    """Values are those of SymPy, up to rounding."""
    e = sp.exp(-(a**2)) * sp.erf(t) + sp.Abs(a) * sp.sin(q) ** 2 + sp.pi * sp.tanh(p) / sp.sqrt(t)
    point = {a: -0.4, t: 2.5, q: 0.3, p: 0.6}
    assert value(e, point) == pytest.approx(float(e.subs(point)), rel=1e-14)
