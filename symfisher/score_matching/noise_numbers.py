"""Numbers about a density after noise: its information, and the checks that a closed p_t has to pass.

p_t is integrated by the trapezoidal rule in u, y = centre + width·sinh u, which gains digits at every doubling, over the places
where it is more than rounding errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.evaluation import evaluate
from symfisher.quadrature import expectations
from symfisher.score_matching.after_noise import Closed, closed_density
from symfisher.score_matching.checking import compared, difference
from symfisher.score_matching.convolution import information_after_noise, place
from symfisher.score_matching.points import Point, point_of
from symfisher.score_matching.schedule import Setting

_SIZES = (400, 800, 1600, 3200, 6400, 12800, 25600)
_AGREEMENT = 1e-10
_REACH = 6.0
"""Half the range of u: 200 widths."""
_ROUNDING = 1e-14
"""Share of the largest height below which p_t is left out."""


@dataclass(frozen=True)
class Integrals:
    """The mass of p_t, J, and the derivative of its entropy in σ² at fixed a; nan where two rules do not agree."""

    mass: float
    information: float
    entropy_slope: float


def integrals(s: Setting, c: Closed, point: Point) -> Integrals:
    """Integrate a closed p_t at values of all parameters and the level."""
    centre, width = place(s.data, *signal_and_noise(s, point), point)
    before = np.full(3, np.nan)
    for size in _SIZES:
        u = np.linspace(-_REACH, _REACH, size + 1)
        y = centre + width * np.sinh(u)
        with np.errstate(all="ignore"):
            p, score, growth = evaluate([c.density.expression, c.score, c.growth], {**point, s.y: y})
            kept = p > _ROUNDING * np.nanmax(p)
            heights = p * width * np.cosh(u) * (u[1] - u[0])
            terms = [heights, heights * score**2, -heights * growth * np.log(p)]
        found = np.array([float(np.sum(t[kept])) for t in terms])
        if np.all(np.abs(found - before) <= _AGREEMENT * (1 + np.abs(found))):
            return Integrals(*map(float, found))
        before = found
    return Integrals(float("nan"), float("nan"), float("nan"))


def signal_and_noise(s: Setting, point: Point) -> tuple[float, float]:
    """Return a and σ at values of all parameters and the level."""
    a, sigma = (float(evaluate([e], point)[0]) for e in (s.a, s.sigma))
    return a, sigma


def checked_density(s: Setting) -> tuple[Closed | None, Verification]:
    """Return p_t in closed form if it passes its checks, and the checks."""
    closed = closed_density(s)
    verification = Verification() if closed is None else verified(s, closed)
    return (closed if verification.status == "passed" else None), verification


def verified(s: Setting, c: Closed) -> Verification:
    """Check p_t, its mass, Tweedie's formula and de Bruijn's identity at drawn points."""
    slope = sp.diff(sp.log(c.density.expression), s.y)

    def gap(point: Point) -> float | None:
        found = integrals(s, c, point)
        if not np.isfinite(found.information):
            return None
        gaps = [abs(found.mass - 1), difference(2 * found.entropy_slope, found.information)]
        return max(gaps + _pointwise(s, c, slope, point))

    return compared(s.data, (), gap, "quadrature of the definition; Tweedie; de Bruijn")


def _pointwise(s: Setting, c: Closed, slope: Expr, point: Point) -> list[float]:
    """Return differences of p_t from its defining integral, and of the score from the slope of log p_t."""
    a, sigma = signal_and_noise(s, point)
    x = s.data.xs[0]
    centre = float(expectations(s.data, [x], point)[0][0])
    places = [
        sp.Rational(str(round(a * centre + k * sigma if np.isfinite(centre) else k * sigma, 6)))
        for k in (-1.3, 0.2, 0.9)
    ]
    kernels = [sp.exp(-((y - s.a * x) ** 2) / (2 * s.sigma**2)) / sp.sqrt(2 * sp.pi * s.sigma**2) for y in places]
    defined, _ = expectations(s.data, kernels, point)
    ys = np.array([float(y) for y in places])
    p_t, score, derivative = evaluate([c.density.expression, c.score, slope], {**point, s.y: ys})
    scale = float(np.max(np.abs(defined)))
    gaps = [*(np.abs(p_t - defined) / scale), *(np.abs(score - derivative) / (1 + np.abs(derivative)))]
    return [float(g) if np.isfinite(g) else float("inf") for g in gaps]


def information_at(s: Setting, closed: Closed | None, at: Mapping[str, Expr]) -> dict[str, float]:
    """Return J, mmse, floor and bounds at one point by quadrature.

    Raises
    ------
    DomainError
        A value is missing or impossible.
    """
    point = point_of(s.data, at)
    a, sigma = signal_and_noise(s, point)
    x = s.data.xs[0]
    mean, square = map(float, expectations(s.data, [x, x**2], point)[0])
    if closed is not None:
        information = integrals(s, closed, point).information
    else:
        information = information_after_noise(s.data, a, sigma, point)
    return {
        "J": information,
        "mmse": (sigma**2 - sigma**4 * information) / a**2,
        "floor": 1 / sigma**2 - information,
        "lower_bound": 1 / (a**2 * (square - mean**2) + sigma**2) if np.isfinite(square - mean**2) else 0.0,
        "upper_bound": 1 / sigma**2,
    }
