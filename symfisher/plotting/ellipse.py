"""Confidence ellipses for two parameters, from the expected and from the observed information.

Each is {θ : (θ − θ̂)ᵀ M (θ − θ̂) ≤ q} with M = n I(θ̂) or M = J(θ̂), and q the quantile of χ² with two degrees of freedom,
which is −2 log(1 − level). Where the family is exponential in its natural parameters at θ̂, the two are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.plotting.model import as_samples, model, require_parameters
from symfisher.plotting.picture import Area, Curve, Layer, Panel, Picture, Points, hat, number

_ANGLES = np.linspace(0, 2 * np.pi, 361)
_MARGIN = 1.12
_SAME = 1e-6


def picture(derivation: Derivation, sample: Any, at: Any = None, *, level: float = 0.95) -> Picture:
    """Return the picture of the confidence ellipses of a sample.

    Parameters
    ----------
    sample
        The observations, shape (n,) or (n, d).
    at
        Values of known constants; if both parameters have a value too, their point is marked as the truth.
    level
        Confidence of the outer ellipse; the inner one has confidence one half.

    Raises
    ------
    DomainError
        The density has not exactly two parameters, the likelihood has no interior maximum, or the level is none.
    """
    if not 0 < level < 1:
        raise DomainError(f"a confidence level is between 0 and 1, got {level:g}")
    shown = model(derivation, at)
    require_parameters(shown, 2, "ellipses")
    ((_, data),) = as_samples(sample)
    found = shown.fitted(data)
    centre = np.array(list(found.estimate.values()))
    expected = len(data) * shown.expected(*centre)
    if not (np.isfinite(expected).all() and np.linalg.eigvalsh(expected).min() > 0):
        raise DomainError("the expected information is singular or infinite at the estimate: it gives no ellipse")
    outer = [_ellipse(matrix, centre, level) for matrix in (expected, found.observed_information)]
    inner = [_ellipse(matrix, centre, 0.5) for matrix in (expected, found.observed_information)]
    same = np.abs(outer[0] - outer[1]).max() <= _SAME * np.abs(outer[0] - centre[:, None]).max()
    percent = number(100 * level)
    names = [hat(name) for name in shown.names]
    estimate = ", ".join(f"{n}={number(v)}" for n, v in zip(names, centre, strict=True))
    layers: list[Layer] = [
        Area(outer[0][0], outer[0][1], "blue", 0.10),
        Area(inner[0][0], inner[0][1], "blue", 0.14),
        Curve(
            outer[0][0],
            outer[0][1],
            "blue",
            width=2.2,
            label=rf"expected information ${shown.size_name}\mathcal{{I}}$, 50% and {percent}%",
        ),
        Curve(inner[0][0], inner[0][1], "blue", width=1.4),
        Curve(
            outer[1][0],
            outer[1][1],
            "orange",
            "dashed",
            2.0,
            label=r"observed information $\mathcal{J}$" + (" (the same)" if same else ""),
        ),
        Curve(inner[1][0], inner[1][1], "orange", "dashed", 1.3),
        Points([centre[0]], [centre[1]], "black", size=5, label=f"${estimate}$"),
    ]
    truth = [shown.values[p.name] for p in shown.parameters if p.name in shown.values]
    if len(truth) == 2:
        layers.append(Points([truth[0]], [truth[1]], "green", "cross", 8, label="true values"))
    size = f"{shown.size_name} = {len(data)}"
    limits = [_limits(axis, outer, truth) for axis in (0, 1)]
    panel = Panel(tuple(layers), f"${shown.names[0]}$", f"${shown.names[1]}$", limits[0], limits[1])
    return Picture((panel,), (6.2, 5.4), f"{shown.title}    {size}" if shown.title else size)


def _ellipse(matrix: Any, centre: Any, level: float) -> Any:
    """Return the points of an ellipse, shape (2, m)."""
    root = np.linalg.inv(np.linalg.cholesky(matrix)).T
    circle = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    return centre[:, None] + np.sqrt(-2 * np.log(1 - level)) * root @ circle


def _limits(axis: int, outlines: list[Any], truth: list[float]) -> tuple[float, float]:
    """Return an interval that holds all ellipses, and the truth if it is known."""
    values = np.concatenate([*(o[axis] for o in outlines), [truth[axis]] if len(truth) == 2 else []])
    middle, half = (values.max() + values.min()) / 2, (values.max() - values.min()) / 2
    return float(middle - _MARGIN * half), float(middle + _MARGIN * half)
