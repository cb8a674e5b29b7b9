"""A model score against the score of the data, and where their difference costs.

Above, both scores over the density of the data; beneath, p (s − ∂ log p)², whose area is the Fisher divergence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symfisher.errors import DomainError
from symfisher.plotting.picture import Area, Curve, Layer, Note, Panel, Picture, number
from symfisher.plotting.request import Request, model_of
from symfisher.plotting.settled import letter, point_at, title_of, values_on, window
from symfisher.quadrature import expectations
from symfisher.score_matching.data_score import data_score, require_continuous
from symfisher.score_matching.model import Model, read_model

_COUNT = 1201
_WIDTHS = 4.0
_SEEN = 0.03
"""Part of the greatest height from which a place counts for the vertical range."""


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    density, options = model_of(request)
    require_continuous(density)
    score = list(request["model_score"]) or None
    model = read_model(density, score, options["model_density"], options["model_parameters"])
    return picture(model, request["at"])


def picture(model: Model, at: Any = None) -> Picture:
    """Return the picture of a model score against the data score.

    Parameters
    ----------
    at
        Values of all parameters, the model's among them.

    Raises
    ------
    DomainError
        A value is missing, or the density has several variables.
    """
    p = model.density
    point = point_at(p, at)
    span = window(p, point, _WIDTHS)
    (d,), (s,) = data_score(p), model.score
    x = _inner(span)
    height, data, fitted = values_on([p.expression, d, s], point, p.xs[0], x)
    height = np.nan_to_num(height)
    seen = height > _SEEN * np.max(height)
    if not seen.any() or not np.isfinite(data[seen]).any():
        raise DomainError("the density is finite nowhere in the picture")
    total, error = expectations(p, [(s - d) ** 2], point)
    divergence = float(total[0]) if np.isfinite(error[0]) else float("nan")
    panels = (
        _scores(p, span, x, height, data, fitted, seen),
        _costs(p, span, x, height * (fitted - data) ** 2, divergence),
    )
    return Picture(panels, (6.4, 6.0), title_of(p, at))


def _inner(span: tuple[float, float]) -> Any:
    """Return places inside a range, not at its ends."""
    step = (span[1] - span[0]) / _COUNT
    return np.linspace(span[0] + step / 2, span[1] - step / 2, _COUNT)


def _scores(p: Any, span: Any, x: Any, height: Any, data: Any, fitted: Any, seen: Any) -> Panel:
    low, high = _range(np.concatenate([data[seen], fitted[seen]]))
    shade = low + (high - low) * 0.92 * height / np.max(height)
    name = letter(p)
    layers = (
        Area([x[0], *x, x[-1]], [low, *shade, low], "grey", 0.28, label=rf"density $p({name})$, in its own scale"),
        Curve(list(span), [0.0, 0.0], "grey", width=0.8),
        Curve(x, _inside(data, low, high), "blue", width=2.4, label=rf"data score $\partial \log p({name})$"),
        Curve(x, _inside(fitted, low, high), "orange", "dashed", 2.2, label=rf"model score $s({name})$"),
    )
    return Panel(layers, "", "score", span, (low, high), weight=2.0)


def _range(values: Any) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, [0.005, 0.995])
    low, high = min(low, 0.0), max(high, 0.0)
    margin = 0.12 * (high - low) or 1.0
    return float(low - margin), float(high + margin)


def _inside(values: Any, low: float, high: float) -> Any:
    reach = high - low
    return np.where((values > low - reach) & (values < high + reach), values, np.nan)


def _costs(p: Any, span: Any, x: Any, cost: Any, divergence: float) -> Panel:
    finite = np.nan_to_num(cost)
    top = 1.25 * float(np.quantile(finite, 0.995)) or 1.0
    name = letter(p)
    layers: list[Layer] = [
        Area([x[0], *x, x[-1]], [0.0, *np.minimum(finite, 3 * top), 0.0], "purple", 0.45),
        Curve(x, np.minimum(finite, 3 * top), "purple", width=1.6, label=rf"$p({name})\,(s-\partial\log p)^2$"),
    ]
    said = (
        rf"area: Fisher divergence ${number(divergence)}$"
        if np.isfinite(divergence)
        else "area: infinite, or not found"
    )
    layers.append(Note(span[0] + 0.03 * (span[1] - span[0]), 0.9 * top, said, "right"))
    return Panel(tuple(layers), f"${name}$", "cost", span, (0.0, top))
