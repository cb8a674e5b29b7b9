"""Relations between parameters: proved, refuted or solved."""

from __future__ import annotations

import pytest
import sympy as sp

from symfisher.quadrature import draw_points
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, all_of, positive
from symfisher.signs import Signs
from tests.regularity.builders import build


def decided(g: str, domain: str):
    density = build("k*exp(-k*x)", "x > 0", domain)
    symbol = density.thetas[0]
    names = {q.name: q.symbol for q in density.parameters}
    found = positive(sp.sympify(g, locals=names), density, Signs.of(density), draw_points(density, 6))
    return found.extent, found.describe(density), symbol


@pytest.mark.parametrize(
    ("g", "domain", "extent", "relation"),
    [
        ("k - 2", "k > 0", "partly", "k > 2"),
        ("k - 2", "k > 3", "everywhere", ""),
        ("k - 2", "0 < k < 1", "nowhere", ""),
        ("1 - 2*k", "k > 0", "partly", "k < 1/2"),
        ("-1/k - 2", "k < 0", "partly", "k > -1/2"),
        ("2/k - 1", "k > 0", "partly", "k < 2"),
        ("k - b", "k > 0, b > 0", "partly", "k > b"),
        ("k**2 - k", "k > 0", "partly", "k**2 - k > 0"),
        ("k**2 + 1", "k", "everywhere", ""),
    ],
)
def test_positive(g, domain, extent, relation):
    """A condition g > 0 is solved for a parameter where it is linear, and compared with its domain."""
    assert decided(g, domain)[:2] == (extent, relation)


def test_one_sign_at_points_proves_nothing():
    """An inequality that cannot be solved and is never seen to fail is undecided."""
    assert decided("k**4 - k**3 + k**2 - k/3 + 1/10", "k > 0")[0] == "undecided"


def test_all_of():
    """Together, conditions hold where each does; the sharper of two bounds is kept."""
    k = sp.Symbol("k", positive=True)
    one, two = (type(EVERYWHERE)("partly", (sp.StrictGreaterThan(k, n, evaluate=False),)) for n in (1, 2))
    assert all_of([one, two, EVERYWHERE]) == two
    assert all_of([one, NOWHERE]) is NOWHERE
    assert all_of([one, UNDECIDED]) is UNDECIDED
    assert all_of([]) is EVERYWHERE
