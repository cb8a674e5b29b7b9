"""Scores: of each observation, of the sample, and their spread.

On the left the score of several observations and their mean, as functions of the parameter; the mean crosses zero at θ̂
with slope −J(θ̂)/n, minus the observed information. On the right how the score of one observation is distributed at θ̂:
its mean is zero, its variance the expected information.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from symfisher.derivation import Derivation
from symfisher.plotting.model import Model, as_samples, model, require_parameters
from symfisher.plotting.picture import Area, Curve, Layer, Panel, Picture, Points, hat, number
from symfisher.plotting.samples import quantiles

_MOST_SHOWN = 12
_COUNT = 401
_HALF_WIDTH = 1.5
"""Half the window, in parts of 1/sqrt(I) of one observation."""
_HEIGHT = 3.2
"""Half the height, in parts of sqrt(I)."""
_LEVELS = (np.arange(4000) + 0.5) / 4000
_BINS = 48


def picture(derivation: Derivation, sample: Any, at: Any = None) -> Picture:
    """Return the picture of the scores of a sample.

    Parameters
    ----------
    sample
        The observations, shape (n,) or (n, d); the first twelve are shown one by one.
    at
        Values of known constants.

    Raises
    ------
    DomainError
        The density has not exactly one parameter, or the likelihood has no interior maximum.
    """
    shown = model(derivation, at)
    require_parameters(shown, 1, "scores")
    ((_, data),) = as_samples(sample)
    found = shown.fitted(data)
    (estimate,) = found.estimate.values()
    slope = float(found.observed_information[0, 0]) / len(data)
    information = float(shown.expected(np.array(estimate))[0, 0])
    scale = float(np.sqrt(information)) if np.isfinite(information) and information > 0 else float(np.sqrt(slope))
    panels = [_lines(shown, data, estimate, slope, scale)]
    if len(derivation.density.variables) == 1:
        name = shown.parameters[0].name
        spread = _spread(replace(shown, values={**shown.values, name: estimate}), scale, information)
        panels.append(spread)
    return Picture(tuple(panels), (8.2 if len(panels) > 1 else 6.4, 4.7), shown.title, beside=True)


def _lines(shown: Model, data: Any, estimate: float, slope: float, scale: float) -> Panel:
    """Return the scores as functions of the parameter."""
    (quantity,) = shown.parameters
    lower, upper = shown.ends(quantity)
    half = min(_HALF_WIDTH / scale, 0.85 * (estimate - lower), 0.85 * (upper - estimate))
    theta = np.linspace(estimate - half, estimate + half, _COUNT)
    scores = shown.scores(data[:_MOST_SHOWN], theta)
    name, height = shown.names[0], _HEIGHT * scale
    single = [
        Curve(theta, _cropped(row, height), "sky", width=1.0, opacity=0.8, label="one observation" if i == 0 else "")
        for i, row in enumerate(scores)
    ]
    reach = min(half, 1.2 * scale / slope) * np.array([-1.0, 1.0])
    layers: list[Layer] = [
        Curve([theta[0], theta[-1]], [0.0, 0.0], "grey", width=0.9),
        *single,
        Curve(
            theta,
            _cropped(shown.mean_score(data, theta), height),
            "blue",
            width=2.6,
            label=f"mean of ${shown.size_name}={len(data)}$",
        ),
        Curve(
            estimate + reach,
            -slope * reach,
            "orange",
            "dashed",
            1.8,
            label=rf"slope $-\mathcal{{J}}({hat(name)})/{shown.size_name}={number(-slope)}$",
        ),
        Points([estimate], [0.0], "orange", size=6, label=rf"${hat(name)}={number(estimate)}$"),
    ]
    xlim = (float(theta[0]), float(theta[-1]))
    return Panel(tuple(layers), f"${name}$", rf"score $s(x;{name})$", xlim, (-height, height), weight=2.0)


def _cropped(values: Any, height: float) -> Any:
    """Return values as far as they are near the window."""
    return np.where(np.abs(values) < 4 * height, values, np.nan)


def _spread(shown: Model, scale: float, information: float) -> Panel:
    """Return how the score of one observation is distributed at the estimate, along the same vertical axis."""
    (quantity,) = shown.parameters
    drawn = shown.scores(quantiles(shown, _LEVELS), np.array([shown.values[quantity.name]]))[:, 0]
    height = _HEIGHT * scale
    counts, edges = np.histogram(drawn, bins=_BINS, range=(-height, height))
    discrete = shown.derivation.density.discrete
    heights = counts / (len(drawn) * (1.0 if discrete else edges[1] - edges[0]))
    top = 1.12 * float(heights.max())
    name = shown.names[0]
    outline = np.repeat(edges, 2)[1:-1]
    layers: list[Layer] = [
        Area([0.0, *np.repeat(heights, 2), 0.0], [edges[0], *outline, edges[-1]], "blue", 0.25),
        Curve([0.0, top], [0.0, 0.0], "grey", width=0.9),
    ]
    if np.isfinite(information):
        text = rf"$\pm\sqrt{{\mathcal{{I}}({hat(name)})}}=\pm{number(scale)}$"
        layers += [
            Curve([0.0, top], [s * scale] * 2, "green", "dashed", 1.6, label=text if s > 0 else "") for s in (-1, 1)
        ]
    title = rf"spread of $s(X;{hat(name)})$"
    return Panel(
        tuple(layers), "probability" if discrete else "density", "", (0.0, top), (-height, height), title, bare=True
    )
