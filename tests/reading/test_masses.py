"""Quick masses agree with known ones."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp

from symfisher.domains import REAL, IntegerRange, Interval
from symfisher.reading.masses import grid_mass, lattice, line

x, y, s = sp.symbols("x y s", real=True)


def test_pieces_add_up() -> None:
    """The normal density has mass one on the line and a half on each side."""
    found = line(sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi), x, {}, [0.0, 1.0])
    assert found.between(-np.inf, np.inf) == pytest.approx(1, abs=1e-9)
    assert found.between(0.0, np.inf) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("value", [1.2, 2.0, 5.0])
def test_heavy_tails_of_sums_are_counted(value: float) -> None:
    """A zeta distribution sums to one however slowly its terms fall."""
    assert lattice(x ** (-s) / sp.zeta(s), x, {s: value}).between(1, np.inf) == pytest.approx(1, abs=1e-7)


def test_negative_pieces_have_no_mass() -> None:
    """Where the expression is negative the mass is not a number."""
    assert np.isnan(line(x, x, {}, [0.0, 1.0]).between(-np.inf, 0.0))


def test_two_variables_with_dependent_ends() -> None:
    """The triangle 0 < y < x < 1 has area one half."""
    unit, below = Interval(sp.Integer(0), sp.Integer(1)), Interval(sp.Integer(0), x)
    assert grid_mass(sp.Integer(1) + 0 * x, [(x, unit), (y, below)], {}) == pytest.approx(0.5, abs=1e-9)
    assert grid_mass(sp.exp(-(x**2) - y**2) / sp.pi, [(x, REAL), (y, REAL)], {}) == pytest.approx(1, abs=1e-6)


def test_independent_variables_are_summed_one_by_one():
    """A product over seven variables needs no grid over them; one over joined variables that is too large is no number."""
    xs = sp.symbols("x1:8")
    lattices = [(x, IntegerRange(sp.Integer(0), sp.oo)) for x in xs]
    product = sp.exp(-2 * len(xs)) * sp.Mul(*(sp.Integer(2) ** x / sp.factorial(x) for x in xs))
    assert grid_mass(product, lattices, {}) == pytest.approx(1, abs=1e-9)
    assert math.isnan(grid_mass(product / (1 + sp.Add(*xs)), lattices, {}))
