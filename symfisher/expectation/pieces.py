"""Smooth pieces: the support cut where an absolute value, a sign or a condition switches.

On each piece the density is written in a local variable y > 0 that measures the distance from the cut, so that signs there
are proved and |x − μ| is simply y.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

from symfisher.domains import Expr, Interval
from symfisher.expectation.problem import Problem
from symfisher.expectation.substitution import Range, zero_of
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs

_SWITCHES = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min)
_Y = sp.Symbol("_y", positive=True)


@dataclass(frozen=True)
class Piece:
    """The density ``f`` in its local variable ``x`` on ``support``; the variable of the density is ``outer(x)``.

    ``inner`` is the local variable in terms of the outer one; ``forward`` says whether both increase together.
    """

    f: Expr
    x: Any
    support: Range
    signs: Signs
    outer: Expr
    inner: Expr
    forward: bool = True


def smooth_pieces(problem: Problem) -> list[Piece]:
    """Return the smooth pieces of a one-dimensional density; no piece if the cuts cannot be found or ordered."""
    density = problem.density
    (x,) = density.xs
    low, high = density.variables[0].domain.ends
    cuts = _cuts(density.expression, x, problem.signs, (low, high))
    if cuts is None:
        return []
    inside = _ordered([c for c in cuts if c not in (low, high)], problem.signs)
    if inside is None:
        return []
    if not inside and not cuts:
        return [Piece(density.expression, x, Range(low, high), problem.signs, x, x)]
    ends = [low, *inside, high]
    pieces = [_piece(density.expression, x, a, b, problem.signs) for a, b in pairwise(ends)]
    return [p for p in pieces if p is not None] if all(p is not None for p in pieces) else []


def switches(f: Expr, x: Any) -> list[Expr]:
    """Return the expressions at whose zeros ``f`` may switch."""
    found: list[Expr] = []
    for e in sp.preorder_traversal(f):
        if isinstance(e, (sp.Max, sp.Min)) and e.has(x):
            found.append(e.args[0] - e.args[1])
        elif isinstance(e, _SWITCHES) and e.has(x):
            found.append(e.args[0])
        elif e.is_Relational and e.has(x):
            found.append(e.lhs - e.rhs)
    return list(dict.fromkeys(found))


def _cuts(f: Expr, x: Any, signs: Signs, ends: tuple[Expr, Expr]) -> list[Expr] | None:
    """Return where ``f`` may switch, but for places proved to lie outside of the ends."""
    cuts = [zero_of(s, x) for switch in switches(f, x) for s in _without_bars(switch, x)]
    if any(c is None for c in cuts):
        return None
    low, high = ends
    return [
        c
        for c in dict.fromkeys(sp.expand(c) for c in cuts)
        if not (low.is_finite and signs.sign(c - low) == -1) and not (high.is_finite and signs.sign(high - c) == -1)
    ]


def _without_bars(switch: Expr, x: Any) -> list[Expr]:
    """Return |u| − c as u − c and −u − c, one of which vanishes where it does.

    Examples
    --------
    >>> from sympy.abc import x
    >>> _without_bars(sp.Abs(x) - 1, x)
    [x - 1, -x - 1]
    """
    bars = [a for a in switch.atoms(sp.Abs) if a.has(x)]
    if len(bars) != 1:
        return [switch]
    return [switch.xreplace({bars[0]: way * bars[0].args[0]}) for way in (1, -1)]


def _ordered(cuts: list[Expr], signs: Signs) -> list[Expr] | None:
    """Sort the cuts by proved signs of their differences."""
    result: list[Expr] = []
    for c in cuts:
        position = 0
        for other in result:
            sign = signs.sign(sp.expand(c - other))
            if sign is None:
                return None
            position += sign == 1
        result.insert(position, c)
    return result


def _piece(f: Expr, x: Any, a: Expr, b: Expr, signs: Signs) -> Piece | None:
    """Measure from the finite end: x = b − y if a is infinite, else x = a + y."""
    forward = a != -sp.oo
    outer = a + _Y if forward else b - _Y
    length = sp.oo if sp.oo in (b, -a) else sp.expand(b - a)
    local = signs.extended({_Y: Interval(sp.S.Zero, length)})
    body = resolved(f.xreplace({x: outer}), local)
    if body is None:
        return None
    return Piece(
        Rewriter(local).rewrite(body), _Y, Range(sp.S.Zero, length), local, outer, x - a if forward else b - x, forward
    )


def resolved(e: Expr, signs: Signs) -> Expr | None:
    """Decide every switch by a proved sign; ``None`` if one is undecided."""
    bars = {part: _decided(part, signs) for choice in e.atoms(sp.Rel, sp.Max, sp.Min) for part in choice.atoms(sp.Abs)}
    e = e.xreplace({part: value for part, value in bars.items() if value is not None})
    for part in sorted(e.atoms(sp.Piecewise), key=sp.default_sort_key):
        chosen = _branch(part, signs)
        if chosen is None:
            return None
        e = e.xreplace({part: chosen})
    for part in sorted(e.atoms(*_SWITCHES), key=sp.default_sort_key):
        value = _decided(part, signs)
        if value is None:
            return None
        e = e.xreplace({part: value})
    return e


def _branch(part: Any, signs: Signs) -> Expr | None:
    for value, condition in part.args:
        truth = _truth(condition, signs)
        if truth is None:
            return None
        if truth:
            return value
    return sp.S.Zero


def _truth(condition: Any, signs: Signs) -> bool | None:
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, (sp.And, sp.Or)):
        truths = [_truth(c, signs) for c in condition.args]
        stop = isinstance(condition, sp.Or)
        return stop if stop in truths else None if None in truths else not stop
    if not condition.is_Relational:
        return None
    sign = signs.sign(sp.expand(condition.lhs - condition.rhs))
    if sign is None:
        return None
    return bool(condition.func(sp.Integer(sign), 0))


def _decided(part: Any, signs: Signs) -> Expr | None:
    difference = part.args[0] - part.args[1] if isinstance(part, (sp.Max, sp.Min)) else part.args[0]
    sign = signs.sign(sp.expand(difference))
    if sign is None:
        return None
    if isinstance(part, sp.Abs):
        return sign * part.args[0]
    if isinstance(part, sp.sign):
        return sp.Integer(sign)
    if isinstance(part, sp.Heaviside):
        return sp.S.One if sign == 1 else sp.S.Zero
    return part.args[0] if (sign == 1) == isinstance(part, sp.Max) else part.args[1]
