"""A density at given values, on a grid: what the pictures of scores and of noise evaluate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.plotting.request import Request, density_of
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching.convolution import place
from symfisher.score_matching.noise import NoisyData, add_noise
from symfisher.score_matching.points import point_of

_LONGEST_TITLE = 80

Point = Mapping[Any, Any]


def point_at(density: Density, at: Any) -> Point:
    """Return our symbols with their values.

    Raises
    ------
    DomainError
        A value is missing or impossible.
    """
    return point_of(density, read_values(at) if isinstance(at, str) else at or {})


def title_of(density: Density, at: Any) -> str:
    """Return the density as it was typed, with its values: in one line or two, each if it is short enough for a title."""
    text = density.origin or ""
    values = ", ".join(f"{name} = {value}" for name, value in read_values(at).items()) if at else ""
    parts = [part for part in (text, values) if part and len(part) <= _LONGEST_TITLE and part.isprintable()]
    whole = ",  ".join(parts)
    return whole if len(whole) <= _LONGEST_TITLE else "\n".join(parts)


def noisy_data(request: Request, span: tuple[float, float] | None) -> NoisyData:
    """Read a density and a schedule of noise, which a custom one need obey on the range only."""
    level = "t > 0" if span is None else f"{span[0]!r} <= t <= {span[1]!r}"
    found = add_noise(
        density_of(request),
        schedule=request["schedule"],
        a=request["a"],
        sigma=request["sigma"],
        level=level,
        timeout=request["timeout"],
    )
    if not isinstance(found, NoisyData):
        raise DomainError(f"this picture shows one variable; the density has {len(found.variables)}")
    return found


def window(density: Density, point: Point, widths: float) -> tuple[float, float]:
    """Return where a continuous density of one variable lives: its centre and some widths, inside the support.

    Raises
    ------
    DomainError
        It has several variables.
    """
    if len(density.variables) > 1:
        raise DomainError(f"this picture shows one variable; the density has {len(density.variables)}")
    centre, width = place(density, 1.0, 0.0, point)
    lower, upper = (float(e.xreplace(dict(point))) for e in density.variables[0].domain.ends)
    return max(lower, centre - widths * width), min(upper, centre + widths * width)


def values_on(expressions: Sequence[Expr], point: Point, symbol: Any, grid: Any) -> list[Any]:
    """Return expressions on a grid, shape (m,) each; nan where they have no finite value."""
    with np.errstate(all="ignore"):
        found = evaluate(list(expressions), {**point, symbol: grid})
    arrays = [np.broadcast_to(np.asarray(v, dtype=float), grid.shape) for v in found]
    return [np.where(np.isfinite(v), v, np.nan) for v in arrays]


def exact(value: float) -> Expr:
    """Return a number of a grid as a fraction, which records take."""
    return sp.Rational(repr(float(f"{value:.12g}")))


def letter(density: Density, i: int = 0) -> str:
    """Return the LaTeX of a variable."""
    return latex_name(density.variables[i].name)
