"""Constants: what is free of the observation is its own expectation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.problem import Decline, Entry, Problem, free_of
from symfisher.simplification import shorten

name = "constant"


@dataclass(frozen=True)
class Constant:
    """Certificate: the integrand does not contain the observation."""

    integrand: Expr


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Answer the integrands that are free of x."""
    return {entry: _answer(problem, h) for entry, h in integrands.items()}


def _answer(problem: Problem, h: Expr) -> Proof | Decline:
    if not free_of(h, problem.density.xs):
        return Decline("the integrand contains the observation")
    value = shorten(h, problem.signs)
    return Proof(value, name, Constant(h), steps=(Step("constant", h, value),))
