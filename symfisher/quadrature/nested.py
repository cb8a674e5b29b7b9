"""Two continuous variables by nested rules: the mass of the inner variable is located anew at every outer node.

Ridges and tails that no change of coordinates straightens (a scale of y that goes like 1/x, a funnel) are followed node
by node. Both variables run through the double-exponential maps of `line`, u = c + w sinh t, with c and w the place and
the width of the inner density given the outer node; all rows are located and evaluated together. Halving both steps
gives the error. It is a second opinion for the product rules of `space`, and the first where these do not converge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.evaluation import Shifted, Walk
from symfisher.quadrature.question import Question, at_nodes
from symfisher.quadrature.results import Sums, nothing, products

_FIRST_STEP = 0.25
_HALVINGS = 4
_TOLERANCE = 1e-11
_ACCEPTED = 1e-7
_NEGLIGIBLE = 1e-14
_RANGE = 650.0
"""Range of u: distances from an end between exp(−650) and exp(650)."""
_CELLS = 300_000
"""Nodes that are evaluated together at most."""
_WIDEST = 30.0
_DROP = 2.0
_ZOOM = np.linspace(0.0, 1.0, 17)
_STEPS = 10.0 ** np.arange(-12.0, 12.01, 0.5)

Ends = tuple[tuple[Any, Any], ...]


@dataclass(frozen=True)
class Region:
    """A region over two variables: the ends of the second may contain the first.

    Attributes
    ----------
    symbols
        The outer variable and the inner one.
    ends
        Their ends, expressions in our symbols.
    values
        Values of parameters and constants.
    anchors
        Points near which mass may sit, for each variable.
    """

    symbols: tuple[Any, Any]
    ends: Ends
    values: Mapping[Any, Any]
    anchors: tuple[list[float], list[float]]

    def whole(self, axis: int) -> bool:
        """Say whether a variable runs over the whole line."""
        lower, upper = self.ends[axis]
        return bool(lower.is_infinite and upper.is_infinite)


@dataclass(frozen=True)
class _Lane:
    """How u maps to a variable: about ``place`` with unit ``size`` on the whole line, from the ends elsewhere.

    ``centre`` and ``width`` say where in u the mass sits. All are numbers or arrays, one element a row.
    """

    place: Any
    size: Any
    centre: Any
    width: Any

    def at(self, rows: Any) -> _Lane:
        """Return the lanes of the rows chosen."""
        return _Lane(self.place[rows], self.size[rows], self.centre[rows], self.width[rows])


def integrate_nested(question: Question, region: Region, turn: float = 1.0) -> Sums:
    """Return the integrals of a question over a region, with errors by halving the steps.

    Parameters
    ----------
    question
        As `symfisher.quadrature.question.Question`.
    region
        Where to integrate.
    turn
        Factor of the widths found: another one gives other nodes, for a second opinion.
    """
    with np.errstate(all="ignore"):
        outer = _locate_outer(question, region)
        return nothing(question.count) if outer is None else _halved(question, region, outer, turn)


def _halved(question: Question, region: Region, outer: _Lane, turn: float) -> Sums:
    """Halve both steps until the sums agree."""
    outer = _Lane(outer.place, outer.size, outer.centre, outer.width * turn)
    limits = _first(outer), _last(outer)
    across: tuple[float, float] | None = None
    previous: Any = None
    step = _FIRST_STEP
    total = nothing(question.count)
    for _ in range(_HALVINGS + 1):
        t = step * np.arange(np.ceil(limits[0] / step), np.floor(limits[1] / step) + 1)
        sums, sizes, lost, along, beside, s = _level(question, region, outer, t, step, turn, across)
        scale = np.maximum(question.scales(sizes), 1e-300)
        change = np.full(question.count, np.inf) if previous is None else np.abs(sums - previous)
        errors = change + 1e-15 * sizes
        failed = lost | ~(errors <= _ACCEPTED * scale)
        reason = f"quadrature did not converge: estimated error {np.max(errors / scale):.1e}" if failed.any() else ""
        total = Sums(sums, errors, sizes, np.zeros(question.count, dtype=bool), failed, reason)
        if np.all(change < _TOLERANCE * scale):
            break
        limits, across = _trimmed(t, along, limits), _trimmed(s, beside, across or (float(s[0]), float(s[-1])))
        previous, step = sums, step / 2
    return total


def _first(lane: _Lane) -> float:
    return float(np.arcsinh((-_RANGE - lane.centre) / lane.width))


def _last(lane: _Lane) -> float:
    return float(np.arcsinh((_RANGE - lane.centre) / lane.width))


def _trimmed(t: Any, along: Any, limits: tuple[float, float]) -> tuple[float, float]:
    """Return the range of t in which the terms of the outer sum matter."""
    active = np.flatnonzero(np.any(along > 1e-20 * np.maximum(along.max(axis=1, keepdims=True), 1e-300), axis=0))
    if not len(active):
        return limits
    return float(t[max(active[0] - 2, 0)]), float(t[min(active[-1] + 2, len(t) - 1)])


def _level(
    question: Question,
    region: Region,
    outer: _Lane,
    t: Any,
    step: float,
    turn: float,
    across: tuple[float, float] | None,
) -> tuple[Any, Any, Any, Any, Any, Any]:
    """Return sums, sizes, what is not to be trusted, the sizes along outer and inner nodes, and the inner nodes.

    ``across`` is the range of the inner nodes; it is chosen wide enough for all rows where it is not known yet.
    """
    count = question.count
    u = outer.centre + outer.width * np.sinh(t)
    log_weight = np.log(step * outer.width * np.cosh(t))
    inner = _locate_inner(question, region, outer, u)
    inner = _Lane(inner.place, inner.size, inner.centre, inner.width * turn)
    low, high = across or (
        np.arcsinh((-_RANGE - inner.centre) / inner.width).min(),
        np.arcsinh((_RANGE - inner.centre) / inner.width).max(),
    )
    s = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    sums, along = np.zeros((count, len(t))), np.zeros((count, len(t)))
    beside = np.zeros((count, len(s)))
    edge, lost = np.zeros(count), np.zeros(count, dtype=bool)
    chunk = max(1, _CELLS // len(s))
    for start in range(0, len(t), chunk):
        rows = slice(start, start + chunk)
        terms, gone, at_edge = _rows(question, region, outer, u[rows], log_weight[rows], inner.at(rows), s, step)
        size = np.abs(terms)
        sums[:, rows], along[:, rows] = terms.sum(axis=2), size.sum(axis=2)
        beside += size.sum(axis=1)
        edge += at_edge
        lost |= gone
    sizes = along.sum(axis=1)
    edge = np.maximum(edge, np.maximum(along[:, 0], along[:, -1]) * _RANGE / step)
    return sums.sum(axis=1), sizes, lost | ~(edge <= _NEGLIGIBLE * 1e3 * sizes), along, beside, s


def _rows(
    question: Question, region: Region, outer: _Lane, u: Any, log_weight: Any, inner: _Lane, s: Any, step: float
) -> tuple[Any, Any, Any]:
    """Return terms (count, rows, nodes) over some outer nodes, which integrals lost nodes, the sizes at the edge."""
    v = inner.centre[:, None] + inner.width[:, None] * np.sinh(s)
    inside = np.abs(v) <= _RANGE
    v = np.clip(v, -_RANGE, _RANGE)
    weight = log_weight[:, None] + np.log(step * inner.width[:, None] * np.cosh(s))
    known, slope = _placed(region, outer, u, inner, v)
    log, factors = at_nodes(question, Walk(known))
    log_terms = np.where(inside.ravel(), log + slope + weight.ravel(), -np.inf)
    terms, lost = products(log_terms, factors)
    terms = terms.reshape(question.count, *v.shape)
    size = np.abs(terms)
    gone = np.any(lost & (log_terms > -46.0) & inside.ravel(), axis=-1)
    last = inside & (~np.roll(inside, -1, axis=1) | ~np.roll(inside, 1, axis=1))
    last[:, 0] |= inside[:, 0]
    last[:, -1] |= inside[:, -1]
    return terms, gone, (size * last).sum(axis=(1, 2)) * _RANGE / step


def _placed(region: Region, outer: _Lane, u: Any, inner: _Lane, v: Any) -> tuple[dict[Any, Any], Any]:
    """Return the symbols at outer nodes u (n,) and inner nodes v (n, m), flat, and the log of the Jacobian there."""
    wide = np.repeat(u, v.shape[1])
    known = dict(region.values)
    known[region.symbols[0]], slope = _one(region, 0, known, outer.place, outer.size, wide)
    place, size = (np.repeat(a, v.shape[1]) for a in (inner.place, inner.size))
    known[region.symbols[1]], more = _one(region, 1, known, place, size, v.ravel())
    return known, slope + more


def _one(region: Region, axis: int, known: dict[Any, Any], place: Any, size: Any, u: Any) -> tuple[Any, Any]:
    """Return a variable at nodes u and log dx/du."""
    lower, upper = region.ends[axis]
    if region.whole(axis):
        height = np.abs(u)
        log = np.log(size) + height + np.log1p(-np.exp(-2 * height)) - np.log(2.0)
        base = np.broadcast_to(np.asarray(place, dtype=float), u.shape)
        slope = np.log(size) + np.logaddexp(u, -u) - np.log(2.0)
        return Shifted(base, size * np.sinh(u), None, log, np.sign(u)), slope
    walk = Walk(known)
    a, b = (np.broadcast_to(walk.value(e), u.shape).astype(float) for e in (lower, upper))
    one = np.ones(u.shape)
    if upper.is_infinite:
        return Shifted(a, np.exp(u), None, u, one), u
    if lower.is_infinite:
        return Shifted(b, -np.exp(u), None, u, -one), u
    left = u < 0
    part = np.log(b - a) - np.logaddexp(0.0, np.abs(u))
    side = np.where(left, 1.0, -1.0)
    return Shifted(np.where(left, a, b), side * np.exp(part), None, part, side), part - np.logaddexp(0.0, -np.abs(u))


# ---- where the mass is


def _locate_outer(question: Question, region: Region) -> _Lane | None:
    """Locate the marginal of the outer variable: height times width of the inner peak stand for it at a node."""
    lane = _Lane(0.0, 1.0, 0.0, 1.0)

    def height(x: Any) -> Any:
        return _peaks(question, region, lane, x.ravel(), plain=True)[2].reshape(x.shape)

    mode, width, top = _rows_of_modes(height, _trial(region, 0)[None])
    if not np.isfinite(top[0]):
        return None
    if region.whole(0):
        return _Lane(float(mode[0]), float(width[0]), 0.0, 1.0)
    return _Lane(0.0, 1.0, float(mode[0]), float(min(width[0], _WIDEST)))


def _locate_inner(question: Question, region: Region, outer: _Lane, u: Any) -> _Lane:
    mode, width, _ = _peaks(question, region, outer, u)
    zero, one = np.zeros(len(u)), np.ones(len(u))
    if region.whole(1):
        return _Lane(mode, width, zero, one)
    return _Lane(zero, one, mode, np.minimum(width, _WIDEST))


def _peaks(question: Question, region: Region, outer: _Lane, u: Any, plain: bool = False) -> tuple[Any, Any, Any]:
    """Return mode, width and log of mass (roughly) of the inner variable at outer nodes.

    ``plain`` says that ``u`` is the outer variable itself where that runs over the whole line.
    """
    direct = plain and region.whole(0)

    def along(z: Any) -> Any:
        n, m = z.shape
        known = dict(region.values)
        wide = np.repeat(u, m)
        if direct:
            known[region.symbols[0]], slope = wide, np.zeros(wide.shape)
        else:
            known[region.symbols[0]], slope = _one(region, 0, known, outer.place, outer.size, wide)
        if region.whole(1):
            known[region.symbols[1]], more = z.ravel(), 0.0
        else:
            known[region.symbols[1]], more = _one(region, 1, known, 0.0, 1.0, z.ravel())
        walk = Walk(known)
        value = np.broadcast_to(question.log_density(walk), wide.shape) + slope + more
        return np.where(np.isnan(value) | (value == np.inf), -np.inf, value).reshape(n, m)

    mode, width, top = _rows_of_modes(along, np.tile(_trial(region, 1), (len(u), 1)))
    return mode, width, top + np.log(width)


def _trial(region: Region, axis: int) -> Any:
    """Return places at all scales, in the variable on the whole line, else in u."""
    if region.whole(axis):
        probes = 10.0 ** np.arange(-12.0, 12.01, 0.75)
        places = [p for a in (0.0, *region.anchors[axis][:4]) for p in (a - probes, [a], a + probes)]
    else:
        places = [np.arange(-40.0, 40.01, 1.5), 40.0 * 1.4 ** np.arange(1, 9), -40.0 * 1.4 ** np.arange(1, 9)]
    return np.sort(np.concatenate(places))


def _rows_of_modes(function: Callable[[Any], Any], candidates: Any) -> tuple[Any, Any, Any]:
    """Return mode, width and height of the greatest peak in every row, as `locate.find_mode` does for one."""
    n = len(candidates)
    row = np.arange(n)
    values = function(candidates)
    best = np.argmax(values, axis=1)
    mode, height = candidates[row, best], values[row, best]
    low = candidates[row, np.maximum(best - 1, 0)]
    high = candidates[row, np.minimum(best + 1, candidates.shape[1] - 1)]
    for _ in range(16):
        grid = low[:, None] + (high - low)[:, None] * _ZOOM
        values = function(grid)
        best = np.argmax(values, axis=1)
        left, right = np.maximum(best - 1, 0), np.minimum(best + 1, len(_ZOOM) - 1)
        better = values[row, best] >= height
        mode, height = np.where(better, grid[row, best], mode), np.where(better, values[row, best], height)
        rough = height - np.minimum(values[row, left], values[row, right]) > 0.2
        fine = high - low <= 1e-14 * np.abs(mode)
        inside = (mode >= grid[row, left]) & (mode <= grid[row, right])
        low = np.where(inside, grid[row, left], low)
        high = np.where(inside, grid[row, right], high)
        if not np.any(rough & ~fine & np.isfinite(height)):
            break
    return mode, _widths(function, mode, height), height


def _widths(function: Callable[[Any], Any], mode: Any, height: Any) -> Any:
    """Return the nearer of the two distances at which each row has dropped by two."""
    steps = np.broadcast_to(_STEPS, (len(mode), len(_STEPS)))
    values = function(np.concatenate([mode[:, None] - steps, mode[:, None] + steps], axis=1))
    down = values < (height - _DROP)[:, None]
    left, right = down[:, : len(_STEPS)], down[:, len(_STEPS) :]
    found = [np.where(side.any(axis=1), _STEPS[np.argmax(side, axis=1)], np.inf) for side in (left, right)]
    width = np.minimum(*found)
    return np.where(np.isfinite(width), width / 1.8, 1.0)
