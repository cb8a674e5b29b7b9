"""The three terms of a divergence and their sum against one parameter of the model: where the sum is least.

For counts the terms are those of the ratio divergence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Quantity
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.plotting.picture import Curve, Layer, Limits, Panel, Picture, Points, number
from symfisher.plotting.request import Request, model_of, spans
from symfisher.plotting.settled import exact, title_of
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching.divergence import FisherDivergence, fisher_divergence
from symfisher.score_matching.ratio import RatioDivergence, ratio_divergence

_COUNT = 241
_FEW = 41
"""Places where the terms are integrated, if they are not closed."""

Found = FisherDivergence | RatioDivergence


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    density, options = model_of(request)
    score, ratio = list(request["model_score"]) or None, request["model_ratio"]
    found: Found
    if all(v.domain.discrete for v in density.variables):
        found = ratio_divergence(density, model_ratio=ratio, **options)
    else:
        found = fisher_divergence(density, model_score=score, **options)
    chosen = spans(request)
    return picture(found, request["at"], vary=request["vary"], span=chosen[0] if chosen else None)


def picture(found: Found, at: Any = None, *, vary: str | None = None, span: Limits | None = None) -> Picture:
    """Return the picture of the terms against a parameter of the model.

    Parameters
    ----------
    at
        Values of all parameters but, if one likes, the one that varies.
    vary
        The model's parameter on the horizontal axis; by default its first.
    span
        Its range; by default around the place where the divergence is least.

    Raises
    ------
    DomainError
        The model has no parameter of that name, or a value is missing.
    """
    quantity = _chosen(found, vary)
    values = {**(read_values(at) if at else {})}
    given = values.pop(quantity.name, None)
    low, high = span or _span(quantity, _centre(found, quantity, values, given))
    grid = np.linspace(low, high, _COUNT if _is_closed(found) else _FEW)
    terms = _closed(found, quantity, values, grid) if _is_closed(found) else _integrated(found, quantity, values, grid)
    return Picture((_panel(found, quantity, grid, terms),), (6.4, 5.2), title_of(found.model.density, at))


def _chosen(found: Found, vary: str | None) -> Quantity:
    names = {name: q for q in found.model.parameters for name in (q.name, q.safe)}
    if not names:
        raise DomainError("the model has no parameter to vary")
    if vary is not None and vary not in names:
        raise DomainError(
            f"{vary!r} is no parameter of the model ({', '.join(q.name for q in found.model.parameters)})"
        )
    return found.model.parameters[0] if vary is None else names[vary]


def _centre(found: Found, quantity: Quantity, values: Mapping[str, Expr], given: Expr | None) -> float:
    """Return where the sum is least, if that is known from the values, else the value given, else 1."""
    place = (found.minimizer or {}).get(quantity.name)
    if place is not None:
        number_there = place.xreplace({s: values[s.name] for s in place.free_symbols if s.name in values})
        if number_there.is_number and number_there.is_real:
            return float(number_there)
    return 1.0 if given is None else float(given)


def _span(quantity: Quantity, centre: float) -> Limits:
    lower, upper = (float(e) if e.is_number else s * np.inf for e, s in zip(quantity.domain.ends, (-1, 1), strict=True))
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + 0.02 * (upper - lower), upper - 0.02 * (upper - lower)
    if np.isfinite(lower):
        return lower + 0.3 * (centre - lower), lower + 3.0 * (centre - lower)
    reach = 2.0 * max(abs(centre), 1.0)
    return centre - reach, centre + reach


def _formulas(found: Found) -> tuple[Expr | None, Expr | None, Expr | None, Expr | None]:
    last = found.data_information if isinstance(found, FisherDivergence) else found.data_term
    return found.squared, found.cross, last, found.divergence


def _is_closed(found: Found) -> bool:
    return all(e is not None for e in _formulas(found))


def _closed(found: Found, quantity: Quantity, values: Mapping[str, Expr], grid: Any) -> Any:
    """Return the terms and their sum from the closed forms, shape (4, m)."""
    formulas = [sp.sympify(e, strict=True) for e in _formulas(found)]
    named = {**values, quantity.name: grid, quantity.safe: grid}
    symbols = {s for e in formulas for s in e.free_symbols}
    if missing := sorted({s.name for s in symbols} - set(named)):
        raise DomainError(f"no value for {', '.join(missing)}: give all of them with --at, separated by commas")
    with np.errstate(all="ignore"):
        rows = evaluate(formulas, {s: named[s.name] for s in symbols})
    return np.array([np.broadcast_to(r, grid.shape) for r in rows], dtype=float)


def _integrated(found: Found, quantity: Quantity, values: Mapping[str, Expr], grid: Any) -> Any:
    """Return the same by quadrature or summation."""
    rows = []
    for v in grid:
        numbers = found.numbers({**values, quantity.name: exact(v)})
        rows.append(list(numbers.values())[:4])
    return np.array(rows).T


def _panel(found: Found, quantity: Quantity, grid: Any, terms: Any) -> Panel:
    """Return the axes: terms in thin lines, their sum in a thick one, its least place marked."""
    fisher = isinstance(found, FisherDivergence)
    labels = (
        (
            r"$\mathrm{E}[s^2]$",
            r"$-2\,\mathrm{E}[s\,\partial\log p]$",
            r"$J^{\mathrm{o}}=\mathrm{E}[(\partial\log p)^2]$",
        )
        if fisher
        else (r"$\mathrm{E}[w^2 r_q^2]$", r"$-2\,\mathrm{E}[w^2 r_q r_p]$", r"$\mathrm{E}[w^2 r_p^2]$")
    )
    name = latex_name(quantity.name)
    total = terms[3]
    low, high = _limits(terms)
    layers: list[Layer] = [Curve([grid[0], grid[-1]], [0.0, 0.0], "grey", width=0.8)]
    styles = (("sky", "dashed"), ("amber", "dotted"), ("green", "solid"))
    for row, label, (colour, dashes) in zip(terms, labels, styles, strict=False):
        layers.append(Curve(grid, row, colour, dashes, 1.8, label=label))  # type: ignore[arg-type]  # a style's name
    what = "Fisher divergence" if fisher else "ratio divergence"
    layers.append(Curve(grid, total, "blue", width=2.8, label=f"{what}, their sum"))
    place, least = _least(grid, total)
    if place is not None:
        layers.append(Curve([place, place], [low, least], "grey", "dotted", 1.2))
        said = rf"least at ${name}={number(place)}$: ${number(least)}$"
        layers.append(Points([place], [least], "orange", size=7, label=said))
    return Panel(tuple(layers), f"${name}$", "terms and their sum", (float(grid[0]), float(grid[-1])), (low, high))


def _limits(terms: Any) -> Limits:
    """Return a vertical range in which the sum is seen, and the terms as far as they do not dwarf it."""
    total = terms[3][np.isfinite(terms[3])]
    level = float(np.nanmax(np.abs(terms[2])))
    top = max(min(float(total.max()), 6 * max(level, float(total.min()))), 1.3 * level)
    below = np.nanmin(terms[1]) if np.isfinite(terms[1]).any() else 0.0
    low = max(min(float(below), 0.0), -1.6 * top)
    return low - 0.05 * (top - low), top + 0.08 * (top - low)


def _least(grid: Any, total: Any) -> tuple[float | None, float]:
    """Return the least place of the sum inside the range, from the parabola through three places around it."""
    i = int(np.nanargmin(total))
    if i in (0, len(grid) - 1):
        return None, float(total[i])
    left, middle, right = total[i - 1 : i + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend > 0 else 0.0
    value = float(middle - 0.25 * (left - right) * shift)
    return float(grid[i] + shift * (grid[1] - grid[0])), max(value, 0.0) if abs(value) < 1e-6 * np.ptp(total) else value
