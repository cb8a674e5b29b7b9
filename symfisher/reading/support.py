"""Supports and domains: ``0 < p < 1 - q``, ``x in {k, k+1, ...}``, ``x >= 0, y in (0, x]`` become `Domain` records.

Conditions about the same name are collected, then settled together. The ends are expressions over the symbols of the
`Scope`; which name a condition is about is decided by the order of the names: the later one is bounded by the earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from symfisher.domains import REAL, Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError, ParseError
from symfisher.reading.balls import ball_ends
from symfisher.reading.conditions import as_condition, end_of, enumerates
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.sets import domain_of, interval
from symfisher.reading.syntax import Node, parse
from symfisher.reading.tokens import Token

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass
class Ends:
    """What has been said about one name so far."""

    lower: tuple[Expr, bool] | None = None
    upper: tuple[Expr, bool] | None = None
    domain: Domain | None = None
    mentioned: bool = True


@dataclass
class Collected:
    """Names in the order of their mention, with what was said about each; ``variables`` are those that are observed."""

    variables: tuple[str, ...] = ()
    ends: dict[str, Ends] = field(default_factory=dict)
    bounds: dict[Expr, str] = field(default_factory=dict)
    """Symbol to name, of what bounds something else."""

    def about(self, name: str) -> Ends:
        """Return the record of ``name``, new if it was not mentioned before."""
        return self.ends.setdefault(name, Ends())


def collect(pieces: list[list[Token]], scope: Scope, order: Sequence[str], into: Collected) -> None:
    """Add what the clauses say to ``into``; ``order`` ranks the names that may be declared.

    Raises
    ------
    ParseError, DomainError
        A clause that is no condition, or that says nothing about a name that may be declared.
    """
    for piece in pieces:
        _refuse_definition(piece, scope)
        node = parse(as_condition(piece), "condition", scope.vocabulary(), scope.source, end=end_of(piece))
        _collect_one(node, scope, order, into)


def _refuse_definition(piece: list[Token], scope: Scope) -> None:
    """Refuse ``z = (x - mu)/sigma``, which is no condition; a list of values after the sign is a set."""
    if enumerates(piece) and not any(t.kind in {"COMMA", "DOTS"} for t in piece):
        used = [t.text for t in piece[2:] if t.kind == "NAME" and t.text in scope.symbols]
        if used:
            message = f"'{piece[0].text} = ...' is a definition: write it after the density, with a comma before it"
            raise ParseError(message, scope.source, piece[0].position)


def _collect_one(node: Node, scope: Scope, order: Sequence[str], into: Collected) -> None:
    if node.kind == "name" and node.text in order:
        into.about(node.text)
    elif node.kind == "membership":
        _membership(node, scope, order, into)
    elif node.kind == "comparison":
        for (_, left), (relation, right) in zip(node.parts, node.parts[1:], strict=False):
            _pair(left, relation, right, scope, order, into)
    elif node.kind == "conjunction":
        for part in node.parts:
            _collect_one(part, scope, order, into)
    elif node.kind == "bracket":
        _collect_one(node.parts[0], scope, order, into)
    else:
        raise ParseError("expected a condition such as 'x > 0' or 'x in {0, 1, ...}'", scope.source, node.position)


def _membership(node: Node, scope: Scope, order: Sequence[str], into: Collected) -> None:
    name, domain = node.parts
    if name.kind != "name" or name.text not in order:
        raise ParseError("expected a name before 'in'", scope.source, name.position)
    ends = into.about(name.text)
    if ends.domain is not None or ends.lower or ends.upper:
        raise DomainError(f"'{name.text}' is given two domains: state one")
    found = domain_of(domain, scope)
    if isinstance(found, Interval):
        ends.lower = None if found.lower == -sp.oo else (found.lower, found.closed_lower)
        ends.upper = None if found.upper == sp.oo else (found.upper, found.closed_upper)
        if found != REAL:
            return
    ends.domain = found


def _pair(left: Node, relation: str, right: Node, scope: Scope, order: Sequence[str], into: Collected) -> None:
    """Record one comparison as an end of the name it is about."""
    if relation in {"=", "=="} and left.kind == "name" and left.text in order:
        into.about(left.text).domain = FiniteSet((build(right, scope),))
        return
    if relation not in _FLIPPED:
        raise DomainError(f"'{relation}' does not describe a domain: use <, <=, >, >= or a set")
    for side, sign, other in ((left, relation, right), (right, _FLIPPED[relation], left)):
        if (name := _inside_bars(side, order)) is not None:
            _absolute(name, sign, other, scope, into)
            return
    _refuse_own_end(left, right, order)
    difference = build(left, scope) - build(right, scope)
    candidates = [n for n in order if n in scope.symbols and _solvable(difference, scope.symbols[n])]
    into.bounds.update({scope.symbols[n]: n for n in candidates})
    chosen = _choose(candidates, left, right, into.variables)
    if chosen is None:
        ball = list(ball_ends(difference if relation in {"<", "<="} else -difference, _symbols(order, scope)))
        for name, half in ball:
            _bound(into, name, "<" if "=" not in relation else "<=", half)
            _bound(into, name, ">" if "=" not in relation else ">=", -half)
        if ball:
            return
        raise ParseError("this condition bounds no name: write it as 'name > end'", scope.source, left.position)
    symbol = scope.symbols[chosen]
    slope = difference.coeff(symbol) if difference.is_Add else sp.Integer(1) if difference == symbol else -sp.Integer(1)
    end = sp.expand(symbol - difference / slope)
    into.about(chosen)
    _bound(into, chosen, relation if slope.is_positive else _FLIPPED[relation], end)


def _symbols(order: Sequence[str], scope: Scope) -> dict[str, Expr]:
    return {n: scope.symbols[n] for n in order if n in scope.symbols}


def _refuse_own_end(left: Node, right: Node, order: Sequence[str]) -> None:
    """Refuse ``x < 2*x``: an end of a domain that names what the domain is of."""
    for name, end in ((left, right), (right, left)):
        if name.kind == "name" and name.text in order and end.kind != "name" and name.text in free_names(end):
            message = f"the domain of '{name.text}' has '{name.text}' itself for an end"
            raise DomainError(message)


def _inside_bars(node: Node, order: Sequence[str]) -> str | None:
    """Return the name in ``|r|`` or ``abs(r)``."""
    bars = node.kind == "absolute" or (node.kind == "call" and node.text in {"abs", "Abs"} and len(node.parts) == 1)
    inner = node.parts[0] if bars else None
    return inner.text if inner is not None and inner.kind == "name" and inner.text in order else None


def _absolute(name: str, relation: str, bound: Node, scope: Scope, into: Collected) -> None:
    """Record ``|x| < a`` as ``-a < x < a``."""
    if relation not in {"<", "<="}:
        raise DomainError("'|x| > ...' is two intervals; a domain is one interval or a set")
    end = build(bound, scope)
    _bound(into, name, relation, end)
    _bound(into, name, _FLIPPED[relation], -end)


def _solvable(difference: Expr, symbol: Expr) -> bool:
    """Whether ``symbol`` enters with coefficient one or minus one and nowhere else."""
    rest = difference - symbol, difference + symbol
    return any(symbol not in r.free_symbols for r in rest)


def _choose(candidates: list[str], left: Node, right: Node, variables: Collection[str]) -> str | None:
    """Return the name a condition is about: a side that is a bare name if only one is, else the last in the order.

    ``x + y <= n`` is about the variables, of which ``n`` bounds the last.
    """
    bare = [side.text for side in (left, right) if side.kind == "name" and side.text in candidates]
    if len(bare) == 1:
        observed = [n for n in candidates if n in variables]
        return observed[-1] if observed and bare[0] not in variables else bare[0]
    pool = bare or candidates
    return max(pool, key=candidates.index) if pool else None


def _bound(into: Collected, name: str, relation: str, end: Expr) -> None:
    """Record ``name relation end``, keeping the stricter of two numbers."""
    ends = into.about(name)
    side = "lower" if relation in {">", ">="} else "upper"
    closed = relation in {">=", "<="}
    if isinstance(ends.domain, IntegerRange) and getattr(ends.domain, side).is_infinite and not end.is_infinite:
        inner = end if closed else end - 1 if side == "upper" else end + 1
        ends.domain = replace(ends.domain, **{side: inner})
        return
    if ends.domain is not None and ends.domain != REAL:
        raise DomainError(f"'{name}' is given two domains: state one")
    if end.is_infinite:
        if (end == sp.oo) == (side == "lower"):
            raise DomainError(f"'{name} {relation} {end}' leaves nothing")
        ends.domain = ends.domain or (REAL if ends.lower is None and ends.upper is None else None)
        return
    ends.domain = None
    known = ends.lower if side == "lower" else ends.upper
    new = (end, closed) if known is None else _stricter(known, (end, closed), side, name, into)
    if side == "lower":
        ends.lower = new
    else:
        ends.upper = new


def _stricter(
    first: tuple[Expr, bool], second: tuple[Expr, bool], side: str, name: str, into: Collected
) -> tuple[Expr, bool]:
    """Return the end that implies the other; between a number and another variable, the ends of that variable decide."""
    for own, other in ((first, second), (second, first)):
        bound = into.ends.get(into.bounds.get(own[0], ""))
        beyond = None if bound is None else getattr(bound, side)
        if (
            beyond is not None
            and other[0].is_number
            and (beyond[0] == other[0] or _is_beyond(beyond[0], other[0], side))
        ):
            return own
    gap = second[0] - first[0]
    if gap.is_zero:
        return first[0], first[1] and second[1]
    if gap.is_positive is None and gap.is_negative is None:
        spelled = {symbol: sp.Symbol(known) for symbol, known in into.bounds.items()}
        ends = " and ".join(str(end.xreplace(spelled)) for end, _ in (first, second))
        raise DomainError(f"'{name}' has two {side} ends, {ends}: state one, with Max or Min")
    return second if bool(gap.is_positive) == (side == "lower") else first


def _is_beyond(end: Expr, other: Expr, side: str) -> bool:
    gap = end - other
    return bool(gap.is_positive if side == "lower" else gap.is_negative)


def settle(collected: Collected, scope: Scope, variables: Sequence[str]) -> dict[str, Domain | None]:
    """Return the domain of every collected name; ``None`` where a name stood alone.

    An earlier variable may not be bounded by a later one: ``x`` in ``0 < x < y < 1`` runs to 1.

    Raises
    ------
    DomainError
        A domain is empty or refers to itself.
    """
    _propagate(collected, scope, variables)
    _propagate_among_others(collected, scope, variables)
    return {name: _settled(name, ends, scope) for name, ends in collected.ends.items()}


def _settled(name: str, ends: Ends, scope: Scope) -> Domain | None:
    if ends.domain is not None:
        domain: Domain = ends.domain
    elif ends.lower is None and ends.upper is None:
        return None
    else:
        lower, upper = ends.lower or (-sp.oo, False), ends.upper or (sp.oo, False)
        try:
            domain = interval(lower[0], upper[0], lower[1], upper[1])
        except DomainError as error:
            raise DomainError(f"'{name}': {error}") from None
    values = domain.values if isinstance(domain, FiniteSet) else domain.ends
    if any(scope.symbols[name] in v.free_symbols for v in values):
        raise DomainError(f"the domain of '{name}' refers to '{name}' itself")
    return domain


def _propagate(collected: Collected, scope: Scope, variables: Sequence[str]) -> None:
    """Give earlier variables the ends that the bounds of later ones imply."""
    symbols = scope.symbols
    for index in range(len(variables) - 1, -1, -1):
        later = collected.ends.get(variables[index])
        if later is None or (between := _between(later)) is None:
            continue
        for name in variables[:index]:
            _imply(collected, name, symbols[name], *between)


def _between(ends: Ends) -> tuple[Expr, bool] | None:
    """Return the width of a range, which is positive, or not negative if both ends belong to it."""
    if isinstance(ends.domain, IntegerRange) and all(e.is_finite is not False for e in ends.domain.ends):
        return sp.expand(ends.domain.upper - ends.domain.lower), True
    if ends.lower is None or ends.upper is None:
        return None
    return sp.expand(ends.upper[0] - ends.lower[0]), ends.lower[1] and ends.upper[1]


def _propagate_among_others(collected: Collected, scope: Scope, variables: Sequence[str]) -> None:
    """Bound parameters by what follows for them: ``0 < c < d < 1`` puts c below 1."""
    others = [n for n in collected.ends if n not in variables and n in scope.symbols]
    for later in others:
        ends = collected.ends[later]
        if ends.lower is None or ends.upper is None:
            continue
        gap = sp.expand(ends.upper[0] - ends.lower[0])
        for name in others:
            if name != later and scope.symbols[name] in gap.free_symbols:
                _imply(collected, name, scope.symbols[name], gap)


def _imply(collected: Collected, name: str, symbol: Expr, gap: Expr, closed: bool = False) -> None:
    """Bound ``symbol`` by ``gap > 0``, or ``gap >= 0`` if ``closed``, where it enters linearly and has no such end yet."""
    ends = collected.ends.get(name)
    slope = sp.expand(gap).coeff(symbol)
    if ends is None or slope not in (1, -1):
        return
    end = sp.expand(symbol - gap / slope)
    if isinstance(ends.domain, IntegerRange) and closed:
        side = "upper" if slope == -1 else "lower"
        ends.domain = replace(ends.domain, **{side: end}) if getattr(ends.domain, side).is_infinite else ends.domain
    if ends.domain not in (None, REAL):
        return
    if slope == -1 and ends.upper is None:
        ends.upper, ends.domain = (end, closed), None
    elif slope == 1 and ends.lower is None:
        ends.lower, ends.domain = (end, closed), None
