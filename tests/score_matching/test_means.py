"""Means in closed form with their conditions, and the data score they are taken of."""

import pytest
import sympy as sp

from symfisher.domains import Interval
from symfisher.errors import DomainError
from symfisher.reading import read
from symfisher.score_matching.data_score import data_score
from symfisher.score_matching.ends import boundary_flux
from symfisher.score_matching.location import location_information
from symfisher.score_matching.means import diverges, means
from symfisher.score_matching.points import narrowed, point_of, points_under, strongest
from symfisher.signs import Signs


def test_condition_is_found_and_met():
    """E[1/x²] of a gamma density needs a shape above 2, and is checked at points above 2."""
    density = read("x ~ gamma(a, b)")
    (found,) = means(density, [density.xs[0] ** -2])
    a = density.thetas[0]
    assert strongest(found.conditions) == (a > 2,)
    assert all(point[a] > 2 for point in points_under(density, found.conditions))


def test_narrowing_leaves_the_rest():
    """A condition cuts the domain of its own parameter only."""
    density = read("x ~ gamma(a, b)")
    narrow = narrowed(density, [density.thetas[0] > 3])
    assert narrow.parameters[0].domain == Interval(sp.Integer(3), sp.oo)
    assert narrow.parameters[1] == density.parameters[1]


def test_polynomials_under_gaussians():
    """E[x⁴] = 3s⁴ + 6m²s² + m⁴, and E[1/x] of a lognormal is exp(s²/2 − m)."""
    normal, lognormal = read("x ~ normal(m, s)"), read("x ~ lognormal(m, s)")
    m, s = normal.thetas
    (fourth,) = means(normal, [normal.xs[0] ** 4])
    (inverse,) = means(lognormal, [1 / lognormal.xs[0]])
    assert sp.expand(fourth.value - (3 * s**4 + 6 * m**2 * s**2 + m**4)) == 0
    assert sp.simplify(inverse.value - sp.exp(s**2 / 2 - m)) == 0


def test_moment_that_does_not_exist():
    """E[x] of a Cauchy density is not answered, and E[x²] is seen to diverge."""
    density = read("x ~ cauchy(m, s)")
    x = density.xs[0]
    assert means(density, [x**2]) == [None]
    assert diverges(density, x**2)


def test_flux_not_proved_is_not_zero():
    """Without a shape above 1 the height of a gamma density at 0 is undecided, and so is its information."""
    density = read("x ~ gamma(a, b)")
    signs = Signs.of(density)
    assert boundary_flux(density, data_score(density), signs).total is None
    assert location_information(density, sp.S.One, signs).value is None


@pytest.mark.parametrize(
    ("at", "message"),
    [({"a": 1}, "no value for b"), ({"a": 1, "b": 2, "z": 3}, "'z' is not among a, b"), ({"a": -1, "b": 2}, "a > 0")],
)
def test_point_of(at, message):
    """A point must give every name a value inside its domain, and no other name."""
    density = read("x ~ gamma(a, b)")
    with pytest.raises(DomainError, match=message):
        point_of(density, {name: sp.Integer(value) for name, value in at.items()})
