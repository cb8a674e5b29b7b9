"""What a distribution for gradient boosting needs beside the derived functions: coordinates, a fit, draws and means.

Internal coordinates run over the whole line: the logarithm of a distance from an end of the domain, the logit between
two ends, or the parameter itself. A link is (kind, lower end, upper end).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

_FARTHEST = 150.0
"""Logarithms beyond which a distance is not followed: its square and its inverse are still finite."""

_NEAREST = 30.0
"""The same where an end is not zero, so that the parameter does not round to it."""

_CELLS = 600
"""Cells of the table by which draws and means of continuous observations are computed."""

_MOST_MASSES = 1_000_000
"""Terms after which the masses of a discrete distribution must have summed to one."""


def _from_internal(links: Sequence[tuple[str, float, float]], internal: Any) -> tuple[list[Any], Any]:
    """Return the parameters, and the slopes of each in its own coordinate, shape (k, ...)."""
    values, slopes = [], []
    for (kind, lower, upper), eta in zip(links, internal, strict=True):
        if kind == "identity":
            value, slope = eta, _np.ones_like(eta)
        elif kind == "logit":
            share = 1.0 / (1.0 + _np.exp(-_np.clip(eta, -_NEAREST, _NEAREST)))
            value, slope = lower + (upper - lower) * share, (upper - lower) * share * (1.0 - share)
        else:
            end, sign = (lower, 1.0) if kind == "log" else (upper, -1.0)
            distance = _np.exp(_np.clip(eta, -_FARTHEST if end == 0.0 else -_NEAREST, _FARTHEST))
            value, slope = end + sign * distance, sign * distance
        values.append(value)
        slopes.append(slope)
    return values, _np.asarray(slopes)


def _fit_internal(
    links: Sequence[tuple[str, float, float]],
    data: Any,
    log_density: Callable[..., Any],
    score: Callable[..., Any],
    expected_information: Callable[..., Any],
) -> Any:
    """Return the internal coordinates of greatest likelihood, by Fisher scoring from the best of several starts."""
    y = _np.asarray(data, dtype=float)

    def mean_log_density(eta: Any) -> float:
        with _np.errstate(all="ignore"):
            found = float(_np.mean(log_density(y, *_from_internal(links, eta)[0])))
        return found if _np.isfinite(found) else -_np.inf

    starts = _np.meshgrid(*[_starts(kind, y) for kind, _, _ in links])
    best = max(_np.stack(starts, axis=-1).reshape(-1, len(links)), key=mean_log_density)
    height = mean_log_density(best)
    for _ in range(200):
        values, slopes = _from_internal(links, best)
        gradient = _np.mean(score(y, *values), axis=0) * slopes
        metric = expected_information(*values) * _np.outer(slopes, slopes)
        step = _np.linalg.lstsq(metric, gradient, rcond=None)[0] if _np.all(_np.isfinite(metric)) else gradient
        gain = float(gradient @ step)
        if not gain > 1e-16:
            break
        size = min(1.0, 2.0 / float(_np.max(_np.abs(step) / (1.0 + _np.abs(best)))))
        while size > 1e-10 and not mean_log_density(best + size * step) >= height + 1e-4 * size * gain:
            size /= 2.0
        if size <= 1e-10:
            break
        best = best + size * step
        height = mean_log_density(best)
    return best


def _starts(kind: str, y: Any) -> list[float]:
    """Return a few coordinates that a parameter might have, from the middle and the spread of the data."""
    middle = float(_np.median(y))
    spread = float(_np.subtract(*_np.percentile(y, [75, 25]))) / 1.349 or float(_np.std(y)) or 1.0
    if kind == "identity":
        return [middle, 0.0]
    if kind == "logit":
        return [-1.0, 1.0]
    sizes = {1.0, spread, abs(middle) or 1.0, 1.0 / spread, 1.0 / (abs(middle) or 1.0)}
    return sorted(float(_np.log(s)) for s in sizes)


def _inverted(
    uniform: Any, log_density: Callable[..., Any], parameters: Sequence[Any], ends: tuple[Any, Any]
) -> tuple[Any, Any]:
    """Return observations at which continuous distributions reach given probabilities, and their means.

    Parameters
    ----------
    uniform
        Probabilities, shape (m, n).
    log_density
        Of the observation and the parameters.
    parameters
        Arrays of shape (n,).
    ends
        Ends of the support, shape (n,).

    Returns
    -------
    ndarray of shape (m, n), ndarray of shape (n,)
        The means are those of the table, which ends where the density has fallen by a factor of e⁴⁰: right for bounded
        supports, where a mean exists.

    Raises
    ------
    ArithmeticError
        The density does not integrate to one over the table: it has spikes apart that were not found.
    """
    lower, upper = (_np.asarray(e, dtype=float) for e in ends)
    parts = [_np.asarray(p, dtype=float)[:, None] for p in parameters]

    def place(t: Any) -> tuple[Any, Any]:
        return _on_line(t, lower[:, None], upper[:, None])

    def height(t: Any) -> Any:
        with _np.errstate(all="ignore"):
            x, slope = place(t)
            found = log_density(x, *parts) + _np.log(slope)
        return _np.where(_np.isfinite(found), found, -_np.inf)

    centre, width = _peak(height, len(lower))
    reach = _np.linspace(-60.0, 60.0, 481)
    outer = height(centre + width * _np.sinh(reach)) + _np.log(_np.cosh(reach))
    inside = outer > outer.max(axis=1, keepdims=True) - 40.0
    first = reach[_np.maximum(inside.argmax(axis=1) - 1, 0)]
    last = reach[_np.minimum(len(reach) - inside[:, ::-1].argmax(axis=1), len(reach) - 1)]
    edges = first[:, None] + (last - first)[:, None] * _np.linspace(0.0, 1.0, _CELLS + 1)
    half = (last - first)[:, None] / (2 * _CELLS)
    mass, moment = _np.zeros((len(lower), _CELLS)), _np.zeros(len(lower))
    for node, weight in ((-0.7745966692414834, 5 / 9), (0.0, 8 / 9), (0.7745966692414834, 5 / 9)):
        t = edges[:, :-1] + half * (1.0 + node)
        u = centre + width * _np.sinh(t)
        part = _np.exp(height(u)) * width * _np.cosh(t) * half * weight
        mass += part
        moment += _np.sum(_np.where(part > 0, part * place(u)[0], 0.0), axis=1)
    total = mass.sum(axis=1)
    if not _np.all(_np.abs(total - 1.0) < 1e-3):
        raise ArithmeticError("the density could not be tabulated: its mass over the table is not 1")
    reached = _np.concatenate([_np.zeros((len(lower), 1)), _np.cumsum(mass, axis=1)], axis=1) / total[:, None]
    slope = _np.exp(height(centre + width * _np.sinh(edges))) * width * _np.cosh(edges)
    rows = zip(_np.asarray(uniform).T, reached, edges, slope, strict=True)
    draws = _np.array([_within_cells(*row) for row in rows])
    return place(centre + width * _np.sinh(draws))[0].T, moment / total


def _within_cells(uniform: Any, reached: Any, edges: Any, slope: Any) -> Any:
    """Return where a distribution function reaches probabilities, its slope being linear between the edges of a cell."""
    cell = _np.clip(_np.searchsorted(reached, uniform, side="right") - 1, 0, len(edges) - 2)
    size, first, second = edges[cell + 1] - edges[cell], slope[cell], slope[cell + 1]
    share = (uniform - reached[cell]) / _np.maximum(reached[cell + 1] - reached[cell], 1e-300)
    risen = share * (first + second)
    root = _np.sqrt(_np.maximum(first**2 + risen * (second - first), 0.0))
    return edges[cell] + size * _np.clip(risen / _np.maximum(first + root, 1e-300), 0.0, 1.0)


def _on_line(t: Any, lower: Any, upper: Any) -> tuple[Any, Any]:
    """Return the place in a support that a point of the line stands for, and the slope there."""
    t = _np.broadcast_to(t, _np.broadcast_shapes(_np.shape(t), _np.shape(lower)))
    grown = _np.exp(_np.clip(t, -700.0, 700.0))
    share = 1.0 / (1.0 + _np.exp(-_np.clip(t, -700.0, 700.0)))
    from_lower, from_upper = _np.isfinite(lower), _np.isfinite(upper)
    span = _np.where(from_lower & from_upper, upper - lower, 1.0)
    cases = [from_lower & from_upper, from_lower & ~from_upper, ~from_lower & from_upper]
    place = _np.select(cases, [lower + span * share, lower + grown, upper - grown], t)
    return place, _np.select(cases, [span * share * (1.0 - share), grown, grown], 1.0)


def _peak(height: Callable[..., Any], count: int) -> tuple[Any, Any]:
    """Return for each row where a function of the line is highest, and how far from there it falls by one, (n, 1)."""
    grid = _np.sinh(_np.linspace(-30.0, 30.0, 601))
    at = _np.broadcast_to(grid, (count, len(grid)))
    for _ in range(12):
        best = height(at).argmax(axis=1)
        rows = _np.arange(count)
        left, right = at[rows, _np.maximum(best - 1, 0)], at[rows, _np.minimum(best + 1, at.shape[1] - 1)]
        at = left[:, None] + (right - left)[:, None] * _np.linspace(0.0, 1.0, 25)
    centre = at[rows, height(at).argmax(axis=1)][:, None]
    sizes = _np.exp(_np.linspace(-40.0, 40.0, 321))
    fallen = _np.maximum(height(centre + sizes), height(centre - sizes)) < height(centre) - 1.0
    return centre, sizes[_np.where(fallen.any(axis=1), fallen.argmax(axis=1), len(sizes) // 2)][:, None]


def _counted(uniform: Any, log_density: Callable[..., Any], parameters: Sequence[Any], start: Any, step: float) -> Any:
    """Return the values at which discrete distributions from ``start`` upwards reach given probabilities, (m, n).

    Raises
    ------
    ArithmeticError
        The masses do not sum to one within a million terms.
    """
    parts = [_np.asarray(p, dtype=float)[:, None] for p in parameters]
    first = _np.broadcast_to(_np.asarray(start, dtype=float), (len(parts[0]),))[:, None]
    sums = _np.zeros((len(first), 0))
    while sums.shape[1] == 0 or _np.any(sums[:, -1] < 1.0 - 1e-9):
        if sums.shape[1] > _MOST_MASSES:
            raise ArithmeticError("the masses do not sum to 1 within a million terms")
        values = first + step * _np.arange(sums.shape[1], sums.shape[1] + max(256, sums.shape[1]))
        masses = _np.exp(log_density(values, *parts))
        before = sums[:, -1:] if sums.shape[1] else 0.0
        sums = _np.concatenate([sums, before + _np.cumsum(masses, axis=1)], axis=1)
    found = [_np.searchsorted(row / row[-1], u) for u, row in zip(_np.asarray(uniform).T, sums, strict=True)]
    return first.T + step * _np.array(found, dtype=float).T
