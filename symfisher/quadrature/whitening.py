"""The mode of a log-density on the whole space, and the linear map to where its Hessian is minus the identity."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from symfisher.quadrature.locate import distinct, find_mode, spread


def whiten(log_density: Callable[[Any], Any], d: int, anchors: list[list[float]]) -> tuple[Any, Any] | None:
    """Return mode (d,) and L (d, d), the root of the inverse of minus the Hessian there, or None."""
    mode, widths = _climb(log_density, d, anchors)
    if mode is None:
        return None
    matrix = np.diag(widths)
    for _ in range(6):
        gradient, hessian = _differences(log_density, mode, matrix)
        values, vectors = np.linalg.eigh(-hessian)
        if not np.all(np.isfinite(values)) or np.max(values) <= 0:
            break
        values = np.maximum(values, 1e-3 * max(np.max(values), 1e-3))
        step = vectors @ ((vectors.T @ gradient) / values)
        here, there = log_density(np.stack([mode, mode + matrix @ step], axis=1))
        if np.isfinite(there) and there >= here:
            mode = mode + matrix @ step
        matrix = matrix @ vectors @ np.diag(values**-0.5) @ vectors.T
        if np.max(np.abs(step)) < 1e-3 and np.all(np.abs(values - 1) < 0.1):
            break
    return mode, matrix


def _climb(log_density: Callable[[Any], Any], d: int, anchors: list[list[float]]) -> tuple[Any, Any]:
    """Return a mode by maximising along one coordinate after the other, and the widths along them."""
    mode, widths = np.zeros(d), np.ones(d)
    trial = [spread([0.0, *a]) for a in anchors]
    for sweep in range(12):
        before = mode.copy()
        for i in range(d):

            def along(values: Any, i: int = i) -> Any:
                z = np.repeat(mode[:, None], len(values), axis=1)
                z[i] = values
                return log_density(z)

            near = mode[i] + widths[i] * np.linspace(-20, 20, 81)
            found = find_mode(along, distinct(np.concatenate([trial[i], near])) if sweep == 0 else distinct(near))
            if found is not None:
                mode[i], widths[i] = found[0], found[1]
        if np.all(np.abs(mode - before) < 0.05 * widths) and sweep:
            break
    start = log_density(mode[:, None])
    return (mode, widths) if np.isfinite(start[0]) else (None, widths)


def _differences(log_density: Callable[[Any], Any], mode: Any, matrix: Any, step: float = 0.05) -> tuple[Any, Any]:
    """Return gradient and Hessian of the log-density along the columns of ``matrix``, by central differences."""
    d = len(mode)
    unit = step * np.eye(d)
    pairs = list(itertools.combinations_with_replacement(range(d), 2))
    shifts = [unit[i] for i in range(d)] + [-unit[i] for i in range(d)]
    shifts += [s * unit[i] + r * unit[j] for i, j in pairs for s in (1, -1) for r in (1, -1)]
    f = log_density(mode[:, None] + matrix @ np.array(shifts).T)
    gradient = (f[:d] - f[d : 2 * d]) / (2 * step)
    hessian = np.empty((d, d))
    for n, (i, j) in enumerate(pairs):
        a, b, c, e = f[2 * d + 4 * n : 2 * d + 4 * n + 4]
        hessian[i, j] = hessian[j, i] = (a - b - c + e) / (4 * step**2)
    return gradient, hessian
