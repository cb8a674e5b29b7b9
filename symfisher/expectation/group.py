"""Groups that act on the observation and the parameters together: translations and changes of scale.

If f(x + t; θ + t·v) = f(x; θ), the information does not change along v. If f(c·x; c^w θ)·c = f(x; θ), then
I_ij(θ) = c^(w_i + w_j) I_ij(c^w θ). Both are partial differential equations for log f which are solved for v and w by matching
coefficients:  Σ v_k ∂_k ℓ + ℓ′ = 0   and   Σ w_k θ_k ∂_k ℓ + x ℓ′ + 1 = 0,   and for the ends of the support likewise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.expectation.linear import relations
from symfisher.expectation.problem import Entry, Problem
from symfisher.normal_form import Field


@dataclass(frozen=True)
class Orbit:
    """The information at every point of an orbit from its value at one: I(θ) = Π base^power · I(``point``).

    ``point`` maps every parameter and constant to what it is at the reduced point, ``base`` and ``weights`` give the factor
    base^(−(w_i + w_j)); without a change of scale ``base`` is 1.
    """

    point: dict[Any, Expr]
    base: Expr
    weights: tuple[Expr, ...]
    directions: tuple[tuple[Expr, ...], ...]

    def factor(self, entry: Entry) -> Expr:
        """Return the factor of entry (i, j)."""
        return self.base ** (-(self.weights[entry[0]] + self.weights[entry[1]]))


def orbit(problem: Problem) -> Orbit | None:
    """Reduce by a translation and a change of scale, as far as there are any; ``None`` if there is neither."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return None
    moving = [q.symbol for q in density.parameters + density.constants]
    (x,) = density.xs
    slope = sp.diff(problem.calculus.log_density, x)
    slopes = [sp.diff(problem.calculus.log_density, s) for s in moving]
    ends = [e for e in density.variables[0].domain.ends if e.is_finite is not False]
    shift = _solved(problem, slopes, -slope, moving, [(e, sp.S.One) for e in ends], [sp.S.One] * len(moving))
    scale = _solved(
        problem,
        [s * t for s, t in zip(slopes, moving, strict=True)],
        -1 - x * slope,
        moving,
        [(e, e) for e in ends],
        moving,
    )
    if shift is None and scale is None:
        return None
    point: dict[Any, Expr] = {s: s for s in moving}
    if shift is not None:
        position, step = next((s, v) for s, v in zip(moving, shift, strict=True) if v != 0)
        point = {s: s - position * v / step for s, v in zip(moving, shift, strict=True)}
    base, weights = sp.S.One, tuple(sp.S.Zero for _ in moving)
    if scale is not None:
        base, weights = _to_one(point, moving, scale)
    k = len(density.parameters)
    directions = tuple(tuple(d) for d in (shift, scale) if d is not None)
    return Orbit(point, base, weights[:k], directions)


def _to_one(point: dict[Any, Expr], moving: list[Any], scale: list[Expr]) -> tuple[Expr, tuple[Expr, ...]]:
    """Make one positive quantity 1 by a change of scale; ``point`` is changed in place."""
    for s, w in zip(moving, scale, strict=True):
        if w != 0 and s.is_positive and point[s] == s:
            base = s ** (1 / w)
            for t, v in zip(moving, scale, strict=True):
                point[t] = sp.powdenest(point[t] * base ** (-v), force=True) if point[t] != 0 else point[t]
            return base, tuple(scale)
    return sp.S.One, tuple(sp.S.Zero for _ in moving)


def _solved(
    problem: Problem,
    known: Sequence[Expr],
    target: Expr,
    moving: Sequence[Any],
    ends: Sequence[tuple[Expr, Expr]],
    factors: Sequence[Expr],
) -> list[Expr] | None:
    """Return rational weights with target = Σ weight·known for every x, and the same for the ends of the support."""
    rewrite = problem.rewriter.rewrite
    normal = [rewrite(e) for e in [*known, target]]
    xs = problem.density.xs
    field = Field(normal, xs)
    elements = [field.convert(e) for e in normal]
    (found,) = relations(field, elements[:-1], elements[-1:], xs)
    if found is None or field.reduce(found[0]) != 0:
        return None
    weights = [field.factored(w) for w in found[1]]
    if not all(w.is_Rational for w in weights) or not any(weights):
        return None
    for end, wanted in ends:
        moved = sp.Add(*(w * f * sp.diff(end, s) for w, f, s in zip(weights, factors, moving, strict=True)))
        if sp.expand(moved - wanted) != 0:
            return None
    return weights
