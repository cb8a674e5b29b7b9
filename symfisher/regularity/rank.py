"""Identifiability: the rank of the information at generic parameters and the directions along which nothing is learnt.

A null direction v of E[score scoreᵀ] has vᵀscore = 0 for almost every x: moving the parameters along v does not change
f, to first order. Where an end of the support moves along v, however, the end itself tells the parameters apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from sympy.polys.matrices import DomainMatrix

from symfisher.calculus import differentiate
from symfisher.density import Density
from symfisher.derivation import Identifiability
from symfisher.domains import Expr
from symfisher.evaluation import CannotEvaluateError, evaluate, evaluate_mp
from symfisher.normal_form import Field, Rewriter
from symfisher.quadrature import Moments
from symfisher.quadrature.evidence import Evidence, Point
from symfisher.regularity.nodes import scatter
from symfisher.signs import Signs

_RELATIVE = 1e-9
"""Singular values of a computed matrix below this part of the greatest, at unit diagonal, count as zero."""
_EXACT = 1e-25
"""The same for a closed form at 40 digits."""
_MOST_EXACT_POINTS = 2
_MOST_GENERATORS = 9
"""Elimination in a field of more generators may take minutes."""

Vector = tuple[Expr, ...]


def identifiability(density: Density, matrix: Any, evidence: Evidence) -> Identifiability:
    """Return the rank of the information at generic parameters.

    Parameters
    ----------
    density
        The density.
    matrix
        Expected information in our symbols, shape (k, k); unevaluated entries are allowed, ``None`` is all unevaluated.
    evidence
        E[score scoreᵀ] at drawn points: the rank is the greatest found among them.

    Returns
    -------
    Identifiability
        ``holds`` if the parameters can be told apart, ``fails`` with the null directions otherwise, ``undecided`` where
        no point gave an answer. ``rank`` is the rank of the information: it may be less than k where ``holds`` if ends
        of the support move with the parameters.
    """
    k = len(density.parameters)
    closed = matrix is not None and not matrix.has(sp.Integral, sp.Sum, sp.nan, sp.oo, sp.zoo)
    ranks = _exact_ranks(matrix, [p for p, _ in _converged(evidence)]) if closed else []
    ranks = ranks or [numerical_rank(m.outer, m.relative_error) for m in evidence.moments if m.ok]
    if not ranks:
        return Identifiability()
    rank = max(ranks)
    if rank == k or _told_by_the_ends(density, evidence) == k:
        return Identifiability("holds", rank)
    if any(p.domain.discrete for p in density.parameters):
        return Identifiability("undecided", rank)
    return Identifiability("fails", rank, null_directions(density, matrix if closed else None, k - rank, evidence))


def numerical_rank(matrix: Any, error: float = 0.0) -> int:
    """Return the rank of a positive semidefinite matrix (k, k), scaled to unit diagonal first."""
    scale = np.sqrt(np.maximum(np.diag(matrix), 0.0))
    keep = scale > 0
    if not keep.any():
        return 0
    scaled = matrix[np.ix_(keep, keep)] / np.outer(scale[keep], scale[keep])
    sizes = np.linalg.svd(scaled, compute_uv=False)
    return int(np.sum(sizes > max(_RELATIVE, 10.0 * error) * keep.sum()))


def null_directions(density: Density, matrix: Any, count: int, evidence: Evidence) -> tuple[Vector, ...]:
    """Return ``count`` exact null directions, verified with the numbers, or none where they were not found.

    Taken from the closed form where there is one, else from the score at as many observations as needed.
    """
    rewriter = Rewriter(Signs.of(density))
    for rows in _candidates(density, matrix, evidence):
        try:
            found = _nullspace([[rewriter.rewrite(e) for e in row] for row in rows])
        except (NotImplementedError, ZeroDivisionError, KeyError):
            continue
        if len(found) == count and all(_is_null(v, evidence) for v in found):
            return found
    return ()


def _candidates(density: Density, matrix: Any, evidence: Evidence) -> Any:
    """Yield rows whose nullspace holds the null directions: the information, then scores at some observations."""
    if matrix is not None:
        yield [list(matrix.row(i)) for i in range(matrix.rows)]
    score = differentiate(density).score
    rows = [[s.xreplace(x) for s in score] for x in _observations(density, evidence)]
    if rows and not _is_regular_elsewhere(rows, evidence.points[0]):
        yield rows


def _is_regular_elsewhere(rows: list[list[Expr]], point: Point) -> bool:
    """Whether the scores are independent beside the drawn point: no direction at generic parameters then."""
    beside = {
        s: v + (abs(v) + 1) * sp.Rational(n + 6, 23) for n, (s, v) in enumerate(sorted(point.items(), key=str), 1)
    }
    try:
        values = np.array([float(v) for v in evaluate([e for row in rows for e in row], beside)])
    except CannotEvaluateError:
        return True
    if not np.all(np.isfinite(values)):
        return True
    scores = values.reshape(len(rows), -1)
    scores = scores / np.maximum(np.linalg.norm(scores, axis=0), 1e-300)
    return bool(np.linalg.svd(scores, compute_uv=False)[-1] > _RELATIVE)


def _observations(density: Density, evidence: Evidence) -> list[dict[Any, Expr]]:
    """Return k + 1 rational observations inside the support at the first drawn point."""
    if density.support_depends_on_parameters or not evidence.points:
        return []
    nodes = scatter(density, evidence.points[0], len(density.parameters) + 1)
    count = len(next(iter(nodes.values())))
    return [{x: sp.Rational(str(round(float(v[i]), 2))) for x, v in nodes.items()} for i in range(count)]


def _nullspace(rows: list[list[Expr]]) -> tuple[Vector, ...]:
    """Return a basis of the nullspace over the field of the entries' generators, without denominators."""
    field = Field([e for row in rows for e in row])
    if len(field.generators) > _MOST_GENERATORS:
        raise NotImplementedError("too many independent functions for an exact elimination")
    elements = [[field.convert(e) for e in row] for row in rows]
    matrix = DomainMatrix(elements, (len(rows), len(rows[0])), field.K.to_domain())
    return tuple(_cleared(v, field) for v in matrix.nullspace().to_list())


def _cleared(vector: Sequence[Any], field: Field) -> Vector:
    """Clear a vector of its common denominator and factor, and make its first entry lead with plus."""
    ring = field.K.ring
    common = ring.one
    for v in vector:
        common = common.lcm(v.denom)
    numerators = [v.numer * common.exquo(v.denom) for v in vector]
    shared = ring.zero
    for n in numerators:
        shared = shared.gcd(n)
    reduced = [n.exquo(shared) for n in numerators]
    content = sp.gcd_list([sp.Rational(int(c.numerator), int(c.denominator)) for n in reduced for c in n.coeffs()])
    entries = [field.poly_factored(n) / content for n in reduced]
    first = next(e for e in entries if e != 0)
    return tuple(-e if first.could_extract_minus_sign() else e for e in entries)


def _is_null(vector: Vector, evidence: Evidence) -> bool:
    """Whether vᵀ I v is zero, relative to the diagonal, at every point whose moments converged."""
    for point, m in _converged(evidence):
        v = np.array([float(e) for e in evaluate(vector, point)])
        scale = float(np.sum(v * v * np.diag(m.outer)))
        if not abs(v @ m.outer @ v) <= 1e-7 * scale:
            return False
    return True


def _converged(evidence: Evidence) -> list[tuple[Point, Moments]]:
    return [(p, m) for p, m in zip(evidence.points, evidence.moments, strict=False) if m.ok]


def _exact_ranks(matrix: Any, points: Sequence[Point]) -> list[int]:
    """Return the rank of a closed form at some points, at 40 digits."""
    found = []
    for point in points[:_MOST_EXACT_POINTS]:
        try:
            values = [complex_free(v) for v in evaluate_mp(list(matrix), point, 40)]
        except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
            continue
        if all(mpmath.isfinite(v) for v in values):
            found.append(_rank_mp(values, matrix.rows))
    return found


def complex_free(value: Any) -> Any:
    """Return a real mpmath number; one with an imaginary part becomes nan."""
    return value if not isinstance(value, mpmath.mpc) or value.imag else value.real


def _rank_mp(values: list[Any], k: int) -> int:
    with mpmath.workdps(40):
        diagonal = [values[i * k + i] for i in range(k)]
        keep = [i for i in range(k) if diagonal[i] > 0]
        if not keep:
            return 0
        root = {i: mpmath.sqrt(diagonal[i]) for i in keep}
        scaled = mpmath.matrix([[values[i * k + j] / (root[i] * root[j]) for j in keep] for i in keep])
        sizes = mpmath.svd_r(scaled, compute_uv=False)
        return sum(1 for s in sizes if s > _EXACT)


def _told_by_the_ends(density: Density, evidence: Evidence) -> int:
    """Return the greatest rank of the information together with the gradients of the ends of the support."""
    ends = [e for v in density.variables for e in v.domain.ends if e.free_symbols & set(density.thetas)]
    slopes = [sp.diff(e, t) for e in ends for t in density.thetas]
    if not slopes or any(s.free_symbols & set(density.xs) for s in slopes):
        return 0
    best = 0
    for point, m in _converged(evidence):
        gradients = np.array([float(v) for v in evaluate(slopes, point)]).reshape(len(ends), -1)
        best = max(best, numerical_rank(m.outer + gradients.T @ gradients, m.relative_error))
    return best
