"""Closed forms where they lose digits: near a removable singularity, or where large terms cancel.

A closed form is analytic in its parameters, so where it is noisy its value is the mean over a circle around the
parameter in the complex plane (Cauchy), on which it is not; failing that, the expectation is integrated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

from symfisher.codegen.runtime.expectation import _expect
from symfisher.codegen.runtime.tracking import _Tracked, _value_error

_NOISE = 1e-11
"""Noise above which a value is replaced, relative to the diagonal of the matrix."""


_NODES = 64
"""Nodes on a circle."""


def _stack(values: Sequence[Any], count: int) -> Any:
    """Return the values as columns of an array (count, entries)."""
    return _np.stack([_np.broadcast_to(v, (count,)) for v in values], axis=1)


def _relative(change: Any, values: Any, diagonal: Sequence[tuple[int, int]]) -> Any:
    """Return the greatest change of a row relative to the roots of its two diagonal entries."""
    size = _np.abs(values)
    unit = _np.stack([_np.sqrt(size[:, i] * size[:, j]) for i, j in diagonal], axis=1)
    worst = _np.max(_np.abs(change) / _np.where(unit > 0, unit, _np.nan), axis=1)
    return _np.where(_np.isfinite(worst), worst, _np.inf)


def _noise(
    formula: Callable[..., Any], parameters: Sequence[Any], values: Any, diagonal: Sequence[tuple[int, int]]
) -> Any:
    """Return a bound of the rounding errors of each row, relative to the diagonal."""
    tracked = formula(*[_Tracked(p, 0.0) for p in parameters])
    errors = _stack([_value_error(t)[1] for t in tracked], len(values))
    return _relative(errors, values, diagonal)


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
        samples.append(_stack(formula(*moved), count))
        if k % (_NODES // 4) == 0:
            noise = _np.maximum(noise, _noise(formula, moved, samples[-1], diagonal))
    coefficients = _np.fft.fft(_np.stack(samples), axis=0) / _NODES
    mean = _np.real(coefficients[0])
    rest = _np.max(_np.abs(coefficients[_NODES // 2 - 8 :]), axis=0)
    return mean, _np.maximum(_relative(rest, mean, diagonal), noise)


def _guarded(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    diagonal: Sequence[tuple[int, int]],
    directions: Sequence[int],
    valid: Callable[..., Any],
    integrate: Callable[..., Any] | None,
) -> tuple[Any, ...]:
    """Return the values of a closed form with those that are noisy or no number replaced.

    Parameters
    ----------
    formula
        Values of the distinct entries.
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
    count = max(_np.size(p) for p in parameters)
    full = [_np.broadcast_to(p, (count,)) for p in parameters]
    values = _stack(formula(*full), count).copy()
    noise = _np.maximum(_noise(formula, full, values, diagonal), 1e-16)
    chosen = _np.flatnonzero((noise > _NOISE) & valid(*full))
    for radius in (0.3, 0.1, 0.03):
        for direction in directions:
            part = [p[chosen] for p in full]
            size = radius * _np.maximum(_np.abs(part[direction]), 1.0 if radius > 0.05 else 0.0)
            if not chosen.size:
                return tuple(values.T)
            mean, error = _circle(formula, part, direction, size, diagonal)
            chosen = _improve(values, noise, chosen, mean, error)
    if chosen.size and integrate is not None:
        found = integrate(*[p[chosen] for p in full])
        known = _np.all(_np.isfinite(found), axis=1)
        values[chosen[known]] = found[known]
    return tuple(values.T)


def _improve(values: Any, noise: Any, chosen: Any, found: Any, error: Any) -> Any:
    """Take over what is better than what is there; return the places that are still noisy."""
    better = error < _np.minimum(noise[chosen], 1e-9)
    values[chosen[better]] = found[better]
    noise[chosen[better]] = error[better]
    return chosen[noise[chosen] > _NOISE]


def _complete(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    places: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    runs: Sequence[Any],
    valid: Callable[..., Any],
    guarded: bool,
) -> tuple[Any, ...]:
    """Return closed forms where there are any, without noise, and integrals elsewhere; nan outside the domains.

    ``places`` are those of the entries without closed form; ``guarded`` says that the closed forms may lose digits.
    """
    count = max(_np.size(p) for p in parameters)
    full = [_np.broadcast_to(p, (count,)) for p in parameters]
    values = _stack(formula(*full), count).copy()
    chosen = _np.flatnonzero(_np.broadcast_to(valid(*full), (count,)))
    if chosen.size:
        found = _expect(runs, [pairs[n] for n in places], [p[chosen] for p in full])
        values[chosen[:, None], _np.asarray(places)] = found
        if guarded:
            _replace_noisy(formula, full, values, chosen, pairs, runs)
    return tuple(values.T)


def _replace_noisy(
    formula: Callable[..., Any],
    parameters: Sequence[Any],
    values: Any,
    chosen: Any,
    pairs: Sequence[tuple[int, int]],
    runs: Sequence[Any],
) -> None:
    """Integrate every entry of the rows in which a closed form loses digits."""
    tracked = formula(*[_Tracked(p[chosen], 0.0) for p in parameters])
    errors = _stack([_value_error(t)[1] for t in tracked], chosen.size)
    noisy = chosen[~_np.all(errors <= _NOISE * _np.abs(values[chosen]), axis=1)]
    if noisy.size:
        found = _expect(runs, pairs, [p[noisy] for p in parameters])
        values[noisy] = _np.where(_np.isfinite(found), found, values[noisy])


def _refuse(message: str) -> Any:
    """Raise the error that says what cannot be computed."""
    raise NotImplementedError(message)
