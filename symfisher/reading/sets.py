"""Sets that people write: ``(0, 1)``, ``[0, oo)``, ``{0, 1, ..., n}``."""

from __future__ import annotations

import itertools

import sympy as sp

from symfisher.domains import COUNTS, INTEGERS, NATURAL, REAL, Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError, ParseError
from symfisher.reading.expression import Scope, build
from symfisher.reading.syntax import Node

_NAMED: dict[str, Domain] = {
    "R": REAL, "Reals": REAL, "reals": REAL, "real": REAL, "N": NATURAL, "Naturals": NATURAL, "N0": COUNTS,
    "N_0": COUNTS, "Naturals0": COUNTS, "Z": INTEGERS, "Integers": INTEGERS, "integers": INTEGERS,
}  # fmt: skip


def domain_of(node: Node, scope: Scope) -> Domain:
    """Return the domain that a set in the syntax tree stands for.

    Raises
    ------
    ParseError
        It is no set of numbers that is read.
    """
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
