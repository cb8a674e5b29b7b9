"""Whether two expressions are the same function: shown in the field of their generators, or by many digits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import mpmath
import sympy as sp

from symfisher.domains import Expr
from symfisher.errors import TimeLimitError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.limits import time_limit
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs

Agreement = Literal["exact", "numbers", "differs"]
"""An identity; numbers that agree as far as they were computed; numbers that do not."""

_DIGITS = 60
_AGREE = mpmath.mpf(10) ** -35
_SECONDS = 5.0
_LARGEST = 4000


def agreement(pairs: Sequence[tuple[Expr, Expr]], signs: Signs, points: Iterable[Mapping[Any, Expr]]) -> Agreement:
    """Compare pairs of closed forms that agree in double precision: by an identity, else to 35 digits at the points.

    Examples
    --------
    >>> a = sp.Symbol("a", positive=True)
    >>> agreement([(a + sp.Rational(1, 10**20), a)], Signs({}), [{a: sp.Integer(2)}])
    'differs'
    """
    if shown_equal(pairs, signs):
        return "exact"
    return "numbers" if all(_agree(pairs, point) for point in points) else "differs"


def _agree(pairs: Sequence[tuple[Expr, Expr]], point: Mapping[Any, Expr]) -> bool:
    """Whether all pairs agree to many digits of the largest among them; yes where nothing can be computed."""
    sides = [side for pair in pairs for side in pair]
    try:
        values = evaluate_mp(sides, point, _DIGITS)
    except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
        return True
    if not all(mpmath.isfinite(v) for v in values):
        return True
    with mpmath.workdps(_DIGITS):
        largest = max(abs(v) for v in values)
        return all(abs(a - b) <= _AGREE * largest for a, b in zip(values[::2], values[1::2], strict=True))


def shown_equal(pairs: Iterable[tuple[Expr, Expr]], signs: Signs) -> bool:
    """Whether each difference is zero in the field of its generators; ``False`` says only that this was not shown.

    Examples
    --------
    >>> a = sp.Symbol("a", positive=True)
    >>> shown_equal([(sp.polygamma(1, a + 1), sp.polygamma(1, a) - 1 / a**2)], Signs({}))
    True
    """
    try:
        with time_limit(_SECONDS):
            return all(_zero(left - right, Rewriter(signs)) for left, right in pairs)
    except (TimeLimitError, sp.PolynomialError, NotImplementedError, ZeroDivisionError, RecursionError):
        return False


def _zero(difference: Expr, rewriter: Rewriter) -> bool:
    if difference == 0:
        return True
    if sp.count_ops(difference) > _LARGEST:
        return False
    normal = rewriter.rewrite(difference.replace(sp.zeta, _as_polygamma))
    return not Field([normal]).convert(normal)


def _as_polygamma(n: Expr, a: Expr = sp.S.One) -> Expr:
    """Write ζ(n, a) as a polygamma where n is an integer above one."""
    if n.is_Integer and n > 1 and a != 1:
        return (-1) ** n * sp.polygamma(n - 1, a) / sp.factorial(n - 1)
    return sp.zeta(n, a)
