"""Values of parameters at which answers are compared with numbers, and the conditions that these have to meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, Interval
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.quadrature import draw_points

_POINTS = 3

Point = Mapping[Any, Any]
"""Value of every parameter and constant symbol."""


def point_of(density: Density, at: Mapping[str, Expr]) -> Point:
    """Return our symbols with their values.

    Raises
    ------
    DomainError
        A name that is none of the density's or the model's, one without value, or a value outside its domain.
    """
    needed = (*density.parameters, *density.constants)
    unknown = sorted(set(at) - {name for q in needed for name in (q.name, q.safe)})
    if unknown:
        raise DomainError(f"'{unknown[0]}' is not among {', '.join(q.name for q in needed) or 'the names here'}")
    point = density.own(at)
    if missing := [q.name for q in needed if q.symbol not in point]:
        raise DomainError(f"no value for {', '.join(missing)}: give all of them, separated by commas")
    for q in needed:
        if not q.domain.contains(point[q.symbol], point):
            raise DomainError(f"{q.name} = {point[q.symbol]} is outside {q.domain.xreplace(point).describe(q.name)}")
    return point


def points_under(density: Density, conditions: Sequence[Any], count: int = _POINTS) -> list[Point]:
    """Return points of the declared domain at which the conditions hold; none where there are none."""
    if not density.parameters and not density.constants:
        return [{}]
    narrow = narrowed(density, conditions)
    try:
        points = draw_points(narrow, count)
    except DomainError:
        try:
            points = draw_points(narrow, 1)
        except DomainError:
            return []
    return [p for p in points if _hold(conditions, p)]


def narrowed(density: Density, conditions: Sequence[Any]) -> Density:
    """Return a density whose domains are cut by conditions such as a > 2; other conditions are left out.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ gamma(a, b)")
    >>> narrowed(density, [density.thetas[0] > 2]).parameters[0].domain.describe("a")
    'a > 2'
    """
    lower: dict[Any, Expr] = {}
    for condition in conditions:
        if isinstance(condition, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
            symbol, bound = condition.gts, condition.lts
            if symbol.is_Symbol and bound.is_number:
                lower[symbol] = max(bound, lower.get(symbol, bound))
    if not lower:
        return density

    def cut(q: Any) -> Any:
        if q.symbol not in lower or not isinstance(q.domain, Interval):
            return q
        return replace(q, domain=replace(q.domain, lower=sp.Max(q.domain.lower, lower[q.symbol]), closed_lower=False))

    return replace(
        density, parameters=tuple(map(cut, density.parameters)), constants=tuple(map(cut, density.constants))
    )


def strongest(conditions: Iterable[Any]) -> tuple[Any, ...]:
    """Return each condition once, leaving out a > 1 beside a > 2."""
    kept: dict[Any, Any] = {}
    others = []
    for c in dict.fromkeys(conditions):
        if isinstance(c, sp.Gt) and c.gts.is_Symbol and c.lts.is_number:
            kept[c.gts] = max(c.lts, kept.get(c.gts, c.lts))
        elif c != sp.true:
            others.append(c)
    return (*(symbol > bound for symbol, bound in kept.items()), *others)


def plain(condition: Any) -> Any:
    """Write a − 2 > 0 as a > 2."""
    if not isinstance(condition, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
        return condition
    top, bottom = sp.fraction(sp.together(condition.gts - condition.lts))
    difference = sp.expand(top if bottom.is_positive else condition.gts - condition.lts)
    symbols = sorted(difference.free_symbols, key=str)
    slope = sp.diff(difference, symbols[0]) if len(symbols) == 1 else sp.S.Zero
    if not slope.is_number or not slope.is_nonzero or slope.is_positive is None:
        return condition
    bound = symbols[0] - difference / slope
    strict = isinstance(condition, (sp.Gt, sp.Lt))
    above = sp.Gt if strict else sp.Ge
    below = sp.Lt if strict else sp.Le
    return (above if slope.is_positive else below)(symbols[0], sp.expand(bound))


def _hold(conditions: Sequence[Any], point: Point) -> bool:
    try:
        return all(v == 1 for v in evaluate_mp(list(conditions), point, 20))
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return False
