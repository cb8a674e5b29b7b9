"""Expectations over several variables, one inside the other: parts of a support whose density is again an integral.

The outermost variable runs over one part; at each of its nodes the mass of the next one is located anew, so that ridges
and ends that move with it are followed. Inner rules have as many nodes as the outer one, and both get half as many again
until the moments stand still (Trefethen and Weideman 2014, SIAM Review 56, section 5, in each variable).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.integration import _COARSE, _LOST, _extent, _locate, _magnitude, _weigh

_LEVELS = (48, 72, 108, 162, 244, 366)
"""Numbers of nodes in each variable."""

_STILL = 1e-11
"""Error at which a rule in several variables stands still, relative to the diagonal."""

_GAIN = 4 / 3
"""Power of a change below which the next one is if convergence is exponential (3/2, less something to be safe)."""

_FALLING = 1e-3
"""Change from which on a further one tells how fast changes fall."""

_AGREED = 1e-8
"""Error with which a rule in several variables that does not stand still is still accepted."""

_INNER = 2048
"""Inner integrals that are done together."""


def _each_part(
    parts: Sequence[Any], parameters: Sequence[Any], function: Callable[[Any, Sequence[Any], int], Any], width: int
) -> Any:
    """Return what a function (part, parameters, rows) gives for all parts, shape (parts, rows, width), in blocks."""
    rows = len(parameters[0])
    out = _np.empty((len(parts), rows, width))
    for start in range(0, rows, _INNER):
        own = [p[start : start + _INNER] for p in parameters]
        for n, part in enumerate(parts):
            out[n, start : start + _INNER] = function(part, own, len(own[0]))
    return out


def _flat(parameters: Sequence[Any], nodes: int) -> list[Any]:
    """Return parameters of shape (rows, 1) once for each of the nodes, shape (rows · nodes, 1)."""
    return [_np.repeat(p, nodes, axis=0) for p in parameters]


def _inner_mass(parts: Sequence[Any], parameters: Sequence[Any]) -> Any:
    """Return the logarithm of the mass over all parts, roughly, shape (rows, 1)."""
    found = _each_part(parts, parameters, lambda part, own, rows: part.log_mass(own, rows), 1)
    return _np.logaddexp.reduce(_np.where(found < _np.inf, found, -_np.inf), axis=0)


def _inner_moments(
    parts: Sequence[Any], parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], nodes: int
) -> Any:
    """Return the moments over all parts, shape (rows, 1 + len(pairs))."""

    def one(part: Any, own: Sequence[Any], rows: int) -> Any:
        return part.moments(own, pairs, rows, nodes)

    return _each_part(parts, parameters, one, 1 + len(pairs)).sum(axis=0)


class _Layer:
    """A stretch of a continuous variable, with the parts of the next variable seen from each of its finite ends.

    The parts ``lower`` and ``upper`` take distance and log-distance from that end before the parameters; ``kind`` and
    ``ends`` as in `_Piece`.
    """

    def __init__(self, kind: str, lower: Sequence[Any], upper: Sequence[Any], ends: Any) -> None:
        self.kind = kind
        self.lower = lower
        self.upper = upper
        self.ends = ends

    def moments(self, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], rows: int, nodes: int = 0) -> Any:
        """Return mass and moments, shape (rows, 1 + len(pairs))."""
        centre, spread, _ = _locate(self, parameters, rows, _COARSE)
        start, end, cut = _extent(self, parameters, centre, spread, _COARSE)

        def rule(own: Sequence[Any], n: int) -> Any:
            return _layer_rule(self, own[4:], pairs, own[:4], n)

        own = [centre, spread, start, end, *parameters]
        total = rule(own, nodes) if nodes else _standing(rule, own, pairs)
        total[cut[:, 0]] = _np.nan
        return total

    def log_mass(self, parameters: Sequence[Any], rows: int) -> Any:
        """Return the logarithm of the mass, roughly, shape (rows, 1)."""
        _, scale, top = _locate(self, parameters, rows, _COARSE)
        return top + _np.log(scale)

    def values(self, u: Any, parameters: Sequence[Any], scored: bool = False) -> tuple[Any, Any]:  # noqa: ARG002 (parts share one form)
        """Return log(f du) at nodes u, roughly, as it comes, shape (rows, nodes)."""
        mass, log_slope = self.through(u, parameters, _inner_mass, 1)
        return mass[:, :, 0] + log_slope, ()

    def through(
        self, u: Any, parameters: Sequence[Any], function: Callable[[Sequence[Any], Sequence[Any]], Any], width: int
    ) -> tuple[Any, Any]:
        """Return what a function (parts, parameters) gives at nodes u, shape (rows, nodes, width), and log dx/du."""
        u = u + 0.0 * parameters[0]
        near, log_near, above, log_slope = self.places(u, parameters)
        flat = [near.reshape(-1, 1), log_near.reshape(-1, 1), *_flat(self.passed(parameters), u.shape[1])]
        out = _np.empty((u.size, width))
        for parts, chosen in ((self.lower, ~above.ravel()), (self.upper, above.ravel())):
            places = _np.flatnonzero(chosen)
            if places.size:
                out[places] = function(parts, [p[places] for p in flat])
        return out.reshape(*u.shape, width), log_slope

    def passed(self, parameters: Sequence[Any]) -> Sequence[Any]:
        """Return the parameters that the inner parts take."""
        return parameters

    def places(self, u: Any, parameters: Sequence[Any]) -> tuple[Any, Any, Any, Any]:
        """Return distance and log-distance from the nearer end, whether it is the upper one, and log dx/du."""
        everywhere = _np.full(u.shape, self.kind == "upper")
        if self.kind == "line":
            return u, _np.log(_np.abs(u)), everywhere, 0.0 * u
        if self.kind in ("lower", "upper"):
            return _np.exp(u), u, everywhere, u
        start, end = self.ends(*parameters)
        log_width = _np.log(_np.maximum(end - start, 0.0))
        log_near = log_width - _np.logaddexp(0.0, _np.abs(u))
        return _np.exp(log_near), log_near, u > 0, log_near - _np.logaddexp(0.0, -_np.abs(u))


def _standing(rule: Callable[[Any, int], Any], parameters: Sequence[Any], pairs: Sequence[tuple[int, int]]) -> Any:
    """Return a rule (parameters, nodes) refined row by row until it stands still; nan where it does not.

    Its error is judged by the last change, or, where changes have been seen to fall exponentially, by the next one.
    """
    chosen = _np.arange(len(parameters[0]))
    total = rule(parameters, _LEVELS[0])
    change, error = _np.ones(chosen.size), _np.full(chosen.size, _np.inf)
    for nodes in _LEVELS[1:]:
        refined = rule([p[chosen] for p in parameters], nodes)
        last, own = change[chosen], _np.max(_np.abs(refined - total[chosen]) / _magnitude(refined, pairs), axis=1)
        falling = (own < last**_GAIN) & (last < _FALLING)
        error[chosen] = _np.where(falling, own**_GAIN, own)
        change[chosen], total[chosen] = own, refined
        chosen = chosen[~(error[chosen] <= _STILL)]
        if not chosen.size:
            break
    total[~(error <= _AGREED)] = _np.nan
    return total


def _layer_rule(
    layer: _Layer, parameters: Sequence[Any], pairs: Sequence[tuple[int, int]], geometry: Sequence[Any], nodes: int
) -> Any:
    """Return the moments by a rule of so many nodes in every variable, shape (rows, 1 + len(pairs))."""
    centre, scale, start, end = geometry
    t = start + (end - start) * _np.arange(nodes) / nodes
    u = centre + scale * _np.sinh(t)

    def inner(parts: Sequence[Any], own: Sequence[Any]) -> Any:
        return _inner_moments(parts, own, pairs, nodes)

    moments, log_slope = layer.through(u, parameters, inner, 1 + len(pairs))
    weight = scale * _np.cosh(t) * (end - start) / nodes
    terms = moments * (_np.exp(log_slope) * weight)[:, :, None]
    lost = ~_np.all(_np.isfinite(terms), axis=2)
    if _np.any(lost):
        height = _weigh(layer, u, parameters) + _np.log(weight)
        negligible = (height < height.max(axis=1, keepdims=True) - _LOST) | (height == -_np.inf)
        terms[lost & negligible] = 0.0
    return terms.sum(axis=1)
