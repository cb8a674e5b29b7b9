"""Numbers that carry a bound of their rounding error, to see where a formula cancels.

This is running error analysis (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as _np

_UNIT = 2.220446049250313e-16
"""Twice the unit roundoff of double precision."""

_EXACT_UFUNCS = ("add", "subtract", "multiply", "divide", "square", "sqrt", "negative", "positive", "absolute")
"""Functions that are rounded once; others are taken to be right to four units."""


class _Tracked(_np.lib.mixins.NDArrayOperatorsMixin):
    """An array of values with the bounds of their absolute errors; NumPy functions of it give such arrays again."""

    def __init__(self, value: Any, error: Any) -> None:
        self.value = value
        self.error = error

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        units = 0.5 if ufunc.__name__ in _EXACT_UFUNCS else 4.0
        return _through(ufunc, inputs, units)


def _value_error(x: Any) -> tuple[Any, Any]:
    """Return value and error bound; a constant with more than twelve binary places is taken to be rounded."""
    if isinstance(x, _Tracked):
        return x.value, x.error
    rounded = isinstance(x, float) and x * 4096.0 != _np.floor(x * 4096.0)
    return x, abs(x) * _UNIT / 2 if rounded else 0.0


def _through(function: Callable[..., Any], inputs: Any, units: float) -> Any:
    """Apply a function, moving each input by its error to see what becomes of it."""
    pairs = [_value_error(x) for x in inputs]
    values = [v for v, _ in pairs]
    result = function(*values)
    if _np.asarray(result).dtype == bool:
        return result
    error = units * _UNIT * _np.abs(result)
    for n, (value, own) in enumerate(pairs):
        if _np.any(own > 0):
            moved = [*values[:n], value + own, *values[n + 1 :]]
            error = error + _np.abs(function(*moved) - result)
    return _Tracked(result, error)


def _trackable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a helper take tracked numbers as well."""

    @wraps(function)
    def either(*inputs: Any) -> Any:
        if any(isinstance(x, _Tracked) for x in inputs):
            return _through(function, inputs, 16.0)
        return function(*inputs)

    return either
