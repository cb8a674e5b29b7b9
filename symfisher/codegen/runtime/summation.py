"""Expectations of discrete variables: the first terms one by one, the rest as an integral with end corrections.

Far from the start the terms are values of a smooth function, and the sum of all that follow is its integral plus
Gregory's end corrections (Fröberg 1969, Introduction to Numerical Analysis, 10.6), so heavy tails and means of millions
cost no more than light ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.integration import _FAINT, _integrate_rows, _Piece

_TERMS = 512
"""Terms added one by one at each finite end."""

_GREGORY = (1 / 2, -1 / 12, 1 / 24, -19 / 720, 3 / 160, -863 / 60480, 275 / 24192, -33953 / 3628800, 8183 / 1036800)
"""Gregory's coefficients: of the first term and of its forward differences."""


class _Lattice:
    """A run of points a, a + step, … on which a discrete density lives.

    ``value(x, _, *parameters)`` gives (log-density, score...), whatever its second argument;
    ``ends(*parameters)`` gives first and last point, one of them finite.
    """

    def __init__(self, value: Callable[..., Any], ends: Callable[..., Any], step: float = 1.0) -> None:
        self.value = value
        self.ends = ends
        self.step = step

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:
        """Return mass and moments, shape (rows, 1 + len(pairs)); ``nodes`` says, if not 0, that the mass is not one."""
        return _sum_rows(self, parameters, pairs, rows, nodes > 0)

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, roughly, shape (rows, 1)."""
        first, last = (_np.broadcast_to(_np.asarray(e, dtype=float), (rows, 1)) for e in self.ends(*parameters))
        anchor, sign = (last, -self.step) if _np.all(_np.isneginf(first)) else (first, self.step)
        j = _np.concatenate([_np.arange(32.0), _np.round(2.0 ** _np.arange(5.0, 30.0, 0.25))])
        x = anchor + sign * j
        log_density = self.value(x, x, *parameters)[0] + _np.log(_np.gradient(j))
        log_density = _np.where((x >= first) & (x <= last) & (log_density < _np.inf), log_density, -_np.inf)
        return _np.logaddexp.reduce(log_density, axis=1, keepdims=True)


def _terms(lattice: Any, x: Any, inside: Any, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]]) -> Any:
    """Return f·1 and f·score_i·score_j at points x, shape (1 + len(pairs), rows, points)."""
    log_density, *scores = lattice.value(x, x, *parameters)
    weight = _np.exp(_np.where(inside & ~_np.isnan(log_density), log_density, -_np.inf)) + 0.0 * x
    clean = [_np.where(weight > _FAINT, s, 0.0) for s in scores]
    return _np.stack([weight] + [weight * clean[i] * clean[j] for i, j in pairs])


def _sum_rows(
    lattice: _Lattice, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, part: bool = False
) -> Any:
    """Return mass and moments over the lattice, shape (rows, 1 + len(pairs)).

    ``part`` says that the mass is not one, so that a sum that has faded away is taken to be complete.
    """
    first, last = (_np.broadcast_to(_np.asarray(e, dtype=float), (rows, 1)) for e in lattice.ends(*parameters))
    if _np.all(_np.isneginf(first)):
        mirrored = _Lattice(lambda y, u, *p: lattice.value(-y, u, *p), lambda *_: (-last, -first), lattice.step)
        return _sum_rows(mirrored, parameters, pairs, rows, part)
    count = _np.round((last - first) / lattice.step) + 1
    j = _np.arange(float(_TERMS))
    terms = _terms(lattice, first + lattice.step * j, j < count, parameters, pairs)
    head = terms.sum(axis=2).T
    faded = _np.abs(head[:, 0] - 1.0) < 1e-15
    if part:
        faded |= _np.all(_np.abs(terms[:, :, -1]) <= 1e-22 * _np.abs(head.T), axis=0) & (head[:, 0] > 1e-100)
    long = _np.flatnonzero((count[:, 0] > _TERMS) & ~faded)
    if long.size:
        own = [p[long] for p in parameters]
        head[long] += _rest(lattice, own, pairs, [first[long], last[long], count[long]], head[long])
    return head


def _rest(
    lattice: _Lattice, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], run: Sequence[Any], head: Any
) -> Any:
    """Return the sum of all terms from number `_TERMS` on; ``run`` holds first point, last point, number of points."""
    total = _np.zeros(head.shape)
    for finite in (False, True):
        chosen = _np.flatnonzero(_np.isfinite(run[2][:, 0]) == finite)
        if chosen.size:
            part = [a[chosen] for a in run]
            own = [p[chosen] for p in parameters]
            total[chosen] = (_bounded_rest if finite else _endless_rest)(lattice, own, pairs, part, head[chosen])
    return total


def _endless_rest(
    lattice: _Lattice, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], run: Sequence[Any], head: Any
) -> Any:
    """Sum from term number `_TERMS` to infinity."""
    start = run[0] + lattice.step * _TERMS
    piece = _Piece("lower", lambda d, u, s, *p: lattice.value(s + d, u, *p), None, None)
    integral = _integrate_rows(piece, [start, *parameters], pairs, len(head), head * lattice.step) / lattice.step
    return integral + _end(lattice, start, lattice.step, parameters, pairs)


def _bounded_rest(
    lattice: _Lattice, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], run: Sequence[Any], head: Any
) -> Any:
    """Sum from term number `_TERMS` to a finite last one, of which again the final terms one by one."""
    first, last, count = run
    left = _np.minimum(count - _TERMS, float(_TERMS))
    j = _np.arange(float(_TERMS))
    tail = _terms(lattice, last - lattice.step * j, j < left, parameters, pairs).sum(axis=2).T
    wide = _np.flatnonzero(count[:, 0] > 2 * _TERMS)
    if wide.size:
        own = [p[wide] for p in parameters]
        ends = [first[wide] + lattice.step * _TERMS, last[wide] - lattice.step * _TERMS]
        tail[wide] += _middle_terms(lattice, own, pairs, ends, (head + tail)[wide])
    return tail


def _middle_terms(
    lattice: _Lattice, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], ends: Sequence[Any], known: Any
) -> Any:
    """Sum from one point to another, both included."""
    piece = _Piece(
        "both",
        lambda d, u, s, _, *p: lattice.value(s + d, u, *p),
        lambda d, u, _, e, *p: lattice.value(e - d, u, *p),
        lambda s, e, *_: (s, e),
    )
    total = _integrate_rows(piece, [*ends, *parameters], pairs, len(known), known * lattice.step) / lattice.step
    total[(ends[0] == ends[1])[:, 0]] = 0.0
    total += _end(lattice, ends[0], lattice.step, parameters, pairs)
    return total + _end(lattice, ends[1], -lattice.step, parameters, pairs)


def _end(
    lattice: _Lattice, start: Any, step: float, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]]
) -> Any:
    """Return Gregory's correction at one end of a run of terms, which goes on in the direction of ``step``."""
    x = start + step * _np.arange(float(len(_GREGORY)))
    difference = _terms(lattice, x, True, parameters, pairs)
    total = 0.0
    for coefficient in _GREGORY:
        total = total + coefficient * difference[:, :, 0].T
        difference = _np.diff(difference, axis=2)
    return total


class _Points:
    """A finite list of points on which a discrete density lives; ``value`` and ``ends`` as in `_Lattice`."""

    def __init__(self, value: Callable[..., Any], ends: Callable[..., Any]) -> None:
        self.value = value
        self.ends = ends

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:  # noqa: ARG002 (parts share one form)
        """Return mass and moments, shape (rows, 1 + len(pairs))."""
        return _sum_points(self, parameters, pairs, rows)

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, shape (rows, 1)."""
        with _np.errstate(divide="ignore"):
            return _np.log(self.moments(parameters, (), rows))


def _sum_points(run: _Points, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int) -> Any:
    """Return mass and moments over a finite list, shape (rows, 1 + len(pairs))."""
    x = _np.concatenate([_np.broadcast_to(e, (rows, 1)) for e in run.ends(*parameters)], axis=1)
    return _terms(run, x, True, parameters, pairs).sum(axis=2).T
