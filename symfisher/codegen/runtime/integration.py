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

_ACCEPTED = 1e-9
"""Change with which a rule that does not stand still at the greatest number of nodes is still accepted."""

_MOST_NODES = 16384
"""Refinement ends at twice this number of nodes."""

_VALUES = 131072
"""Values computed together while refining."""

_NEGLIGIBLE = 60.0
"""Nodes whose weight is below exp(-60) of the greatest are left out."""


_LOST = 33.0
"""A range that ends at a weight above exp(-33) of the greatest has lost mass."""


_VANISHED = 80.0
"""A piece whose mass is below exp(-80) of what it is added to is nothing."""

_COARSE = 3
"""Stride of the grids on which mass is looked for where an integral is a node of another one."""

_FAINT = 1e-280
"""Weights below which scores are not asked for: formulas that divide by the density have lost them there."""


class _Piece:
    """A piece of the support with the density seen from its finite ends.

    ``lower(d, log_d, *parameters)`` and ``upper(d, log_d, *parameters)`` give (log-density, score...) at distance d
    from that end, or at d itself on the whole line; ``ends(*parameters)`` gives the two ends. The logarithm of the
    distance is passed as well, for it is exact where the distance underflows. With False after the parameters they give
    the log-density alone.
    """

    def __init__(
        self, kind: str, lower: Callable[..., Any] | None, upper: Callable[..., Any] | None, ends: Any
    ) -> None:
        self.kind = kind
        self.lower = lower
        self.upper = upper
        self.ends = ends

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:
        """Return mass and moments, shape (rows, 1 + len(pairs)); by a rule of so many nodes if that is not 0."""
        if nodes:
            return _fixed_rule(self, parameters, pairs, rows, nodes)
        return _integrate_rows(self, parameters, pairs, rows)

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, roughly, shape (rows, 1)."""
        _, scale, top = _locate(self, parameters, rows, _COARSE)
        return top + _np.log(scale)

    def values(self, u: Any, parameters: Sequence[Any], scored: bool = True) -> tuple[Any, list[Any]]:
        """Return log(f du) and, if asked for, the scores at nodes u as they come, each of shape (rows, nodes)."""
        if self.kind == "line":
            log_density, *scores = self.lower(u, _np.log(_np.abs(u)), *parameters, scored)  # type: ignore[misc]
            return log_density + 0.0 * u, [s + 0.0 * u for s in scores]
        if self.kind in ("lower", "upper"):
            side = self.lower if self.kind == "lower" else self.upper
            log_density, *scores = side(_np.exp(u), u, *parameters, scored)  # type: ignore[misc]
            return log_density + u, [s + 0.0 * u for s in scores]
        return self._values_between(u, parameters, scored)

    def _values_between(self, u: Any, parameters: Sequence[Any], scored: bool) -> tuple[Any, list[Any]]:
        """Return the same between two finite ends, each half seen from its own end."""
        start, end = self.ends(*parameters)
        width = _np.maximum(end - start, 0.0)
        near, far = 1.0 / (1.0 + _np.exp(-u)), 1.0 / (1.0 + _np.exp(u))
        log_near, log_far = (_np.log(width) - _np.logaddexp(0.0, sign * u) for sign in (-1.0, 1.0))
        first = self.lower(width * near, log_near, *parameters, scored)  # type: ignore[misc]
        second = self.upper(width * far, log_far, *parameters, scored)  # type: ignore[misc]
        log_density, *scores = [_np.where(u < 0, a, b) for a, b in zip(first, second, strict=True)]
        jacobian = log_near + log_far - _np.log(width)
        return log_density + jacobian, scores


def _weigh(piece: Any, u: Any, parameters: Sequence[Any]) -> Any:
    """Return log(f du) at nodes u, -inf where it is no number, shape (rows, nodes)."""
    log_weight = piece.values(u, parameters, False)[0]
    return _np.where(log_weight < _np.inf, log_weight, -_np.inf)


def _start_grid(kind: str, stride: int) -> Any:
    """Return the nodes at which the mass is first looked for."""
    if kind == "line":
        powers = _np.power(10.0, _np.arange(-8.0, 16.0, 0.2 * stride))
        return _np.concatenate([-powers[::-1], [0.0], powers])
    powers = 20.0 * _np.power(10.0, _np.arange(0.0, 5.0, 0.1 * stride))
    return _np.concatenate([-powers[::-1], _np.arange(-19.5, 20.0, 0.5 * stride), powers])


def _locate(piece: Any, parameters: Sequence[Any], rows: int, stride: int = 1) -> tuple[Any, Any, Any]:
    """Return centre, scale and height (the log-weight at the centre) of the mass in u, each of shape (rows, 1)."""
    start, fraction = _start_grid(piece.kind, stride), _np.linspace(0.0, 1.0, 7)
    centre, near, top = _np.empty((rows, 1)), _np.empty((rows, 1)), _np.empty((rows, 1))
    grid, chosen = _np.broadcast_to(start, (rows, start.size)), _np.arange(rows)
    for _ in range(18):
        weight = _weigh(piece, grid, [p[chosen] for p in parameters])
        best = _np.argmax(weight, axis=1)[:, None]
        beside = [_np.clip(best + side, 0, grid.shape[1] - 1) for side in (-1, 1)]
        low, middle, high = (_np.take_along_axis(grid, place, axis=1) for place in (beside[0], best, beside[1]))
        bottom = _np.minimum(*(_np.take_along_axis(weight, place, axis=1) for place in beside))
        height = _np.take_along_axis(weight, best, axis=1)
        centre[chosen], near[chosen], top[chosen] = middle, _np.maximum(middle - low, high - middle), height
        rough = _np.flatnonzero(~((bottom > height - 0.1) | (height == -_np.inf)))
        if not rough.size:
            break
        low, middle, high, chosen = low[rough], middle[rough], high[rough], chosen[rough]
        grid = _np.concatenate([low + (middle - low) * fraction, middle + (high - middle) * fraction[1:]], axis=1)
    return centre, _scale(piece, parameters, centre, top, near, stride), top


def _scale(piece: Any, parameters: Sequence[Any], centre: Any, top: Any, near: Any, stride: int) -> Any:
    """Return how far from the centre the log-weight has dropped by one, on the nearer side.

    ``near`` are distances at which it has not dropped yet.
    """
    steps = _np.maximum(near, 1e-300) * _np.power(10.0, _np.arange(-0.8, 14.0, 0.2 * stride))
    found = _np.full(centre.shape, _np.inf)
    for side in (-1.0, 1.0):
        drop = top - _weigh(piece, centre + side * steps, parameters)
        dropped = ~(drop < 1.0)
        first = _np.argmax(dropped, axis=1)[:, None]
        before, after = (_np.take_along_axis(drop, _np.maximum(first - n, 0), axis=1) for n in (1, 0))
        back = _np.where((first > 0) & (after > before), (after - 1.0) / (after - before), 0.0)
        place = _np.take_along_axis(steps, first, axis=1) * _np.power(10.0, -0.2 * stride * _np.clip(back, 0.0, 1.0))
        found = _np.minimum(found, _np.where(dropped.any(axis=1)[:, None], place, _np.inf))
    return _np.where(_np.isfinite(found), found, 1.0)


def _extent(piece: Any, parameters: Sequence[Any], centre: Any, scale: Any, stride: int = 1) -> tuple[Any, Any, Any]:
    """Return the range of t outside which the weight is negligible, and whether it ends there by itself.

    Returns
    -------
    start, end
        Arrays of shape (rows, 1).
    cut
        Whether mass that counts lies beyond what floating-point numbers reach.
    """
    runs = ((0.25, 8.0, 0.25), (8.0, 20.0, 1.0), (20.0, 705.0, 10.0))
    half = _np.concatenate([_np.arange(first, last, step * stride) for first, last, step in runs])
    t = _np.concatenate([-half[::-1], [0.0], half])
    weight = _weigh(piece, centre + scale * _np.sinh(t), parameters) + _np.log(_np.cosh(t))
    drop = weight - weight.max(axis=1, keepdims=True)
    kept = drop > -_NEGLIGIBLE
    last = t.size - 1
    first, final = _np.argmax(kept, axis=1)[:, None], last - _np.argmax(kept[:, ::-1], axis=1)[:, None]
    start, end = t[_np.maximum(first - 1, 0)], t[_np.minimum(final + 1, last)]
    top = weight.max(axis=1, keepdims=True)
    cut = _is_cut(piece, parameters, centre, scale, t[first], start, top)
    return start, end, cut | _is_cut(piece, parameters, centre, scale, t[final], end, top)


def _is_cut(piece: Any, parameters: Sequence[Any], centre: Any, scale: Any, kept: Any, outside: Any, top: Any) -> Any:
    """Say where the weight stops being finite before it is negligible, between a node that counts and the next one."""

    def weigh(rows: Any, t: Any) -> Any:
        own = [p[rows] for p in parameters]
        return piece.values(centre[rows] + scale[rows] * _np.sinh(t), own, False)[0] + _np.log(_np.cosh(t))

    everywhere = _np.arange(len(centre))
    cut = (kept == outside) & (weigh(everywhere, kept) > top - _LOST)
    rows = _np.flatnonzero(~_np.isfinite(weigh(everywhere, outside))[:, 0])
    if rows.size:
        inner, outer = kept[rows], outside[rows]
        for _ in range(40):
            middle = (inner + outer) / 2
            fine = _np.isfinite(weigh(rows, middle))
            inner, outer = _np.where(fine, middle, inner), _np.where(fine, outer, middle)
        cut[rows] |= weigh(rows, inner) > top[rows] - _LOST
    return cut


def _rule(piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], geometry: Any, nodes: Any) -> Any:
    """Return the sums of f·1 and f·score_i·score_j over nodes in [0, 1), shape (rows, 1 + len(pairs))."""
    centre, scale, start, end = geometry
    t = start + (end - start) * nodes
    log_weight, scores = piece.values(centre + scale * _np.sinh(t), parameters)
    weight = _np.exp(_np.where(log_weight < _np.inf, log_weight, -_np.inf)) * scale * _np.cosh(t) * (end - start)
    clean = [_np.where(weight > _FAINT, s, 0.0) for s in scores]
    columns = [weight.sum(axis=1)]
    columns += [_np.sum(weight * clean[i] * clean[j], axis=1) for i, j in pairs]
    return _np.stack(columns, axis=1) / nodes.size


def _fixed_rule(
    piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int
) -> Any:
    """Integrate by a rule of so many nodes, laid on the mass; nan where mass is out of reach."""
    centre, spread, _ = _locate(piece, parameters, rows, _COARSE)
    start, end, cut = _extent(piece, parameters, centre, spread, _COARSE)
    total = _rule(piece, parameters, pairs, [centre, spread, start, end], _np.arange(nodes) / nodes)
    total[cut[:, 0]] = _np.nan
    return total


def _integrate_rows(
    piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, rest: Any = 0.0
) -> Any:
    """Integrate over one piece for a block of parameter points.

    ``parameters`` have shape (rows, 1); ``rest`` holds the moments of what this piece will be added to, against which
    errors are measured too.
    """
    centre, spread, top = _locate(piece, parameters, rows)
    start, end, cut = _extent(piece, parameters, centre, spread)
    geometry = [centre, spread, start, end]
    size = 64
    total = _rule(piece, parameters, pairs, geometry, _np.arange(size) / size)
    moving = _np.arange(rows)
    while moving.size and size <= _MOST_NODES:
        middle = _middle(piece, parameters, pairs, geometry, size, moving)
        refined = (total[moving] + middle) / 2
        scale = _magnitude(refined + (rest if _np.ndim(rest) == 0 else rest[moving]), pairs)
        change = _np.abs(refined - total[moving]) / scale
        total[moving] = refined
        size *= 2
        open_ = ~_np.all(change <= _TOLERANCE, axis=1)
        moving, change = moving[open_], change[open_]
    if moving.size:
        total[moving] = _np.where(_converged(change, pairs), total[moving], _np.nan)
    total[cut[:, 0]] = _np.nan
    if _np.ndim(rest):
        total[(top + _np.log(spread))[:, 0] < _np.log(rest[:, 0]) - _VANISHED] = 0.0
    return total


def _converged(change: Any, pairs: Sequence[tuple[int, int]]) -> Any:
    """Say which moments stand still, together with both diagonal moments that their errors are measured by."""
    still = change < _ACCEPTED
    places = {i: 1 + n for n, (i, j) in enumerate(pairs) if i == j}
    for n, pair in enumerate(pairs):
        for i in pair:
            still[:, 1 + n] &= still[:, places.get(i, 1 + n)]
    return still


def _middle(
    piece: _Piece, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], geometry: Any, size: int, rows: Any
) -> Any:
    """Return the rule at the nodes between those there are, for some rows, a bounded number of values at a time."""
    nodes = (_np.arange(size) + 0.5) / size
    step = max(1, _VALUES // size)
    parts = []
    for start in range(0, rows.size, step):
        own = rows[start : start + step]
        parts.append(_rule(piece, [p[own] for p in parameters], pairs, [g[own] for g in geometry], nodes))
    return _np.concatenate(parts)


def _magnitude(moments: Any, pairs: Sequence[tuple[int, int]]) -> Any:
    """Return what the error of each moment is measured by: roots of the two diagonal moments where both are there."""
    diagonal = {i: _np.abs(moments[:, 1 + n]) for n, (i, j) in enumerate(pairs) if i == j}
    columns = [_np.ones(len(moments))]
    for n, (i, j) in enumerate(pairs):
        both = i in diagonal and j in diagonal
        columns.append(_np.sqrt(diagonal[i] * diagonal[j]) if both else _np.abs(moments[:, 1 + n]))
    return _np.maximum(_np.stack(columns, axis=1), 1e-300)
