"""A sweep of exponents: near an end f is like d**a and score² like d**-2, so that E[score²] exists for a > 1 only."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from records import build

from symfisher.calculus import differentiate
from symfisher.quadrature import Moments, expectations, moments

EXPONENTS = ["-9/10", "-1/2", "-1/10", "1/10", "1/2", "9/10", "999/1000", "1", "101/100", "11/10", "3/2", "2", "3"]


def at(expression: str, support: Any, parameters: Any, values: Any) -> Moments:
    """Return the moments of a density at a point."""
    density = build(expression, support, parameters)
    point = {p.symbol: sp.sympify(values[p.name]) for p in density.parameters}
    c = differentiate(density)
    return moments(density, c.log_density, c.score, c.hessian, point)


def information(expression: str, support: Any, a: str, m: str) -> tuple[bool, float]:
    """Return whether the information about ``m`` converged, and its value."""
    found = at(expression, {"x": support}, {"m": "real", "a": "a > -1"}, {"m": m, "a": a})
    return found.ok, float(found.outer[0, 0])


@pytest.mark.parametrize("a", EXPONENTS)
@pytest.mark.parametrize("m", ["1/3", "107/73"])
@pytest.mark.parametrize(
    ("expression", "support"),
    [
        ("(a+1)*(x-m)**a", ("m", "m+1")),
        ("(a+1)*(m+1-x)**a", ("m", "m+1")),
        ("(a+1)*(x-exp(m))**a", ("exp(m)", "exp(m)+1")),
    ],
)
def test_finite_ends(expression: str, support: Any, a: str, m: str) -> None:
    """No number is given where E[score²] diverges at an end, and the right one where it exists comfortably."""
    ok, value = information(expression, support, a, m)
    power = sp.Rational(a)
    if power <= 1:
        assert not ok
    elif power >= sp.Rational(11, 10) and "exp" not in expression:
        assert ok
        assert value == pytest.approx(float(power**2 * (power + 1) / (power - 1)), rel=1e-9)


@pytest.mark.parametrize(
    ("s", "xi"), [("3/2", "-1250/803"), ("3/2", "-51/100"), ("sqrt(2)", "-1/sqrt(3)"), ("107/73", "-1/2")]
)
def test_end_that_rounds_differently(s: str, xi: str) -> None:
    """The information of the generalized Pareto density diverges for shapes up to -1/2, however its end is rounded."""
    parameters = {"s": "s > 0", "xi": "xi < 0"}
    found = at("1/s*(1+xi*x/s)**(-1/xi-1)", {"x": ("0", "-s/xi")}, parameters, {"s": s, "xi": xi})
    assert not found.ok


@pytest.mark.parametrize("a", ["1/20", "1/5", "1", "3"])
@pytest.mark.parametrize("b", ["1/100", "1/10", "1/2", "1"])
def test_tails(a: str, b: str) -> None:
    """E[x**(2b)] of a Pareto density is a/(a - 2b) where that is positive, and not a number elsewhere."""
    density = build("a*x**(-1-a)", {"x": ("1", "oo")}, {"a": "a > 0"})
    rate, power = sp.Rational(a), sp.Rational(b)
    values, errors = expectations(density, [density.xs[0] ** (2 * power)], {density.thetas[0]: rate})
    if 2 * power < rate:
        assert values[0] == pytest.approx(float(rate / (rate - 2 * power)), rel=1e-8)
    else:
        assert values[0] == float("inf") or errors[0] != errors[0]


def test_mass_where_the_information_diverges() -> None:
    """A kink that is an end but for rounding does not spoil the mass (Epanechnikov, location and scale)."""
    parameters = {"m": "real", "h": "h > 0"}
    values = {"m": "97/113", "h": "732/913"}
    found = at("3/(4*h)*(1-((x-m)/h)**2)", {"x": ("m-h", "m+h")}, parameters, values)
    assert not found.ok
    assert found.mass_ok
    assert found.mass == pytest.approx(1.0, abs=1e-12)


def test_a_far_peak_is_no_divergence():
    """Two peaks a thousand widths apart: nodes laid on one see one side of the other, which is no growing tail."""
    mixture = "w*exp(-(x-a)**2/2)/sqrt(2*pi)+(1-w)*exp(-(x-b)**2/2)/sqrt(2*pi)"
    domains = {"w": "(w > 0) & (w < 1)", "a": "real", "b": "real"}
    found = at(mixture, {"x": ("-oo", "oo")}, domains, {"w": "1/2", "a": "-3", "b": "1000"})
    assert found.ok
    assert [float(v) for v in found.outer.diagonal()] == pytest.approx([4, 0.5, 0.5], rel=1e-9)
