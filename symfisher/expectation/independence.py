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
from symfisher.factors import independent_parts
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
    parts = independent_parts(problem.density)
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


def _one(problem: Problem, entry: Entry) -> Proof | None:
    h = problem.negative_hessian[entry]
    answer = kernel.attempt(problem, {entry: h})[entry]
    return answer if isinstance(answer, Proof) else None
