"""The information of noisy data against the noise level, between its bounds, and the floor of the denoising loss.

Below the floor 1/σ² − J(p_t) no denoising loss can go, whatever the network.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symfisher.errors import DomainError
from symfisher.plotting.picture import Area, Curve, Limits, Panel, Picture
from symfisher.plotting.request import Request, spans
from symfisher.plotting.settled import exact, noisy_data, title_of
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching.noise import NoisyData

_COUNT = 61
_DECADES = 6.0
"""Of the vertical axis at most."""


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    chosen = spans(request)
    return picture(
        noisy_data(request, chosen[0] if chosen else None), request["at"], span=chosen[0] if chosen else None
    )


def picture(found: NoisyData, at: Any = None, *, span: Limits | None = None) -> Picture:
    """Return the picture of J(p_t), its bounds, and the denoising floor.

    Parameters
    ----------
    at
        Values of the density's parameters and constants.
    span
        Range of the noise level; by default all of it, or what is near the size of the data.

    Raises
    ------
    DomainError
        A value is missing, or the information was found nowhere.
    """
    low, high = span or found.setting.levels
    values = read_values(at) if at else {}
    levels = np.linspace(low, high, _COUNT)
    rows = [found.numbers({**values, found.level: exact(v)}) for v in levels]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    if not np.isfinite(columns["J"]).any():
        raise DomainError("the information was found at no noise level of this range")
    name = latex_name(found.level)
    panel = _panel(levels, columns, name)
    return Picture((panel,), (6.4, 5.4), title_of(found.setting.data, at))


def _panel(levels: Any, columns: dict[str, Any], name: str) -> Panel:
    upper, lower, J, floor = (columns[n] for n in ("upper_bound", "lower_bound", "J", "floor"))
    floor = np.where(floor > 0, floor, np.nan)
    high = 1.4 * float(np.nanmax(upper))
    found = np.concatenate([J, floor, lower[lower > 0]])
    low = max(0.7 * float(np.nanmin(found)), high / 10**_DECADES)
    layers = (
        Area(
            np.concatenate([levels, levels[::-1]]), np.concatenate([np.maximum(lower, low), upper[::-1]]), "sky", 0.16
        ),
        Curve(levels, upper, "grey", "dashed", 2.0, label=r"upper bound $1/\sigma^2$"),
        Curve(levels, J, "blue", width=2.6, label=r"information $J(p_t)$"),
        Curve(
            levels,
            np.where(lower > 0, lower, np.nan),
            "green",
            "dotted",
            2.0,
            label=r"lower bound $1/\mathrm{Var}(x_t)$",
        ),
        Curve(levels, floor, "orange", width=2.2, label=r"denoising floor $1/\sigma^2-J(p_t)$"),
    )
    label = f"noise level ${name}$" if name != "t" else "time $t$"
    span = (float(levels[0]), float(levels[-1]))
    return Panel(layers, label, "information", span, (low, high), logarithmic=True)
