"""Sums over several discrete variables, and over those before continuous ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symfisher.domains import FiniteSet, IntegerRange, Interval
from symfisher.evaluation import Walk
from symfisher.quadrature.line import integrate_line
from symfisher.quadrature.locate import special_points
from symfisher.quadrature.question import Question, at_nodes, end_values
from symfisher.quadrature.results import Sums, nothing, products


def sum_grid(question: Question, point: Mapping[Any, Any]) -> Sums:
    """Sum over nested ranges; infinite ones are cut, and the cut moved out until nothing changes."""
    previous: Any = None
    size = 32
    while True:
        known, number, cut = _grid(question, point, size)
        if number == 0:
            return nothing(question.count)
        if number > 4_000_000:
            break
        log, factors = at_nodes(question, Walk(known))
        terms, lost = products(log, factors)
        sums, sizes = terms.sum(axis=1), np.abs(terms).sum(axis=1)
        failed = np.any(lost, axis=-1) & np.ones(question.count, dtype=bool)
        if not cut:
            change = np.zeros(question.count)
            break
        change = np.full(question.count, np.inf) if previous is None else np.abs(sums - previous)
        if np.all(change <= 1e-15 * np.maximum(sizes, 1e-300)):
            break
        previous = sums
        size *= 2
    errors = change + 4e-16 * sizes
    failed = failed | ~(errors <= 1e-9 * np.maximum(question.scales(sizes), 1e-300))
    reason = "the sum did not converge" if failed.any() else ""
    return Sums(sums, errors, sizes, np.zeros(question.count, dtype=bool), failed, reason)


def _grid(question: Question, point: Mapping[Any, Any], size: int) -> tuple[dict[Any, Any], int, bool]:
    """Return all points of the support with infinite ranges cut to ``size`` terms, and whether any was cut."""
    known: dict[Any, Any] = dict(point)
    placed: dict[Any, Any] = {}
    count, cut = 1, False
    for v in question.density.variables:
        walk = Walk({**known, **placed})
        if isinstance(v.domain, FiniteSet):
            options = np.array([float(Walk(known).value(o)) for o in v.domain.values])
            placed = {s: np.repeat(x, len(options)) for s, x in placed.items()}
            placed[v.symbol] = np.tile(options, count)
            count *= len(options)
            continue
        assert isinstance(v.domain, IntegerRange)
        lower, upper = (np.broadcast_to(walk.value(e), (count,)).astype(float) for e in v.domain.ends)
        step = v.domain.step
        cut = cut or bool(np.any(np.isinf(lower)) or np.any(np.isinf(upper)))
        lower = np.where(np.isinf(lower), np.where(np.isinf(upper), -step * size, upper - step * size), lower)
        upper = np.where(np.isinf(upper), lower + 2 * step * size, upper)
        numbers = np.maximum(np.floor((upper - lower) / step + 1e-9).astype(int) + 1, 0)
        total = int(numbers.sum())
        if total > 4_000_000:
            return {}, total, cut
        first = np.repeat(np.cumsum(numbers) - numbers, numbers)
        placed = {s: np.repeat(x, numbers) for s, x in placed.items()}
        placed[v.symbol] = np.repeat(lower, numbers) + step * (np.arange(total) - first)
        count = total
    return {**known, **placed}, count, cut


def sum_mixed(question: Question, point: Mapping[Any, Any]) -> Sums:
    """Sum over the discrete variables the integrals over one continuous variable."""
    variables = question.density.variables
    continuous = [v for v in variables if isinstance(v.domain, Interval)]
    every = np.ones(question.count, dtype=bool)
    zero = np.zeros(question.count)
    if len(continuous) != 1:
        return Sums(zero, zero + np.inf, zero, ~every, every, "more than one continuous variable beside a discrete one")
    inner = continuous[0]
    outer = [v for v in variables if v is not inner]
    if any(inner.symbol in e.free_symbols for v in outer for e in v.domain.ends):
        return Sums(
            zero, zero + np.inf, zero, ~every, every, "the range of a discrete variable depends on a continuous one"
        )
    total = nothing(question.count)
    quiet = 0
    for values in _outwards(outer, point):
        if values is None:
            return Sums(total.values, total.errors, total.sizes, total.divergent, every, "too many discrete values")
        part = _inner(question, inner, {**point, **values})
        total = total + part
        quiet = quiet + 1 if np.all(part.sizes <= 1e-17 * np.maximum(total.sizes, 1e-300)) else 0
        if quiet > 12 and total.sizes[0] > 0:
            break
    return total


def _outwards(variables: list[Any], point: Mapping[Any, Any]) -> Any:
    """Yield the values of the discrete variables, at most 5000 of them, then None."""
    import sympy as sp

    if len(variables) != 1:
        yield None
        return
    v = variables[0]
    if isinstance(v.domain, FiniteSet):
        yield from ({v.symbol: o} for o in v.domain.values)
        return
    walk = Walk(dict(point))
    lower, upper = (float(walk.value(e)) for e in v.domain.ends)
    for n in range(5000):
        if np.isfinite(lower):
            value = lower + v.domain.step * n
        elif np.isfinite(upper):
            value = upper - v.domain.step * n
        else:
            value = v.domain.step * ((n + 1) // 2) * (1 if n % 2 else -1)
        if value > upper:
            return
        yield {v.symbol: sp.Integer(int(value))}
    yield None


def _inner(question: Question, variable: Any, point: Mapping[Any, Any]) -> Sums:
    def log_density(x: Any) -> Any:
        walk = Walk({**point, variable.symbol: x})
        return np.broadcast_to(question.log_density(walk), walk.shape)

    kinks, anchors = special_points(question.watched, variable.symbol, point)
    return integrate_line(
        lambda x: at_nodes(question, Walk({**point, variable.symbol: x})),
        log_density,
        end_values(variable.domain.ends, point),
        list(kinks),
        anchors,
        question.scales,
        question.count,
        None,
        {k: f for k, f in kinks.items() if f is not None},
    )
