"""SymPy's own integration and summation, last, in a child process that is ended at the time limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher import workers
from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.errors import TimeLimitError
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.simplification import shorten

name = "sympy"

SECONDS = 4.0
"""Limit on all entries together; what takes longer is rarely a closed form."""

_OPEN = (sp.Integral, sp.Sum, sp.Product, sp.Limit, sp.meijerg, sp.RootOf, sp.RootSum, sp.Piecewise)


@dataclass(frozen=True)
class Integrated:
    """Certificate: SymPy's algorithms give no proof that can be replayed, so the value is compared in many digits instead."""

    integrand: Expr


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Ask SymPy for every expectation, under one limit for all."""
    density = problem.density
    bodies = [density.expression * h for h in integrands.values()]
    answers: dict[Entry, Proof | Decline] = {}
    for (entry, h), found in zip(integrands.items(), bounded(density, bodies, SECONDS), strict=True):
        if found is None:
            answers[entry] = Decline("SymPy found no closed form in time")
            continue
        value = shorten(found, problem.signs)
        answers[entry] = Proof(value, name, Integrated(h), status="numeric", steps=(Step("sympy", h, value),))
    return answers


def bounded(density: Density, bodies: Sequence[Expr], seconds: float) -> list[Expr | None]:
    """Integrate or sum ``bodies`` over the support; ``None`` for each that is not closed within the limit."""
    limits = [(v.symbol, *v.domain.ends) for v in reversed(density.variables)]
    if density.discrete and any(getattr(v.domain, "step", 1) != 1 for v in density.variables):
        return [None] * len(bodies)
    try:
        return list(
            workers.call("symfisher.expectation.sympy_route:integrate_all", density.discrete, bodies, limits, timeout=seconds)
        )
    except (TimeLimitError, workers.WorkerDiedError, workers.RemoteError):
        return [None] * len(bodies)


def integrate_all(discrete: bool, bodies: Sequence[Expr], limits: Sequence[Any]) -> list[Expr | None]:
    """Run in the child: SymPy's integrate or summation, one body after the other; stops at the first that fails."""
    found: list[Expr | None] = []
    for body in bodies:
        if found and found[-1] is None:
            found.append(None)
            continue
        expanded = sp.expand(body)
        value = sp.summation(expanded, *limits) if discrete else sp.integrate(expanded, *limits, conds="none")
        found.append(None if value.has(*_OPEN, sp.nan, sp.zoo, sp.oo) else value)
    return found
