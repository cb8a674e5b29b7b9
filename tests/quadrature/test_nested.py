"""Tests of `symfisher.quadrature.nested`: ridges, funnels and tails over two variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from records import build

from symfisher.calculus import differentiate
from symfisher.quadrature import Moments, moments

QUADRANT = {"x": ("0", "oo"), "y": ("0", "oo")}
PLANE = {"x": ("-oo", "oo"), "y": ("-oo", "oo")}
POSITIVE = {"a": "a > 0", "b": "b > 0"}


def at(expression: str, support: Any, parameters: Any, values: Any) -> Moments:
    """Return the moments of a density at a point."""
    density = build(expression, support, parameters)
    point = {p.symbol: sp.Rational(values[p.name]) for p in density.parameters}
    c = differentiate(density)
    return moments(density, c.log_density, c.score, c.hessian, point)


@pytest.mark.parametrize(
    ("expression", "support", "parameters", "values"),
    [
        ("b**a*x**a*exp(-b*x)*exp(-x*y)/gamma(a)", QUADRANT, POSITIVE, {"a": "3/2", "b": "2"}),
        ("b**a*x**a*exp(-b*x)*exp(-x*y)/gamma(a)", QUADRANT, POSITIVE, {"a": "1/3", "b": "1/5"}),
        ("a*b*x*exp(-a*x-b*x*y)", QUADRANT, POSITIVE, {"a": "3/2", "b": "2"}),
        (
            "sqrt(y)/sqrt(2*pi)*exp(-y*(x-m)**2/2)*b**a/gamma(a)*y**(a-1)*exp(-b*y)",
            {"x": ("-oo", "oo"), "y": ("0", "oo")},
            {"m": "real", "a": "a > 0", "b": "b > 0"},
            {"m": "1/3", "a": "7/10", "b": "2"},
        ),
        (
            "a**(p+q)/gamma(p)/gamma(q)*x**(p-1)*(y-x)**(q-1)*exp(-a*y)",
            {"x": ("0", "oo"), "y": ("x", "oo")},
            {"a": "a > 0", "p": "p > 0", "q": "q > 0"},
            {"a": "2", "p": "1/2", "q": "3/2"},
        ),
    ],
)
def test_ridges(expression: str, support: Any, parameters: Any, values: Any) -> None:
    """Where the scale of one variable goes with the other, mass and both forms are right to nine digits."""
    found = at(expression, support, parameters, values)
    assert found.ok, found.reason
    assert found.mass == pytest.approx(1.0, abs=1e-10)
    assert np.max(np.abs(found.outer - found.neg_hessian) / found.scale) < 1e-9


def test_kink_along_a_line() -> None:
    """Abs(y - x) is integrated on both sides of the line y = x: E[score²] of both scales is one over the square."""
    parameters = {"m": "real", "s": "s > 0", "t": "t > 0"}
    found = at("exp(-Abs(x-m)/s-Abs(y-x)/t)/(4*s*t)", PLANE, parameters, {"m": "1/3", "s": "3/2", "t": "2"})
    assert found.ok, found.reason
    assert np.diag(found.outer) == pytest.approx([4 / 9, 4 / 9, 1 / 4], rel=1e-9)


def test_not_confirmed_is_not_ok() -> None:
    """An information that does not exist over two variables is not given as a number."""
    found = at("exp(-y)*sqrt(1-(x-m)**2)*2/pi", {"x": ("m-1", "m+1"), "y": ("x", "oo")}, {"m": "real"}, {"m": "1/3"})
    assert not found.ok
