"""Ends and kinks are found, with what moves them."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.quadrature import draw_points
from symfisher.regularity.places import isolate, survey
from symfisher.signs import Signs
from tests.regularity.builders import build

x, m, s = sp.symbols("x m s", positive=True)


def found(density):
    return survey(density, Signs.of(density), tuple(draw_points(density, 4)))


@pytest.mark.parametrize(
    ("e", "root"),
    [
        ((x - m) / s, m),
        (s * x - m, m / s),
        (sp.log(x) - m, sp.exp(m)),
        (sp.exp(-x) - m, -sp.log(m)),
        (x**s - m, m ** (1 / s)),
        (2 * x + s * x - 1, 1 / (s + 2)),
        (x**2 + x - m, None),
        (sp.sin(x) - m, None),
    ],
    ids=str,
)
def test_isolate(e, root):
    """A variable that occurs once, or linearly, is solved for; nothing else is."""
    assert isolate(e, x) == root


def test_moving_kink():
    """The kink of Laplace's density moves with its location only."""
    density = build("exp(-Abs(x-mu)/s)/(2*s)", "x in R", "mu, s > 0")
    (kink,) = found(density).kinks
    assert kink.movers == density.thetas[:1]
    assert not kink.is_end


def test_kink_outside_of_the_support_does_not_count():
    """What switches where the density is zero is no kink."""
    density = build("exp(-Abs(x+mu))*exp(mu)", "x > 0", "mu > 0")
    assert found(density).kinks == ()


def test_root_at_the_end_is_no_kink():
    """The base of a power that vanishes at the end of the support only is no kink."""
    density = build("(1+xi*(x-mu)/s)**(-1/xi-1)*exp(-(1+xi*(x-mu)/s)**(-1/xi))/s", "x > mu-s/xi", "mu, s > 0, xi > 0")
    assert found(density).kinks == ()
    assert [p.movers != () for p in found(density).ends] == [True, False]


def test_nested_absolute_values():
    """Huber's density branches at mu - 1, mu and mu + 1."""
    density = build("exp(-Piecewise(((x-mu)**2/2, Abs(x-mu) < 1), (Abs(x-mu)-S(1)/2, True)))", "x in R", "mu")
    (t,) = density.thetas
    assert {p.at for p in found(density).kinks} == {t - 1, t, t + 1}


def test_unknown_place_is_said():
    """A switch whose place cannot be solved for is reported, not dropped."""
    density = build("exp(-Abs(x**3+x-mu))", "x in R", "mu")
    assert len(found(density).unknown) == 1
