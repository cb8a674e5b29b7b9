"""Integrals over parts of a support."""

import pytest
import sympy as sp

from symfisher.domains import Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.answers import with_constant
from symfisher.inference.expecting import value_at
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.quadrature import draw_points
from tests.inference.laws import derived


@pytest.mark.parametrize(
    "density",
    ["x ~ normal(mu, sigma)", "x ~ gamma(2, b)", "x ~ weibull(k, lam)", "x ~ cauchy(m, s)", "x ~ lognormal(mu, sigma)"],
)
def test_probability(density):
    """A distribution function is between 0 and 1 and has the density as its derivative."""
    found = derived(density).density
    density, c = with_constant(found, "c", Interval(*found.variables[0].domain.ends))
    value = PartialIntegrals(density).probability(Part(density.variables[0].domain.ends[0], c))
    for point in draw_points(density):
        assert 0 < value_at(value, point) < 1
        at = {**point, density.xs[0]: point[c]}
        assert value_at(sp.diff(value, c), point) == pytest.approx(value_at(density.expression, at), rel=1e-12)


def test_parts_add_up():
    """Integrals over two parts add up to that over both."""
    density = derived("theta*exp(-theta*x)").density
    integrals, x = PartialIntegrals(density), density.xs[0]
    parts = [integrals.integral(x**2, Part(sp.Integer(a), sp.sympify(b))) for a, b in ((0, 1), (1, 3), (3, sp.oo))]
    assert sp.simplify(sp.Add(*parts) - 2 / density.thetas[0] ** 2) == 0


def test_discrete():
    """A range of integers is added up."""
    density = derived("x ~ poisson(m)").density
    value = PartialIntegrals(density).probability(Part(sp.Integer(0), sp.Integer(1)))
    m = density.thetas[0]
    assert sp.simplify(value - (1 + m) * sp.exp(-m)) == 0


def test_no_closed_form():
    """What has no antiderivative of the form sought is declined."""
    density = derived("x ~ gamma(a, b)").density
    with pytest.raises(ClosedFormNotFoundError):
        PartialIntegrals(density).integral(sp.log(density.xs[0]) ** 2, Part(sp.Integer(0), sp.Integer(1)))


def test_several_variables():
    """Parts are of one variable."""
    with pytest.raises(DomainError, match="one variable"):
        PartialIntegrals(derived("x ~ trinomial(n, p, q)").density)
