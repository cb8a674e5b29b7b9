"""Zeros by undoing one operation after the other: where an absolute value or a condition switches."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.domains import Expr

_MOST_BARS = 4


def without_bars(e: Expr, xs: set[Expr]) -> list[Expr]:
    """Take absolute values of variables apart: |v| − c is zero where v = c or v = −c; at most four of them.

    Examples
    --------
    >>> from sympy.abc import k, x
    >>> without_bars(sp.Abs(x) - k, {x})
    [-k - x, -k + x]
    """
    found, waiting = [], [e]
    while waiting:
        e = waiting.pop()
        bars = [a for a in e.atoms(sp.Abs) if a.free_symbols & xs]
        if not bars or len(waiting) > _MOST_BARS:
            found.append(e)
            continue
        first = min(bars, key=sp.default_sort_key)
        waiting += [e.xreplace({first: first.args[0]}), e.xreplace({first: -first.args[0]})]
    return found


def isolate(e: Expr, x: Any) -> Expr | None:
    """Solve e = 0 for ``x`` if it occurs in one place, under invertible functions, or linearly; else ``None``.

    Examples
    --------
    >>> from sympy.abc import a, x
    >>> isolate(sp.log(x) - a, x), isolate(2 * x + a * x - 1, x)
    (exp(a), 1/(a + 2))
    """
    other: Expr = sp.S.Zero
    while e != x:
        if e.is_Add and sum(x in t.free_symbols for t in e.args) > 1:
            return _linear_root(e - other, x)
        step = _peeled(e, other, x)
        if step is None or step[1].has(sp.zoo, sp.nan):
            return None
        e, other = step
    return other


def _peeled(e: Expr, other: Expr, x: Any) -> tuple[Expr, Expr] | None:
    """Undo the outermost operation of e = other."""
    if e.is_Add or e.is_Mul:
        bound = [a for a in e.args if x in a.free_symbols]
        if len(bound) > 1:
            return None
        return (bound[0], other - (e - bound[0])) if e.is_Add else (bound[0], other / (e / bound[0]))
    if isinstance(e, sp.log):
        return e.args[0], sp.exp(other)
    if isinstance(e, sp.exp):
        return e.args[0], sp.log(other)
    if e.is_Pow and x not in e.exp.free_symbols and (e.base.is_positive or other == 0):
        return e.base, sp.S.Zero if other == 0 else other ** (1 / e.exp)
    return None


def _linear_root(e: Expr, x: Any) -> Expr | None:
    slope = sp.expand(sp.diff(e, x))
    if x in slope.free_symbols or slope == 0:
        return None
    return sp.cancel(-e.xreplace({x: sp.S.Zero}) / slope)
