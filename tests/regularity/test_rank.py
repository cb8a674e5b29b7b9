"""Which parameters can be told apart, and along which directions nothing is learnt."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from symfisher.regularity import identifiability
from symfisher.regularity.rank import numerical_rank
from tests.regularity.builders import build, facts

NORMAL = "exp(-(x-({}))**2/2)/sqrt(2*pi)"
SKEW = "exp(-(x-m)**2/(2*s**2))/(s*sqrt(2*pi))*(1+erf(a*(x-m)/(s*sqrt(2))))"


def found(density, matrix=None):
    closed = None if matrix is None else sp.ImmutableMatrix(matrix)
    return identifiability(density, closed, facts(density)[2])


@pytest.mark.parametrize(
    ("density", "support", "parameters", "constants", "rank", "direction"),
    [
        (NORMAL.format("a+b"), "x in R", "a, b", "", 1, "(1, -1)"),
        (NORMAL.format("a+b*z"), "x in R", "a, b", "z > 0", 1, "(z, -1)"),
        (NORMAL.format("a*z/(k+z)"), "x in R", "a > 0, k > 0", "z > 0", 1, "(a, k + z)"),
        ("(a*b)**x*(1-a*b)**(1-x)", "x in {0, 1}", "0 < a < 1, 0 < b < 1", "", 1, "(a, -b)"),
        ("exp(a*x+b*(1-x))/(exp(a)+exp(b))", "x in {0, 1}", "a, b", "", 1, "(1, 1)"),
        (NORMAL.format("a+b+c"), "x in R", "a, b, c", "", 1, None),
    ],
)
def test_null_direction(density, support, parameters, constants, rank, direction):
    """A model with a superfluous parameter is not identifiable, and the direction that changes nothing is exact."""
    model = build(density, support, parameters, constants)
    answer = found(model)
    assert (answer.verdict, answer.rank) == ("fails", rank)
    shown = [str(tuple(model.present(e) for e in v)) for v in answer.null_directions]
    assert len(shown) == len(model.parameters) - rank
    assert direction is None or shown == [direction]


def test_closed_form_is_used():
    """With a closed form its nullspace gives the direction."""
    model = build(NORMAL.format("a+b*z"), "x in R", "a, b", "z > 0")
    z = model.constants[0].symbol
    answer = found(model, [[1, z], [z, z**2]])
    assert answer.null_directions == ((z, -1),)


def test_skew_normal_at_shape_zero():
    """At shape 0 location, scale and shape have rank 2; shape alone is not singular."""
    density = build(SKEW, "x in R", "m, s > 0, a")
    point = dict(zip(density.thetas, (sp.S.Zero, sp.S.One, sp.S.Zero), strict=True))
    from symfisher.calculus import differentiate
    from symfisher.quadrature import moments
    from symfisher.quadrature.evidence import Evidence

    calculus = differentiate(density)
    there = moments(density, calculus.log_density, calculus.score, calculus.hessian, point)
    answer = identifiability(density, None, Evidence((point,), (there,)))
    assert (answer.verdict, answer.rank) == ("fails", 2)
    assert there.outer[2, 2] > 0.1


def test_ends_tell_parameters_apart():
    """Uniform on (a, b): the information has rank 1, yet the ends identify both parameters."""
    answer = found(build("1/(b-a)", "a < x < b", "a, b > a"))
    assert (answer.verdict, answer.rank, answer.null_directions) == ("holds", 1, ())


def test_full_rank():
    """The normal location and scale are identifiable."""
    answer = found(build("exp(-(x-m)**2/(2*s**2))/(s*sqrt(2*pi))", "x in R", "m, s > 0"))
    assert (answer.verdict, answer.rank) == ("holds", 2)


def test_scaling_does_not_change_the_rank():
    """Parameters of very different units do not lower the rank."""
    scale = np.diag([1e-9, 1.0, 1e9])
    assert numerical_rank(scale @ np.array([[2.0, 1, 0], [1, 2, 1], [0, 1, 2]]) @ scale) == 3
    assert numerical_rank(scale @ np.ones((3, 3)) @ scale) == 1


def test_undecided_without_numbers():
    """No converged moments and no closed form: undecided."""
    assert found(build("2*(x-mu)*exp(-(x-mu)**2)", "x > mu", "mu")).verdict == "undecided"


def test_closed_form_is_read_where_the_information_exists():
    """A closed form that holds for k > 2 only gives the rank there, not beyond."""
    density = build("k*(x-mu)**(k-1)*exp(-(x-mu)**k)", "x > mu", "mu, k > 0")
    _, k = density.thetas
    corner = (1 - k) * (sp.polygamma(0, 1 - 1 / k) + 1) * sp.gamma(1 - 1 / k) / k
    matrix = [[(1 - k) ** 2 * sp.gamma(1 - 2 / k), corner], [corner, ((sp.EulerGamma - 1) ** 2 + sp.pi**2 / 6) / k**2]]
    answer = found(density, matrix)
    assert (answer.verdict, answer.rank) == ("holds", 2)
