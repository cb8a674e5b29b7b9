"""Indicators and branches that only cut the support: they move from the density to the domains of its variables."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.domains import REAL, Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.reading.draft import Draft


def fold(draft: Draft) -> None:
    """Move factors that only cut the support (indicators, Heaviside) into the support."""
    kept: list[Expr] = []
    for factor in sp.Mul.make_args(draft.expression):
        inner, conditions = _cut(factor)
        if conditions and all(_tighten(draft, c, dry=True) for c in conditions):
            for condition in conditions:
                _tighten(draft, condition)
            kept.append(inner)
        else:
            kept.append(factor)
    draft.expression = sp.Mul(*kept)
    if len(draft.variables) == 1:
        _join_branches(draft)
        if not isinstance(draft.expression, sp.Piecewise):
            draft.expression = _split_at_points(draft.expression, draft.symbols[draft.variables[0]])


def _join_branches(draft: Draft) -> None:
    """Cut the support to the ends of branches that join, ``a(x) if 0 < x < c, b(x) if c < x < 1, 0 otherwise``.

    What is left are the branches with the places where they meet.
    """
    x = draft.symbols[draft.variables[0]]
    constant, dependent = draft.expression.as_independent(x, as_Add=False)
    if not isinstance(dependent, sp.Piecewise):
        return
    branches = [
        (value, part)
        for value, condition in dependent.args
        for part in (condition.args if isinstance(condition, sp.Or) else (condition,))
        if value != 0
    ]
    spans = [_span(condition, x) for _, condition in branches]
    if len(branches) < 2 or any(span is None for span in spans):
        return
    chain = _chain([(value, *span) for (value, _), span in zip(branches, spans, strict=True) if span is not None])
    if chain is None:
        return
    cuts = [c for c in (chain[0][1], chain[-1][2]) if c is not None]
    if not all(_tighten(draft, cut, dry=True) for cut in cuts):
        return
    for cut in cuts:
        _tighten(draft, cut)
    inner = [(constant * value, upper) for value, _, upper in chain[:-1]]
    draft.expression = sp.Piecewise(*inner, (constant * chain[-1][0], True))


def _span(condition: Any, x: Any) -> tuple[Any, Any] | None:
    """Return the comparisons ``x > a`` and ``x < b`` that a condition consists of, ``None`` for an end that is open."""
    comparisons = condition.args if isinstance(condition, sp.And) else (condition,)
    lower = upper = None
    for comparison in comparisons:
        if not isinstance(comparison, (sp.Lt, sp.Le, sp.Gt, sp.Ge)):
            return None
        turned = comparison.reversed if comparison.rhs == x else comparison
        if turned.lhs != x or x in turned.rhs.free_symbols:
            return None
        if isinstance(turned, (sp.Gt, sp.Ge)):
            lower, doubled = turned, lower
        else:
            upper, doubled = turned, upper
        if doubled is not None:
            return None
    return lower, upper


def _chain(pieces: list[tuple[Expr, Any, Any]]) -> list[tuple[Expr, Any, Any]] | None:
    """Return the pieces from left to right if each begins where the one before ends, else ``None``."""
    starts = {None if lower is None else lower.rhs: (value, lower, upper) for value, lower, upper in pieces}
    ends = {None if upper is None else upper.rhs for _, _, upper in pieces}
    first = [start for start in starts if start is None or start not in ends]
    if len(starts) < len(pieces) or len(ends) < len(pieces) or len(first) != 1:
        return None
    found = [starts[first[0]]]
    while len(found) < len(pieces):
        upper = found[-1][2]
        following = None if upper is None else starts.get(upper.rhs)
        if following is None:
            return None
        found.append(following)
    return found


def _split_at_points(expression: Expr, x: Any) -> Expr:
    """Write a sum with masses at points, ``w 1{x = 0} + (1 - w) g(x)``, as one Piecewise with a branch for each point.

    What is left may be restricted to a region, as in ``w 1{x = 0} + (1 - w) g(x) 1{x > 0}``.

    Examples
    --------
    >>> x, w = sp.symbols("x w", real=True)
    >>> _split_at_points(w * sp.Piecewise((1, sp.Eq(x, 0)), (0, True)) + (1 - w) * x, x)
    Piecewise((w, Eq(x, 0)), (x*(1 - w), True))
    """
    inner = expression.atoms(sp.Piecewise)
    conditions = {c for piecewise in inner for _, c in piecewise.args if c != True}  # noqa: E712 (a SymPy condition)
    at_points = {c for c in conditions if isinstance(c, sp.Eq) and c.lhs == x and c.rhs.is_Rational}
    regions = conditions - at_points
    if not at_points or len(regions) > 1 or any(_span(c, x) is None for c in regions):
        return expression
    points = sorted({c.rhs for c in at_points})
    branches = [(expression.subs(x, point), sp.Eq(x, point)) for point in points]
    elsewhere = expression.subs(dict.fromkeys(at_points, sp.false))
    if any(value.has(sp.nan, sp.zoo, sp.oo) for value, _ in branches):
        return expression
    if not regions:
        return sp.Piecewise(*branches, *([(elsewhere, True)] if elsewhere != 0 else []))
    (region,) = regions
    if elsewhere.subs(region, sp.false) != 0:
        return expression
    return sp.Piecewise(*branches, (elsewhere.subs(region, sp.true), region))


def _cut(factor: Expr) -> tuple[Expr, list[Any]]:
    """Return what a factor is worth where it is not zero, and the comparisons that say where."""
    if isinstance(factor, sp.Heaviside):
        return sp.Integer(1), [factor.args[0] > 0]
    if not isinstance(factor, sp.Piecewise) or len(factor.args) > 2:
        return factor, []
    (value, condition), rest = factor.args[0].args, factor.args[1:]
    if value == 0 and rest and isinstance(condition, sp.core.relational.Relational):
        value, condition, rest = rest[0].args[0], sp.And(~condition, rest[0].args[1]), ()
    if rest and rest[0].args[0] != 0:
        return factor, []
    comparisons = list(condition.args) if isinstance(condition, sp.And) else [condition]
    comparisons = sorted((part for c in comparisons for part in _without_bars(c)), key=str)
    return (
        (value, comparisons) if all(isinstance(c, sp.core.relational.Relational) for c in comparisons) else (factor, [])
    )


def _without_bars(comparison: Any) -> list[Any]:
    """Return ``|e| < b`` as -b < e and e < b, anything else as it is."""
    if not isinstance(comparison, (sp.Lt, sp.Le, sp.Gt, sp.Ge)) or not isinstance(comparison.lts, sp.Abs):
        return [comparison]
    below = sp.Lt if isinstance(comparison, (sp.Lt, sp.Gt)) else sp.Le
    inner, bound = comparison.lts.args[0], comparison.gts
    return [below(inner, bound), below(-bound, inner)]


def _tighten(draft: Draft, comparison: Any, *, dry: bool = False) -> bool:
    """Cut the support of the variable that ``comparison`` bounds; say whether it can be done."""
    if not isinstance(comparison, (sp.Lt, sp.Le, sp.Gt, sp.Ge)):
        return False
    difference = comparison.lhs - comparison.rhs
    for name in reversed(draft.variables):
        symbol = draft.symbols[name]
        for slope in (1, -1):
            rest = sp.expand(difference - slope * symbol)
            if symbol in rest.free_symbols:
                continue
            end = -rest / slope
            lower = isinstance(comparison, (sp.Gt, sp.Ge)) == (slope == 1)
            closed = isinstance(comparison, (sp.Ge, sp.Le))
            cut = _cut_domain(draft.domains.get(name), end, lower, closed)
            if cut is None:
                return False
            if not dry:
                draft.domains[name] = cut
            return True
    return False


def _cut_domain(domain: Domain | None, end: Expr, lower: bool, closed: bool) -> Domain | None:
    """Return the part of ``domain`` beyond ``end``, or ``None`` if that is not plain."""
    known = domain if domain is not None else REAL
    if isinstance(known, FiniteSet):
        return None
    old = known.lower if lower else known.upper
    if old == end:
        return known
    if not old.is_infinite:
        stricter = (end - old).is_positive if lower else (old - end).is_positive
        looser = (end - old).is_negative if lower else (old - end).is_negative
        if looser:
            return known
        if not stricter:
            return None
    if isinstance(known, IntegerRange):
        if known.step != 1 or (end.is_number and not end.is_Integer):
            return None
        inner = end if closed else end + 1 if lower else end - 1
        return IntegerRange(inner, known.upper) if lower else IntegerRange(known.lower, inner)
    if lower:
        return Interval(end, known.upper, closed, known.closed_upper)
    return Interval(known.lower, end, known.closed_lower, closed)
