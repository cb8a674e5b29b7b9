"""Supports that are tried where none was given."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import sympy as sp

from symfisher.domains import COUNTS, INTEGERS, NATURAL, POSITIVE, REAL, UNIT, Domain, IntegerRange, Interval
from symfisher.reading.question import ABOVE, NEGATIVE, SYMMETRIC, Question, Support
from symfisher.reading.sets import finite_domain

_PI = sp.pi
_MOST_CELLS = 64


def candidate_supports(question: Question) -> list[Support]:
    """Return the candidate supports, in the order in which they are named to the user."""
    zero, one = sp.Integer(0), sp.Integer(1)
    bits = IntegerRange(zero, one)
    if len(question.variables) > 1:
        return _joint_supports(question, (REAL, POSITIVE, UNIT), (COUNTS, bits, NATURAL))
    fixed: list[Domain] = [REAL, POSITIVE, UNIT, ABOVE, SYMMETRIC, Interval(-_PI, _PI), bits, COUNTS, NATURAL]
    for quantity in question.quantities:
        if not (quantity.domain and quantity.domain.discrete):
            s = quantity.symbol
            fixed += [Interval(s, sp.oo), Interval(zero, s), Interval(-s, s)]
    for quantity in question.quantities:
        if isinstance(quantity.domain, IntegerRange):
            fixed += [IntegerRange(zero, quantity.symbol), IntegerRange(one, quantity.symbol)]
    return [(d,) for d in dict.fromkeys([*fixed, *_up_to_numbers(question), *_named_values(question)])]


def _up_to_numbers(question: Question) -> list[Domain]:
    """Return {0, ..., 5} for a coefficient C(5, x), beyond which it vanishes."""
    x = question.variables[0].symbol
    tops = {b.args[0] for b in question.expression.atoms(sp.binomial) if b.args[1] == x and b.args[0].is_Integer}
    return [IntegerRange(sp.Integer(0), n) for n in sorted(tops) if n > 1]


def _named_values(question: Question) -> list[Domain]:
    """Return the set of the numbers that the conditions of a Piecewise compare the variable with."""
    x = question.variables[0].symbol
    conditions = [c for p in question.expression.atoms(sp.Piecewise) for _, c in p.args if c is not sp.true]
    if not conditions or not all(isinstance(c, sp.Eq) and c.lhs == x and c.rhs.is_Rational for c in conditions):
        return []
    return [finite_domain(sorted({c.rhs for c in conditions}))]


def _joint_supports(question: Question, continuous: Sequence[Domain], discrete: Sequence[Domain]) -> list[Support]:
    count = len(question.variables)
    if any(v.domain is not None for v in question.variables):
        pools = [[v.domain] if v.domain is not None else [*continuous, *discrete] for v in question.variables]
        return [tuple(c) for c in itertools.product(*pools)][:_MOST_CELLS]
    if count > 2:
        return [(d,) * count for d in (*continuous, *discrete)]
    x = question.variables[0].symbol
    simplex = (UNIT, Interval(sp.Integer(0), 1 - x))
    return [*itertools.product(continuous, repeat=2), simplex, *itertools.product(discrete, repeat=2)]


def mirrored_supports(question: Question) -> list[Support]:
    """Return the mirror images of the half-lines and of (0, 1), and all the integers."""
    if len(question.variables) > 1:
        return []
    mirrored: list[Domain] = [INTEGERS, NEGATIVE, Interval(sp.Integer(-1), sp.Integer(0))]
    mirrored += [Interval(-sp.oo, q.symbol) for q in question.quantities]
    return [(d,) for d in mirrored]
