"""Gaussian densities of any dimension: the trace formula, no integration.

If log f is quadratic in x on R^d with mean m(θ) and precision A(θ), then
I_ij = ∂_i mᵀ A ∂_j m + ½ tr(A⁻¹ ∂_i A A⁻¹ ∂_j A)   (Lehmann & Casella 1998, example 2.6.3; Magnus & Neudecker).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr, Interval
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.normal_form import Field
from symfisher.simplification import shortest

name = "gaussian"


@dataclass(frozen=True)
class Quadratic:
    """Certificate: minus the Hessian of log f in x is ``precision``, its gradient vanishes at ``mean``."""

    entry: Entry
    mean: tuple[Expr, ...]
    precision: Any


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Apply the trace formula to every entry of score·scoreᵀ."""
    shape = quadratic(problem)
    if isinstance(shape, Decline):
        return dict.fromkeys(integrands, shape)
    mean, precision = shape
    thetas = problem.density.thetas
    needed = [*mean, *precision]
    slopes_m = [[sp.diff(m, t) for m in mean] for t in thetas]
    slopes_a = [precision.diff(t) for t in thetas]
    rewrite = problem.rewriter.rewrite
    needed += [e for row in slopes_m for e in row] + [e for a in slopes_a for e in a]
    normal = {e: rewrite(e) for e in needed}
    field = Field(normal.values())
    convert = {e: field.convert(n) for e, n in normal.items()}
    d = len(mean)
    A = [[convert[precision[i, j]] for j in range(d)] for i in range(d)]
    dm = [[convert[e] for e in row] for row in slopes_m]
    dA = [[[convert[a[i, j]] for j in range(d)] for i in range(d)] for a in slopes_a]
    V = _inverse(field, A)
    W = [_times(field, V, a) for a in dA]
    answers: dict[Entry, Proof | Decline] = {}
    for i, j in integrands:
        total = _form(field, dm[i], A, dm[j])
        total += _trace_of_product(field, W[i], W[j]) / 2
        value = shortest(field, field.reduce(total))
        certificate = Quadratic((i, j), tuple(mean), precision)
        answers[i, j] = Proof(value, name, certificate, steps=(Step("gaussian", integrands[i, j], value),))
    return answers


def quadratic(problem: Problem) -> tuple[list[Expr], Any] | Decline:
    """Return (mean, precision matrix) if log f is quadratic in x on the whole space."""
    density = problem.density
    full = all(isinstance(v.domain, Interval) and v.domain.ends == (-sp.oo, sp.oo) for v in density.variables)
    if not full:
        return Decline("the support is not the whole space")
    log_f, xs = problem.calculus.log_density, density.xs
    if log_f.has(sp.Piecewise, sp.Abs, sp.sign) or not log_f.is_polynomial(*xs):
        return Decline("the log-density is not quadratic")
    slopes = [sp.diff(log_f, x) for x in xs]
    precision = sp.Matrix([[sp.factor(-sp.diff(s, y)) for y in xs] for s in slopes])
    if any(e.has(*xs) for e in precision):
        return Decline("the log-density is not quadratic")
    at_zero = sp.Matrix([sp.factor(s.xreplace(dict.fromkeys(xs, sp.S.Zero))) for s in slopes])
    rewrite = problem.rewriter.rewrite
    field = Field([*map(rewrite, precision), *map(rewrite, at_zero)])
    d = len(xs)
    A = [[field.convert(rewrite(precision[i, j])) for j in range(d)] for i in range(d)]
    b = [field.convert(rewrite(e)) for e in at_zero]
    V = _inverse(field, A)
    if V is None:
        return Decline("the precision matrix is singular")
    mean = [field.factored(field.reduce(sum((v * x for v, x in zip(row, b, strict=True)), field.K.zero))) for row in V]
    return mean, precision


def _inverse(field: Field, A: list[list[Any]]) -> Any:
    """Invert by Gauss-Jordan elimination in the field; ``None`` if singular."""
    n = len(A)
    rows = [[*row, *(field.K.one if i == j else field.K.zero for j in range(n))] for i, row in enumerate(A)]
    for c in range(n):
        pick = min((r for r in range(c, n) if rows[r][c]), key=lambda r: len(rows[r][c].numer), default=None)
        if pick is None:
            return None
        rows[c], rows[pick] = rows[pick], rows[c]
        lead = rows[c][c]
        rows[c] = [v / lead if v else v for v in rows[c]]
        for r in range(n):
            if r != c and rows[r][c]:
                k = rows[r][c]
                rows[r] = [a - k * b if b else a for a, b in zip(rows[r], rows[c], strict=True)]
    return [row[n:] for row in rows]


def _times(field: Field, A: Any, B: Any) -> list[list[Any]]:
    zero = field.K.zero
    return [
        [sum((a * b for a, b in zip(row, col, strict=True) if a and b), zero) for col in zip(*B, strict=True)]
        for row in A
    ]


def _trace_of_product(field: Field, A: Any, B: Any) -> Any:
    return sum((A[i][j] * B[j][i] for i in range(len(A)) for j in range(len(A)) if A[i][j] and B[j][i]), field.K.zero)


def _form(field: Field, a: Any, A: Any, b: Any) -> Any:
    return sum(
        (a[i] * A[i][j] * b[j] for i in range(len(a)) for j in range(len(b)) if a[i] and b[j] and A[i][j]), field.K.zero
    )
