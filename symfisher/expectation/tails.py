"""Supports of counts in two parts: single atoms at the start, and the tail beyond them, where one formula holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.calculus import log_terms
from symfisher.domains import Expr, IntegerRange
from symfisher.expectation.problem import Decline, Problem
from symfisher.normal_form import Field
from symfisher.signs import Signs

_MOST_ATOMS = 12


@dataclass(frozen=True)
class Cut:
    """``mass`` is the mass function on the tail ``start, start + 1, …, end``; ``atoms`` are the points before it."""

    mass: Expr
    start: Expr
    end: Expr
    atoms: tuple[Expr, ...]


def cut(problem: Problem) -> Cut | Decline:
    """Split off the atoms named by conditions."""
    density = problem.density
    if not density.discrete or len(density.variables) != 1:
        return Decline("not one discrete variable")
    domain, (x,) = density.variables[0].domain, density.xs
    if not isinstance(domain, IntegerRange) or domain.step != 1 or domain.lower == -sp.oo:
        return Decline("the support is not an upward range of integers")
    atoms = sorted(_named_points(density.expression, x), key=sp.default_sort_key)
    start = domain.lower
    if atoms:
        if not all(a.is_Integer for a in atoms) or not start.is_Integer:
            return Decline("an atom is not a number")
        last = max(int(a) for a in atoms)
        if last - int(start) >= _MOST_ATOMS or any(a < start for a in atoms):
            return Decline("the atoms are not at the start of the support")
        atoms = [sp.Integer(n) for n in range(int(start), last + 1)]
        start = sp.Integer(last + 1)
    mass = on_tail(density.expression, x)
    if mass is None:
        return Decline("a condition is not a single point")
    return Cut(mass, start, domain.upper, tuple(atoms))


def _named_points(f: Expr, x: Any) -> set[Expr]:
    found = set()
    for piece in f.atoms(sp.Piecewise):
        for _, condition in piece.args:
            for eq in condition.atoms(sp.Eq):
                if x in eq.args:
                    found.add(eq.args[0] if eq.args[1] == x else eq.args[1])
            found |= {sp.Integer(n) for c in condition.atoms(sp.Lt, sp.Le, sp.Gt, sp.Ge) for n in _below(c, x)}
    return found


def _below(condition: Any, x: Any) -> list[int]:
    """Integers that a comparison with a number sets apart: x < 2 names 0 and 1."""
    least = condition.gts if condition.lts == x else condition.lts if condition.gts == x else None
    if least is None or not least.is_Integer:
        return []
    strict = isinstance(condition, (sp.Lt, sp.Gt))
    upper_side = condition.lts == x
    top = int(least) - (1 if strict == upper_side else 0)
    return list(range(max(0, top - _MOST_ATOMS), top + 1))


def on_tail(f: Expr, x: Any, way: int = 1) -> Expr:
    """Replace every condition by what holds far to the right, or far to the left if ``way`` is −1."""
    if not f.has(sp.Piecewise):
        return f
    return f.replace(lambda e: isinstance(e, sp.Piecewise), lambda e: _default(e, x, way))


def _default(piece: Any, x: Any, way: int) -> Expr:
    for value, condition in piece.args:
        if condition.subs(x, way * sp.Integer(10) ** 9) == sp.true:
            return value
    return sp.S.Zero


def tail_signs(signs: Signs, x: Any, tail: Cut) -> Signs:
    """Return signs on the tail, where x is at least ``start``."""
    return Signs({**signs.domains, x: IntegerRange(tail.start, tail.end)})


def neighbour_ratio(f: Expr, x: Any) -> tuple[Expr, Expr] | None:
    """Return polynomials P, Q in x with f(x+1)/f(x) = P/Q, or ``None`` if f is no hypergeometric term."""
    ratio: Expr = sp.S.One
    for e, b in log_terms(f):
        if b is sp.E:
            step = sp.expand(e.xreplace({x: x + 1}) - e)
            if step.has(x):
                return None
            ratio *= sp.exp(step)
        elif isinstance(b, sp.gamma):
            if not e.is_Integer:
                return None
            z = b.args[0]
            slope = sp.expand(z.xreplace({x: x + 1}) - z)
            if slope not in (-1, 0, 1):
                return None
            ratio *= (z if slope == 1 else 1 / (z - 1) if slope == -1 else sp.S.One) ** e
        elif not b.has(x):
            step = sp.expand(e.xreplace({x: x + 1}) - e)
            if step.has(x):
                return None
            ratio *= b**step
        elif e.is_Integer and b.is_polynomial(x):
            ratio *= (b.xreplace({x: x + 1}) / b) ** e
        else:
            return None
    field = Field([ratio], [x])
    element = field.convert(ratio)
    top, bottom = field.poly_expression(element.numer), field.poly_expression(element.denom)
    return (top, bottom) if top.is_polynomial(x) and bottom.is_polynomial(x) else None


def vanishes_far_out(P: Expr, Q: Expr, x: Any, j: int, signs: Signs) -> bool:
    """Say whether Q(x−1)x^j f(x) is proved to vanish as x grows, where f(x+1)/f(x) = P/Q."""
    top, bottom = sp.Poly(P, x), sp.Poly(Q, x)
    if top.degree() != bottom.degree():
        return bool(top.degree() < bottom.degree())
    gap = sp.factor(bottom.LC() - top.LC())
    if gap != 0:
        known = signs.sign(gap) is not None and signs.sign(gap) == signs.sign(bottom.LC())
        return known and signs.positive(top.LC() / bottom.LC())
    before = [q.nth(q.degree() - 1) if q.degree() else sp.S.Zero for q in (bottom, top)]
    order = sp.cancel((before[0] - before[1]) / bottom.LC())
    return signs.positive(sp.expand(order - bottom.degree() - j))
