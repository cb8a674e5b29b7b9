"""Whether an estimator in closed form is the maximum of the likelihood: it is tried on samples drawn in the support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.domains import Expr, FiniteSet
from symfisher.evaluation import CannotEvaluateError, Walk, evaluate
from symfisher.inference.algebra import some_points
from symfisher.inference.sample import Sums

_SAMPLE = 9
_OTHERS = (0.5, 0.8, 0.95, 1.05, 1.25, 2.0)
_ZERO = 1e-8
_PARTS = np.array([0.11, 0.73, 0.34, 0.52, 0.91, 0.23, 0.66, 0.43, 0.83])


def is_maximum(derivation: Derivation, estimator: Sequence[Expr], sums: Sums, turn: int) -> bool:
    """Try the estimator on one sample."""
    density = derivation.density
    constants = {c.symbol: some_points(density)[turn % len(some_points(density))][c.symbol] for c in density.constants}
    data = _sample(density, constants, turn)
    try:
        means = {s: np.mean(_values(t, {**constants, **data})) for t, s in sums.statistics.items()}
        theta = [float(Walk({**constants, **means}).value(e)) for e in estimator]
    except (CannotEvaluateError, TypeError):
        return False
    if not _inside(density, theta, constants):
        return False
    at = {**constants, **dict(zip(density.thetas, theta, strict=True)), **data}
    score = np.array([np.sum(_values(s, at)) for s in derivation.own.score])
    k = len(theta)
    hessian = np.array([np.sum(_values(h, at)) for h in derivation.own.hessian]).reshape(k, k)
    size = np.sqrt(np.abs(np.diag(hessian)) * _SAMPLE)
    stationary = bool((np.abs(score) <= _ZERO * np.maximum(size, 1e-300)).all())
    return (
        stationary and bool(np.linalg.eigvalsh(hessian).max() < 0) and _beats_others(derivation, theta, at, constants)
    )


def _values(e: Expr, at: Mapping[Any, Any]) -> Any:
    """Return an expression for every observation."""
    return np.broadcast_to(evaluate([e], at)[0], (_SAMPLE,))


def _beats_others(derivation: Derivation, theta: list[float], at: dict[Any, Any], constants: dict[Any, Any]) -> bool:
    density = derivation.density
    best = np.sum(_values(derivation.own.log_density, at))
    drawn = [[float(p[t]) for t in density.thetas] for p in some_points(density, 6)]
    near = [[t * f if i == j else t for j, t in enumerate(theta)] for i in range(len(theta)) for f in _OTHERS]
    for other in drawn + near:
        if _inside(density, other, constants):
            value = np.sum(_values(derivation.own.log_density, {**at, **dict(zip(density.thetas, other, strict=True))}))
            if value > best + 1e-9 * abs(best):
                return False
    return True


def _inside(density: Density, theta: Sequence[float], constants: Mapping[Any, Any]) -> bool:
    if not np.isfinite(theta).all():
        return False
    values = {**constants, **{t: sp.Float(v) for t, v in zip(density.thetas, theta, strict=True)}}
    return all(p.domain.contains(values[p.symbol], values) for p in density.parameters if not p.domain.discrete)


def _sample(density: Density, constants: Mapping[Any, Any], turn: int) -> dict[Any, Any]:
    """Return a small sample inside the support, spread over it."""
    data: dict[Any, Any] = {}
    walk = Walk(dict(constants))
    for place, v in enumerate(density.variables):
        parts = np.roll(_PARTS, 2 * turn + place) ** (1 + turn / 2)
        if isinstance(v.domain, FiniteSet):
            values = np.array([float(walk.value(e)) for e in v.domain.values])
            data[v.symbol] = values[(np.arange(_SAMPLE) * (turn + 1) + place) % len(values)]
            continue
        known = not any(e.free_symbols - set(constants) for e in v.domain.ends)
        lower, upper = (float(walk.value(e)) for e in v.domain.ends) if known else (0.0, 1.0 / len(density.variables))
        data[v.symbol] = _spread(lower, upper, parts, v.domain.discrete)
    return data


def _spread(lower: float, upper: float, parts: Any, whole: bool) -> Any:
    if np.isfinite(lower) and np.isfinite(upper):
        found = lower + (upper - lower) * parts
    elif np.isfinite(lower):
        found = lower + 2 * parts / (1 - parts)
    elif np.isfinite(upper):
        found = upper - 2 * parts / (1 - parts)
    else:
        found = 3 * (2 * parts - 1) / (parts * (1 - parts)) / 4
    return np.round(found) if whole else found
