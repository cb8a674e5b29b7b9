"""The information of noisy data by one reduced quadrature, where the density after noise is itself an integral.

p_t and its slope are integrals over the noise (a density on the whole line) or over the data (any other), taken for all
places of a rule over x_t at once. All rules are trapezoidal after a change of variable: on smooth functions they gain digits at
every doubling, and two sizes have to agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.domains import FiniteSet, IntegerRange
from symfisher.evaluation import evaluate
from symfisher.quadrature import expectations

_SIZES = (200, 400, 800, 1600)
_AGREEMENT = 1e-8
_REACH = 6.0
"""Half the range of u in y = centre + width·sinh(u): 200 widths."""
_NOISE = 9.0
"""Standard deviations of noise that are integrated over."""
_MOST = 4000


def information_after_noise(density: Density, a: float, sigma: float, point: Mapping[Any, Any]) -> float:
    """Return J of a x + σε, x drawn from the density; nan where two sizes of the rules do not agree to 1e-8.

    Parameters
    ----------
    point
        Value of every parameter and constant symbol.
    """
    centre, width = place(density, a, sigma, point)
    before = float("nan")
    for size in _SIZES:
        u = np.linspace(-_REACH, _REACH, size + 1)
        p, slope = after_noise(density, a, sigma, point, centre + width * np.sinh(u), size)
        weights = width * np.cosh(u) * (u[1] - u[0])
        with np.errstate(all="ignore"):
            found = float(np.sum(weights * np.where(p > 1e-280, slope**2 / p, 0.0)))
        mass = float(np.sum(weights * p))
        if abs(found - before) <= _AGREEMENT * abs(found) and abs(mass - 1) < 1e-2:
            return found
        before = found
    return float("nan")


def place(density: Density, a: float, sigma: float, point: Mapping[Any, Any]) -> tuple[float, float]:
    """Return where x_t is likely and how far it spreads; without a variance, from E[x/√(1 + x²)], which always exists."""
    x = density.xs[0]
    (mean, square), errors = expectations(density, [x, x**2], point)
    if np.all(np.isfinite(errors)) and np.isfinite(square):
        return a * float(mean), float(np.sqrt(sigma**2 + a**2 * max(square - mean**2, 0.0)))
    bounded = float(expectations(density, [x / sp.sqrt(1 + x**2)], point)[0][0])
    return a * bounded / float(np.sqrt(max(1 - bounded**2, 1e-6))), float(np.sqrt(sigma**2 + a**2))


def after_noise(density: Density, a: float, sigma: float, point: Mapping[Any, Any], y: Any, size: int) -> Any:
    """Return p_t and its derivative at the places y, shape (n,) each."""
    if density.discrete:
        return _over_data(density, a, sigma, point, y, size)
    lower, upper = _ends(density, point)
    inside = (y / a - _NOISE * sigma / a > lower) & (y / a + _NOISE * sigma / a < upper)
    p, slope = np.zeros_like(y), np.zeros_like(y)
    for chosen, rule in ((inside, _over_noise), (~inside, _over_data)):
        if chosen.any():
            p[chosen], slope[chosen] = rule(density, a, sigma, point, y[chosen], size)
    return p, slope


def _over_noise(density: Density, a: float, sigma: float, point: Mapping[Any, Any], y: Any, size: int) -> Any:
    """Integrate over the noise, where the support is not left."""
    z = np.linspace(-_NOISE, _NOISE, size + 1)
    weights = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    values = heights(density, (y[:, None] - sigma * z) / a, point) / a
    return values @ weights, values @ (-z / sigma * weights)


def _over_data(density: Density, a: float, sigma: float, point: Mapping[Any, Any], y: Any, size: int) -> Any:
    """Integrate, or sum, over the data."""
    x, weights = nodes(density, point, size)
    masses = weights * heights(density, x, point)
    z = (y[:, None] - a * x) / sigma
    kernel = np.exp(-(z**2) / 2) / (np.sqrt(2 * np.pi) * sigma)
    return kernel @ masses, (-z / sigma * kernel) @ masses


def heights(density: Density, x: Any, point: Mapping[Any, Any]) -> Any:
    """Return the density at places, 0 where it underflows."""
    with np.errstate(all="ignore"):
        values = evaluate([density.expression], {**point, density.xs[0]: x})[0]
    return np.where(np.isfinite(values), values, 0.0)


def nodes(density: Density, point: Mapping[Any, Any], size: int) -> tuple[Any, Any]:
    """Return places and weights of a rule over the support of the data."""
    domain = density.variables[0].domain
    if isinstance(domain, FiniteSet):
        x = np.array([float(evaluate([v], point)[0]) for v in domain.values])
        return x, np.ones_like(x)
    lower, upper = _ends(density, point)
    if isinstance(domain, IntegerRange):
        start = lower if np.isfinite(lower) else -_MOST
        x = np.arange(start, min(upper, start + 2 * _MOST) + 1, domain.step)
        return x, np.ones_like(x)
    reach = 3.4 if np.isfinite(lower) and np.isfinite(upper) else 4.3
    u = np.linspace(-reach, reach, 2 * size + 1)
    step = u[1] - u[0]
    if np.isfinite(lower) and np.isfinite(upper):
        share = 1 / (1 + np.exp(-np.pi * np.sinh(u)))
        return lower + (upper - lower) * share, (upper - lower) * share * (1 - share) * np.pi * np.cosh(u) * step
    growth = np.exp(np.pi / 2 * np.sinh(u))
    slopes = growth * np.pi / 2 * np.cosh(u) * step
    return (lower + growth, slopes) if np.isfinite(lower) else (upper - growth, slopes)


def _ends(density: Density, point: Mapping[Any, Any]) -> tuple[float, float]:
    ends = density.variables[0].domain.ends
    lower, upper = (float(evaluate([e], point)[0]) if e.is_finite is not False else float(e) for e in ends)
    return lower, upper
