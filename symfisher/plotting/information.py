"""Information over a range of the parameters, with the Cramér-Rao bound beneath it.

One parameter: I(θ) and 1/(nI(θ)). Two: the determinant of the matrix, or one entry, as a map over both; beneath it the
same of the inverse of nI. Where the bound does not apply it is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from symfisher.density import Quantity
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.plotting.model import Model, model
from symfisher.plotting.picture import Area, Curve, HeatMap, Layer, Panel, Picture, number

_COUNT = 401
_SIDE = 81
_LOGARITHMIC = 60.0
"""Ratio of the greatest to the least value from which an axis is logarithmic."""
_ROUNDING = 1e-9


def picture(
    derivation: Derivation,
    at: Any = None,
    *,
    ranges: Sequence[tuple[float, float]] = (),
    n: int = 1,
    entry: tuple[str, str] | None = None,
) -> Picture:
    """Return the picture of the expected information.

    Parameters
    ----------
    at
        Values of known constants; those of parameters choose the range where none is given.
    ranges
        Lower and upper end of each parameter, in their order.
    n
        Number of observations for the bound.
    entry
        Names of the row and column shown for two parameters; the determinant by default.

    Raises
    ------
    DomainError
        There are more than two parameters, a range is empty, or the information is finite nowhere in it.
    """
    shown = model(derivation, at)
    if len(shown.parameters) > 2:
        names = ", ".join(p.name for p in shown.parameters)
        raise DomainError(f"a picture of information shows one or two parameters ({names}): choose with --param")
    if len(ranges) > len(shown.parameters):
        raise DomainError(f"{len(ranges)} ranges were given for {len(shown.parameters)} parameters")
    spans = [_range(shown, q, ranges[i] if i < len(ranges) else None) for i, q in enumerate(shown.parameters)]
    return _curve(shown, spans[0], n) if len(spans) == 1 else _map(shown, spans, n, entry)


def _range(shown: Model, quantity: Quantity, given: tuple[float, float] | None) -> tuple[float, float]:
    """Return where to look: as given, or the middle part of the domain, around the parameter's value if it has one."""
    lower, upper = shown.ends(quantity)
    if given is not None:
        low, high = max(given[0], lower), min(given[1], upper)
        if not low < high:
            raise DomainError(
                f"the range of {quantity.name} is empty: it needs {quantity.domain.describe(quantity.name)}"
            )
        return low, high
    value = shown.values.get(quantity.name)
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + 0.02 * (upper - lower), upper - 0.02 * (upper - lower)
    if np.isfinite(lower):
        size = 2.0 if value is None else value - lower
        return lower + 0.15 * size, lower + 2.5 * size
    if np.isfinite(upper):
        size = 2.0 if value is None else upper - value
        return upper - 2.5 * size, upper - 0.15 * size
    centre = value or 0.0
    return centre - 3.0, centre + 3.0


def _curve(shown: Model, span: tuple[float, float], n: int) -> Picture:
    """Return I(θ), and the bound beneath."""
    theta = np.linspace(*span, _COUNT)
    values = np.broadcast_to(shown.expected(theta)[..., 0, 0], theta.shape)
    values = np.where(np.isfinite(values), values, np.nan)
    name = shown.names[0]
    panels = [_line(theta, values, span, rf"$\mathcal{{I}}({name})$", f"${name}$", "blue")]
    if _bound_applies(shown):
        label = (
            rf"$1/\mathcal{{I}}({name})$"
            if n == 1
            else rf"$1/({shown.size_name}\,\mathcal{{I}}({name})),\ {shown.size_name}={n}$"
        )
        with np.errstate(all="ignore"):
            bound = 1 / (n * values)
        panels = [
            replace(panels[0], xlabel=""),
            _line(theta, bound, span, label, f"${name}$", "orange", "Cramér-Rao bound"),
        ]
    return Picture(tuple(panels), (6.4, 2.7 * len(panels) + 0.4), shown.title)


def _line(x: Any, y: Any, span: tuple[float, float], ylabel: str, xlabel: str, colour: str, title: str = "") -> Panel:
    finite = y[np.isfinite(y)]
    if finite.size == 0:
        raise DomainError("the information is finite nowhere in this range")
    low, high = float(finite.min()), float(finite.max())
    steep = low > 0 and high / low > _LOGARITHMIC
    flat = high - low <= _ROUNDING * abs(high)
    ylim = (low / 1.5, high * 1.5) if steep else (0.0, (2.0 if flat else 1.08) * high)
    found: list[Layer] = [] if steep else [Area([x[0], *x, x[-1]], [0.0, *np.nan_to_num(y), 0.0], colour, 0.12)]
    heading = title or "Fisher information of one observation"
    return Panel((*found, Curve(x, y, colour, width=2.2)), xlabel, ylabel, span, ylim, heading, logarithmic=steep)


def _map(shown: Model, spans: Sequence[tuple[float, float]], n: int, entry: tuple[str, str] | None) -> Picture:
    """Return the determinant or an entry over two parameters, and the bound beneath."""
    axes = [np.linspace(*span, _SIDE) for span in spans]
    first, second = np.meshgrid(*axes)
    matrices = np.broadcast_to(shown.expected(first, second), (*first.shape, 2, 2))
    i, j = _places(shown, entry)
    panels = [
        _heat(shown, axes, spans, _part(matrices, i, j), _name(shown, r"\mathcal{I}", i, j), "Fisher information")
    ]
    if _bound_applies(shown):
        label = _name(shown, rf"({shown.size_name}\mathcal{{I}})^{{-1}}" if n > 1 else r"\mathcal{I}^{-1}", i, j)
        values = _part(_inverses(matrices) / n, i, j)
        panels.append(_heat(shown, axes, spans, values, label, f"Cramér-Rao bound, ${shown.size_name}={n}$"))
    return Picture(tuple(panels), (6.2, 3.3 * len(panels) + 0.4), shown.title)


def _places(shown: Model, entry: tuple[str, str] | None) -> tuple[int, int]:
    """Return row and column of an entry; (-1, -1) stands for the determinant."""
    if entry is None:
        return -1, -1
    names = [p.name for p in shown.parameters]
    unknown = [name for name in entry if name not in names]
    if unknown:
        raise DomainError(f"{unknown[0]!r} is no parameter of this density ({', '.join(names)})")
    return names.index(entry[0]), names.index(entry[1])


def _part(matrices: Any, i: int, j: int) -> Any:
    with np.errstate(all="ignore"):
        values = np.linalg.det(matrices) if i < 0 else matrices[..., i, j]
    return np.where(np.isfinite(values), values, np.nan)


def _inverses(matrices: Any) -> Any:
    """Return the inverses, nan where there is none."""
    with np.errstate(all="ignore"):
        determinant = np.linalg.det(matrices)
        a, b, c, d = matrices[..., 0, 0], matrices[..., 0, 1], matrices[..., 1, 0], matrices[..., 1, 1]
        inverse = np.stack([np.stack([d, -b], -1), np.stack([-c, a], -1)], -2) / determinant[..., None, None]
    return np.where((determinant > 0)[..., None, None], inverse, np.nan)


def _name(shown: Model, matrix: str, i: int, j: int) -> str:
    if i < 0:
        return rf"$\det\,{matrix}$"
    inner = matrix if matrix == r"\mathcal{I}" else f"[{matrix}]"
    return rf"${inner}_{{{shown.names[i]}{shown.names[j]}}}$"


def _heat(shown: Model, axes: Any, spans: Any, values: Any, label: str, title: str) -> Panel:
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        raise DomainError("the information is finite and regular nowhere in this range")
    low, high = float(finite.min()), float(finite.max())
    if high - low <= _ROUNDING * max(abs(high), abs(low)):
        label, values = f"{label} $= {number(high)}$", np.where(np.isfinite(values), high, np.nan)
    steep = low > 0 and high / low > _LOGARITHMIC
    names = [f"${name}$" for name in shown.names]
    return Panel((HeatMap(axes[0], axes[1], values, label, steep),), names[0], names[1], spans[0], spans[1], title)


def _bound_applies(shown: Model) -> bool:
    """Whether the theory was not found to forbid the bound."""
    return shown.derivation.regularity.cramer_rao != "does not apply"
