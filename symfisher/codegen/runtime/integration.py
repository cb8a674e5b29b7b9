"""Expectations by quadrature, for many parameter points at once: what stands in where there is no closed form.

A density of one variable is cut at its kinks into pieces. On each piece the variable becomes a function of u in R (the
logarithm of the distance from a finite end), the mass is located in u for every parameter point by itself, and the
trapezoidal rule is applied in t, where u = centre + scale·sinh(t): an exponentially convergent rule, refined until it
stands still (Trefethen and Weideman 2014, SIAM Review 56, sections 5 and 14).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

_ROWS = 512
"""Parameter points integrated together."""

_TOLERANCE = 1e-12
"""Change between two refinements, relative to the diagonal, at which the rule stands still."""

_NEGLIGIBLE = 60.0
"""Nodes whose weight is below exp(-60) of the greatest are left out."""


class _Piece:
    """A piece of the support with the density seen from its finite ends.

    ``lower(d, *parameters)`` and ``upper(d, *parameters)`` give (log-density, score...) at distance d from that end, or
    at d itself on the whole line; ``ends(*parameters)`` gives the two ends.
    """

    def __init__(self, kind: str, lower: Callable[..., Any] | None, upper: Callable[..., Any] | None, ends: Any) -> None:
        self.kind = kind
        self.lower = lower
        self.upper = upper
        self.ends = ends

    def sample(self, u: Any, parameters: Sequence[Any]) -> tuple[Any, list[Any]]:
        """Return log(f du) and the scores at nodes u, each of shape (rows, nodes)."""
        if self.kind == "line":
            log_density, *scores = self.lower(u, *parameters)  # type: ignore[misc]
            return _usable(log_density, u), [s + 0.0 * u for s in scores]
        if self.kind in ("lower", "upper"):
            side = self.lower if self.kind == "lower" else self.upper
            log_density, *scores = side(_np.exp(u), *parameters)  # type: ignore[misc]
            return _usable(log_density + u, u), [s + 0.0 * u for s in scores]
        return self._sample_between(u, parameters)

    def _sample_between(self, u: Any, parameters: Sequence[Any]) -> tuple[Any, list[Any]]:
        """Sample between two finite ends, each half seen from its own end."""
        start, end = self.ends(*parameters)
        width = _np.maximum(end - start, 0.0)
        near, far = 1.0 / (1.0 + _np.exp(-u)), 1.0 / (1.0 + _np.exp(u))
        first = self.lower(width * near, *parameters)  # type: ignore[misc]
        second = self.upper(width * far, *parameters)  # type: ignore[misc]
        log_density, *scores = [_np.where(u < 0, a, b) for a, b in zip(first, second, strict=True)]
        jacobian = _np.log(width) - _np.logaddexp(0.0, u) - _np.logaddexp(0.0, -u)
        return _usable(log_density + jacobian, u), scores


def _usable(log_weight: Any, u: Any) -> Any:
    """Return the log-weight with everything that is no number as -inf, in the shape of u."""
    return _np.where(_np.isfinite(log_weight), log_weight, -_np.inf) + 0.0 * u


def _start_grid(kind: str) -> Any:
    """Return the nodes at which the mass is first looked for."""
    if kind == "line":
        powers = _np.power(10.0, _np.arange(-8.0, 16.0, 0.2))
        return _np.concatenate([-powers[::-1], [0.0], powers])
    return _np.concatenate([_np.arange(-700.0, -20.0, 20.0), _np.arange(-20.0, 20.0, 0.5), _np.arange(20.0, 700.0, 20.0)])


def _locate(piece: _Piece, parameters: Sequence[Any], rows: int) -> tuple[Any, Any]:
    """Return centre and scale of the mass in u, each of shape (rows, 1)."""
    grid = _np.broadcast_to(_start_grid(piece.kind), (rows, _start_grid(piece.kind).size))
    for _ in range(18):
        weight = piece.sample(grid, parameters)[0]
        best = _np.argmax(weight, axis=1)[:, None]
        low = _np.take_along_axis(grid, _np.maximum(best - 1, 0), axis=1)
        high = _np.take_along_axis(grid, _np.minimum(best + 1, grid.shape[1] - 1), axis=1)
        centre = _np.take_along_axis(grid, best, axis=1)
        fraction = _np.linspace(0.0, 1.0, 7)
        grid = _np.concatenate([low + (centre - low) * fraction, centre + (high - centre) * fraction[1:]], axis=1)
    return centre, _scale(piece, parameters, centre)


def _scale(piece: _Piece, parameters: Sequence[Any], centre: Any) -> Any:
    """Return how far from the centre the log-weight has dropped by one, on the nearer side."""
    steps = _np.power(10.0, _np.arange(-14.0, 16.0, 0.2)) * _np.maximum(1.0, _np.abs(centre))
    top = piece.sample(centre, parameters)[0]
    found = _np.full(centre.shape, _np.inf)
    for side in (-1.0, 1.0):
        dropped = ~(piece.sample(centre + side * steps, parameters)[0] > top - 1.0)
        first = _np.argmax(dropped, axis=1)[:, None]
        found = _np.minimum(found, _np.where(dropped.any(axis=1)[:, None], _np.take_along_axis(steps, first, 1), _np.inf))
    return _np.where(_np.isfinite(found), found, 1.0)


def _extent(piece: _Piece, parameters: Sequence[Any], centre: Any, scale: Any) -> tuple[Any, Any]:
    """Return the range of t outside which the weight is negligible, two arrays of shape (rows, 1)."""
    t = _np.linspace(-60.0, 60.0, 481)
    weight = piece.sample(centre + scale * _np.sinh(t), parameters)[0] + _np.log(_np.cosh(t))
    kept = weight > weight.max(axis=1, keepdims=True) - _NEGLIGIBLE
    last = t.size - 1
    first = _np.maximum(_np.argmax(kept, axis=1) - 1, 0)
    final = _np.minimum(last - _np.argmax(kept[:, ::-1], axis=1) + 1, last)
    return t[first][:, None], t[final][:, None]


def _rule(piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], geometry: Any, nodes: Any) -> Any:
    """Return the sums of f·1 and f·score_i·score_j over nodes in [0, 1), shape (rows, 1 + len(pairs))."""
    centre, scale, start, end = geometry
    t = start + (end - start) * nodes
    log_weight, scores = piece.sample(centre + scale * _np.sinh(t), parameters)
    weight = _np.exp(log_weight) * scale * _np.cosh(t) * (end - start)
    clean = [_np.where(weight > 0, s, 0.0) for s in scores]
    columns = [weight.sum(axis=1)]
    columns += [_np.sum(weight * clean[i] * clean[j], axis=1) for i, j in pairs]
    return _np.stack(columns, axis=1) / nodes.size


def _integrate_rows(piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int) -> Any:
    """Integrate over one piece for a block of parameter points; parameters have shape (rows, 1)."""
    centre, scale = _locate(piece, parameters, rows)
    geometry = [centre, scale, *_extent(piece, parameters, centre, scale)]
    size = 64
    total = _rule(piece, parameters, pairs, geometry, _np.arange(size) / size)
    moving = _np.arange(rows)
    while moving.size and size <= 4096:
        part = [g[moving] for g in geometry]
        own = [p[moving] for p in parameters]
        middle = _rule(piece, own, pairs, part, (_np.arange(size) + 0.5) / size)
        refined = (total[moving] + middle) / 2
        change = _np.abs(refined - total[moving])
        total[moving] = refined
        size *= 2
        moving = moving[~_np.all(change <= _TOLERANCE * _magnitude(refined, pairs), axis=1)]
    return total


def _magnitude(moments: Any, pairs: Sequence[tuple[int, int]]) -> Any:
    """Return what an error in each moment is measured by: the roots of the two diagonal moments where both are there."""
    diagonal = {i: _np.abs(moments[:, 1 + n]) for n, (i, j) in enumerate(pairs) if i == j}
    columns = [_np.ones(len(moments))]
    for n, (i, j) in enumerate(pairs):
        both = i in diagonal and j in diagonal
        columns.append(_np.sqrt(diagonal[i] * diagonal[j]) if both else _np.abs(moments[:, 1 + n]))
    return _np.stack(columns, axis=1)
