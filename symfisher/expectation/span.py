"""Span of scores: no integration at all.

If h = c + Σ λ_k·score_k as an identity in x, with c and λ free of x, then E[h] = c, because E[score] = 0. For h = −Hessian
this covers every full exponential family, without asking how its sufficient statistics are split.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.linear import relations
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.normal_form import Field
from symfisher.simplification import shortest

name = "span"


@dataclass(frozen=True)
class Combination:
    """Certificate: ``integrand`` = ``constant`` + Σ ``weights[k]``·score_k for every x."""

    integrand: Expr
    constant: Expr
    weights: tuple[Expr, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] for every h that is a constant plus a combination of scores."""
    if not problem.mean_score_zero:
        return dict.fromkeys(integrands, Decline("E[score] = 0 is not established"))
    xs = problem.density.xs
    field = Field([*problem.score, *integrands.values()], xs)
    found = relations(
        field, [field.convert(s) for s in problem.score], [field.convert(h) for h in integrands.values()], xs
    )
    answers: dict[Entry, Proof | Decline] = {}
    written: dict[int, tuple[Expr, tuple[Expr, ...]]] = {}  # entries that are equal share their relation
    for (entry, h), relation in zip(integrands.items(), found, strict=True):
        if relation is None:
            answers[entry] = Decline("the integrand is no combination of scores")
            continue
        if id(relation) not in written:
            written[id(relation)] = shortest(field, relation[0]), tuple(map(field.factored, relation[1]))
        certificate = Combination(h, *written[id(relation)])
        answers[entry] = Proof(certificate.constant, name, certificate, steps=_steps(certificate))
    return answers


def _steps(c: Combination) -> tuple[Step, ...]:
    used = tuple((str(k), w) for k, w in enumerate(c.weights) if w != 0)
    return (Step("span", c.integrand, None, (("constant", c.constant), *used)),)
