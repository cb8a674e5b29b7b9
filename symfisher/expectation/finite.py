"""Finite support: the expectation is a sum of a few terms, added up in a coefficient field.

The masses add up to one; the last mass is written so only where that makes the sum shorter, which the choice of form does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr, FiniteSet, IntegerRange
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.normal_form import Field
from symfisher.quadrature import draw_points
from symfisher.simplification import cost, shortest

name = "finite"

LIMIT = 64
"""Most atoms that are added up one by one."""


@dataclass(frozen=True)
class Atoms:
    """Certificate: the support is exactly ``points``."""

    integrand: Expr
    points: tuple[tuple[Expr, ...], ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Add up mass times integrand over the atoms."""
    points = support_points(problem.density)
    if points is None:
        return dict.fromkeys(integrands, Decline("the support is not finite and fixed"))
    xs = problem.density.xs
    rules = [dict(zip(xs, point, strict=True)) for point in points]
    rewrite = problem.rewriter.rewrite
    masses_at = [at(problem.density.expression, rule) for rule in rules]
    masses = [rewrite(mass) for mass in masses_at]
    values = {entry: [rewrite(at(h, rule)) for rule in rules] for entry, h in integrands.items()}
    if any(v.has(sp.nan, sp.zoo) for row in values.values() for v in row):
        return dict.fromkeys(integrands, Decline("the integrand is not defined at an atom"))
    field = Field([*masses, *(v for row in values.values() for v in row)])
    weights = [field.convert(m) for m in masses]
    answers: dict[Entry, Proof | Decline] = {}
    for entry, row in values.items():
        total = field.K.zero
        for weight, v in zip(weights, row, strict=True):
            total = total + weight * field.convert(v)
        value = _by_masses(problem.density, entry, masses_at, shortest(field, field.reduce(total)))
        certificate = Atoms(integrands[entry], points)
        answers[entry] = Proof(value, name, certificate, steps=(Step("finite", integrands[entry], value),))
    return answers


_LONG = 40.0
"""Cost from which a sum over the atoms is tried in the form that textbooks give it."""


def _by_masses(density: Density, entry: Entry, masses: list[Expr], value: Expr) -> Expr:
    """Write a long result as sum of slope times slope over mass, if that is shorter and the same number.

    With two atoms, whose slopes are opposite, it is slope times slope over the product of the masses.
    """
    if cost(value) < _LONG:
        return value
    ours = [[sp.factor_terms(sp.diff(mass, density.thetas[k])) for k in entry] for mass in masses]
    if len(masses) == 2:
        found = ours[0][0] * ours[0][1] / (masses[0] * masses[1])
    else:
        found = sp.Add(*(a * b / mass for (a, b), mass in zip(ours, masses, strict=True)))
    if cost(found) >= cost(value) or found.has(sp.Derivative, sp.Subs):
        return value
    return found if _agree(density, found, value) else value


def _agree(density: Density, first: Expr, second: Expr) -> bool:
    """Whether two expressions are one number, to 20 digits, at points drawn from the domains."""
    for point in draw_points(density, 2):
        try:
            one, other = evaluate_mp([first, second], point, 40)
        except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
            return False
        if not abs(one - other) <= 1e-20 * abs(other):
            return False
    return True


def support_points(density: Density) -> tuple[tuple[Expr, ...], ...] | None:
    """Return the points of a finite support whose ends are numbers, or ``None``."""
    if not density.discrete:
        return None
    points: list[dict[Any, Expr]] = [{}]
    for variable in density.variables:
        grown = []
        for point in points:
            values = _values(variable.domain.xreplace(point))
            if values is None or len(points) * len(values) > LIMIT:
                return None
            grown += [{**point, variable.symbol: v} for v in values]
        points = grown
    return tuple(tuple(p[x] for x in density.xs) for p in points)


def _values(domain: Any) -> list[Expr] | None:
    if isinstance(domain, FiniteSet):
        return list(domain.values)
    if not isinstance(domain, IntegerRange) or not all(e.is_Integer for e in domain.ends):
        return None
    low, high = map(int, domain.ends)
    if (high - low) // domain.step >= LIMIT:
        return None
    return [sp.Integer(v) for v in range(low, high + 1, domain.step)]


def at(e: Expr, rule: Mapping[Any, Expr]) -> Expr:
    """Evaluate at an atom; conditions of a Piecewise are decided there."""
    switching = e.has(sp.Piecewise, sp.binomial, sp.Derivative)
    return sp.sympify(e.subs(dict(rule)) if switching else e.xreplace(dict(rule)), strict=True)
