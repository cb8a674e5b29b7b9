"""Supports and domains: ``0 < p < 1 - q``, ``x in {k, k+1, ...}``, ``x >= 0, y in (0, x]`` become `Domain` records.

Conditions about the same name are collected, then settled together. The ends are expressions over the symbols of the
`Scope`; which name a condition is about is decided by the order of the names: the later one is bounded by the earlier.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy as sp

from symfisher.domains import COUNTS, INTEGERS, NATURAL, REAL, Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError, ParseError
from symfisher.reading.expression import CONSTANTS, Scope, build, free_names
from symfisher.reading.syntax import Node, parse
from symfisher.reading.tokens import KNOWN, Token, split

_NAMED: dict[str, Domain] = {
    "R": REAL, "Reals": REAL, "reals": REAL, "real": REAL, "N": NATURAL, "Naturals": NATURAL, "N0": COUNTS,
    "N_0": COUNTS,
    "Naturals0": COUNTS, "Z": INTEGERS, "Integers": INTEGERS, "integers": INTEGERS,
}  # fmt: skip
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
    """Names in the order of their mention, with what was said about each."""

    ends: dict[str, Ends] = field(default_factory=dict)
    bounds: dict[Expr, str] = field(default_factory=dict)
    """Symbol to name, of what bounds something else."""

    def about(self, name: str) -> Ends:
        """Return the record of ``name``, new if it was not mentioned before."""
        return self.ends.setdefault(name, Ends())


def clauses(tokens: list[Token], *, merge: bool) -> list[list[Token]]:
    """Cut a list of conditions at its commas and join what belongs together.

    ``x = 0, 1, 2, ...`` is one clause; so is ``a, b > 0`` if ``merge`` (else ``a`` stands alone and is real).
    """
    pieces = [p for p in split(_worded(tokens), frozenset({"COMMA", "SEMICOLON"})) if p]
    joined: list[list[Token]] = []
    waiting: list[list[Token]] = []
    for piece in pieces:
        if joined and _enumerates(joined[-1]) and not _relates(piece) and not any(t.text in KNOWN for t in piece):
            joined[-1] = [*joined[-1], Token("COMMA", ",", piece[0].position), *piece]
        elif merge and len(piece) == 1 and piece[0].kind == "NAME":
            waiting.append(piece)
        else:
            joined.extend([*name, *piece[1:]] for name in waiting if piece[0].kind == "NAME")
            joined.append(piece)
            waiting = []
    return joined + waiting


def _worded(tokens: list[Token]) -> list[Token]:
    """Read the word ``in`` as a membership where it stands between a name and a set."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        is_word = token.kind == "NAME" and token.text == "in" and index > 0
        if is_word and tokens[index - 1].kind in {"NAME", "RPAR"} and following in {"LBRACE", "LPAR", "LSQB", "NAME"}:
            token = token._replace(kind="IN")
        result.append(token)
    return result


def _relates(piece: list[Token]) -> bool:
    return any(t.kind in {"RELATION", "EQUALS", "IN"} for t in piece)


def _enumerates(piece: list[Token]) -> bool:
    """Whether ``piece`` is the start of ``x = 0, 1, 2, ...``."""
    return len(piece) > 2 and piece[0].kind == "NAME" and piece[1].kind == "EQUALS"


def collect(pieces: list[list[Token]], scope: Scope, order: Sequence[str], into: Collected) -> None:
    """Add what the clauses say to ``into``; ``order`` ranks the names that may be declared.

    Raises
    ------
    ParseError, DomainError
        A clause that is no condition, or that says nothing about a name that may be declared.
    """
    for piece in pieces:
        _refuse_definition(piece, scope)
        node = parse(_as_condition(piece), "condition", scope.vocabulary(), scope.source, end=_end(piece))
        _collect_one(node, scope, order, into)


def _end(piece: list[Token]) -> int:
    return piece[-1].position + len(piece[-1].text)


def _refuse_definition(piece: list[Token], scope: Scope) -> None:
    """Refuse ``z = (x - mu)/sigma``, which is no condition; a list of values after the sign is a set."""
    if _enumerates(piece) and not any(t.kind in {"COMMA", "DOTS"} for t in piece):
        used = [t.text for t in piece[2:] if t.kind == "NAME" and t.text in scope.symbols]
        if used:
            message = f"'{piece[0].text} = ...' is a definition: write it after the density, with a comma before it"
            raise ParseError(message, scope.source, piece[0].position)


def _as_condition(piece: list[Token]) -> list[Token]:
    """Write ``x = 0, 1, ...`` as a set, and put the commas that ``0..n`` leaves out."""
    if _enumerates(piece):
        at = piece[1].position
        piece = [piece[0], Token("IN", "in", at), Token("LBRACE", "{", at), *piece[2:], Token("RBRACE", "}", at)]
    piece = _half_line(piece)
    result: list[Token] = []
    for token in piece:
        after_dots = bool(result) and result[-1].kind == "DOTS" and token.kind not in {"COMMA", "RBRACE"}
        before_dots = token.kind == "DOTS" and bool(result) and result[-1].kind not in {"COMMA", "LBRACE"}
        if after_dots or before_dots:
            result.append(Token("COMMA", ",", token.position))
        result.append(token)
    return result


def _half_line(piece: list[Token]) -> list[Token]:
    """Write ``x in R+`` and ``x in ℝ⁺`` as ``x in (0, oo)``."""
    places = [i for i, t in enumerate(piece) if t.kind == "IN"]
    if not places or [t.text for t in piece[places[0] + 1 :]] not in _HALF_LINES:
        return piece
    at = piece[places[0]].position
    ends = [("LPAR", "("), ("NUMBER", "0"), ("COMMA", ","), ("NAME", "oo"), ("RPAR", ")")]
    return [*piece[: places[0] + 1], *(Token(kind, text, at) for kind, text in ends)]


_HALF_LINES = (["R", "+"], ["R", "^", "+"], ["R", "^", "(", "+", ")"])


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
    found = _domain(domain, scope)
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
    if _is_absolute_name(left, order) or _is_absolute_name(right, order):
        _absolute(left, relation, right, scope, into)
        return
    _refuse_own_end(left, right, order)
    difference = build(left, scope) - build(right, scope)
    candidates = [n for n in order if n in scope.symbols and _solvable(difference, scope.symbols[n])]
    into.bounds.update({scope.symbols[n]: n for n in candidates})
    chosen = _choose(candidates, left, right)
    if chosen is None:
        raise ParseError("this condition bounds no name: write it as 'name > end'", scope.source, left.position)
    symbol = scope.symbols[chosen]
    slope = difference.coeff(symbol) if difference.is_Add else sp.Integer(1) if difference == symbol else -sp.Integer(1)
    end = sp.expand(symbol - difference / slope)
    into.about(chosen)
    _bound(into, chosen, relation if slope.is_positive else _FLIPPED[relation], end)


def _refuse_own_end(left: Node, right: Node, order: Sequence[str]) -> None:
    """Refuse ``x < 2*x``: an end of a domain that names what the domain is of."""
    for name, end in ((left, right), (right, left)):
        if name.kind == "name" and name.text in order and end.kind != "name" and name.text in free_names(end):
            message = f"the domain of '{name.text}' has '{name.text}' itself for an end"
            raise DomainError(message)


def _is_absolute_name(node: Node, order: Sequence[str]) -> bool:
    return node.kind == "absolute" and node.parts[0].kind == "name" and node.parts[0].text in order


def _absolute(left: Node, relation: str, right: Node, scope: Scope, into: Collected) -> None:
    """Record ``|x| < a`` as ``-a < x < a``."""
    if left.kind != "absolute":
        left, relation, right = right, _FLIPPED[relation], left
    if relation not in {"<", "<="}:
        raise DomainError("'|x| > ...' is two intervals; a domain is one interval or a set")
    name, end = left.parts[0].text, build(right, scope)
    _bound(into, name, relation, end)
    _bound(into, name, _FLIPPED[relation], -end)


def _solvable(difference: Expr, symbol: Expr) -> bool:
    """Whether ``symbol`` enters with coefficient one or minus one and nowhere else."""
    rest = difference - symbol, difference + symbol
    return any(symbol not in r.free_symbols for r in rest)


def _choose(candidates: list[str], left: Node, right: Node) -> str | None:
    """Return the name a condition is about: a side that is a bare name if only one is, else the last in the order."""
    bare = [side.text for side in (left, right) if side.kind == "name" and side.text in candidates]
    if len(bare) == 1:
        return bare[0]
    pool = bare or candidates
    return max(pool, key=candidates.index) if pool else None


def _bound(into: Collected, name: str, relation: str, end: Expr) -> None:
    """Record ``name relation end``, keeping the stricter of two numbers."""
    ends = into.about(name)
    side = "lower" if relation in {">", ">="} else "upper"
    if ends.domain is not None and ends.domain != REAL:
        raise DomainError(f"'{name}' is given two domains: state one")
    closed = relation in {">=", "<="}
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


# ---------------------------------------------------------------- sets


def _domain(node: Node, scope: Scope) -> Domain:
    if node.kind == "named_set":
        if node.text not in _NAMED:
            raise ParseError(
                f"unknown set '{node.text}': R, N, N0, Z, an interval or a set", scope.source, node.position
            )
        return _NAMED[node.text]
    if node.kind == "interval":
        lower, upper = (build(part, scope) for part in node.parts)
        return interval(lower, upper, node.text[0] == "[", node.text[1] == "]")
    return _enumeration(node, scope)


def interval(lower: Expr, upper: Expr, closed_lower: bool = False, closed_upper: bool = False) -> Interval:
    """Return an interval, infinite ends open.

    Raises
    ------
    DomainError
        It is empty, or an end is not a real number.
    """
    for end in (lower, upper):
        if end.is_extended_real is False or end.has(sp.nan, sp.zoo):
            raise DomainError(f"an interval cannot end at {end}")
    gap = upper - lower if not (lower.is_infinite or upper.is_infinite) else sp.Integer(1)
    if lower == sp.oo or upper == -sp.oo or gap.is_nonpositive:
        raise DomainError(f"the interval from {lower} to {upper} is empty: its lower end comes first")
    return Interval(lower, upper, closed_lower and not lower.is_infinite, closed_upper and not upper.is_infinite)


def _enumeration(node: Node, scope: Scope) -> Domain:
    """Read ``{0, 1, 2, ...}``, ``{k, ..., n}``, ``{1, 2, 5}``, ``{..., -1, 0, 1, ...}``."""
    dotted = [i for i, part in enumerate(node.parts) if part.kind == "dots"]
    values = [build(part, scope) for part in node.parts if part.kind != "dots"]
    if not dotted:
        return finite_domain(values)
    if len(dotted) > 2 or not values or (len(dotted) == 2 and dotted != [0, len(node.parts) - 1]):
        raise ParseError("one '...' in a set, after its first elements", scope.source, node.position)
    if len(dotted) == 2:
        step = _step(values, node, scope)
        return INTEGERS if step == 1 else IntegerRange(-sp.oo, sp.oo, step)
    before, after = values[: dotted[0]], values[dotted[0] :]
    if not before:
        return IntegerRange(-sp.oo, after[-1], _step(after, node, scope))
    step = _step(before, node, scope)
    if len(after) > 1:
        raise ParseError("at most one element after '...'", scope.source, node.position)
    upper = after[0] if after else sp.oo
    _check_integer(before[0], upper)
    return IntegerRange(before[0], upper, step)


def _check_integer(lower: Expr, upper: Expr) -> None:
    for end in (lower, upper):
        if end.is_number and not end.is_infinite and not end.is_Integer:
            raise DomainError(f"a set with '...' runs through integers, not from {end}")
    if upper != sp.oo and (upper - lower).is_negative:
        raise DomainError(f"the set from {lower} to {upper} is empty")


def _step(values: list[Expr], node: Node, scope: Scope) -> int:
    gaps = {sp.expand(b - a) for a, b in itertools.pairwise(values)} or {sp.Integer(1)}
    gap = gaps.pop()
    if gaps or not (gap.is_Integer and gap > 0):
        raise ParseError("the elements of a set with '...' must have equal integer steps", scope.source, node.position)
    return int(gap)


def finite_domain(values: list[Expr]) -> Domain:
    """Return the set of the given numbers, as a range if they are successive integers.

    Raises
    ------
    DomainError
        An element comes twice, or is not a real number.
    """
    if len(set(values)) < len(values):
        raise DomainError("a set lists an element twice")
    if any(v.is_extended_real is False or v.is_infinite for v in values):
        raise DomainError("a set holds real numbers")
    ordered = sorted(values) if all(v.is_Rational for v in values) else values
    whole = len(values) > 1 and all(v.is_Integer for v in ordered)
    if whole and all(b - a == 1 for a, b in itertools.pairwise(ordered)):
        return IntegerRange(ordered[0], ordered[-1])
    return FiniteSet(tuple(ordered))


# ---------------------------------------------------------------- settling


def settle(collected: Collected, scope: Scope, variables: Sequence[str]) -> dict[str, Domain | None]:
    """Return the domain of every collected name; ``None`` where a name stood alone.

    An earlier variable may not be bounded by a later one: ``x`` in ``0 < x < y < 1`` runs to 1.

    Raises
    ------
    DomainError
        A domain is empty or refers to itself.
    """
    _propagate(collected, scope, variables)
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
        if later is None or later.lower is None or later.upper is None:
            continue
        gap = sp.expand(later.upper[0] - later.lower[0])
        for name in variables[:index]:
            _imply(collected, name, symbols[name], gap)


def _imply(collected: Collected, name: str, symbol: Expr, gap: Expr) -> None:
    """Bound ``symbol`` by ``gap > 0`` where it enters linearly and has no such end yet."""
    ends = collected.ends.get(name)
    slope = sp.expand(gap).coeff(symbol)
    if ends is None or ends.domain not in (None, REAL) or slope not in (1, -1):
        return
    end = sp.expand(symbol - gap / slope)
    if slope == -1 and ends.upper is None:
        ends.upper, ends.domain = (end, False), None
    elif slope == 1 and ends.lower is None:
        ends.lower, ends.domain = (end, False), None


def subjects(piece: list[Token]) -> list[str]:
    """Return the names that a clause is about: alone on its left side, or between two relations.

    Examples
    --------
    >>> from symfisher.reading.tokens import scan
    >>> subjects(scan("0 < p < 1 - q")), subjects(scan("b > a")), subjects(scan("-pi < x < pi"))
    (['p'], ['b'], ['x'])
    """
    sides = split(piece, frozenset({"RELATION", "IN", "EQUALS"}))
    alone = [_lone_name(side) for side in sides]
    if len(sides) == 1:
        return [alone[0]] if alone[0] else []
    if len(sides) > 2:
        return [name for name in alone[1:-1] if name]
    if alone[0] and (alone[0] not in CONSTANTS or not alone[1]):
        return [alone[0]]
    return [alone[1]] if alone[1] and alone[1] not in CONSTANTS and not _is_membership(piece) else []


def _is_membership(piece: list[Token]) -> bool:
    return any(t.kind == "IN" for t in piece)


def _lone_name(side: list[Token]) -> str:
    """Return the name that a side of a relation consists of (``|x|`` counts), or an empty string."""
    if len(side) == 3 and side[0].kind == side[2].kind == "BAR":
        side = side[1:2]
    return side[0].text if len(side) == 1 and side[0].kind == "NAME" else ""


def mentioned(piece: list[Token]) -> list[str]:
    """Return every name in a clause that is neither a constant, a named set nor a function."""
    names = []
    for index, token in enumerate(piece):
        called = index + 1 < len(piece) and piece[index + 1].kind == "LPAR"
        a_set = index > 0 and piece[index - 1].kind == "IN"
        if token.kind == "NAME" and not called and not a_set and token.text not in CONSTANTS:
            names.append(token.text)
    return list(dict.fromkeys([*subjects(piece), *names]))
