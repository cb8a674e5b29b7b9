"""What an expression with |u|, signs and pieces is close to a place, on one side of it."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.inference.algebra import is_zero
from symfisher.signs import Signs

_STEPS = (sp.sign, sp.Heaviside, sp.Abs)


def beside(e: Expr, x: Any, place: Expr, side: int, signs: Signs) -> Expr | None:
    """Return an expression without |u|, sign(u) and pieces, as it is close to a place; ``None`` where that is not clear.

    Parameters
    ----------
    place
        Finite or not; |u| and sign(u) whose sign is not proved at a finite one, and that do not switch there, are left.
    side
        −1 for the left of the place, 1 for the right.

    Examples
    --------
    >>> from sympy.abc import x
    >>> beside(sp.Abs(x) + sp.sign(x - 1), x, sp.S.Zero, 1, Signs({}))
    x - 1
    """
    rule = {}
    for part in sorted(e.atoms(sp.Piecewise), key=sp.default_sort_key):
        chosen = _branch(part, x, place, side, signs)
        if chosen is None:
            return None
        rule[part] = chosen
    e = e.xreplace(rule)
    rule = {}
    for part in sorted(e.atoms(*_STEPS), key=sp.default_sort_key):
        u = part.args[0]
        if not u.has(x):
            continue
        sign = _sign_beside(u, x, place, side, signs)
        if sign is None:
            if place.is_infinite or is_zero(u.xreplace({x: place}), signs):
                return None
            continue
        values = {sp.Abs: sign * u, sp.sign: sp.Integer(sign), sp.Heaviside: sp.Rational(1 + sign, 2)}
        rule[part] = values[part.func]
    return e.xreplace(rule)


def _branch(part: Any, x: Any, place: Expr, side: int, signs: Signs) -> Expr | None:
    """Return the piece that holds beside a place: that of the first condition that does."""
    for value, condition in part.args:
        holds = _holds(condition, x, place, side, signs)
        if holds is None:
            return None
        if holds:
            return value
    return sp.S.Zero


def _holds(condition: Any, x: Any, place: Expr, side: int, signs: Signs) -> bool | None:
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, (sp.And, sp.Or)):
        truths = [_holds(c, x, place, side, signs) for c in condition.args]
        stop = isinstance(condition, sp.Or)
        return stop if stop in truths else None if None in truths else not stop
    if not condition.is_Relational:
        return None
    sign = _sign_beside(condition.lhs - condition.rhs, x, place, side, signs)
    return None if sign is None else bool(condition.func(sp.Integer(sign), 0))


def _sign_beside(u: Expr, x: Any, place: Expr, side: int, signs: Signs) -> int | None:
    """Return the sign of an expression close to a place, by its value there or else by its slope."""
    slope = sp.diff(u, x)
    if place.is_infinite:
        way = None if slope.has(x) else signs.sign(slope)
        return -side * way if way else None
    value = u.xreplace({x: place})
    if not is_zero(value, signs):
        return signs.sign(sp.expand(value)) or None
    way = signs.sign(slope.xreplace({x: place}))
    return side * way if way else None
