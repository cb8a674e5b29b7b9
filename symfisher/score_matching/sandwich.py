"""The sandwich variance of a score matching estimator: in closed form, and by quadrature at a point.

√n(θ̂ − θ) tends to a normal law of variance A⁻¹ E[ψψᵀ] A⁻ᵀ with A = E[Σ h A Aᵀ] ∂η/∂θ and ψ the estimating function.

References
----------
Godambe (1960), Ann. Math. Stat. 31, 1208-1211; Huber (1967), Proc. Fifth Berkeley Symp. 1, 221-233.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from symfisher.calculus import differentiate
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.errors import RegularityError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import inverse, tidy
from symfisher.quadrature import expectations
from symfisher.score_matching.linear_score import LinearScore, averages, estimating_function
from symfisher.score_matching.means import means
from symfisher.score_matching.points import narrowed, points_under, strongest
from symfisher.signs import Signs

Matrix = Any
_TOLERANCE = 1e-8


def closed_variance(linear: LinearScore) -> tuple[Matrix, tuple[Any, ...]] | None:
    """Return the variance of √n(θ̂ − θ), shape (k, k), and its conditions; ``None`` without a closed form."""
    if not linear.normalized:
        return None
    p, k = linear.density, len(linear.natural)
    places = _places(k)
    found = means(p, [*_bread(linear), *_products(estimating_function(linear))])
    if any(m is None for m in found):
        return None
    conditions = strongest(c for m in found if m for c in m.conditions)
    signs = Signs.of(narrowed(p, conditions))
    values = [m.value for m in found if m]
    bread, meat = (_symmetric(values[s : s + len(places)], k) for s in (0, len(places)))
    slopes = sp.ImmutableMatrix(linear.natural).jacobian(list(p.thetas))
    try:
        whole = inverse(sp.ImmutableMatrix(bread * slopes), signs)
    except RegularityError:
        return None
    return tidy(whole * meat * whole.T, signs), conditions


def variance_at(linear: LinearScore, point: Mapping[Any, Any]) -> tuple[Any, Any]:
    """Return by quadrature the variance of √n(θ̂ − θ) and the information of one observation, shape (k, k) each."""
    p, k = linear.density, len(linear.natural)
    score = list(differentiate(p, Signs.of(p)).score)
    integrands = [*_bread(linear), *_products(estimating_function(linear)), *_products(score), *score, sp.S.One]
    values, _ = expectations(p, integrands, point)
    if not linear.normalized:
        values = values / values[-1]
    bread, meat, information = (_filled(part, k) for part in np.split(np.asarray(values[: -k - 1], dtype=float), 3))
    if not linear.normalized:  # log p lacks the normaliser, whose slopes are the means of the others'
        information = information - np.outer(values[-k - 1 : -1], values[-k - 1 : -1])
    slopes = sp.ImmutableMatrix(linear.natural).jacobian(list(p.thetas))
    whole = np.linalg.inv(bread @ np.array(evaluate(list(slopes), point), dtype=float).reshape(k, k))
    return whole @ meat @ whole.T, information


def checked(linear: LinearScore, variance: Matrix, conditions: Sequence[Any]) -> Verification:
    """Compare a closed variance with quadrature at drawn points where its conditions hold."""
    p, places, worst = linear.density, [], 0.0
    for point in points_under(p, conditions):
        number, _ = variance_at(linear, point)
        closed = np.array(evaluate(list(variance), point), dtype=float).reshape(number.shape)
        if not np.isfinite(number).all():
            continue
        scale = np.sqrt(np.outer(np.diag(number), np.diag(number)))
        worst = max(worst, float(np.max(np.abs(closed - number) / scale)))
        places.append({q.name: point[q.symbol] for q in (*p.parameters, *p.constants)})
    if not places or not worst < _TOLERANCE:
        return Verification()
    return Verification("passed", "quadrature of the sandwich", tuple(places), worst)


def _bread(linear: LinearScore) -> list[Expr]:
    matrix = averages(linear)[0]
    return [matrix[i][j] for i, j in _places(len(matrix))]


def _products(vector: Sequence[Expr]) -> list[Expr]:
    return [sp.expand(vector[i] * vector[j]) for i, j in _places(len(vector))]


def _places(k: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(k) for j in range(i, k)]


def _symmetric(values: Sequence[Expr], k: int) -> Matrix:
    entries = dict(zip(_places(k), values, strict=True))
    return sp.ImmutableMatrix(k, k, lambda i, j: entries[min(i, j), max(i, j)])


def _filled(values: Any, k: int) -> Any:
    found = np.empty((k, k))
    for (i, j), v in zip(_places(k), values, strict=True):
        found[i, j] = found[j, i] = v
    return found
