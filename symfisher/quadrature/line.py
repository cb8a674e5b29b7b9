"""Integrals over a line by double-exponential rules that are laid on the mass of the density.

Every range is mapped to u in (−∞, ∞): x = m + d sinh u on the whole line (m, d from the mode), x = a + exp u on a
half-line, x = a + (b − a)/(1 + exp(−u)) between two ends; then u = c + s sinh t and the trapezoidal rule in t. Near an
end the distance from it is what is computed, x itself never loses it. Errors are the change at the last halving of the
step; integrals whose terms do not decay along t are reported as divergent.

References
----------
Takahasi & Mori (1974), Publ. RIMS 9, 721-741; Mori & Sugihara (2001), J. Comput. Appl. Math. 127, 287-296.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from symfisher.evaluation import Shifted
from symfisher.quadrature.locate import distinct, find_mode, spread
from symfisher.quadrature.results import Integrand, LogDensity, Scales, Sums, nothing, products

_FIRST_STEP = 0.25
_HALVINGS = 8
_TOLERANCE = 1e-12
_ACCEPTED = 1e-9
_NEGLIGIBLE = 1e-15
_MAX_PIECES = 24
_DOUBTS = 3
"""How often a piece with an integral that seems to diverge where its terms vanish is halved."""
_FAR = 100.0
_WIDEST = 30.0
_ROUNDING = 1e-14
"""Part of the size of the ends within which a kink is taken for the end itself, computed another way."""
_RANGE = 1e15
"""Range of u: distances from an end are told apart by their logarithms, however far those reach (log-Cauchy tails do)."""


@dataclass(frozen=True)
class _Map:
    """A range mapped to the whole line; ``centre`` and ``width`` are used on the whole line only."""

    lower: float
    upper: float
    exact: Mapping[float, Fraction]
    centre: float = 0.0
    width: float = 1.0

    @property
    def whole(self) -> bool:
        return self.lower == -np.inf and self.upper == np.inf

    def groups(self, u: Any) -> list[tuple[Any, Shifted]]:
        """Return (which nodes, their x) for each end that distances are measured from."""
        everything = np.ones(len(u), dtype=bool)
        with np.errstate(all="ignore"):
            if self.whole:
                size = np.abs(u)
                log = np.log(self.width) + size + np.log1p(-np.exp(-2 * size)) - np.log(2.0)
                return [(everything, Shifted(self.centre, self.width * np.sinh(u), None, log, np.sign(u)))]
            if self.upper == np.inf:
                return [(everything, self._from(self.lower, 1.0, u))]
            if self.lower == -np.inf:
                return [(everything, self._from(self.upper, -1.0, u))]
            length, left = np.log(self.upper - self.lower), u < 0
            near_lower = self._from(self.lower, 1.0, length - np.logaddexp(0.0, -u[left]))
            near_upper = self._from(self.upper, -1.0, length - np.logaddexp(0.0, u[~left]))
        return [(mask, x) for mask, x in ((left, near_lower), (~left, near_upper)) if mask.any()]

    def _from(self, end: float, side: float, log_offset: Any) -> Shifted:
        return Shifted(end, side * np.exp(log_offset), self.exact.get(end), log_offset, side)

    def log_slope(self, u: Any) -> Any:
        """Return log dx/du."""
        if self.whole:
            return np.log(self.width) + np.logaddexp(u, -u) - np.log(2.0)
        if np.isfinite(self.upper) and np.isfinite(self.lower):
            return np.log(self.upper - self.lower) - np.logaddexp(0.0, -u) - np.logaddexp(0.0, u)
        return u


def integrate_line(
    integrand: Integrand,
    log_density: LogDensity,
    ends: tuple[float, float],
    kinks: list[float],
    anchors: list[float],
    scales: Scales,
    count: int,
    expected: float | None = None,
    exact: Mapping[float, Fraction] = MappingProxyType({}),
) -> Sums:
    """Return the integrals of a density times ``count`` factors over an interval.

    Parameters
    ----------
    integrand, log_density
        Take a `Shifted` x.
    ends
        The interval.
    kinks, anchors
        Points where the range is divided, and points near which mass may sit.
    scales
        Sizes that errors are compared with.
    count
        Number of factors; the first is one, so that the first integral is the mass.
    expected
        The mass that is expected; if it is not found the range is divided further at the anchors.
    exact
        Ends and kinks as fractions, by the floats they round to.
    """
    lower, upper = ends
    close = _ROUNDING * sum(abs(e) for e in ends if np.isfinite(e))
    cuts = [lower, *sorted(k for k in kinks if lower + close < k < upper - close), upper]
    pieces = list(pairwise(cuts))
    total = _over(pieces, integrand, log_density, anchors, scales, count, exact)
    if expected is None or abs(total.values[0] - expected) <= 1e-8 or total.divergent[0]:
        return total
    finer = sorted({*cuts, *(a for a in anchors if lower < a < upper)})
    if len(finer) == len(cuts):
        return total
    pieces = list(pairwise(finer))
    again = _over(pieces, integrand, log_density, anchors, scales, count, exact)
    return again if abs(again.values[0] - expected) < abs(total.values[0] - expected) else total


def _over(
    pieces: list[tuple[float, float]],
    integrand: Integrand,
    log_density: LogDensity,
    anchors: list[float],
    scales: Scales,
    count: int,
    exact: Mapping[float, Fraction],
) -> Sums:
    """Add up the pieces; those that do not converge are halved at their mode until they do or the budget is used up."""
    waiting = [(*piece, _DOUBTS) for piece in pieces]
    done: list[Sums] = []
    budget = _MAX_PIECES + len(pieces)
    while waiting:
        lower, upper, doubts = waiting.pop(0)
        result, middle = _piece(lower, upper, integrand, log_density, anchors, scales, count, exact)
        budget -= 1
        doubtful = bool(np.any(result.doubtful)) and doubts > 0
        if (doubtful or np.any(result.failed & ~result.divergent)) and middle is not None and budget > 0:
            doubts -= doubtful
            waiting = [(lower, middle, doubts), (middle, upper, doubts), *waiting]
            continue
        done.append(result)
    total = nothing(count)
    for part in done:
        total = total + part
    return total


def _piece(
    lower: float,
    upper: float,
    integrand: Integrand,
    log_density: LogDensity,
    anchors: list[float],
    scales: Scales,
    count: int,
    exact: Mapping[float, Fraction],
) -> tuple[Sums, float | None]:
    """Return the integrals over one piece, and where to divide it should they not have converged."""
    if not lower < upper:
        return nothing(count), None
    shape = _Map(lower, upper, exact)
    if shape.whole:
        found = find_mode(log_density, spread([0.0, *anchors]))
        if found is None:
            return nothing(count), None
        shape = _Map(lower, upper, exact, found[0], found[1])
        centre, width, middle = 0.0, 1.0, found[0]
    else:
        located = find_mode(lambda u: _log_in_u(shape, log_density, u), _trial_u(shape, anchors))
        if located is None:
            return nothing(count), None
        centre, width = located[0], min(located[1], _WIDEST)
        middle = float(shape.groups(np.array([centre]))[0][1].total[0])
    result = _trapezoid(shape, centre, width, integrand, scales, count)
    return result, middle if lower < middle < upper else None


def _trial_u(shape: _Map, anchors: list[float]) -> Any:
    low, high = -_RANGE, _RANGE
    far = 40.0 * 1.25 ** np.arange(29)
    grid = [np.arange(-40.0, 40.01, 1.0), far, -far]
    for a in anchors:
        if shape.lower < a < shape.upper:
            ratio = (
                (a - shape.lower) / (shape.upper - a) if np.isfinite(shape.upper) and np.isfinite(shape.lower) else 0.0
            )
            distance = a - shape.lower if shape.upper == np.inf else shape.upper - a
            place = np.log(ratio if ratio else distance)
            grid.append(place + np.concatenate([-(10.0 ** np.arange(-9, 1.0)), [0.0], 10.0 ** np.arange(-9, 1.0)]))
    points = distinct(np.concatenate(grid))
    return points[(points >= low) & (points <= high)]


def _log_in_u(shape: _Map, log_density: LogDensity, u: Any) -> Any:
    value = np.empty(len(u))
    for mask, x in shape.groups(u):
        value[mask] = log_density(x)
    return value + shape.log_slope(u)


def _terms(shape: _Map, centre: float, width: float, integrand: Integrand, count: int, t: Any) -> tuple[Any, Any]:
    """Return the terms of the rule without its step, shape (count, n), and which of them are lost."""
    u = centre + width * np.sinh(t)
    log, factors = np.empty(len(t)), np.empty((count, len(t)))
    for mask, x in shape.groups(u):
        log[mask], factors[:, mask] = integrand(x)
    weight = log + shape.log_slope(u) + np.log(width * np.cosh(t))
    return products(weight, factors)


def _trapezoid(shape: _Map, centre: float, width: float, integrand: Integrand, scales: Scales, count: int) -> Sums:
    low, high = -_RANGE, _RANGE
    step = _FIRST_STEP
    first = int(np.ceil(np.arcsinh((low - centre) / width) / step))
    last = int(np.floor(np.arcsinh((high - centre) / width) / step))
    t = step * np.arange(first, last + 1)
    terms, lost = _terms(shape, centre, width, integrand, count, t)
    size = np.abs(terms)
    ends_bad, divergent, doubtful = _tails(t, centre, width, terms, lost, 1e-3 * scales(size.sum(axis=1)))
    active = np.any(size > 1e-19 * np.maximum(size.max(axis=1, keepdims=True), 1e-300), axis=0)
    if not active.any():
        return nothing(count)
    inner = np.flatnonzero(active)
    start, stop = t[max(inner[0] - 1, 0)], t[min(inner[-1] + 1, len(t) - 1)]
    sums, sizes = step * terms.sum(axis=1), step * size.sum(axis=1)
    change = np.full(count, np.inf)
    for _ in range(_HALVINGS):
        t = np.arange(start + step / 2, stop, step)
        terms, more_lost = _terms(shape, centre, width, integrand, count, t)
        step /= 2
        ends_bad = ends_bad | _inner_loss(terms, more_lost)
        new = sums / 2 + step * terms.sum(axis=1)
        sizes = sizes / 2 + step * np.abs(terms).sum(axis=1)
        previous, change = change, np.abs(new - sums)
        sums = new
        relative = change / np.maximum(scales(sizes), 1e-300)
        stalled = np.all(relative < 1e-10) and np.all(change >= 0.2 * previous)
        if np.all(relative < _TOLERANCE) or stalled:
            break
    scale = np.maximum(scales(sizes), 1e-300)
    errors = change + 4e-16 * sizes
    coarse = ~(errors <= _ACCEPTED * scale)
    reason = ""
    if divergent.any():
        reason = "an expectation diverges"
    elif ends_bad.any():
        reason = "the integrand does not decay within the range of floating-point numbers"
    elif coarse.any():
        reason = f"quadrature did not converge: estimated error {np.max(errors / scale):.1e}"
    values, errors = np.where(divergent, np.inf, sums), np.where(divergent, np.inf, errors)
    return Sums(values, errors, sizes, divergent, divergent | ends_bad | coarse, reason, doubtful)


def _inner_loss(terms: Any, lost: Any) -> Any:
    """Say which integrals have lost nodes next to terms that matter."""
    if not lost.any():
        return np.zeros(len(terms), dtype=bool)
    size = np.abs(terms)
    beside = np.zeros_like(size)
    beside[:, 1:] = size[:, :-1]
    beside[:, :-1] = np.maximum(beside[:, :-1], size[:, 1:])
    return np.any(lost & (beside > 1e-13 * size.sum(axis=1, keepdims=True)), axis=1)


def _tails(t: Any, centre: float, width: float, terms: Any, lost: Any, least: Any) -> tuple[Any, Any, Any]:
    """Say which integrals have not decayed at the ends of the range, which do not exist, and where that is doubtful.

    An integral does not exist if log|term| per du does not fall along the last stretch towards an end. ``least`` (m,)
    are the sizes relative to which an integral that is all but zero is rounding. Where the terms beyond that stretch
    vanish, it may be one side of a peak that the nodes are too far apart for.
    """
    size = np.abs(terms)
    total = np.maximum(size.sum(axis=1), least)
    bad, divergent = _inner_loss(terms, lost), np.zeros(len(terms), dtype=bool)
    doubtful = divergent.copy()
    u = centre + width * np.sinh(t)
    density = size / (width * np.cosh(t))
    for row in range(len(terms)):
        there = np.flatnonzero(~lost[row] & (size[row] > 0))
        if len(there) < 12:
            continue
        for edge in (there[:8], there[::-1][:8]):
            if density[row, edge[0]] * abs(u[edge[0]]) <= _NEGLIGIBLE * total[row]:
                continue
            slope = np.log(density[row, edge[3]] / density[row, edge[7]]) / abs(u[edge[3]] - u[edge[7]])
            if not np.isfinite(slope):
                continue
            far = abs(u[edge[0]]) > _FAR
            bad[row] |= far and density[row, edge[0]] > 1e-12 * total[row] * abs(slope)
            grows = (far and slope > -1e-5) or (slope > 0 and size[row, edge[0]] == size[row].max())
            divergent[row] |= grows
            beyond = slice(edge[0] + 1, None) if edge[0] > edge[1] else slice(edge[0])
            doubtful[row] |= grows and bool(np.any(~lost[row, beyond] & (size[row, beyond] == 0)))
    return bad, divergent, doubtful
