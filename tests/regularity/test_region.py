"""Points are drawn where the theory holds."""

from __future__ import annotations

import pytest

from symfisher.calculus import differentiate
from symfisher.regularity import points_inside, region
from symfisher.signs import Signs
from tests.regularity.builders import build

MODELS = [
    ("k*(x-mu)**(k-1)*exp(-(x-mu)**k)", "x > mu", "mu, k > 0", "k > 2"),
    ("(1+xi*x/s)**(-1/xi-1)/s", "0 < x < -s/xi", "s > 0, xi < 0", "xi > -1/2"),
    ("theta*exp(-theta*x)", "x > 0", "theta > 0", ""),
]


def made(model):
    density = build(*model[:3])
    return density, region(density, differentiate(density), Signs.of(density))


@pytest.mark.parametrize("model", MODELS)
def test_region(model):
    """The region is found without any number."""
    density, relations = made(model)
    assert " and ".join(str(density.present(r)) for r in relations) == model[3]


@pytest.mark.parametrize("model", MODELS)
def test_points_inside(model):
    """As many points as asked for, all inside the region and the declared domains."""
    density, relations = made(model)
    points = points_inside(density, relations, 3)
    assert len(points) == 3
    for point in points:
        assert all(bool(r.xreplace(point)) for r in relations)
        assert all(p.domain.contains(point[p.symbol], point) for p in density.parameters)
