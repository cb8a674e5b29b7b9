"""Sums over the integers: directly around the mode, and by Euler-Maclaurin where the tail is too long to walk.

References
----------
Euler-Maclaurin: NIST Digital Library of Mathematical Functions, eq. 2.10.1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from symfisher.evaluation import Shifted
from symfisher.quadrature.line import integrate_line
from symfisher.quadrature.locate import distinct, find_mode
from symfisher.quadrature.results import Integrand, LogDensity, Scales, Sums, nothing, plain, products

_DIRECT = 200_000
_TAIL_START = 1 << 14
_TOLERANCE = 1e-17


def sum_points(integrand: Integrand, points: Any, count: int) -> Sums:
    """Return the sums over finitely many points, shape (n,)."""
    if len(points) == 0:
        return nothing(count)
    log, factors = integrand(points)
    terms, lost = products(log, factors)
    size = np.abs(terms).sum(axis=1)
    return plain(terms.sum(axis=1), size, lost)


def sum_range(
    integrand: Integrand,
    log_density: LogDensity,
    range_: tuple[float, float, int],
    anchors: list[float],
    scales: Scales,
    count: int,
) -> Sums:
    """Return the sums over ``lower, lower + step, …, upper``, either end of which may be infinite."""
    lower, upper, step = range_
    if np.isfinite(lower) and np.isfinite(upper):
        if upper < lower:
            return nothing(count)
        number = int(np.floor((upper - lower) / step + 1e-9)) + 1
        if number <= _DIRECT:
            return sum_points(integrand, lower + step * np.arange(number), count)
        return _ray(integrand, log_density, lower, step, number, anchors, scales, count)
    if np.isfinite(lower):
        return _ray(integrand, log_density, lower, step, None, anchors, scales, count)
    if np.isfinite(upper):
        return _ray(integrand, log_density, upper, -step, None, anchors, scales, count)
    right = _ray(integrand, log_density, 0.0, step, None, anchors, scales, count)
    return right + _ray(integrand, log_density, -float(step), -step, None, anchors, scales, count)


def _ray(
    integrand: Integrand,
    log_density: LogDensity,
    start: float,
    step: int,
    number: int | None,
    anchors: list[float],
    scales: Scales,
    count: int,
) -> Sums:
    """Return the sums over start + step·j for j = 0, 1, … (``number`` of them, or without end)."""
    last = np.inf if number is None else float(number - 1)

    def at(j: Any) -> Any:
        return j.scaled(start, step) if isinstance(j, Shifted) else start + step * j

    near = [(a - start) / step for a in anchors]
    trial = np.concatenate([np.arange(16.0), np.round(2.0 ** np.arange(4, 44, 0.25)), *[_around(n) for n in near]])
    trial = distinct(trial[(trial >= 0) & (trial <= last)])
    found = find_mode(lambda j: log_density(at(np.clip(np.round(j), 0, last))), trial)
    if found is None:
        return nothing(count)
    mode, width = float(np.round(found[0])), max(found[1], 1.0)
    total = nothing(count)
    total, open_left = _walk(integrand, at, mode - 1, -1, 0.0, width, total)
    total, open_right = _walk(integrand, at, mode, 1, last, width, total)
    if open_left is not None:
        every = np.ones(count, dtype=bool)
        return Sums(total.values, total.errors, total.sizes, total.divergent, every, "the sum has too many terms")
    if open_right is None:
        return total
    return _with_tail(integrand, log_density, at, open_right, total, scales, count)


def _around(place: float) -> Any:
    return np.round(place + np.concatenate([-(2.0 ** np.arange(0, 40.0)), [0.0], 2.0 ** np.arange(0, 40.0)]))


def _walk(
    integrand: Integrand, at: Any, first: float, sign: int, last: float, width: float, total: Sums
) -> tuple[Sums, float | None]:
    """Add terms from ``first`` outwards until they no longer count; return where it stopped if they still do."""
    chunk, place = max(64.0, np.ceil(4 * width)), first
    room = _TAIL_START + min(40 * width, 4.0 * _DIRECT / 2)
    while sign * place <= sign * last:
        end = place + sign * (chunk - 1)
        end = min(end, last) if sign > 0 else max(end, last)
        j = np.arange(place, end + sign, sign)
        log, factors = integrand(at(j))
        terms, lost = products(log, factors)
        part = np.abs(terms).sum(axis=1)
        total = total + plain(terms.sum(axis=1), part, lost)
        if len(j) > 1 and _negligible(terms, total.sizes):
            return total, None
        place = end + sign
        chunk *= 2
        if abs(place - first) > room and sign * place <= sign * last:
            return total, place
    return total, None


def _negligible(terms: Any, sizes: Any) -> bool:
    """Say whether what follows is negligible, were the terms to go on shrinking by the ratio seen at the end."""
    size = np.abs(terms)
    tail = size[:, -1]
    window = min(32, size.shape[1] - 1)
    with np.errstate(all="ignore"):
        ratio = np.where(tail > 0, (tail / size[:, -1 - window]) ** (1 / window), 0.0)
    ratio = np.where(np.isfinite(ratio), ratio, 1.0)
    left = np.where(ratio < 1, tail * ratio / np.maximum(1 - ratio, 1e-300), np.inf)
    left = np.where(tail > 0, left, 0.0)
    fresh = np.abs(terms[0]).sum() > 0 or sizes[0] > 0
    return bool(fresh and np.all(left <= _TOLERANCE * 100 * np.maximum(sizes, 1e-300)))


def _with_tail(
    integrand: Integrand, log_density: LogDensity, at: Any, place: float, head: Sums, scales: Scales, count: int
) -> Sums:
    """Add the tail from ``place`` on, by Euler-Maclaurin at ``place`` and again at twice the distance."""
    once = _euler_maclaurin(integrand, log_density, at, place, scales, count)
    log, factors = integrand(at(np.arange(place, 2 * place)))
    terms, lost = products(log, factors)
    middle = plain(terms.sum(axis=1), np.abs(terms).sum(axis=1), lost)
    twice = middle + _euler_maclaurin(integrand, log_density, at, 2 * place, scales, count)
    total = head + twice
    with np.errstate(all="ignore"):
        gap = np.where(total.divergent, np.inf, np.abs(once.values - twice.values))
    errors = total.errors + gap
    failed = total.failed | (errors > 1e-9 * np.maximum(scales(total.sizes), 1e-300))
    reason = total.reason or ("the tail of the sum did not converge" if failed.any() else "")
    return Sums(total.values, errors, total.sizes, total.divergent, failed, reason)


def _euler_maclaurin(
    integrand: Integrand, log_density: LogDensity, at: Any, place: float, scales: Scales, count: int
) -> Sums:
    """Return Σ g(j) over j ≥ place as ∫ g + g/2 − g′/12 + g‴/720, with derivatives of a polynomial through 9 points."""
    integral = integrate_line(
        lambda j: integrand(at(j)), lambda j: log_density(at(j)), (place, np.inf), [], [], scales, count
    )
    spacing = place / 200
    nodes = np.arange(-4.0, 5.0)
    log, factors = integrand(at(place + spacing * nodes))
    values, _ = products(log, factors)
    coefficients = np.linalg.solve(np.vander(nodes, increasing=True), values.T)
    slope, third = coefficients[1] / spacing, 6 * coefficients[3] / spacing**3
    ends = values[:, 4] / 2 - slope / 12 + third / 720
    return replace(integral, values=integral.values + ends)
