"""How much of the precision of maximum likelihood score matching keeps, against one parameter."""

from __future__ import annotations

from typing import Any

import numpy as np

from symfisher.density import Quantity
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate
from symfisher.plotting.picture import Curve, Dashes, Layer, Limits, Panel, Picture
from symfisher.plotting.request import Request, meaning_of, spans
from symfisher.plotting.settled import exact, title_of
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching.estimation import ScoreMatching, score_matching_estimator

_COUNT = 201
_FEW = 31
_STYLES: tuple[tuple[str, Dashes], ...] = (
    ("blue", "solid"),
    ("orange", "dashed"),
    ("green", "dotted"),
    ("purple", "solid"),
    ("amber", "dashed"),
)


def draw(request: Request) -> Picture:
    """Return the picture that a request asks for."""
    found = score_matching_estimator(request["density"], **meaning_of(request), timeout=request["timeout"])
    chosen = spans(request)
    return picture(found, request["at"], vary=request["vary"], span=chosen[0] if chosen else None)


def picture(found: ScoreMatching, at: Any = None, *, vary: str | None = None, span: Limits | None = None) -> Picture:
    """Return the picture of the efficiencies.

    Parameters
    ----------
    at
        Values of the parameters that do not vary; 1 for those that no efficiency depends on.
    vary
        The parameter on the horizontal axis; by default the first that an efficiency depends on.
    span
        Its range.

    Raises
    ------
    DomainError
        There is no such parameter, or a value is missing.
    """
    p = found.own.density
    quantity = _chosen(found, vary)
    values = {**(read_values(at) if at else {})}
    centre = float(values.pop(quantity.name, 1))
    low, high = span or _span(quantity, centre)
    grid = np.linspace(low, high, _FEW if found.efficiency is None else _COUNT)
    rows = (
        _numeric(found, quantity, values, grid) if found.efficiency is None else _closed(found, quantity, values, grid)
    )
    layers: list[Layer] = [Curve([low, high], [1.0, 1.0], "grey", width=0.9)]
    for (name, row), (colour, dashes) in zip(rows.items(), _STYLES * 3, strict=False):
        layers.append(Curve(grid, row, colour, dashes, 2.4, label=f"for ${latex_name(name)}$"))
    title = f"score matching against maximum likelihood, weight ${_weight(found)}$"
    label = "efficiency"
    panel = Panel(tuple(layers), f"${latex_name(quantity.name)}$", label, (low, high), (0.0, 1.08), title)
    return Picture((panel,), (6.4, 4.6), title_of(p, at))


def _weight(found: ScoreMatching) -> str:
    from symfisher.rendering.latex_printer import to_latex
    from symfisher.rendering.symbols import as_typed, names_in_latex

    p = found.own.density
    weights = [to_latex(as_typed(w, p), names_in_latex(p)) for w in dict.fromkeys(found.own.weights)]
    return ",\\ ".join(weights)


def _chosen(found: ScoreMatching, vary: str | None) -> Quantity:
    p = found.own.density
    names = {name: q for q in (*p.parameters, *p.constants) for name in (q.name, q.safe)}
    if vary is not None:
        if vary not in names:
            raise DomainError(f"{vary!r} is no parameter of this density ({', '.join(q.name for q in p.parameters)})")
        return names[vary]
    used = {s.name for e in (found.efficiency or {}).values() for s in e.free_symbols}
    return next((q for q in p.parameters if {q.name, q.safe} & used), p.parameters[0])


def _span(quantity: Quantity, centre: float) -> Limits:
    lower, upper = (float(e) if e.is_number else s * np.inf for e, s in zip(quantity.domain.ends, (-1, 1), strict=True))
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + 0.02 * (upper - lower), upper - 0.02 * (upper - lower)
    if np.isfinite(lower):
        return lower + 0.05 * (centre - lower), lower + 6.0 * (centre - lower)
    return centre - 3.0, centre + 3.0


def _closed(found: ScoreMatching, quantity: Quantity, values: Any, grid: Any) -> dict[str, Any]:
    """Return the efficiencies from the closed forms, shape (m,) each."""
    assert found.efficiency is not None
    named = {**values, quantity.name: grid, quantity.safe: grid}
    rows = {}
    for name, e in found.efficiency.items():
        if missing := sorted({s.name for s in e.free_symbols} - set(named)):
            raise DomainError(f"no value for {', '.join(missing)}: give all of them with --at, separated by commas")
        with np.errstate(all="ignore"):
            row = evaluate([e], {s: named[s.name] for s in e.free_symbols})[0]
        rows[name] = np.broadcast_to(np.asarray(row, dtype=float), grid.shape)
    return rows


def _numeric(found: ScoreMatching, quantity: Quantity, values: Any, grid: Any) -> dict[str, Any]:
    """Return the efficiencies by quadrature."""
    numbers = [found.numbers({**values, quantity.name: exact(v)}) for v in grid]
    return {q.name: np.array([n[f"efficiency {q.name}"] for n in numbers]) for q in found.own.density.parameters}
