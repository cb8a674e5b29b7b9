"""What flows over the ends of a support and what jumps inside it, for densities of every kind of end."""

import pytest
import sympy as sp

from symfisher.reading import read
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.ends import boundary_flux, inner_jumps
from symfisher.score_matching.location import location_information
from symfisher.signs import Signs


def density_of(text):
    return read(text, require_parameters=False)


@pytest.mark.parametrize(
    "text",
    ["x ~ gumbel(m, s)", "x ~ skew_normal(m, s, k)", "x ~ levy(0, c)", "x ~ logistic(m, s)", "x ~ ex_gaussian(m, s, b)"],
)  # fmt: skip
def test_nothing_flows_over_smooth_ends(text):
    """Double exponentials, error functions and essential singularities beat a linear score: the flux is proved to be zero."""
    p = density_of(text)
    assert boundary_flux(p, [3 - 2 * p.xs[0]], Signs.of(p)).total == 0


def test_gumbel_against_gumbel():
    """A Gumbel score grows as an exponential, and a Gumbel density of another scale still beats it."""
    p = density_of("x ~ gumbel(m, s)")
    assert boundary_flux(p, [sp.exp(-p.xs[0] / 7) - 1], Signs.of(p)).ends == ((0, 0),)


def test_unbounded_end():
    """The arcsine density grows without bound at its ends: its information about a shift is infinite, a flux has no value."""
    p = density_of("x ~ arcsine(0, 1)")
    signs = Signs.of(p)
    flux = boundary_flux(p, [sp.S.One], signs)
    assert (flux.ends, flux.total) == (((sp.zoo, sp.zoo),), None)
    found = location_information(p, None, signs)
    assert (found.value, found.reason) == (sp.oo, "p grows without bound at x = -1")


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("x ~ von_mises(m, k)", 7, "x is an angle, and p has no jump on the circle"),
        ("x ~ triangular(c)", 7, "p has no jump"),
        ("exp(-abs(x))*(2+sign(x))/4", sp.oo, "p jumps inside its support"),
        ("x ~ uniform(0, 1)", sp.oo, "p jumps at x = 0"),
    ],
)
def test_location_information(text, value, reason):
    """J is J° where the density has no jump on the line, or on the circle; a jump at an end or inside makes it infinite."""
    p = density_of(text)
    found = location_information(p, sp.Integer(7), Signs.of(p))
    assert (found.value, found.reason) == (value, reason)


def test_growth_has_its_exceptions():
    """(a − x)/b times the arcsine density grows at 0 and 1 for every a but 0 and 1 themselves, and that is said."""
    found = fisher_divergence("1/(pi*sqrt(x*(1-x)))", support="0 < x < 1", model_score="-(x-a)/b")
    assert found.flux is None
    assert found.answer["limit of s p at x = 0"] == "none, s p grows without bound unless a = 0"
    assert found.answer["boundary flux [s p]"] == "does not exist"
    assert found.answer["-2 E[s d log p]"].startswith("does not exist")


def test_growth_of_one_term():
    """Of (a − 1)/x − b under a half-normal density only the first term grows at 0: nothing else has to vanish than a − 1."""
    p = density_of("x ~ half_normal(s)")
    x, a = p.xs[0], sp.Symbol("a", positive=True)
    flux = boundary_flux(p, [(a - 1) / x - 2], Signs.of(p))
    assert flux.unbounded
    assert flux.exceptions == {(0, 0): a - 1}


def test_bars_at_an_end():
    """|x| is −x at the end −1: nothing flows out of a triangle, and what is least there is the implicit objective."""
    found = fisher_divergence("1-|x|", support="-1 < x < 1", model_score="-(x-a)/b")
    assert found.flux_ends == ((0, 0),)
    assert found.answer["implicit objective, least at: b"] == sp.Rational(1, 6)


def test_jump_of_a_score_is_in_the_cross_term():
    """Two Laplace densities: E[s ∂ₓ log p] = exp(−|a − m|/b)/(b v), from the jump −2/v of s alone."""
    found = fisher_divergence("x ~ laplace(m, b)", model_density="x ~ laplace(a, v)")
    wanted = sp.sympify("-2*exp(-Abs(a-m)/b)/(b*v)", locals={n: sp.Symbol(n) for n in "ambv"})
    assert found.cross.subs({s: sp.Symbol(s.name) for s in found.cross.free_symbols}).equals(wanted)
    assert not found.gradient["a"].has(sp.DiracDelta)
    assert found.gradient["v"].has(sp.exp)
    assert "does not minimise" in found.answer["this difference"]


def test_jump_that_is_not_clear():
    """A jump at a place that may lie outside of the support is not counted: nothing is said of it."""
    p = read("x ~ exponential(rate)", constants=["c in R"], require_parameters=False)
    x = p.xs[0]
    assert inner_jumps(p, [sp.sign(x - sp.Symbol("c", real=True))], Signs.of(p)) is None
    assert inner_jumps(p, [sp.sign(x + 1)], Signs.of(p)) == 0
