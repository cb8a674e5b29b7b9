"""A density up to its constant, typed without its support: the widest usual set on which its mass is finite."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from symfisher.density import Density
from symfisher.domains import Interval
from symfisher.errors import AmbiguityError
from symfisher.evaluation import CannotEvaluateError, evaluate
from symfisher.reading import read

_SETS = ("R", "(0, oo)", "(0, 1)")
"""From wide to narrow, so that the first with a finite mass is taken."""
_BEYOND = (-0.41, 1.37)
_INSIDE = 0.63


def read_unnormalized(density: Any, **options: Any) -> Density:
    """Read a density whose constant and support are both missing.

    Parameters
    ----------
    density, options
        As for `symfisher.reading.read`, without ``support``.

    Returns
    -------
    Density
        On the real line, the positive half-line or (0, 1): the widest on which the mass is finite. The unit interval is
        taken only if the expression is no real number beyond it: exp(k*cos(x)) has a finite mass there, too.

    Raises
    ------
    AmbiguityError
        None of them will do.

    Examples
    --------
    >>> read_unnormalized("x^(a-1)*exp(-x)").inferred[0]
    'support x > 0 (inferred: the widest usual set on which the mass is finite)'
    """
    for usual in _SETS:
        try:
            found = read(density, support=usual, **options)
        except AmbiguityError:
            continue
        (variable, *others) = found.variables
        domain = variable.domain
        if others or not isinstance(domain, Interval) or (domain.upper == 1 and _goes_on(found)):
            continue
        said = f"support {domain.describe(variable.name)} (inferred: the widest usual set on which the mass is finite)"
        return replace(found, inferred=(said, *found.inferred))
    raise AmbiguityError('what is normalized first needs its support: give --support, e.g. "x > 0"')


def _goes_on(density: Density) -> bool:
    """Whether the expression is a real number outside of (0, 1)."""
    symbols = density.expression.free_symbols - set(density.xs)
    values = dict.fromkeys(symbols, _INSIDE)
    try:
        found = [float(evaluate([density.expression], {**values, density.xs[0]: x})[0]) for x in _BEYOND]
    except (CannotEvaluateError, ValueError, OverflowError, TypeError):
        return False
    return any(map(math.isfinite, found))
