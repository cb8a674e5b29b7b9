"""Expectations over several variables of which an outer one is discrete: sums of inner integrals or sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.integration import _COARSE, _extent, _locate
from symfisher.codegen.runtime.layers import _flat, _inner_mass, _inner_moments, _Layer, _layer_rule, _standing
from symfisher.codegen.runtime.summation import _GREGORY

_OUTER_TERMS = 256
"""Terms of an endless outer sum that are added one by one."""

_MOST_TERMS = 8192
"""Terms of a finite outer sum."""


class _LatticeLayer:
    """Points a, a + step, … of a discrete variable, with the parts of the next variable.

    The parts take the point, twice, before the parameters; ``ends`` as in `_Lattice`.
    """

    def __init__(self, inner: Sequence[Any], ends: Callable[..., Any], step: float = 1.0) -> None:
        self.inner = inner
        self.ends = ends
        self.step = step

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:
        """Return mass and moments, shape (rows, 1 + len(pairs))."""
        if nodes:
            return _lattice_rule(self, parameters, pairs, rows, nodes)
        return _standing(lambda own, n: _lattice_rule(self, own, pairs, len(own[0]), n), parameters, pairs)

    def run(self, parameters: Sequence[Any], rows: int) -> tuple[Any, Any, float]:
        """Return the end at which the points begin, their number, each of shape (rows, 1), and their distance."""
        first, last = (_np.broadcast_to(_np.asarray(e, dtype=float), (rows, 1)) for e in self.ends(*parameters))
        number = _np.floor((last - first) / self.step + 1e-9) + 1
        return (last, number, -self.step) if _np.all(_np.isneginf(first)) else (first, number, self.step)

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, roughly, shape (rows, 1)."""
        start, number, step = self.run(parameters, rows)
        j = _np.concatenate([_np.arange(16.0), _np.round(2.0 ** _np.arange(4.0, 20.0, 0.5))])
        x = (start + step * j).reshape(-1, 1)
        found = _inner_mass(self.inner, [x, x, *_flat(parameters, j.size)]).reshape(rows, -1)
        found = _np.where(j < number, found + _np.log(_np.gradient(j)), -_np.inf)
        return _np.logaddexp.reduce(found, axis=1, keepdims=True)

    def terms(
        self, run: Sequence[Any], parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], nodes: int, j: Any
    ) -> Any:
        """Return the inner moments at points number j, zero beyond the last one, shape (rows, points, 1 + len(pairs))."""
        start, number, step = run
        x = (start + step * _np.minimum(j, number - 1)).reshape(-1, 1)
        found = _inner_moments(self.inner, [x, x, *_flat(parameters, j.size)], pairs, nodes)
        return _np.where((j < number)[:, :, None], found.reshape(len(start), j.size, -1), 0.0)


def _lattice_rule(
    layer: _LatticeLayer, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int
) -> Any:
    """Add inner moments point by point; what of an endless sum does not fade away is integrated."""
    start, number, step = layer.run(parameters, rows)
    total = _np.zeros((rows, 1 + len(pairs)))
    chosen, place, size = _np.arange(rows), 0, 16
    limit = _MOST_TERMS if _np.all(_np.isfinite(number)) else _OUTER_TERMS
    while chosen.size and place < limit:
        run, own = (start[chosen], number[chosen], step), [p[chosen] for p in parameters]
        terms = layer.terms(run, own, pairs, nodes, place + _np.arange(float(size)))
        total[chosen] += terms.sum(axis=1)
        place, size = place + size, min(2 * size, 128)
        faded = _np.all(_np.abs(terms[:, -1]) <= 1e-17 * _np.abs(total[chosen]), axis=1) & (total[chosen, 0] > 1e-100)
        chosen = chosen[~(faded | (number[chosen, 0] <= place))]
    if chosen.size:
        run, own = (start[chosen], number[chosen], step), [p[chosen] for p in parameters]
        total[chosen] += _endless_tail(layer, run, own, pairs, nodes, place)
    return total


class _Tail(_Layer):
    """The points of a lattice from one on, filled to a half-line; the first parameter is that point."""

    def __init__(self, inner: Sequence[Any], step: float) -> None:
        super().__init__("lower", inner, (), None)
        self.step = step

    def passed(self, parameters: Sequence[Any]) -> Sequence[Any]:
        """Return the parameters that the inner parts take."""
        return parameters[1:]

    def places(self, u: Any, parameters: Sequence[Any]) -> tuple[Any, Any, Any, Any]:
        """Return the point, twice, and log dj/du."""
        x = parameters[0] + self.step * _np.exp(u)
        return x, x, _np.zeros(u.shape, dtype=bool), u


def _endless_tail(
    layer: _LatticeLayer,
    run: Sequence[Any],
    parameters: Sequence[Any],
    pairs: Sequence[tuple[int, int]],
    nodes: int,
    place: int,
) -> Any:
    """Return the sum of all terms from number ``place`` on: their integral and Gregory's correction."""
    start, number, step = run
    if not _np.all(_np.isinf(number)):
        return _np.full((len(start), 1 + len(pairs)), _np.nan)
    tail, own = _Tail(layer.inner, step), [start + step * place, *parameters]
    centre, spread, _ = _locate(tail, own, len(start), _COARSE)
    first, last, cut = _extent(tail, own, centre, spread, _COARSE)
    total = _layer_rule(tail, own, pairs, [centre, spread, first, last], nodes)
    difference = layer.terms(run, parameters, pairs, nodes, place + _np.arange(float(len(_GREGORY))))
    for coefficient in _GREGORY:
        total = total + coefficient * difference[:, 0]
        difference = _np.diff(difference, axis=1)
    total[cut[:, 0]] = _np.nan
    return total


class _PointsLayer:
    """A finite list of points of a discrete variable, with the parts of the next variable as in `_LatticeLayer`."""

    def __init__(self, inner: Sequence[Any], ends: Callable[..., Any]) -> None:
        self.inner = inner
        self.ends = ends

    def points(self, parameters: Sequence[Any], rows: int) -> list[Any]:
        """Return the points, each of shape (rows, 1)."""
        return [_np.broadcast_to(_np.asarray(e, dtype=float), (rows, 1)) for e in self.ends(*parameters)]

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:  # noqa: ARG002 (parts share one form)
        """Return mass and moments, shape (rows, 1 + len(pairs))."""

        def rule(own: Sequence[Any], n: int) -> Any:
            points = self.points(own, len(own[0]))
            return sum(_inner_moments(self.inner, [x, x, *own], pairs, n) for x in points)

        return rule(parameters, nodes) if nodes else _standing(rule, parameters, pairs)

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, roughly, shape (rows, 1)."""
        found = [_inner_mass(self.inner, [x, x, *parameters]) for x in self.points(parameters, rows)]
        return _np.logaddexp.reduce(found, axis=0)
