"""Two tails: counts on all integers, with geometric tails to the left and to the right and single atoms between them.

On a tail x = s ± n, n = 0, 1, …, with f(n+1)/f(n) = P/Q free of n the sums of P(n+1)^j − Q n^j against f telescope: they are
−Q f(0) for j = 0 and nothing for j > 0. A polynomial in n is a combination of them, 1 being the one with j = 0 divided by
P − Q. No total mass is needed. Laplace distributions on the integers, symmetric or not, are of this kind.

Reference: Kozubowski and Inusah (2006), Annals of the Institute of Statistical Mathematics 58, 555-571.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import COUNTS, Expr, IntegerRange
from symfisher.expectation.linear import relations
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tails import neighbour_ratio, on_tail, vanishes_far_out
from symfisher.normal_form import Field, Rewriter
from symfisher.simplification import shorten

name = "two_tails"

_N = sp.Symbol("_n", integer=True, nonnegative=True)
_DEGREES, _MOST_ATOMS = 4, 12


@dataclass(frozen=True)
class OneTail:
    """x = ``start`` + ``way``·n: ``mass`` of n, its ratio of neighbours, and integrand = Σ weights[j]·(P(n+1)^j − Q n^j)."""

    start: Expr
    way: int
    mass: Expr
    numerator: Expr
    denominator: Expr
    weights: tuple[Expr, ...] = ()

    def difference(self, j: int, n: Any) -> Expr:
        """Return P(n+1)^j − Q n^j."""
        return self.numerator * (n + 1) ** j - self.denominator * n**j


@dataclass(frozen=True)
class TwoTails:
    """Certificate: tails and atoms share out the integers; on each tail the integrand is a sum of differences that telescope.

    To be checked: the cover; mass and ratio on each tail, which must vanish far out; the identity for the integrand; and that
    −Q·f(start)·weights[0] over both tails, with the terms of the atoms, is the proof's value.
    """

    integrand: Expr
    x: Any
    n: Any
    tails: tuple[OneTail, OneTail]
    atoms: tuple[Expr, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] from the telescoping sums of both tails."""
    density = problem.density
    domain: Any = density.variables[0].domain
    whole = isinstance(domain, IntegerRange) and domain.step == 1 and domain.ends == (-sp.oo, sp.oo)
    if len(density.variables) != 1 or not whole:
        return dict.fromkeys(integrands, Decline("the support is not all integers"))
    (x,) = density.xs
    cuts = _cuts(density.expression, x)
    if not cuts or max(cuts) - min(cuts) > _MOST_ATOMS:
        return dict.fromkeys(integrands, Decline("no numbers cut the integers in two tails"))
    low, high = min(cuts), max(cuts)
    tails = [_tail(problem, sp.Integer(start), way) for start, way in ((high + 1, 1), (low - 1, -1))]
    if not all(isinstance(t, OneTail) for t in tails):
        return dict.fromkeys(integrands, Decline("a tail is not geometric"))
    atoms = tuple(sp.Integer(n) for n in range(low, high + 1))
    return {e: _answer(problem, h, [t for t in tails if isinstance(t, OneTail)], atoms) for e, h in integrands.items()}


def _cuts(f: Expr, x: Any) -> list[int]:
    """Return the integers at which absolute values and conditions switch."""
    inner = [a.args[0] for a in f.atoms(sp.Abs, sp.sign) if a.has(x)]
    inner += [c.lhs - c.rhs for c in f.atoms(sp.Rel) if c.has(x)]
    places = []
    for e in inner:
        line = sp.expand(e)
        if not line.is_polynomial(x) or sp.degree(line, x) != 1:
            return []
        places.append(-line.coeff(x, 0) / line.coeff(x, 1))
    return [int(k) for p in places if p.is_Rational for k in (sp.floor(p), sp.ceiling(p))] if places else []


def _rewriter(problem: Problem) -> Rewriter:
    return Rewriter(problem.signs.extended({_N: COUNTS}))


def _there(problem: Problem, e: Expr, start: Expr, way: int) -> Expr:
    """Write a function of x on a tail as one of n."""
    (x,) = problem.density.xs
    return _rewriter(problem).rewrite(on_tail(e, x, way).xreplace({x: start + way * _N}))


def _tail(problem: Problem, start: Expr, way: int) -> OneTail | None:
    mass = _there(problem, problem.density.expression, start, way)
    ratio = None if mass.has(sp.Abs, sp.sign, sp.Piecewise) else neighbour_ratio(mass, _N)
    if ratio is None or any(r.has(_N) for r in ratio) or not vanishes_far_out(*ratio, _N, 0, problem.signs):
        return None
    return OneTail(start, way, mass, *ratio)


def _answer(problem: Problem, h: Expr, tails: list[OneTail], atoms: tuple[Expr, ...]) -> Proof | Decline:
    (x,), f = problem.density.xs, problem.density.expression
    total = sp.Add(*(f.subs(x, a) * h.subs(x, a) for a in atoms))
    found = []
    for tail in tails:
        weights = _weights(problem, tail, h)
        if weights is None:
            return Decline("the integrand is no polynomial on a tail")
        found.append(OneTail(tail.start, tail.way, tail.mass, tail.numerator, tail.denominator, weights))
        total -= weights[0] * tail.denominator * tail.mass.xreplace({_N: sp.S.Zero})
    value = shorten(total, problem.signs)
    if value.has(sp.nan, sp.zoo, sp.oo, x, _N):
        return Decline("the integrand is not defined at an atom")
    certificate = TwoTails(h, x, _N, (found[0], found[1]), atoms)
    return Proof(value, name, certificate, steps=(Step(name, h, value),))


def _weights(problem: Problem, tail: OneTail, h: Expr) -> tuple[Expr, ...] | None:
    """Write the integrand as Σ weights[j]·(P(n+1)^j − Q n^j)."""
    body = _there(problem, h, tail.start, tail.way)
    known = [sp.expand(tail.difference(j, _N)) for j in range(1, _DEGREES)]
    field = Field([*known, body], [_N])
    (relation,) = relations(field, [field.convert(k) for k in known], [field.convert(body)], [_N])
    if relation is None:
        return None
    constant, rest = relation
    one = sp.factor(tail.numerator - tail.denominator)
    return (field.factored(constant) / one, *(field.factored(w) for w in rest))
