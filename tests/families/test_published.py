"""Every published matrix of the catalogue is compared with quadrature that shares no code with the engine."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from symfisher.families import Family, Parametrization, all_families
from tests.families.oracle import inside, numbers, points, value

TOLERANCE = 1e-7
FAMILIES = pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)


@FAMILIES
def test_published(family: Family) -> None:
    """Mass is one, and every recorded entry is E[score scoreᵀ] at two points; regular families have mean score zero."""
    for point in points(family):
        found = numbers(family, point)
        assert found.mass == pytest.approx(1, abs=TOLERANCE), point
        if "oo" in family.information[0]:
            continue
        scale = np.sqrt(np.diag(found.outer))
        if family.verdict in ("regular", "conditional"):
            assert np.abs(found.mean_score / scale).max() < TOLERANCE, point
        for i, row in enumerate(family.information):
            for j, entry in enumerate(row):
                if entry is not None:
                    error = abs(value(entry, family, point) - found.outer[i, j]) / (scale[i] * scale[j])
                    assert error < TOLERANCE, (
                        f"entry {i, j} at {point}: {value(entry, family, point)} v {found.outer[i, j]}"
                    )


@pytest.mark.parametrize("family", [f for f in all_families() if "oo" in f.information[0]], ids=lambda f: f.name)
def test_infinite(family: Family) -> None:
    """Where information is recorded as infinite, the truncated integral keeps growing as the cut goes to zero."""
    (point,) = points(family, 1)
    values = [np.diag(numbers(family, point, cut=10.0**-k).outer) for k in (3, 5, 7)]
    assert all((later > 1.2 * earlier).all() for earlier, later in itertools.pairwise(values))


@pytest.mark.parametrize(
    ("family", "chosen"),
    [(f, p) for f in all_families() for p in f.parametrizations],
    ids=lambda item: item.name,
)
def test_parametrizations(family: Family, chosen: Parametrization) -> None:
    """Parameters drawn from another parametrization's domains give canonical ones inside theirs, and mass one."""
    other = dataclasses.replace(family, parameters=chosen.parameters, parametrizations=())
    for point in points(other):
        known = {c.name: point[c.name] for c in family.constants}
        canonical = {name: value(text, other, point) for name, text in chosen.substitution} | known
        assert all(inside(p, canonical[p.name], family, canonical) for p in family.parameters), canonical
        assert numbers(family, canonical).mass == pytest.approx(1, abs=1e-3)
