"""Stein identities: what is a derivative has a known expectation.

For any smooth g,   E[g′ + g·(log f)′] = [g·f] over the ends of the support,   since (g·f)′ = f·(g′ + g·(log f)′).
If h = c + Σ λ_k·score_k + Σ μ_j·(g_j′ + g_j·(log f)′) as an identity in x, with c, λ, μ free of x, then
E[h] = c + Σ μ_j·[g_j·f]. The g_j are monomials in the functions of x and the denominators that the problem contains.
The boundary term is mandatory: a g_j whose limits at the ends are not proved is not used.

Reference: Stein (1986), Approximate computation of expectations, chapter VI; here as a system of linear equations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.limits import limit
from symfisher.expectation.linear import relations
from symfisher.expectation.pieces import switches
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tables import short_value
from symfisher.expectation.trial import trial_point
from symfisher.normal_form import Field

name = "stein"

_OUTSIDE = "the integrand is no combination of scores and Stein functions"
_MOST_FUNCTIONS = 24
_MOST_GENERATORS = 9
_MOST_ATOMS = 2


@dataclass(frozen=True)
class Stein:
    """Certificate of a Stein identity.

    To be checked: ``integrand`` = ``constant`` + Σ ``weights[k]``·score_k + Σ ``coefficients[j]``·(g_j′ + g_j·(log f)′)
    for every x, with g_j = ``functions[j]`` and all constants free of x; g_j·f at the upper end minus that at the lower
    end is ``fluxes[j]``, as limits; E[score] = 0 if a weight is not zero; the value is ``constant`` plus the sum of
    coefficient·flux.
    """

    integrand: Expr
    x: Any
    constant: Expr
    weights: tuple[Expr, ...]
    functions: tuple[Expr, ...]
    coefficients: tuple[Expr, ...]
    fluxes: tuple[Expr, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] for every h that is a constant plus scores plus Stein functions."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    (x,) = density.xs
    if switches(density.expression, x) or density.expression.has(sp.Piecewise):
        return dict.fromkeys(integrands, Decline("the density is not smooth on its support"))
    slope = problem.rewriter.rewrite(sp.diff(problem.calculus.log_density, x))
    used = Field([slope, *integrands.values()], [x])
    if len(used.generators) > _MOST_GENERATORS or len(used.indices([x])) > _MOST_ATOMS:
        return dict.fromkeys(integrands, Decline("too many functions"))
    found = _with_fluxes(problem, _functions(used, [slope, *integrands.values()], x))
    if not found:
        return dict.fromkeys(integrands, Decline("no function has known limits at the ends"))
    operators = [problem.rewriter.rewrite(sp.diff(g, x) + g * slope) for g, _ in found]
    scores = problem.score if problem.mean_score_zero else ()
    if not _any_spanned([*scores, *operators], list(integrands.values()), x):
        return dict.fromkeys(integrands, Decline(_OUTSIDE))
    field = Field([*scores, *operators, *integrands.values()], [x])
    known = [field.convert(e) for e in (*scores, *operators)]
    solved = relations(field, known, [field.convert(h) for h in integrands.values()], [x])
    answers: dict[Entry, Proof | Decline] = {}
    for (entry, h), relation in zip(integrands.items(), solved, strict=True):
        if relation is None:
            answers[entry] = Decline(_OUTSIDE)
            continue
        constant, *rest = (field.factored(e) for e in (relation[0], *relation[1]))
        answers[entry] = _proof(problem, h, constant, rest, found)
    return answers


def _any_spanned(functions: Sequence[Expr], integrands: Sequence[Expr], x: Any) -> bool:
    """Say whether any integrand may be a combination of functions: with numbers for the parameters, one is."""
    point = trial_point([*functions, *integrands], [x])
    if not point:
        return True
    known, targets = ([e.xreplace(point) for e in es] for es in (functions, integrands))
    field = Field([*known, *targets], [x])
    try:
        solved = relations(field, [field.convert(e) for e in known], [field.convert(h) for h in targets], [x])
    except ZeroDivisionError:
        return True
    return any(relation is not None for relation in solved)


def _proof(problem: Problem, h: Expr, constant: Expr, rest: list[Expr], found: list[tuple[Expr, Expr]]) -> Proof:
    k = len(rest) - len(found)
    used = [(g, c, flux) for (g, flux), c in zip(found, rest[k:], strict=True) if c != 0]
    weights = tuple(rest[:k]) if k else tuple(sp.S.Zero for _ in problem.density.thetas)
    value = short_value(constant + sp.Add(*(c * flux for _, c, flux in used)), problem.signs)
    functions, coefficients, fluxes = (tuple(row[i] for row in used) for i in range(3))
    certificate = Stein(h, problem.density.xs[0], constant, weights, functions, coefficients, fluxes)
    return Proof(value, name, certificate, steps=(Step("stein", h, value),))


def _with_fluxes(problem: Problem, functions: Sequence[Expr]) -> list[tuple[Expr, Expr]]:
    """Return the functions whose limits at both ends are proved, with upper minus lower limit of g·f."""
    (x,), (low, high) = problem.density.xs, problem.density.variables[0].domain.ends
    found = []
    for g in functions:
        ends = [limit(g * problem.density.expression, x, e, e == high, problem.signs) for e in (low, high)]
        if ends[0] is not None and ends[1] is not None:
            found.append((g, ends[1] - ends[0]))
    return found


def _functions(field: Field, expressions: list[Expr], x: Any) -> list[Expr]:
    """Return monomials in the functions of x and the denominators that occur, the simple ones first."""
    atoms: list[Expr] = [g for g in field.generators if g.has(x) and g != x and not g.is_Add]
    poles: dict[Expr, int] = {}
    for e in expressions:
        for factor, n in field.convert(e).denom.factor_list()[1]:
            pole = field.poly_expression(factor)
            if pole.is_Add and pole.has(x):
                poles[pole] = max(poles.get(pole, 0), n)
    ways: list[list[Expr]] = [[sp.S.One, *(a**k for a in atoms for k in (1, -1))]]
    ways.append([sp.S.One, *(p**-n for p, most in poles.items() for n in range(1, most + 1))])
    ways.append([x**k for k in (0, 1, -1, 2, -2, 3)])
    weighted = [(i + j + k, sp.Mul(a, b, c)) for (i, a), (j, b), (k, c) in product(*(list(enumerate(w)) for w in ways))]
    ordered = sorted(weighted, key=lambda pair: pair[0])
    return list(dict.fromkeys(g for _, g in ordered))[:_MOST_FUNCTIONS]
