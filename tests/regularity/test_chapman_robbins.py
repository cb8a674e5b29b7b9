"""The Hammersley-Chapman-Robbins bound against published constants and Cramér-Rao's limit."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from symfisher.calculus import differentiate
from symfisher.errors import DomainError
from symfisher.regularity.chapman_robbins import (
    _searched,
    end_power,
    hammersley_chapman_robbins,
    limit_constant,
    uniform_constant,
)
from tests.regularity.builders import build

UNIFORM = ("1/theta", "0 < x < theta", "theta > 0")


def bound(arguments, values, n=1, parameter=None):
    density = build(*arguments)
    point = dict(zip(density.thetas, map(sp.sympify, values), strict=True))
    return hammersley_chapman_robbins(density, differentiate(density), point, n, parameter)


@pytest.mark.parametrize(("n", "factor"), [(1, sp.Rational(1, 4)), (2, (5 * sp.sqrt(5) - 11) / 2)])
def test_uniform_exact(n, factor):
    """Uniform on (0, theta): theta**2/4 for one observation, (5√5 − 11)/2·theta**2 for two, exactly."""
    found = bound(UNIFORM, [3], n)
    assert found.status == "exact"
    assert sp.simplify(found.expression.subs(dict.fromkeys(found.expression.free_symbols, 3)) - 9 * factor) == 0
    assert found.value == pytest.approx(float(9 * factor), rel=1e-13)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 50])
def test_root(n):
    """The shift solves 2(t + … + tⁿ) = n, and no other shift does better."""
    c, t = (float(v) for v in uniform_constant(n))
    assert 2 * sum(t**i for i in range(1, n + 1)) == pytest.approx(n, rel=1e-12)
    grid = np.linspace(0.001, 0.999, 1999)
    assert np.max((1 - grid) ** 2 * grid**n / (1 - grid**n)) <= c * (1 + 1e-12)


def test_limit():
    """n²·c(n) tends to 0.6476…, the maximum of u²/(eᵘ − 1)."""
    u = np.linspace(0.5, 3, 250001)
    assert float(limit_constant()) == pytest.approx(float(np.max(u**2 / np.expm1(u))), abs=1e-9)
    assert uniform_constant(10**6)[0] * 10**12 == pytest.approx(float(limit_constant()), rel=1e-5)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_search_agrees_with_the_exact_bound(n):
    """The numerical search finds the exact supremum."""
    density = build(*UNIFORM)
    point = {density.thetas[0]: sp.Integer(2)}
    found = _searched(density, differentiate(density), point, n, density.parameters[0])
    assert found.status == "numeric"
    assert found.value == pytest.approx(4 * float(uniform_constant(n)[0]), rel=1e-8)


def test_power_function():
    """3x²/theta³ behaves like the greatest of three uniform observations."""
    density = build("3*x**2/theta**3", "0 < x < theta", "theta > 0")
    assert end_power(density, density.parameters[0]) == 3
    assert bound(("3*x**2/theta**3", "0 < x < theta", "theta > 0"), [1]).value == pytest.approx(uniform_constant(3)[0])


def test_bounded_domain_is_respected():
    """A shift that leaves the declared domain is not used."""
    narrow = bound(("1/theta", "0 < x < theta", "theta > 1"), [sp.Rational(6, 5)])
    assert narrow.value == pytest.approx(0.2 * 1.0, rel=1e-3)
    assert narrow.status == "numeric"


def test_shifted_exponential():
    """The location of a unit exponential: 0.6476/n²."""
    assert bound(("exp(-(x-mu))", "x > mu", "mu"), [1], 2).value == pytest.approx(float(limit_constant()) / 4, rel=1e-8)


def test_never_above_cramer_rao():
    """For a regular model every shift stays below the inverse information, which is the limit for small shifts."""
    found = bound(("exp(-(x-mu)**2/2)/sqrt(2*pi)", "x in R", "mu"), [1])
    assert 0.999 < found.value <= 1.0


def test_integer_parameter():
    """Chapman and Robbins' own case: an integer parameter, shifts by whole steps."""
    found = bound(("1/n", "x in {1, ..., n}", "n in {1, 2, ...}"), [10])
    assert (found.shift, found.value) == (-5.0, pytest.approx(25.0))


@pytest.mark.parametrize(("n", "parameter"), [(0, None), (1, "lambda")])
def test_refused(n, parameter):
    """No observation, or an unknown parameter, is an error that names it."""
    with pytest.raises(DomainError, match=r"got 0|lambda"):
        bound(UNIFORM, [1], n, parameter)
