"""Broadcasting, blocks and masks: from formulas on flat arrays to functions of arrays of any shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as _np

_BLOCK = 32768
"""Elements evaluated at once: intermediate arrays of this length stay in the processor's cache."""


def _flatten(arguments: Sequence[Any]) -> tuple[tuple[int, ...], list[Any]]:
    """Return the common shape and the arguments as float arrays, each of no dimension or flat of the common size."""
    arrays = [_np.asarray(a, dtype=float) for a in arguments]
    shape = _np.broadcast_shapes(*(a.shape for a in arrays))
    flat = [a.reshape(()) if a.size == 1 else _np.broadcast_to(a, shape).reshape(-1) for a in arrays]
    return shape, flat


def _fill(
    formula: Callable[..., None],
    layout: Sequence[int | None],
    arguments: Sequence[Any],
    trailing: tuple[int, ...],
    masks: Sequence[tuple[Any, ...]],
    surely: Callable[..., Any],
) -> Any:
    """Evaluate a formula block by block.

    Parameters
    ----------
    formula
        Writes each distinct entry into its array, of which it is given a list before the arguments.
    layout
        For each entry of ``trailing``, flattened: the place of its value, or ``None`` for an exact zero.
    arguments
        Arrays of shapes that broadcast to S.
    trailing
        Shape of the result at one element.
    masks
        Pairs (condition, value): elements for which the condition is not met get the value; later ones win. A third
        component holds the entries that get it, if not all do.
    surely
        Says of a whole block, cheaply, that all conditions are met; if it does not, they are asked.

    Returns
    -------
    ndarray of shape S + trailing
        Or, for Dask arrays, a Dask array that computes it block by block when it is asked to.
    """
    if any(hasattr(a, "__dask_graph__") for a in arguments):
        return _later(lambda *blocks: _fill(formula, layout, blocks, trailing, masks, surely), arguments, trailing)
    shape, flat = _flatten(arguments)
    out = _np.empty((int(_np.prod(shape, dtype=int)), len(layout)))
    first = [layout.index(place) for place in range(len({*layout} - {None}))]
    with _np.errstate(all="ignore"):
        for start in range(0, len(out), _BLOCK):
            part = [a if a.ndim == 0 else a[start : start + _BLOCK] for a in flat]
            entries = out[start : start + _BLOCK].T
            formula([entries[n] for n in first], *part)
            for n, place in enumerate(layout):
                if place is None:
                    entries[n] = 0.0
                elif first[place] != n:
                    entries[n] = entries[first[place]]
            if not surely(*part):
                _mask(entries, part, masks)
    return out.reshape(shape + trailing)


def _mask(entries: Any, part: Sequence[Any], masks: Sequence[tuple[Any, ...]]) -> None:
    """Write the value of each condition where it is not met, later ones over earlier ones."""
    for condition, value, *places in masks:
        kept = condition(*part)
        if not _np.all(kept):
            lost = _np.broadcast_to(_np.logical_not(kept), entries.shape[1:])
            for entry in places[0] if places else range(len(entries)):
                entries[entry, lost] = value


def _entries(formula: Callable[..., None], count: int, *parameters: Any) -> Any:
    """Return the distinct entries that a formula writes, an array of shape (count, points)."""
    out = _np.empty((count, max(_np.size(p) for p in parameters)))
    formula(out, *parameters)
    return out


def _later(function: Callable[..., Any], arguments: Sequence[Any], trailing: tuple[int, ...]) -> Any:
    """Return the Dask array of a function of arrays of shapes that broadcast to S, of shape S + trailing."""
    from dask.array import apply_gufunc

    axes = [f"i{n}" for n in range(len(trailing))]
    signature = f"{','.join('()' for _ in arguments)}->({','.join(axes)})"
    sizes = dict(zip(axes, trailing, strict=True))
    return apply_gufunc(function, signature, *arguments, output_dtypes=float, output_sizes=sizes)


def _columns(data: Any, count: int) -> list[Any]:
    """Split data of shape S + (count,) into count arrays of shape S; data of one variable stay as they are."""
    array = data if hasattr(data, "__dask_graph__") else _np.asarray(data, dtype=float)
    if count == 1:
        return [array]
    if array.ndim == 0 or array.shape[-1] != count:
        raise ValueError(f"the last axis of the data holds the {count} variables; got shape {array.shape}")
    return [array[..., i] for i in range(count)]


def _integer(value: Any, start: Any = 0.0, step: float = 1.0) -> Any:
    """Say where (value - start)/step is a whole number."""
    steps = (value - start) / step
    return steps == _np.round(steps)


def _whole(value: Any) -> Any:
    """Say of a whole array that it holds whole numbers."""
    return (value == _np.rint(value)).all()


def _member(value: Any, elements: Sequence[Any]) -> Any:
    """Say where the value is one of the elements."""
    found = value == elements[0]
    for element in elements[1:]:
        found = found | (value == element)
    return found


def _finite(*values: Any) -> Any:
    """Say where all values are finite numbers."""
    found = _np.isfinite(values[0])
    for value in values[1:]:
        found = found & _np.isfinite(value)
    return found
