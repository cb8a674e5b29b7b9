"""Balls: ``x^2 + y^2 < r^2`` bounds each name in it by those before, |y| < sqrt(r^2 - x^2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.reading.tokens import Token


def squared(side: Sequence[Token]) -> list[str]:
    """Return the names in a sum of squares, none if it is something else.

    Examples
    --------
    >>> from symfisher.reading.tokens import scan
    >>> squared(scan("x^2 + 4*y^2")), squared(scan("x^2 + y"))
    (['x', 'y'], [])
    """
    if any(t.kind not in {"NAME", "POWER", "PLUS", "NUMBER", "TIMES"} for t in side):
        return []
    places = [i for i, t in enumerate(side) if t.kind == "NAME"]
    after = [side[i + 1 : i + 3] for i in places]
    square = all(len(two) == 2 and two[0].kind == "POWER" and two[1].text == "2" for two in after)
    return [side[i].text for i in places] if square and len(places) > 1 else []


def ball_ends(difference: Expr, names: Mapping[str, Any]) -> Iterator[tuple[str, Expr]]:
    """Yield each name with its half-width, if ``difference < 0`` is a ball in some of the ``names``.

    Parameters
    ----------
    difference
        Σ cᵢ·xᵢ² − K with positive numbers cᵢ; K is free of the squares.
    names
        Name to symbol, in the order in which one may be bounded by those before.
    """
    expanded = sp.expand(difference)
    weights = {n: expanded.coeff(s, 2) for n, s in names.items() if expanded.coeff(s, 2) != 0}
    inside = {n: c for n, c in weights.items() if c.is_number and c.is_positive}
    squares = sp.Add(*(c * names[n] ** 2 for n, c in inside.items()))
    left = sp.expand(squares - expanded)
    if len(inside) < 2 or left.free_symbols & {names[n] for n in inside}:
        return
    for n, c in inside.items():
        yield n, sp.sqrt(left / c)
        left -= c * names[n] ** 2
