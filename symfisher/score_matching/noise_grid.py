"""Numbers about densities of several variables after noise: the information matrix by the trapezoidal rule, and checks of p_t.

On smooth densities the trapezoidal rule gains digits at every doubling of the grid; two grids have to agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.quadrature import expectations
from symfisher.score_matching.checking import compared, difference
from symfisher.score_matching.gaussian_parts import Cloud
from symfisher.score_matching.points import Point, point_of

_SIZES = {1: (200, 400, 800), 2: (60, 120, 240, 480, 960), 3: (40, 60, 90, 135)}
"""Places a variable, by the number of variables."""
_AGREEMENT = 1e-9
_REACH = 9.0
"""Standard deviations of every part that are integrated over."""


def information_matrix_at(c: Cloud, at: Mapping[str, Expr]) -> dict[str, float]:
    """Return the entries of J, its trace, mmse, floor and bounds at one point.

    Raises
    ------
    DomainError
        A value is missing or impossible, or a mixture has more than three variables.
    """
    s, names = c.setting, [v.name for v in c.density.variables]
    point, d = point_of(s.data, at), len(names)
    a, sigma = (float(evaluate([e], point)[0]) for e in (s.a, s.sigma))
    parts = _numeric(c, point)
    J = parts[0][2] if len(parts) == 1 else _integrated(parts, d)
    total = _variance(parts)
    trace = float(np.trace(J))
    entries = {f"J[{names[i]}, {names[j]}]": float(J[i, j]) for i in range(d) for j in range(i, d)}
    return {
        **entries,
        "J": trace,
        "mmse": (d * sigma**2 - sigma**4 * trace) / a**2,
        "floor": d / sigma**2 - trace,
        "lower_bound": float(np.trace(np.linalg.inv(total))),
        "upper_bound": d / sigma**2,
    }


def _numeric(c: Cloud, point: Point) -> list[tuple[float, Any, Any]]:
    """Return mass, mean, shape (d,), and precision, shape (d, d), of every part of x_t."""
    d = len(c.ys)
    found = []
    for part in c.parts:
        values = [float(v) for v in evaluate([part.mass, *part.mean, *part.precision], point)]
        found.append((values[0], np.array(values[1 : d + 1]), np.array(values[d + 1 :]).reshape(d, d)))
    return found


def _variance(parts: list[tuple[float, Any, Any]]) -> Any:
    """Return the variance of x_t, shape (d, d)."""
    mean = sum(w * m for w, m, _ in parts)
    return sum(w * (np.linalg.inv(P) + np.outer(m - mean, m - mean)) for w, m, P in parts)


def _integrated(parts: list[tuple[float, Any, Any]], d: int) -> Any:
    """Return E[score scoreᵀ], shape (d, d); nan where two grids do not agree."""
    if d not in _SIZES:
        raise DomainError(f"a mixture of {d} variables is not integrated: three at most")
    spreads = [_REACH * np.sqrt(np.diag(np.linalg.inv(P))) for *_, P in parts]
    lower = np.min([m - r for (_, m, _), r in zip(parts, spreads, strict=True)], axis=0)
    upper = np.max([m + r for (_, m, _), r in zip(parts, spreads, strict=True)], axis=0)
    before = np.full((d, d), np.nan)
    for size in _SIZES[d]:
        axes = [np.linspace(low, high, size) for low, high in zip(lower, upper, strict=True)]
        places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, d)
        found = _sum(parts, places) * np.prod([x[1] - x[0] for x in axes])
        if np.all(np.abs(found - before) <= _AGREEMENT * np.trace(found)):
            return found
        before = found
    return np.full((d, d), np.nan)


def _sum(parts: list[tuple[float, Any, Any]], places: Any) -> Any:
    """Return Σ p s sᵀ over places, shape (n, d)."""
    heights, slopes = np.zeros(len(places)), np.zeros_like(places)
    for w, m, P in parts:
        pull = -(places - m) @ P
        part = w * np.sqrt(np.linalg.det(P / (2 * np.pi))) * np.exp(np.sum((places - m) * pull, axis=1) / 2)
        heights += part
        slopes += part[:, None] * pull
    kept = heights > 1e-280
    return (slopes[kept] / heights[kept, None]).T @ slopes[kept]


def verified(c: Cloud) -> Verification:
    """Check p_t, the heat equation and Tweedie's formula at drawn points, and J of one part by the trapezoidal rule."""
    slopes = [sp.diff(sp.log(c.general), y) for y in c.ys]
    heat = sp.diff(c.general, c.sigma) / c.sigma
    laplacian = sp.Add(*(sp.diff(c.general, y, 2) for y in c.ys))

    def gap(point: Point) -> float | None:
        a, sigma = (float(evaluate([e], point)[0]) for e in (c.setting.a, c.setting.sigma))
        at = {**point, c.a: a, c.sigma: sigma}
        gaps = []
        for shift in (-1.3, 0.2, 0.9):
            ys = _place(c, point, sigma, shift)
            defined = _defined(c, ys, point)
            if defined is None:
                return None
            given = {**at, **dict(zip(c.ys, map(float, ys), strict=True))}
            values = [float(v) for v in evaluate([c.density.expression, heat, laplacian], given)]
            tweedie = [(y + c.setting.sigma**2 * s) / c.setting.a for y, s in zip(c.ys, c.score, strict=True)]
            means, posteriors, scores, wanted = (
                np.array([float(v) for v in evaluate(list(e), given)]) for e in (tweedie, c.posterior, c.score, slopes)
            )
            scale = abs(values[0]) / sigma**2
            gaps += [abs(values[0] - defined) / defined, abs(values[1] - values[2]) / scale]
            gaps += [difference(f, w) for f, w in zip((*scores, *means), (*wanted, *posteriors), strict=True)]
        return max(gaps + _integrated_gap(c, point))

    return compared(c.setting.data, (), gap, "quadrature of the definition; the heat equation; Tweedie")


def _place(c: Cloud, point: Point, sigma: float, shift: float) -> list[Any]:
    """Return a place near the mean of x_t, a different number of deviations away in every variable."""
    mean = sum(w * m for w, m, _ in _numeric(c, point))
    return [sp.Rational(str(round(float(m) + shift * sigma * 0.8**i, 6))) for i, m in enumerate(mean)]


def _defined(c: Cloud, ys: list[Any], point: Point) -> float | None:
    """Return ∫ p(x) N(y; a x, σ²) dx by quadrature under the data."""
    s, d = c.setting, len(ys)
    square = sp.Add(*((y - s.a * x) ** 2 for y, x in zip(ys, s.data.xs, strict=True)))
    kernel = sp.exp(-square / (2 * s.sigma**2)) / (2 * sp.pi * s.sigma**2) ** sp.Rational(d, 2)
    values, errors = expectations(s.data, [kernel], point)
    return float(values[0]) if np.isfinite(float(errors[0])) else None


def _integrated_gap(c: Cloud, point: Point) -> list[float]:
    """Return how far J = T⁻¹ of one part is from the trapezoidal rule, in two variables."""
    parts = _numeric(c, point)
    if len(parts) > 1 or len(c.ys) > 2:
        return []
    J = parts[0][2]
    return [float(np.max(np.abs(_integrated(parts, len(c.ys)) - J)) / np.trace(J))]
