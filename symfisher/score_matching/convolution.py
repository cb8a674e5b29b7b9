"""The information of noisy data by one reduced quadrature, where the density after noise is itself an integral.

p_t(y) = E[N(y; a x, σ²)] and its slope are expectations under the data's density, taken for all y of a trapezoidal rule at
once; on smooth functions of the whole line the rule gains digits at every doubling.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.quadrature import expectations

_SIZES = (96, 192, 384)
_AGREEMENT = 1e-7
_REACH = 7.0
"""Half the range of u in y = centre + σ·width·sinh(u)/sinh(1): a Cauchy tail beyond it has no weight left."""


def information_after_noise(density: Density, a: float, sigma: float, point: Mapping[Any, Any]) -> float:
    """Return J of a x + σε, x drawn from the density; nan where two sizes of the rule do not agree to 1e-7.

    Parameters
    ----------
    point
        Value of every parameter and constant symbol.
    """
    before = float("nan")
    for size in _SIZES:
        found = _information(density, a, sigma, point, size)
        if abs(found - before) <= _AGREEMENT * abs(found):
            return found
        before = found
    return float("nan")


def _information(density: Density, a: float, sigma: float, point: Mapping[Any, Any], size: int) -> float:
    centre, width = _place(density, a, sigma, point)
    u = np.linspace(-_REACH, _REACH, size + 1)
    y = centre + width * np.sinh(u)
    weights = width * np.cosh(u) * (u[1] - u[0])
    p, slope = _values(density, a, sigma, point, y)
    with np.errstate(all="ignore"):
        terms = np.where(p > 1e-290, slope**2 / p, 0.0)
    return float(np.sum(weights * terms))


def _place(density: Density, a: float, sigma: float, point: Mapping[Any, Any]) -> tuple[float, float]:
    """Return where x_t is likely and how far it spreads, from E[x/√(1 + x²)], which always exists."""
    x = density.xs[0]
    bounded = [x / sp.sqrt(1 + x**2), x**2 / (1 + x**2)]
    first, _ = expectations(density, bounded, point)[0]
    middle = float(first) / float(np.sqrt(max(1.0 - float(first) ** 2, 1e-6)))
    return a * middle, float(np.sqrt(sigma**2 + 0.25 * a**2))


def _values(
    density: Density, a: float, sigma: float, point: Mapping[Any, Any], y: Any
) -> tuple[Any, Any]:
    """Return p_t and its derivative at the places y, shape (n,) each."""
    x = density.xs[0]
    scale, noise = _exact(a), _exact(sigma)
    integrands = []
    for place in y:
        gap = _exact(float(place)) - scale * x
        kernel = sp.exp(-(gap**2) / (2 * noise**2)) / sp.sqrt(2 * sp.pi * noise**2)
        integrands += [kernel, -gap / noise**2 * kernel]
    values, _ = expectations(density, integrands, point)
    return values[::2], values[1::2]


def _exact(value: float) -> Any:
    return sp.Rational(*float(value).as_integer_ratio())
