"""Matrices of closed forms: inverse, determinant, products, in their shortest form; and equality, shown or seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher import polynomials
from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError, RegularityError, TimeLimitError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.limits import time_limit
from symfisher.normal_form import Field, Rewriter
from symfisher.quadrature import draw_points
from symfisher.signs import Signs
from symfisher.simplification import shorten, shortest

Matrix = Any
_SECONDS = 5.0


def information_of(derivation: Derivation) -> Matrix:
    """Return the expected information in our symbols.

    Raises
    ------
    ClosedFormNotFoundError
        An entry has no closed form.
    """
    derivation.require_closed_form()
    return derivation.own.expected_information


def require_bound(derivation: Derivation) -> None:
    """Refuse where the Cramér-Rao theory does not apply.

    Raises
    ------
    RegularityError
        It was shown not to apply.
    """
    if derivation.regularity.cramer_rao == "does not apply":
        raise RegularityError(
            "E[score] is not 0 here, so there is no Cramér-Rao bound; symfisher bound --chapman-robbins VALUES gives another"
        )


def tidy(e: Any, signs: Signs) -> Any:
    """Return an expression, or a matrix entry by entry, in its shortest form."""
    if isinstance(e, sp.MatrixBase):
        return sp.ImmutableMatrix(e.rows, e.cols, [shorten(v, signs) for v in e])
    return shorten(e, signs)


def inverse(matrix: Matrix, signs: Signs) -> Matrix:
    """Return the inverse of a square matrix, shape (k, k), by elimination in the field of its entries.

    Raises
    ------
    RegularityError
        The matrix is singular.

    Examples
    --------
    >>> a = sp.Symbol("a", positive=True)
    >>> inverse(sp.Matrix([[a, 1], [1, a]]), Signs({}))[0, 1]
    1/(1 - a**2)
    """
    n = matrix.rows
    field, left = in_field(list(matrix), signs)
    found = polynomials.inverse(field.K, [left[i * n : i * n + n] for i in range(n)])
    if found is None:
        raise RegularityError("the information is singular: the parameters cannot all be told apart; reduce them first")
    return sp.ImmutableMatrix([[shortest(field, field.reduce(v)) for v in row] for row in found])


def in_field(entries: Sequence[Expr], signs: Signs) -> tuple[Field, list[Any]]:
    """Return a field and the entries as its elements."""
    rewriter = Rewriter(signs)
    normal = [rewriter.rewrite(sp.sympify(e, strict=True)) for e in entries]
    field = Field(normal)
    return field, [field.convert(e) for e in normal]


def is_zero(e: Expr, signs: Signs) -> bool:
    """Say whether an expression is shown to vanish identically."""
    field, (element,) = in_field([e], signs)
    return not field.reduce(element)


def vanishes(e: Expr, density: Density, points: Sequence[Mapping[Any, Any]] | None = None) -> bool:
    """Say whether an expression is zero, or at most 1e-20, at the drawn points; what has no value is not zero."""
    for point in points if points is not None else some_points(density):
        try:
            if abs(evaluate_mp([e], point, 40)[0]) > 1e-20:
                return False
        except (CannotEvaluateError, ArithmeticError, ValueError):
            return False
    return True


def some_points(density: Density, count: int = 3) -> list[dict[Any, Any]]:
    """Return points for parameters and constants, at least one."""
    try:
        return draw_points(density, count)
    except DomainError:
        return draw_points(density, 1)


def within_time(work: Any, *arguments: Any, seconds: float = _SECONDS, **options: Any) -> Any | None:
    """Return ``work(*arguments, **options)``, or ``None`` if SymPy does not finish or gives up."""
    try:
        with time_limit(seconds):
            return work(*arguments, **options)
    except (TimeLimitError, NotImplementedError, sp.PolynomialError, ValueError, TypeError, RecursionError):
        return None


def antiderivative(e: Expr, symbol: Any, signs: Signs) -> Expr | None:
    """Return a function of ``symbol`` whose derivative is shown to be ``e``, or ``None``."""
    for found in (within_time(sp.integrate, sp.powsimp(e), symbol), _by_root(e, symbol)):
        if found is None or found.has(sp.Integral, sp.Piecewise, sp.meijerg, sp.hyper, sp.I, sp.zoo, sp.nan):
            continue
        real = _with_real_logs(found, signs)
        if is_zero(sp.diff(real, symbol) - e, signs):
            return real
    return None


def _with_real_logs(e: Expr, signs: Signs) -> Expr:
    """Write log(−b) for log(b) where b is negative: the two differ by a constant."""
    return e.replace(
        lambda a: isinstance(a, sp.log) and signs.negative(a.args[0]), lambda a: sp.log(sp.expand(-a.args[0]))
    )


def _by_root(e: Expr, symbol: Any) -> Expr | None:
    """Integrate by u = √(a + bθ), where such a root is in the integrand."""
    roots = [a.base for a in e.atoms(sp.Pow) if a.exp.is_Rational and a.exp.q == 2 and a.base.is_Add]
    linear = sorted((b for b in roots if sp.Poly(b, symbol).degree() == 1), key=sp.default_sort_key)
    if not linear:
        return None
    slope, u = sp.diff(linear[0], symbol), sp.Symbol("_u", positive=True)
    image = sp.expand((u**2 - linear[0].xreplace({symbol: sp.S.Zero})) / slope)
    inner = sp.powsimp(e.xreplace({symbol: image}).replace(lambda a: a.is_Add, sp.expand) * 2 * u / slope)
    found = within_time(sp.integrate, sp.apart(inner, u) if inner.is_rational_function(u) else inner, u)
    return None if found is None else found.xreplace({u: sp.sqrt(linear[0])})


def require_closed(value: Any | None, what: str) -> Any:
    """Return ``value``.

    Raises
    ------
    ClosedFormNotFoundError
        It is ``None``.
    """
    if value is None:
        raise ClosedFormNotFoundError(f"no closed form found for {what}")
    return value
