"""Conditions on the observation as a user types them: ``x > c``, ``a < x < b``, ``0, 1, 2, oo``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from symfisher.density import Density
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError, ParseError
from symfisher.inference.answers import with_constant
from symfisher.inference.partial import Part
from symfisher.reading import read_expression
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.functions import TABLE
from symfisher.reading.tokens import scan

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def part_of(density: Density, condition: str) -> tuple[Density, Part]:
    """Return the part of the support where a condition holds.

    Parameters
    ----------
    condition
        ``"x > c"``, ``"a < x < b"``; names that the density does not know are new constants inside its support.

    Returns
    -------
    tuple
        The density with the new constants, and the part.

    Raises
    ------
    ParseError, DomainError
        The condition is not an interval of the only variable.
    """
    if len(density.variables) != 1 or isinstance(density.variables[0].domain, FiniteSet):
        raise DomainError("conditions are for one variable on an interval or a range of integers")
    name = density.variables[0].name
    pieces, signs = _chain(condition)
    if len(pieces) == 2 and pieces[1] == name:
        pieces, signs = pieces[::-1], [_TURNED[signs[0]]]
    if len(pieces) == 3 and pieces[1] == name and signs[0][0] == signs[1][0] == ">":
        pieces, signs = pieces[::-1], [_TURNED[s] for s in signs[::-1]]
    lower, upper = density.variables[0].domain.ends
    if len(pieces) == 2 and pieces[0] == name:
        density, (edge,) = _with_names(density, pieces[1:])
        whole = _whole(density, edge, signs[0])
        return density, Part(whole, upper) if signs[0][0] == ">" else Part(lower, whole)
    if len(pieces) == 3 and pieces[1] == name and signs[0][0] == signs[1][0] == "<":
        density, (left, right) = _with_names(density, [pieces[0], pieces[2]])
        return density, Part(_whole(density, left, _TURNED[signs[0]]), _whole(density, right, signs[1]))
    raise ParseError(f"expected a condition such as '{name} > c' or 'a < {name} < b', got {condition!r}")


def bins_of(density: Density, edges: str | Sequence[Any]) -> tuple[Density, list[Part]]:
    """Return the bins between edges, in increasing order from one end of the support to the other.

    Raises
    ------
    ParseError, DomainError
        An edge cannot be read, or the bins do not cover the support.
    """
    if len(density.variables) != 1 or isinstance(density.variables[0].domain, FiniteSet):
        raise DomainError("bins are for one variable on an interval or a range of integers")
    texts = [e.strip() for e in edges.split(",")] if isinstance(edges, str) else [str(e) for e in edges]
    density, values = _with_names(density, texts)
    lower, upper = density.variables[0].domain.ends
    if len(values) < 3 or (values[0], values[-1]) != (lower, upper):
        show = density.present
        raise DomainError(f"bins must go from {show(lower)} to {show(upper)}, with at least one edge between")
    step = _step(density)
    return density, [Part(a, b - step if b != upper else b) for a, b in pairwise(values)]


def parts_beside(part: Part, density: Density) -> list[Part]:
    """Return the parts of the support on both sides of a part."""
    lower, upper = density.variables[0].domain.ends
    step = _step(density)
    found = [] if part.lower == lower else [Part(lower, part.lower - step)]
    return found + ([] if part.upper == upper else [Part(part.upper + step, upper)])


def _step(density: Density) -> Any:
    domain = density.variables[0].domain
    return domain.step if isinstance(domain, IntegerRange) else 0


def _whole(density: Density, edge: Expr, sign: str) -> Expr:
    """Return the first or last integer that satisfies a strict inequality; other edges as they are."""
    domain = density.variables[0].domain
    if not isinstance(domain, IntegerRange) or sign.endswith("="):
        return edge
    return edge + domain.step if sign == ">" else edge - domain.step


def _chain(condition: str) -> tuple[list[str], list[str]]:
    """Split at comparison signs."""
    pieces, signs = [""], []
    for token in scan(condition):
        if token.text in ("<", ">", "<=", ">=", "≤", "≥"):
            signs.append({"≤": "<=", "≥": ">="}.get(token.text, token.text))
            pieces.append("")
        else:
            pieces[-1] += f" {token.text}"
    return [p.strip() for p in pieces], signs


def _with_names(density: Density, texts: Sequence[str]) -> tuple[Density, list[Expr]]:
    """Read expressions over known constants; other names become new constants inside the support."""
    lower, upper = density.variables[0].domain.ends
    values: list[Expr] = []
    for text in texts:
        known = {q.name for q in density.quantities}
        for token in scan(text):
            if token.kind == "NAME" and token.text not in known | set(TABLE) | set(CONSTANTS):
                domain = density.variables[0].domain
                after = values[-1] if values else lower
                inside = domain if isinstance(domain, IntegerRange) else Interval(after, upper)
                density, _ = with_constant(density, token.text, inside)
        values.append(read_expression(text, {q.name: q.symbol for q in density.constants}))
    return density, values
