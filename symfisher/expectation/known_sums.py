"""Sums over the integers from a table: on a tail the density is a multiple of a mass function B with known means.

On the tail x ≥ x₀ of the support let f = C·r·B with C free of x, where Σ_{x ≥ lower} B(x)·g_k(x) = m_k is known for some
functions g_k, and r·integrand = Σ c_k·g_k. Then the tail has the mean C·Σ c_k·(m_k − Σ_{lower ≤ x < x₀} B(x)·g_k(x)),
and the atoms before it are added one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.linear import relations
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tails import Cut, on_tail, tail_signs
from symfisher.normal_form import Field, Rewriter
from symfisher.simplification import shorten


@dataclass(frozen=True)
class KnownMean:
    """``function`` has under the base mass the mean ``value``; ``order`` says which of the table's functions it is."""

    function: Expr
    value: Expr
    kind: str
    order: int


@dataclass(frozen=True)
class Base:
    """A mass function on ``lower, lower + 1, …`` with total mass one, and functions with known means, 1 among them."""

    mass: Expr
    lower: int
    means: tuple[KnownMean, ...]


@dataclass(frozen=True)
class Weighted:
    """``coefficient`` times a function with a known mean."""

    coefficient: Expr
    mean: KnownMean


def answers(
    problem: Problem, integrands: Mapping[Entry, Expr], tail: Cut, base: Base, ratio: Expr, certify: Any
) -> dict[Entry, Proof | Decline]:
    """Answer every integrand from the table.

    Parameters
    ----------
    ratio
        Density over base mass on the tail, a function of x and θ in normal form.
    certify
        Makes the certificate from the integrand and its `Weighted` terms; its module is the route's name.
    """
    (x,) = problem.density.xs
    rewriter = Rewriter(tail_signs(problem.signs, x, tail))
    bodies = {entry: rewriter.rewrite(ratio * on_tail(h, x)) for entry, h in integrands.items()}
    functions = [rewriter.rewrite(m.function) for m in base.means if m.function != 1]
    field = Field([*functions, *bodies.values()], [x])
    found = relations(field, [field.convert(f) for f in functions], [field.convert(b) for b in bodies.values()], [x])
    result: dict[Entry, Proof | Decline] = {}
    for (entry, h), relation in zip(integrands.items(), found, strict=True):
        if relation is None:
            result[entry] = Decline("the integrand is no combination of functions with known sums")
            continue
        weights = [field.factored(w) for w in (relation[0], *relation[1])]
        ordered = sorted(base.means, key=lambda m: m.function != 1)
        terms = tuple(Weighted(w, m) for w, m in zip(weights, ordered, strict=True) if w != 0)
        result[entry] = _proof(problem, h, tail, base, terms, certify)
    return result


def _proof(
    problem: Problem, h: Expr, tail: Cut, base: Base, terms: Sequence[Weighted], certify: Any
) -> Proof | Decline:
    (x,) = problem.density.xs
    total = sp.Add(*(t.coefficient * t.mean.value for t in terms))
    for n in range(base.lower, int(tail.start)):
        total -= sp.Add(*(t.coefficient * (base.mass * t.mean.function).subs(x, n) for t in terms))
    total += sp.Add(*(problem.density.expression.subs(x, a) * h.subs(x, a) for a in tail.atoms))
    value = shorten(total, problem.signs)
    if value.has(sp.nan, sp.zoo, sp.oo, x):
        return Decline("the integrand is not defined at an atom")
    certificate, route = certify(h, tuple(terms))
    return Proof(value, route, certificate, steps=(Step(route, h, value),))
