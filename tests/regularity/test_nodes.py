"""Observations are drawn inside the support."""

from __future__ import annotations

import numpy as np
import pytest

from symfisher.quadrature import draw_points
from symfisher.regularity.nodes import scatter
from tests.regularity.builders import build

SUPPORTS = [
    ("0 < x < 1, 0 < y < (1-x)", lambda x, y: (x > 0) & (y > 0) & (x + y < 1)),
    ("x > 2, y in R", lambda x, y: (x > 2) & np.isfinite(y)),
    ("x in {0, ..., 3}, y in {1, 2, ...}", lambda x, y: (x >= 0) & (x <= 3) & (y >= 1) & (y == np.round(y))),
    ("x in {1, 2, 5}, y in Z", lambda x, y: np.isin(x, [1, 2, 5]) & (y == np.round(y))),
]


@pytest.mark.parametrize(("support", "inside"), SUPPORTS)
def test_inside(support, inside):
    """Every node satisfies the support, whose later ends may depend on earlier variables."""
    density = build("1", support, "a > 0")
    nodes = scatter(density, draw_points(density, 1)[0])
    assert np.all(inside(*nodes.values()))


def test_both_sides_of_the_integers():
    """On all integers both signs are met."""
    density = build("1", "x in Z", "a > 0")
    (values,) = scatter(density, draw_points(density, 1)[0]).values()
    assert (values > 0).any()
    assert (values < 0).any()
