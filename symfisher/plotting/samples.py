"""Samples drawn from a density: its distribution function is summed on a grid and inverted.

The grid is dense around the mode and near finite ends, and reaches twelve powers of ten out. A density whose mass it
does not find to a thousandth is refused rather than drawn from wrongly.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symfisher.domains import FiniteSet, IntegerRange
from symfisher.errors import DomainError
from symfisher.plotting.model import Model
from symfisher.quadrature.locate import distinct, find_mode, special_points, spread

_TOLERANCE = 1e-3
_MOST_ATOMS = 1 << 18
_HALF = np.sinh(np.linspace(0.0, 40.0, 6001))
_AWAY = 10.0 ** np.linspace(-14.0, 12.0, 6001)


def draw(shown: Model, size: int, seed: int = 0) -> Any:
    """Return a sample of independent observations, shape (size,): the same one for the same seed.

    Raises
    ------
    DomainError
        A parameter has no value, the density has several variables, or its mass was not found.
    """
    return quantiles(shown, np.random.Generator(np.random.PCG64(seed)).random(size))


def quantiles(shown: Model, levels: Any) -> Any:
    """Return the quantiles of the density at the parameter values of ``shown``, shape of ``levels``.

    Raises
    ------
    DomainError
        As `draw`.
    """
    density = shown.derivation.density
    missing = [p.name for p in shown.parameters if p.name not in shown.values]
    if missing:
        raise DomainError(f'to simulate, a value is needed for {", ".join(missing)}: --at "{missing[0]}=..."')
    if len(density.variables) > 1:
        raise DomainError("samples of several variables are not simulated; give them with --data")
    if density.discrete:
        points, weights = _atoms(shown)
        cumulated = np.cumsum(weights)
        return points[np.minimum(np.searchsorted(cumulated, levels * _total(cumulated)), len(points) - 1)]
    points, weights = _cells(shown)
    cumulated = np.concatenate([[0.0], np.cumsum(weights)])
    kept = np.concatenate([[True], np.diff(cumulated) > 0])
    return np.interp(levels * _total(cumulated), cumulated[kept], points[kept])


def _total(cumulated: Any) -> float:
    if not abs(cumulated[-1] - 1) < _TOLERANCE:
        raise DomainError("the mass of this density was not found on a grid, so no sample is drawn; give --data")
    return float(cumulated[-1])


def _log_density(shown: Model, x: Any) -> Any:
    theta = [shown.values[p.name] for p in shown.parameters]
    with np.errstate(all="ignore"):
        return np.nan_to_num(shown.functions.log_density(x, *theta, *shown.known), nan=-np.inf, posinf=-np.inf)


def _atoms(shown: Model) -> tuple[Any, Any]:
    """Return the points of a discrete density and their probabilities."""
    (variable,) = shown.derivation.density.variables
    if isinstance(variable.domain, FiniteSet):
        points = np.sort(np.array([float(v) for v in variable.domain.values]))
    else:
        assert isinstance(variable.domain, IntegerRange)
        lower, upper = shown.ends(variable)
        first = lower if np.isfinite(lower) else -_MOST_ATOMS / 2 if not np.isfinite(upper) else upper - _MOST_ATOMS
        count = int(min((upper - first) / variable.domain.step + 1 + 1e-9, _MOST_ATOMS))
        points = first + variable.domain.step * np.arange(count)
    return points, np.exp(_log_density(shown, points))


def _cells(shown: Model) -> tuple[Any, Any]:
    """Return grid points and the mass between each two neighbours."""
    (variable,) = shown.derivation.density.variables
    lower, upper = shown.ends(variable)
    point = shown.derivation.density.own(dict(shown.values))
    kinks, anchors = special_points([shown.derivation.own.log_density], variable.symbol, point)
    ends = [e for e in (lower, upper) if np.isfinite(e)]
    candidates = spread([0.0, *ends, *kinks, *anchors, *_middles(ends)])
    inside = candidates[(candidates > lower) & (candidates < upper)]
    found = find_mode(lambda x: _log_density(shown, x), inside)
    if found is None:
        raise DomainError("the density is nowhere finite at these values")
    mode, width, _ = found
    near = [mode - width * _HALF, mode + width * _HALF]
    grid = distinct(np.concatenate([*near, *(e + s * _AWAY for e in (*ends, *kinks) for s in (-1, 1))]))
    grid = grid[(grid > lower) & (grid < upper)]
    heights = np.exp(_log_density(shown, grid))
    return grid, np.diff(grid) * (heights[1:] + heights[:-1]) / 2


def _middles(ends: list[float]) -> list[float]:
    return [sum(ends) / 2] if len(ends) == 2 else []
