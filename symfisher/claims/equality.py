"""Whether two expressions are the same function, shown in the field of their generators."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from symfisher.domains import Expr
from symfisher.errors import TimeLimitError
from symfisher.limits import time_limit
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs

_SECONDS = 5.0
_LARGEST = 4000


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
