"""Independent components: information adds up.

If the support is a product and log f splits into terms with disjoint variables, each group of variables is a density of its
own up to a constant, and E[h] of a sum of functions of one group each is a sum of expectations under the groups. This route
answers −Hessian only, which splits with log f. The parts are densities up to a factor free of the variables, so only the
kernel route, which never uses the total mass, is asked about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation import kernel
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.simplification import shorten

name = "independence"


@dataclass(frozen=True)
class Product:
    """Certificate: the density is the product of ``parts``, whose proofs add up."""

    integrand: Expr
    parts: tuple[Density, ...]
    proofs: tuple[Proof, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Split the density into independent parts and add up their expectations."""
    parts = split(problem.density)
    if len(parts) < 2:
        return dict.fromkeys(integrands, Decline("the variables are not independent"))
    problems = [Problem(p, differentiate(p, problem.signs), problem.signs, problem.mean_score_zero) for p in parts]
    answers: dict[Entry, Proof | Decline] = {}
    for entry, h in integrands.items():
        proofs = [_one(p, entry) for p in problems]
        if any(p is None for p in proofs):
            answers[entry] = Decline("a part has no closed form")
            continue
        found = tuple(p for p in proofs if p is not None)
        value = shorten(sp.Add(*(p.value for p in found)), problem.signs)
        conditions = tuple(dict.fromkeys(c for p in found for c in p.conditions))
        certificate = Product(h, tuple(parts), found)
        answers[entry] = Proof(value, name, certificate, conditions, steps=(Step("independence", h, value),))
    return answers


def split(density: Density) -> list[Density]:
    """Return the independent parts of a density with a product support; one part if there is no split."""
    if any(v.domain.ends[k].free_symbols & set(density.xs) for v in density.variables for k in (0, 1)):
        return [density]
    groups: list[set[object]] = [{x} for x in density.xs]
    factors = [f for f in sp.Mul.make_args(sp.expand_power_base(sp.powsimp(density.expression, combine="exp")))]
    pieces = [piece for f in factors for piece in _exponential_pieces(f)]
    for piece in pieces:
        touched = [g for g in groups if g & piece.free_symbols]
        groups = [g for g in groups if g not in touched] + ([set().union(*touched)] if touched else [])
    if len(groups) < 2:
        return [density]
    groups.sort(key=lambda g: min(density.xs.index(x) for x in g))
    free = [p for p in pieces if not p.free_symbols & set(density.xs)]
    parts = []
    for n, group in enumerate(groups):
        own = [p for p in pieces if p.free_symbols & group] + (free if n == 0 else [])
        variables = tuple(v for v in density.variables if v.symbol in group)
        parts.append(Density(sp.Mul(*own), variables, density.parameters, density.constants))
    return parts


def _exponential_pieces(factor: Expr) -> list[Expr]:
    """Split exp of a sum into its terms."""
    if isinstance(factor, sp.exp):
        return [sp.exp(t) for t in sp.Add.make_args(sp.expand(factor.args[0]))]
    return [factor]


def _one(problem: Problem, entry: Entry) -> Proof | None:
    h = problem.negative_hessian[entry]
    answer = kernel.attempt(problem, {entry: h})[entry]
    return answer if isinstance(answer, Proof) else None
