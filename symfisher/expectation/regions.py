"""Two variables whose order decides: the density of x < y and that of y < x, each taken by the tower rule.

Freund's bivariate exponential and its kind switch where two lifetimes are equal. On x < y the density is one of x and of
the gap z = y − x > 0; E[h] is the sum over both regions of probability times mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Proof, Step
from symfisher.domains import POSITIVE, Expr
from symfisher.expectation import tower
from symfisher.expectation.normalization import mass_by_routes
from symfisher.expectation.pieces import resolved
from symfisher.expectation.problem import Decline, Entry, Problem, about_expectations
from symfisher.simplification import shorten

name = "regions"

GAP = sp.Symbol("_z", positive=True)
"""What the later variable is more than the earlier one."""


@dataclass(frozen=True)
class Regions:
    """Certificate: where x < y the density is a weight times the first part, a density of x and ``gap``; else the second.

    To be checked: with y = x + gap the density is weight times part; the parts have mass one; each proof under its part, its
    integrand being the integrand there; the value is the sum of weights times values.
    """

    integrand: Expr
    gap: Any
    parts: tuple[Density, ...]
    weights: tuple[Expr, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class _Region:
    """The density where one variable is the earlier one, divided by the probability of that."""

    problem: Problem
    weight: Expr
    later: Any

    def mean(self, h: Expr) -> Proof | None:
        """Return the mean of a function of both variables there."""
        earlier = self.problem.density.xs[0]
        there = resolved(h.xreplace({self.later: earlier + GAP}), self.problem.signs)
        if there is None:
            return None
        answer = tower.attempt(self.problem, {(0, 0): self.problem.rewriter.rewrite(there)})[0, 0]
        return answer if isinstance(answer, Proof) else None


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Take expectations region by region."""
    regions = list(_regions(problem)) if _is_ordered(problem.density) else []
    if len(regions) != 2:
        return dict.fromkeys(integrands, Decline("the density does not switch where two variables are equal"))
    answers: dict[Entry, Proof | Decline] = {}
    for entry, h in integrands.items():
        proofs = [region.mean(h) for region in regions]
        found = tuple(p for p in proofs if p is not None)
        if len(found) < len(regions):
            answers[entry] = Decline("a region has no closed form")
            continue
        value = shorten(sp.Add(*(r.weight * p.value for r, p in zip(regions, found, strict=True))), problem.signs)
        certificate = Regions(
            h, GAP, tuple(r.problem.density for r in regions), tuple(r.weight for r in regions), found
        )
        conditions = tuple(dict.fromkeys(c for p in found for c in p.conditions))
        answers[entry] = Proof(value, name, certificate, conditions, steps=(Step("regions", h, value),))
    return answers


def _is_ordered(density: Density) -> bool:
    """Whether two continuous variables have one endless domain, and the density compares them."""
    if len(density.variables) != 2 or density.discrete:
        return False
    first, second = (v.domain for v in density.variables)
    both = set(density.xs)
    compared = any(both <= r.free_symbols for r in density.expression.atoms(sp.Rel, sp.Max, sp.Min, sp.Abs))
    return bool(compared and first == second and first.ends[1] == sp.oo)


def _regions(problem: Problem) -> Iterator[_Region]:
    for earlier, later in (problem.density.variables, problem.density.variables[::-1]):
        region = _region(problem, earlier, later)
        if region is not None:
            yield region


def _region(problem: Problem, earlier: Quantity, later: Quantity) -> _Region | None:
    signs = problem.signs.extended({GAP: POSITIVE})
    expression = resolved(problem.density.expression.xreplace({later.symbol: earlier.symbol + GAP}), signs)
    if expression is None:
        return None
    variables = (earlier, Quantity("gap", GAP, POSITIVE))
    whole = about_expectations(replace(problem.density, expression=expression, variables=variables), signs)
    weight = next((mass_by_routes(about_expectations(marginal, signs)) for marginal, _ in tower.splits(whole)), None)
    if weight is None or weight.free_symbols & set(whole.density.xs):
        return None
    part = replace(whole.density, expression=tower.one_exponential(whole.rewriter.rewrite(expression / weight)))
    return _Region(about_expectations(part, signs), weight, later.symbol)
