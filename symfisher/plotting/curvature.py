"""Curvature: the log-likelihood around its maximum, with the circle that osculates it there.

At an interior maximum the curvature of the log-likelihood is its observed information, so that the radius of the
circle is exactly 1/J(θ̂), the estimated variance of θ̂. It is round only where a unit is as long on both axes, and
depends on the choice of the parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.derivation import Derivation
from symfisher.plotting.model import Model, as_samples, model, require_parameters
from symfisher.plotting.picture import CYCLE, Curve, Layer, Note, Panel, Picture, Points, hat, number

_RADII = 4.0
_BELOW, _ABOVE = 3.3, 0.5
_SMALL = 0.1
_PLACES = {"left": (0.02, 0.42, 0.2, 0.46), "right": (0.78, 0.42, 0.2, 0.46)}
_COUNT = 601


@dataclass(frozen=True)
class Peak:
    """The top of the log-likelihood of one sample; ``radius`` is 1/J(θ̂)."""

    label: str
    data: Any
    estimate: float
    radius: float
    colour: str


def picture(derivation: Derivation, samples: Any, at: Any = None) -> Picture:
    """Return the picture of one sample, or of several with their maxima on top of each other.

    Parameters
    ----------
    samples
        One sample, shape (n,), a list of samples, or a mapping from labels to samples.
    at
        Values of known constants.

    Raises
    ------
    DomainError
        The density has not exactly one parameter, or a likelihood has no interior maximum.
    """
    shown = model(derivation, at)
    require_parameters(shown, 1, "curvature")
    peaks = [_peak(shown, *pair, CYCLE[i % len(CYCLE)]) for i, pair in enumerate(as_samples(samples, shown.size_name))]
    largest = max(p.radius for p in peaks)
    aligned = len(peaks) > 1
    small = [p for p in peaks if p.radius < _SMALL * largest]
    layers = [layer for p in peaks for layer in _layers(shown, p, largest, aligned, legend=True)]
    layers.append(Curve([np.nan], [np.nan], "grey", "dashed", 1.1, label="normal approximation"))
    places = _free_places(layers)
    insets = tuple((place, _inset(shown, p, aligned)) for place, p in zip(places, small, strict=False))
    theta = shown.names[0]
    centre = 0.0 if aligned else peaks[0].estimate
    below = rf"\ell({theta})-\ell({hat(theta)})"
    panel = Panel(
        tuple(layers),
        f"${theta}-{hat(theta)}$" if aligned else f"${theta}$",
        f"${below}$",
        (centre - _RADII * largest, centre + _RADII * largest),
        (-_BELOW * largest, _ABOVE * largest),
        equal=True,
        insets=insets,
    )
    return Picture((panel,), (7.2, 4.15 + 0.23 * len(peaks)), shown.title)


def _peak(shown: Model, label: str, data: Any, colour: str) -> Peak:
    found = shown.fitted(data)
    (estimate,) = found.estimate.values()
    return Peak(label, data, estimate, 1 / float(found.observed_information[0, 0]), colour)


def _layers(shown: Model, peak: Peak, window: float, aligned: bool, legend: bool) -> list[Layer]:
    """Return log-likelihood, normal approximation and circle of one sample, in a window of some radii."""
    shift = peak.estimate if aligned else 0.0
    radius, place = peak.radius, peak.estimate - shift
    reach = np.linspace(-_RADII * window, _RADII * window, _COUNT)
    curve = shown.log_likelihood(peak.data, peak.estimate + reach)
    top = shown.log_likelihood(peak.data, np.array([peak.estimate]))[0]
    heights = np.where(np.isfinite(curve), curve - top, np.nan)
    kept = heights > -1.5 * _BELOW * window
    angle = np.linspace(0, 2 * np.pi, 361)
    normal = -(reach**2) / (2 * radius)
    close = normal > -1.5 * _BELOW * window
    theta = shown.names[0]
    top_name = hat(theta)
    text = (
        rf"{peak.label}:  ${top_name}={number(peak.estimate)}$,  radius $1/\mathcal{{J}}({top_name})={number(radius)}$"
    )
    end = place + radius * np.cos(-np.pi / 6), -radius + radius * np.sin(-np.pi / 6)
    found: list[Layer] = [
        Curve(place + radius * np.cos(angle), radius * np.sin(angle) - radius, peak.colour, width=1.2),
        Curve(place + reach[close], normal[close], peak.colour, "dashed", 1.1),
        Curve(place + reach[kept], heights[kept], peak.colour, width=2.2, label=text if legend else ""),
    ]
    if radius >= _SMALL * window:
        found += [
            Curve([place, end[0]], [-radius, end[1]], peak.colour, width=0.9),
            Points([place], [-radius], peak.colour, size=3),
        ]
        if legend and radius >= 0.35 * window:
            found.append(Note(*end, f"${number(radius)}$", "right", peak.colour))
    return [*found, Points([place], [0.0], peak.colour, size=5)]


def _free_places(layers: list[Layer]) -> list[tuple[float, float, float, float]]:
    """Return where insets go, first to the side on which the log-likelihoods are farther down."""
    likelihoods = [c for c in layers if isinstance(c, Curve) and c.label and np.size(c.x) > 1]
    right = sum(float(np.max(np.asarray(c.x), initial=-np.inf)) for c in likelihoods)
    left = sum(float(np.min(np.asarray(c.x), initial=np.inf)) for c in likelihoods)
    return [_PLACES[side] for side in (("left", "right") if right > -left else ("right", "left"))]


def _inset(shown: Model, peak: Peak, aligned: bool) -> Panel:
    """Return the small panel in which a small circle is seen."""
    centre = 0.0 if aligned else peak.estimate
    layers = _layers(shown, peak, peak.radius, aligned, legend=False)
    xlim = (centre - 1.6 * peak.radius, centre + 1.6 * peak.radius)
    return Panel(
        tuple(layers), "", "", xlim, (-2.6 * peak.radius, 0.6 * peak.radius), title=peak.label, equal=True, bare=True
    )
