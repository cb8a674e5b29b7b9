"""The density from data to noise: p_t at several noise levels, each with its information written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import evaluate
from symfisher.plotting.picture import Area, Curve, Layer, Limits, Note, Panel, Picture, number
from symfisher.plotting.request import Request, spans
from symfisher.plotting.settled import Point, exact, letter, noisy_data, point_at, title_of, values_on
from symfisher.quadrature import expectations
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching.convolution import after_noise, nodes, place
from symfisher.score_matching.data_score import data_score
from symfisher.score_matching.location import location_information
from symfisher.score_matching.noise import NoisyData
from symfisher.signs import Signs

_COUNT = 1001
_SIZE = 800
"""Of the rule for densities without closed form."""
_WIDTHS = 3.6
_LEVELS = 5
_TOP = 1.18


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    chosen = spans(request)
    return picture(
        noisy_data(request, chosen[0] if chosen else None), request["at"], span=chosen[0] if chosen else None
    )


def picture(found: NoisyData, at: Any = None, *, span: Limits | None = None) -> Picture:
    """Return the picture of the density of the data and of p_t at five noise levels.

    Parameters
    ----------
    at
        Values of the density's parameters and constants.
    span
        First and last noise level.

    Raises
    ------
    DomainError
        A value is missing.
    """
    values = read_values(at) if at else {}
    low, high = span or found.setting.levels
    levels = [exact(v) for v in np.linspace(low, high, _LEVELS)]
    points = [point_at(found.setting.data, {**values, found.level: v}) for v in levels]
    reach = _reach(found, points)
    panels = [_data(found, points[0], reach)]
    panels += [_noisy(found, {**values, found.level: v}, p, reach) for v, p in zip(levels, points, strict=True)]
    last = panels[-1]
    panels[-1] = Panel(last.layers, f"${letter(found.setting.data)}_t$", "", last.xlim, last.ylim, bare=True)
    return Picture(tuple(panels), (6.4, 8.2), title_of(found.setting.data, at))


def _signal(found: NoisyData, point: Point) -> tuple[float, float]:
    a, sigma = (float(evaluate([e], point)[0]) for e in (found.setting.a, found.setting.sigma))
    return a, sigma


def _reach(found: NoisyData, points: list[Point]) -> Limits:
    """Return a range that shows the data and what noise makes of them."""
    ends = []
    for signal, point in [((1.0, 0.0), points[0]), *((_signal(found, p), p) for p in points)]:
        centre, width = place(found.setting.data, *signal, point)
        ends += [centre - _WIDTHS * width, centre + _WIDTHS * width]
    return min(ends), max(ends)


def _panel(reach: Limits, layers: list[Layer], said: str) -> Panel:
    x = reach[0] + 0.015 * (reach[1] - reach[0])
    note = Note(x, 0.86 * _TOP, said, "right")
    return Panel((*layers, note), "", "", reach, (0.0, _TOP), bare=True)


def _data(found: NoisyData, point: Point, reach: Limits) -> Panel:
    """Return the data: a curve, or a stem for every number, the highest 1."""
    data = found.setting.data
    layers: list[Layer]
    if data.discrete:
        x, _ = nodes(data, point, _SIZE)
        x = x[(x >= reach[0]) & (x <= reach[1])]
        (height,) = values_on([data.expression], point, data.xs[0], x)
        stems = np.nan_to_num(height / np.nanmax(height))
        layers = [Curve([v, v], [0.0, h], "orange", width=2.6) for v, h in zip(x, stems, strict=True)]
    else:
        lower, upper = (float(e.xreplace(dict(point))) for e in data.variables[0].domain.ends)
        x = np.linspace(*reach, _COUNT)
        (height,) = values_on([data.expression], point, data.xs[0], x)
        layers = _shape(x, np.where((x > lower) & (x < upper), height, 0.0), "orange")
    J = _data_information(found, point)
    name = letter(data)
    said = rf"data ${name}_0$" + ("" if np.isnan(J) else rf",  $J={_told(J)}$")
    return _panel(reach, layers, said)


def _told(value: float) -> str:
    return r"\infty" if np.isinf(value) else number(value)


def _data_information(found: NoisyData, point: Point) -> float:
    """Return J of the data: infinite for atoms and jumps, nan where that is not decided."""
    data = found.setting.data
    if data.discrete:
        return float("inf")
    settled = replace(data, expression=data.expression.xreplace(dict(point)), parameters=(), constants=())
    domain = data.variables[0].domain.xreplace(point)
    settled = replace(settled, variables=(replace(data.variables[0], domain=domain),))
    (score,) = data_score(data)
    location = location_information(settled, sp.S.One, Signs.of(settled))
    if location.value is None:
        return float("nan")
    values, errors = expectations(data, [score**2], point)
    if location.value == sp.oo or values[0] == np.inf:
        return float("inf")
    return float(values[0]) if np.isfinite(errors[0]) else float("nan")


def _noisy(found: NoisyData, values: Mapping[str, Expr], point: Point, reach: Limits) -> Panel:
    """Return p_t, the highest place 1, with the noise level and the information."""
    x = np.linspace(*reach, _COUNT)
    if found.closed is not None:
        (height,) = values_on([found.closed.density.expression], point, found.setting.y, x)
    else:
        height, _ = after_noise(found.setting.data, *_signal(found, point), point, x, _SIZE)
    J = found.numbers(values)["J"]
    said = rf"${latex_name(found.level)}={number(float(values[found.level]))}$,  $J={_told(J)}$"
    return _panel(reach, _shape(x, height, "blue"), said)


def _shape(x: Any, height: Any, colour: str) -> list[Layer]:
    y = np.nan_to_num(height / np.nanmax(height))
    return [Area([x[0], *x, x[-1]], [0.0, *y, 0.0], colour, 0.3), Curve(x, y, colour, width=1.8)]
