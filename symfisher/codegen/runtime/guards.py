"""Closed forms where they lose digits: near a removable singularity, or where large terms cancel.

A closed form is analytic in its parameters, so where it is noisy its value is the mean over a circle around the
parameter in the complex plane (Cauchy), on which it is not; failing that, the expectation is integrated.

A guarded formula returns its values and, for each sum that may cancel, a tuple of the sum and its terms. ``losses`` says what
that means: for each value (units, places of sums), its relative error being at most units·Π Σ|terms|/|sum| of
`tracking._UNIT`; ``None`` if that is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.expectation import _expect
from symfisher.codegen.runtime.tracking import _UNIT, _Tracked, _value_error

_NOISE = 1e-11
"""Noise above which a value is replaced, relative to the diagonal of the matrix."""


_CLOSE = 1e-9
"""Error bound with which a mean over a circle is taken, and is better than an integral."""

_NODES = 64
"""Nodes on a circle."""


def _stack(values: Sequence[Any], count: int) -> Any:
    """Return the values as columns of an array (count, entries)."""
    return _np.stack([_np.broadcast_to(v, (count,)) for v in values], axis=1)


# --- which elements are noisy ---------------------------------------------------------------------


def _suspects(sums: Sequence[Any], losses: Sequence[Any] | None, count: int) -> Any:
    """Return the places of elements of which it is not plain, from the sizes of sums and terms, that no value is noisy."""
    if losses is None:
        return _np.arange(count)
    if _plain([_worst(*s) for s in sums], losses).all():
        return _np.arange(0)
    quotients = [sum(_np.abs(t) for t in terms) / _np.abs(total) for total, *terms in sums]
    return _np.flatnonzero(~_np.broadcast_to(_plain(quotients, losses), (count,)))


def _plain(quotients: Sequence[Any], losses: Sequence[Any]) -> Any:
    """Say where the bound of every value is below what is taken for noise."""
    found = _np.True_
    for units, places in losses:
        bound = units * _UNIT / _NOISE
        for n in places:
            bound = bound * _np.maximum(quotients[n], 1.0)
        found = found & (bound < 1.0)
    return found


def _worst(total: Any, *terms: Any) -> Any:
    """Return a bound of Σ|terms|/|sum| over whole arrays, from their extremes; infinite if the sum changes its sign."""
    least = _np.maximum(_np.min(total), -_np.max(total))
    size = sum(_np.maximum(_np.max(t), -_np.min(t)) for t in terms)
    return size / least if least > 0 else _np.inf


def _relative(change: Any, values: Any, diagonal: Sequence[tuple[int, int]]) -> Any:
    """Return the greatest change of a row relative to the roots of its two diagonal entries."""
    size = _np.abs(values)
    unit = _np.stack([_np.sqrt(size[:, i] * size[:, j]) for i, j in diagonal], axis=1)
    worst = _np.max(_np.abs(change) / _np.where(unit > 0, unit, _np.nan), axis=1)
    return _np.where(_np.isfinite(worst), worst, _np.inf)


def _errors(formula: Callable[..., Any], parameters: Sequence[Any]) -> Any:
    """Return bounds of the rounding errors of the values, shape (points, entries)."""
    tracked, _ = formula(*[_Tracked(p, 0.0) for p in parameters])
    return _stack([_value_error(t)[1] for t in tracked], len(parameters[0]))


# --- what they are replaced by --------------------------------------------------------------------


def _circle(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    direction: int,
    radius: Any,
    diagonal: Sequence[tuple[int, int]],
) -> tuple[Any, Any]:
    """Return the mean of the formula over a circle in one parameter, and an error estimate.

    Notes
    -----
    The mean is the value at the centre if there is no pole and no branch cut inside: then every Laurent coefficient of
    negative order vanishes, and those of high order are small. What they are instead is the error, or the rounding
    errors of the formula on the circle if those are greater.
    """
    count = len(parameters[direction])
    samples, noise = [], _np.zeros(count)
    for k in range(_NODES):
        moved = list(parameters)
        moved[direction] = parameters[direction] + radius * _np.exp(2j * _np.pi * (k + 0.5) / _NODES)
        samples.append(_stack(formula(*moved)[0], count))
        if k % (_NODES // 4) == 0:
            noise = _np.maximum(noise, _relative(_errors(formula, moved), samples[-1], diagonal))
    coefficients = _np.fft.fft(_np.stack(samples), axis=0) / _NODES
    mean = _np.real(coefficients[0])
    rest = _np.max(_np.abs(coefficients[_NODES // 2 - 8 :]), axis=0)
    return mean, _np.maximum(_relative(rest, mean, diagonal), noise)


def _guarded(
    out: Sequence[Any],
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    losses: Sequence[Any] | None,
    diagonal: Sequence[tuple[int, int]],
    directions: Sequence[int],
    valid: Callable[..., Any],
    integrate: Callable[..., Any] | None,
) -> None:
    """Write the values of a closed form, those that are noisy or no number replaced.

    Parameters
    ----------
    out
        Arrays for the distinct entries.
    formula, losses
        A guarded formula of the entries, as said above.
    parameters
        Scalars or flat arrays.
    diagonal
        For each entry the places of the two diagonal entries in the same row and column.
    directions
        Parameters in which the formula is analytic.
    valid
        Says where the parameters are in their domains.
    integrate
        Gives all entries by quadrature, shape (n, entries), or ``None`` if there is none.
    """
    values, sums = formula(*parameters)
    for entry, value in zip(out, values, strict=True):
        entry[...] = value
    chosen = _suspects(sums, losses, len(out[0]))
    if not chosen.size:
        return
    chosen = chosen[valid(*_at(parameters, chosen))]
    found = _repaired(formula, _at(parameters, chosen), diagonal, directions, integrate)
    for entry, column in zip(out, found.T, strict=True):
        entry[chosen] = column


def _at(parameters: Sequence[Any], chosen: Any) -> list[Any]:
    """Return the chosen elements of scalars and arrays."""
    return [_np.full(chosen.shape, p) if _np.ndim(p) == 0 else p[chosen] for p in parameters]


def _repaired(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    diagonal: Sequence[tuple[int, int]],
    directions: Sequence[int],
    integrate: Callable[..., Any] | None,
) -> Any:
    """Return the values of a closed form, noisy ones replaced, shape (points, entries)."""
    values = _stack(formula(*parameters)[0], len(parameters[0])).copy()
    noise = _np.maximum(_relative(_errors(formula, parameters), values, diagonal), 1e-16)
    chosen = _np.flatnonzero(noise > _NOISE)
    for radius in (0.3, 0.1, 0.03):
        for direction in directions:
            if not chosen.size:
                return values
            part = _at(parameters, chosen)
            size = radius * _np.maximum(_np.abs(part[direction]), 1.0 if radius > 0.05 else 0.0)
            mean, error = _circle(formula, part, direction, size, diagonal)
            chosen = _improve(values, noise, chosen, mean, error)
    chosen = chosen[noise[chosen] > _CLOSE]
    if chosen.size and integrate is not None:
        found = integrate(*_at(parameters, chosen))
        known = _np.all(_np.isfinite(found), axis=1)
        values[chosen[known]] = found[known]
    return values


def _improve(values: Any, noise: Any, chosen: Any, found: Any, error: Any) -> Any:
    """Take over what is better than what is there; return the places that are still noisy."""
    better = error < _np.minimum(noise[chosen], _CLOSE)
    values[chosen[better]] = found[better]
    noise[chosen[better]] = error[better]
    return chosen[noise[chosen] > _NOISE]


def _complete(
    out: Sequence[Any],
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    losses: Sequence[Any] | None,
    places: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    runs: Sequence[Any],
    valid: Callable[..., Any],
) -> None:
    """Write closed forms where there are any, without noise, and integrals elsewhere; nan outside the domains.

    ``places`` are those of the entries without closed form; the rest is as for `_guarded`.
    """
    count = len(out[0])
    values, sums = formula(*parameters)
    values = _stack(values, count).copy()
    chosen = _np.flatnonzero(_np.broadcast_to(valid(*parameters), (count,)))
    if chosen.size:
        found = _expect(runs, [pairs[n] for n in places], _at(parameters, chosen))
        values[chosen[:, None], _np.asarray(places)] = found
        doubtful = _np.intersect1d(chosen, _suspects(sums, losses, count))
        _replace_noisy(formula, _at(parameters, doubtful), values, doubtful, pairs, runs)
    for entry, column in zip(out, values.T, strict=True):
        entry[...] = column


def _replace_noisy(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    values: Any,
    chosen: Any,
    pairs: Sequence[tuple[int, int]],
    runs: Sequence[Any],
) -> None:
    """Integrate every entry of the chosen rows, if a closed form loses digits there."""
    if not chosen.size:
        return
    noisy = ~_np.all(_errors(formula, parameters) <= _NOISE * _np.abs(values[chosen]), axis=1)
    if noisy.any():
        found = _expect(runs, pairs, [p[noisy] for p in parameters])
        values[chosen[noisy]] = _np.where(_np.isfinite(found), found, values[chosen[noisy]])


def _refuse(message: str) -> Any:
    """Raise the error that says what cannot be computed."""
    raise NotImplementedError(message)
