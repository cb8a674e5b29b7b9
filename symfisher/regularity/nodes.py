"""Observations spread over the support at one parameter point, several variables at once: where signs are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symfisher.density import Density
from symfisher.domains import Domain, FiniteSet, IntegerRange
from symfisher.evaluation import Walk

_COUNT = 97
_STEPS = (0.6180339887498949, 0.7548776662466927, 0.8191725133961645, 0.8566748838545029)
"""Irrational steps of a Kronecker sequence, one a variable: the points fill the unit cube evenly."""


def scatter(density: Density, point: Mapping[Any, Any], count: int = _COUNT) -> dict[Any, Any]:
    """Return ``count`` values of each variable inside its support, which may depend on earlier variables.

    Parameters
    ----------
    density
        Gives variables and supports.
    point
        Value of every parameter and constant symbol.
    count
        Number of nodes.
    """
    nodes: dict[Any, Any] = {}
    index = np.arange(1, count + 1)
    for n, variable in enumerate(density.variables):
        part = np.mod(index * (_STEPS[n % len(_STEPS)] + n // len(_STEPS) / 7.0), 1.0)
        nodes[variable.symbol] = _placed(variable.domain, {**point, **nodes}, np.clip(part, 1e-4, 1 - 1e-4))
    return nodes


def _placed(domain: Domain, values: Mapping[Any, Any], part: Any) -> Any:
    """Map parts of (0, 1) onto a domain: logistic towards infinite ends, with distances from 1e-3 to 1e3."""
    walk = Walk(dict(values))
    if isinstance(domain, FiniteSet):
        places = np.array([float(walk.value(v)) for v in domain.values])
        return places[np.minimum((part * len(places)).astype(int), len(places) - 1)]
    lower, upper = (np.broadcast_to(np.asarray(walk.value(e), dtype=float), part.shape) for e in domain.ends)
    if isinstance(domain, IntegerRange):
        return _integers(lower, upper, domain.step, part)
    odds = part / (1.0 - part)
    with np.errstate(all="ignore"):
        between = lower + (upper - lower) * part
        right, left, middle = lower + odds, upper - 1.0 / odds, np.log(odds) * np.exp(np.abs(part - 0.5) * 4)
    finite = np.isfinite(lower), np.isfinite(upper)
    return np.select([finite[0] & finite[1], finite[0], finite[1]], [between, right, left], middle)


def _integers(lower: Any, upper: Any, step: int, part: Any) -> Any:
    """Return integers of a range: evenly where it is finite, else mostly small distances from the finite end."""
    bounded = np.isfinite(lower) & np.isfinite(upper)
    length = np.where(bounded, upper, 0.0) - np.where(bounded, lower, 0.0)
    steps = np.floor((length // step + 1) * part)
    distance = np.floor(part / (1.0 - part) * 5.0)
    sides = np.where(part > 0.5, distance - 5.0, -np.floor((1.0 - part) / part * 5.0) + 5.0)
    finite = np.isfinite(lower), np.isfinite(upper)
    with np.errstate(all="ignore"):
        ways = [lower + step * steps, lower + step * distance, upper - step * distance]
    return np.select([finite[0] & finite[1], finite[0], finite[1]], ways, step * sides)
