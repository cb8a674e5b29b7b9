"""Score matching estimates where the data score is linear in η: from data, and as formulas in sample means."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.sample import columns
from symfisher.score_matching.linear_score import LinearScore, averages
from symfisher.signs import Signs
from symfisher.simplification import cost

_SECONDS = 5.0
_LONGEST = 120
"""Cost of a formula for an estimator beyond which the linear equations say it better."""

_DETERMINANT = sp.Symbol("_d", positive=True)


def estimate(linear: LinearScore, data: Any) -> dict[str, float]:
    """Return the estimates of the parameters from observations, shape (n,) or (n, d).

    Raises
    ------
    DomainError
        An observation is outside the support, the equations are singular for these data, or an estimate is inadmissible.
    """
    assert linear.solved is not None
    p = linear.density
    matrix, vector = averages(linear)
    fixed = not any(e.free_symbols for v in p.variables for e in v.domain.ends)
    given = columns(p, data, {} if fixed else None)

    def mean(e: Expr) -> float:
        return float(np.mean(evaluate([e], given)[0]))

    left = np.array([[mean(e) for e in row] for row in matrix])
    right = np.array([mean(e) for e in vector])
    if not np.isfinite([*left.flat, *right]).all() or np.linalg.cond(left) > 1 / np.finfo(float).eps:
        raise DomainError("these data do not determine the estimates: more observations, or others, are needed")
    values = dict(zip(linear.targets, map(float, np.linalg.solve(left, -right)), strict=True))
    found = {q: float(evaluate([linear.solved[q.symbol]], values)[0]) for q in p.parameters}
    for q, value in found.items():
        if not np.isfinite(value) or not q.domain.contains(sp.Float(value), {}):
            raise DomainError(f"these data give no estimate of {q.name} in its domain {q.domain.describe(q.name)}")
    return {q.name: value for q, value in found.items()}


def in_means(linear: LinearScore, signs: Signs) -> dict[str, Expr] | None:
    """Return every parameter as a function of sample means, ``mean(x**2)``; ``None`` where no short one was found."""
    if linear.solved is None:
        return None
    left, right, held = _sample_means(linear, signs)
    natural = within_time(left.LUsolve, -right, seconds=_SECONDS)
    polar = any(v.has(sp.atan2) for v in linear.solved.values())
    if natural is None:
        return None
    if polar:  # the determinant is one of a Gram matrix, and positive: the angle is free of it
        natural = -left.adjugate() * right / _DETERMINANT
    rule = dict(zip(linear.targets, natural, strict=True))
    told = {symbol: sp.Function("mean")(linear.density.present(f)) for f, symbol in held.items()}
    found = {}
    for q in linear.density.parameters:
        plain = linear.solved[q.symbol].xreplace(rule)
        short = _turned(plain, left) if polar else within_time(_cancelled, plain, signs, seconds=_SECONDS)
        if short is None or cost(short) > _LONGEST:
            return None
        found[q.name] = linear.density.present(short).xreplace(told)
    return found


def _sample_means(linear: LinearScore, signs: Signs) -> tuple[Any, Any, dict[Expr, Any]]:
    """Return the linear equations with a symbol for every mean, and what it is the mean of."""
    matrix, vector = averages(linear)
    held: dict[Expr, Any] = {}

    def mean(e: Expr) -> Expr:
        total = sp.S.Zero
        for term in sp.Add.make_args(e):
            c, f = term.as_independent(*linear.density.xs, as_Add=False)
            if f != 1 and f not in held:
                domain = POSITIVE if signs.positive(f) else REAL
                held[f] = sp.Symbol(f"_m{len(held)}", **domain.assumptions())
            total += c * held.get(f, sp.S.One)
        return total

    left = sp.Matrix([[mean(e) for e in row] for row in matrix])
    return left, sp.Matrix([mean(e) for e in vector]), held


def _cancelled(e: Expr, signs: Signs) -> Expr:
    return tidy(sp.cancel(e), signs)


def _turned(e: Expr, left: Any) -> Expr:
    """Take the determinant out of an angle and a radius."""
    free = e.replace(sp.atan2, lambda y, x: sp.atan2(sp.expand(y * _DETERMINANT), sp.expand(x * _DETERMINANT)))
    return free.replace(lambda a: a.is_Pow and a.exp == sp.S.Half, _root_over).xreplace({_DETERMINANT: left.det()})


def _root_over(root: Expr) -> Expr:
    """Write √(N/Δ²) as √N/Δ."""
    return sp.sqrt(sp.factor_terms(root.base * _DETERMINANT**2)) / _DETERMINANT
