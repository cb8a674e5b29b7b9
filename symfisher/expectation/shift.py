"""Shift identities: sums over the integers, with single atoms split off.

On a tail T = {x0, x0 + 1, …} where the mass function is a hypergeometric term, f(x+1)/f(x) = P(x)/Q(x), the sums of
g(x+1)f(x+1) − g(x)f(x) telescope: with g = Q(x−1)x^j,

    E[P(x)(x+1)^j − Q(x−1)x^j ; T] = −Q(x0−1) x0^j f(x0),

and since T is fixed, E[score_k ; T] = ∂W/∂θ_k with W = P(T) = 1 − mass of the atoms. An integrand that is a combination of
these functions and 1 has a closed form: zero-inflated, hurdle, truncated and curved families of counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.calculus import logarithm
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.linear import relations
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tails import Cut, cut, neighbour_ratio, on_tail, tail_signs, vanishes_far_out
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs
from symfisher.simplification import shorten

name = "shift"

_DEGREES = 5


@dataclass(frozen=True)
class Tail(Cut):
    """The support without its atoms, on which f(x+1)/f(x) is ``numerator`` over ``denominator``."""

    numerator: Expr
    denominator: Expr


@dataclass(frozen=True)
class ShiftSum:
    """Certificate: on the tail, integrand = constant + Σ weights·score + Σ shifts[j]·(P(x)(x+1)^j − Q(x−1)x^j)."""

    integrand: Expr
    x: Any
    tail: Tail
    tail_mass: Expr
    constant: Expr
    weights: tuple[Expr, ...]
    shifts: tuple[Expr, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] from atoms, shift identities and the derivative of the tail's mass."""
    tail = split_tail(problem)
    if isinstance(tail, Decline):
        return dict.fromkeys(integrands, tail)
    (x,) = problem.density.xs
    at_atoms = [_atom(problem, a) for a in tail.atoms]
    tail_mass = shorten(1 - sp.Add(*at_atoms), problem.signs)
    rewriter = Rewriter(tail_signs(problem.signs, x, tail))
    scores = [rewriter.rewrite(sp.diff(logarithm(tail.mass, rewriter.signs), t)) for t in problem.density.thetas]
    shifts, flows = _shift_functions(tail, x, problem.signs)
    bodies = {entry: rewriter.rewrite(on_tail(h, x)) for entry, h in integrands.items()}
    field = Field([*scores, *shifts, *bodies.values()], [x])
    known = [field.convert(e) for e in [*scores, *shifts]]
    found = relations(field, known, [field.convert(b) for b in bodies.values()], [x])
    answers: dict[Entry, Proof | Decline] = {}
    for (entry, h), relation in zip(integrands.items(), found, strict=True):
        if relation is None:
            answers[entry] = Decline("the integrand is no combination of scores and shift identities")
            continue
        constant, weights = relation
        k = len(scores)
        own = [field.factored(w) for w in weights]
        total = field.factored(constant) * tail_mass
        total += sp.Add(*(w * sp.diff(tail_mass, t) for w, t in zip(own[:k], problem.density.thetas, strict=True)))
        total += sp.Add(*(w * flow for w, flow in zip(own[k:], flows, strict=True)))
        total += sp.Add(*(m * h.subs(x, a) for m, a in zip(at_atoms, tail.atoms, strict=True)))
        value = shorten(total, problem.signs)
        if value.has(sp.nan, sp.zoo, sp.oo, x):
            answers[entry] = Decline("the integrand is not defined at an atom")
            continue
        certificate = ShiftSum(h, x, tail, tail_mass, field.factored(constant), tuple(own[:k]), tuple(own[k:]))
        answers[entry] = Proof(value, name, certificate, steps=(Step("shift", h, value),))
    return answers


def split_tail(problem: Problem) -> Tail | Decline:
    """Split off the atoms named by conditions, and read the ratio of neighbouring masses on the rest."""
    found = cut(problem)
    if isinstance(found, Decline):
        return found
    ratio = neighbour_ratio(found.mass, problem.density.xs[0])
    if ratio is None:
        return Decline("neighbouring masses have no rational ratio")
    return Tail(found.mass, found.start, found.end, found.atoms, *ratio)


def _atom(problem: Problem, point: Expr) -> Expr:
    (x,) = problem.density.xs
    return problem.rewriter.rewrite(problem.density.expression.subs(x, point))


def _shift_functions(tail: Tail, x: Any, signs: Signs) -> tuple[list[Expr], list[Expr]]:
    """Return the functions whose tail expectation telescopes, with those expectations; j up to what the tail allows."""
    P, Q, start = tail.numerator, tail.denominator, tail.start
    previous = Q.xreplace({x: x - 1})
    first = tail.mass.subs(x, start)
    functions, flows = [], []
    for j in range(_DEGREES):
        if not _vanishes_at_the_end(tail, x, j, signs):
            break
        functions.append(sp.expand(P * (x + 1) ** j - previous * x**j))
        flows.append(-(previous * x**j).subs(x, start) * first)
    return functions, flows


def _vanishes_at_the_end(tail: Tail, x: Any, j: int, signs: Signs) -> bool:
    """Whether Q(x−1)x^j f(x) vanishes beyond the end: the ratio is zero there, below one, or the tail is light enough."""
    if tail.end != sp.oo:
        return bool(sp.expand(tail.numerator.subs(x, tail.end)) == 0)
    return vanishes_far_out(tail.numerator, tail.denominator, x, j, signs)
