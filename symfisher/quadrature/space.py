"""Expectations over several variables: product rules on the whitened mass, nested grids for discrete ones.

Every continuous variable is mapped to the whole line (x = a + exp z, x = a + (b − a)/(1 + exp(−z)), ends may depend on
the variables before it); there the mode and the Hessian of the log-density give z = mode + L v with L Lᵀ the inverse of
minus the Hessian, v = sinh t in two and three dimensions, and the trapezoidal rule runs over t. Halving the step gives
the error. In more dimensions products of Gauss-Hermite rules in v are used, of growing order: right for densities with
light tails, and reported as not converged for others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from symfisher.evaluation import Walk
from symfisher.quadrature.boxes import Box, pieces
from symfisher.quadrature.discrete import sum_grid, sum_mixed
from symfisher.quadrature.locate import special_points
from symfisher.quadrature.nested import Region, integrate_nested
from symfisher.quadrature.question import Question, at_nodes
from symfisher.quadrature.results import Sums, nothing, products
from symfisher.quadrature.whitening import whiten

_CHUNK = 40_000


_NODES = 1_500_000


_QUICK = 150_000
"""Nodes of a product rule in two dimensions, beyond which nested rules are the better ones."""


_TOLERANCE = 1e-11


_ACCEPTED = 1e-7


_DROP = 46.0
"""How far the log-density may fall below its mode before nodes are left out: a factor of 1e-20."""


_ORDERS = (6, 8, 11, 15)


def integrate_space(question: Question, point: Mapping[Any, Any]) -> Sums:
    """Return the integrals or sums of a question about a density of several variables."""
    kinds = [v.domain.discrete for v in question.density.variables]
    if all(kinds):
        return sum_grid(question, point)
    if not any(kinds):
        total = nothing(question.count)
        for piece in pieces(question, point):
            total = total + _integrate_piece(question, point, piece)
        return total
    return sum_mixed(question, point)


# ---- several continuous variables


def _integrate_piece(question: Question, point: Mapping[Any, Any], box: Box) -> Sums:
    def log_density(z: Any) -> Any:
        known, log_jacobian = box.place(z)
        walk = Walk(known)
        with np.errstate(invalid="ignore"):  # where the density is zero and the jacobian infinite, there is no value
            return np.broadcast_to(question.log_density(walk), z.shape[1:]) + log_jacobian

    anchors = [special_points(question.watched, s, point)[1] for s in box.symbols]
    found = whiten(log_density, len(box.symbols), anchors)
    if found is None:
        return nothing(question.count)
    if len(box.symbols) != 2:
        return _product_rule(question, box, log_density, *found, _NODES)
    return _confirmed(
        question, _opinions(question, box, anchors, lambda: _product_rule(question, box, log_density, *found, _QUICK))
    )


def _opinions(
    question: Question, box: Box, anchors: list[list[float]], product: Callable[[], Sums]
) -> Iterator[Callable[[], Sums]]:
    """Yield rules that differ in their coordinates, those that are cheap and likely to be right first."""
    region = Region((box.symbols[0], box.symbols[1]), box.ends, box.values, (anchors[0], anchors[1]))
    yield product
    yield lambda: integrate_nested(question, region)
    if any(box.symbols[0] in e.free_symbols for e in box.ends[1]):
        yield lambda: integrate_nested(question, region, 1.6)
        return
    turned = Region(region.symbols[::-1], region.ends[::-1], region.values, (anchors[1], anchors[0]))
    yield lambda: integrate_nested(question, turned)
    yield lambda: integrate_nested(question, region, 1.6)
    yield lambda: integrate_nested(question, turned, 1.6)


def _confirmed(question: Question, opinions: Iterator[Callable[[], Sums]]) -> Sums:
    """Return the integrals on which two rules agree; if no two do, the best ones, said to have failed."""
    found: list[Sums] = []
    for rule in opinions:
        one = rule()
        for other in found:
            if (both := _agreeing(question, other, one)) is not None:
                return both
        found.append(one)
    best = min(found, key=lambda s: (int(s.failed.sum()), float(np.max(np.nan_to_num(s.errors, nan=1e300)))))
    gaps = np.max([np.abs(best.values - other.values) for other in found], axis=0)
    errors = np.maximum(best.errors, gaps)
    failed = best.failed | ~(errors <= _ACCEPTED * np.maximum(question.scales(best.sizes), 1e-300))
    reason = best.reason or ("two rules of integration do not agree" if failed.any() else "")
    return Sums(best.values, errors, best.sizes, best.divergent, failed, reason)


def _agreeing(question: Question, first: Sums, second: Sums) -> Sums | None:
    """Return one of two results with what they differ by as error, if they agree wherever they are to be trusted."""
    scale = np.maximum(question.scales(np.minimum(first.sizes, second.sizes)), 1e-300)
    with np.errstate(all="ignore"):
        gap = np.abs(first.values - second.values)
    best = min((second, first), key=lambda s: (int(s.failed.sum()), float(np.max(s.errors / scale))))
    apart = ~(gap <= _ACCEPTED * scale)
    if best.failed[0] or np.any(apart & ~best.failed):
        return None
    return Sums(best.values, np.maximum(best.errors, gap), best.sizes, best.divergent, best.failed | apart, best.reason)


def _product_rule(
    question: Question, box: Box, log_density: Callable[[Any], Any], mode: Any, matrix: Any, most: float
) -> Sums:
    """Return the integrals by product rules, each finer than the one before, until they agree or are too large."""
    count = question.count
    rules = _trapezoids(log_density, mode, matrix, most) if len(mode) <= 3 else _hermite(len(mode))
    previous: Any = None
    change = np.full(count, np.inf)
    for axes in rules:
        sums, sizes, lost = _rule(question, box, mode, matrix, axes)
        scale = np.maximum(question.scales(sizes), 1e-300)
        if previous is not None:
            change = np.abs(sums - previous)
            if np.all(change < _TOLERANCE * scale):
                break
        previous = sums
    errors = change + 1e-15 * sizes
    failed = lost | ~(errors <= _ACCEPTED * scale)
    reason = f"quadrature did not converge: estimated error {np.max(errors / scale):.1e}" if failed.any() else ""
    return Sums(sums, errors, sizes, np.zeros(count, dtype=bool), failed, reason)


Axis = tuple[Any, Any]
"""Nodes v and the logarithms of their weights along one axis."""


def _trapezoids(log_density: Callable[[Any], Any], mode: Any, matrix: Any, most: float) -> Iterator[list[Axis]]:
    """Yield axes of the trapezoidal rule in t with v = sinh t, steps shrinking, while the product is affordable."""
    d = len(mode)
    reach = [_reach(log_density, mode, matrix[:, i]) for i in range(d)]
    step, ratio = 0.5, 2.0 if d <= 2 else 1.4
    for level in range(12):
        grids = [step * np.arange(np.floor(low / step), np.ceil(high / step) + 1) for low, high in reach]
        if level > 1 and np.prod([float(len(g)) for g in grids]) > most:
            return
        yield [(np.sinh(t), np.log(step * np.cosh(t))) for t in grids]
        step /= ratio


def _hermite(d: int) -> Iterator[list[Axis]]:
    """Yield axes of Gauss-Hermite rules of growing order; the weights are those for integrals without exp(−v²/2)."""
    for order in _ORDERS:
        v, weight = np.polynomial.hermite_e.hermegauss(order)
        if order**d <= _NODES:
            yield [(v, np.log(weight) + v * v / 2)] * d


def _reach(log_density: Callable[[Any], Any], mode: Any, direction: Any) -> tuple[float, float]:
    """Return the range of t along one axis outside which the density times dv/dt is negligible."""
    grid = np.arange(0.1, 60.0, 0.1)
    top = log_density(mode[:, None])[0]
    found = []
    for sign in (-1.0, 1.0):
        values = log_density(mode[:, None] + sign * direction[:, None] * np.sinh(grid)) + np.log(np.cosh(grid))
        alive = np.flatnonzero(values > top - _DROP)
        found.append(float(grid[min(alive[-1] + 1, len(grid) - 1)]) if len(alive) else float(grid[0]))
    return -1.1 * found[0], 1.1 * found[1]


def _rule(question: Question, box: Box, mode: Any, matrix: Any, axes: list[Axis]) -> tuple[Any, Any, Any]:
    """Return sums and sums of sizes over the product of the axes, in chunks, and which integrals lost nodes."""
    shape = tuple(len(v) for v, _ in axes)
    number = int(np.prod(shape))
    volume = np.linalg.slogdet(matrix)[1]
    sums, sizes = np.zeros(question.count), np.zeros(question.count)
    failed = np.zeros(question.count, dtype=bool)
    for start in range(0, number, _CHUNK):
        index = np.unravel_index(np.arange(start, min(start + _CHUNK, number)), shape)
        v = np.stack([nodes[i] for (nodes, _), i in zip(axes, index, strict=True)])
        weight = volume + sum(logs[i] for (_, logs), i in zip(axes, index, strict=True))
        known, log_jacobian = box.place(mode[:, None] + matrix @ v)
        log, factors = at_nodes(question, Walk(known))
        with np.errstate(invalid="ignore"):  # as in `_integrate_piece`
            total = log + log_jacobian + weight
        terms, lost = products(total, factors)
        sums += terms.sum(axis=1)
        sizes += np.abs(terms).sum(axis=1)
        failed |= np.any(lost & (total > -_DROP), axis=-1)
    return sums, sizes, failed


# ---- several discrete variables
