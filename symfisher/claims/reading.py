"""From what was claimed to a matrix of expressions in our symbols; text goes through the grammar of densities only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import DomainError, ParseError
from symfisher.reading import read_expression
from symfisher.reading.tokens import MAX_LENGTH, scan

SAMPLE_SIZE = sp.Symbol("_n", integer=True, positive=True)
"""Stands for ``n`` in a claim about a density that has no ``n`` of its own."""

_OPENING, _CLOSING = "([{", ")]}"
_LATEX_MATRIX = re.compile(r"\s*\\begin\{([pbB]?|small|v)matrix\}(.*)\\end\{\1matrix\}\s*", re.DOTALL)
_CALL = re.compile(r"\s*(Matrix|diag)\s*(\(.*\))\s*", re.DOTALL)
_DECIMAL = re.compile(r"\d*\.\d+(?:[eE][+-]?\d+)?|\d+\.")
_LEAST_DIGITS = 3


@dataclass(frozen=True)
class Claim:
    """A claim as read.

    Attributes
    ----------
    rows
        Expressions in our symbols and `SAMPLE_SIZE`, as they were written, row by row.
    digits
        Significant digits of its least precise decimal number, or ``None`` if all numbers are exact.
    """

    rows: tuple[tuple[Expr, ...], ...]
    digits: int | None = None

    @property
    def symbols(self) -> set[Any]:
        """The symbols that occur."""
        return {s for row in self.rows for e in row for s in e.free_symbols}


def names_of(density: Density) -> dict[str, Any]:
    """Return what the names in a claim mean: variables, parameters, constants, and ``n`` where it is free."""
    own = {q.safe: q.symbol for q in density.quantities} | {q.name: q.symbol for q in density.quantities}
    return {"n": SAMPLE_SIZE} | own


def read_claim(given: Any, density: Density) -> Claim:
    """Read a claim.

    Parameters
    ----------
    given
        Text (a scalar, ``[[a, b], [c, d]]``, ``[a, b; c, d]``, ``diag(a, b)``, a LaTeX matrix), a SymPy expression or
        matrix, or nested sequences of these and numbers.

    Raises
    ------
    ParseError
        It cannot be read, or a name is neither of the density nor ``n``.
    DomainError
        Its rows differ in length.
    """
    names = names_of(density)
    rows = tuple(tuple(_entry(item, names) for item in row) for row in _rows(given))
    if not rows or len({len(row) for row in rows}) != 1 or not rows[0]:
        raise DomainError("the rows of the claim differ in length, or there are none: write [[a, b], [c, d]]")
    if any(entry.has(sp.nan, sp.zoo) for row in rows for entry in row):
        raise ParseError("an entry of the claim is undefined: a division by zero or an indeterminate form")
    return Claim(rows, _digits(given) if isinstance(given, str) else None)


def read_order(given: Any, density: Density) -> tuple[int, ...] | None:
    """Return the parameter that each row of the claim belongs to, or ``None`` if the order was not given.

    Raises
    ------
    ParseError
        Not each parameter exactly once.
    """
    if given is None:
        return None
    names = [t.text for t in scan(given) if t.kind == "NAME"] if isinstance(given, str) else [str(n) for n in given]
    known = {p.name: i for i, p in enumerate(density.parameters)} | {
        p.safe: i for i, p in enumerate(density.parameters)
    }
    if not set(names) <= set(known) or sorted(known[n] for n in names) != list(range(len(density.parameters))):
        listed = ", ".join(p.name for p in density.parameters)
        raise ParseError(f"the order of a claim names each parameter once ({listed}), got: {', '.join(names)}")
    return tuple(known[n] for n in names)


def _rows(given: Any) -> list[list[Any]]:
    """Return what was handed over as rows of texts, expressions or numbers."""
    if isinstance(given, str):
        return _text_rows(given)
    if isinstance(given, sp.MatrixBase):
        return [list(row) for row in given.tolist()]
    if isinstance(given, Sequence) or hasattr(given, "tolist"):
        items = list(given)
        return [list(item) for item in items] if items and all(map(_is_row, items)) else [[item] for item in items]
    return [[given]]


def _is_row(item: Any) -> bool:
    return hasattr(item, "tolist") or (isinstance(item, Sequence) and not isinstance(item, str))


def _text_rows(text: str) -> list[list[str]]:
    """Cut the text of a matrix into rows and entries; a list in one bracket is a column."""
    if len(text) > MAX_LENGTH:
        raise ParseError(f"text of {len(text)} characters: at most {MAX_LENGTH} are read")
    if match := _LATEX_MATRIX.fullmatch(text):
        lines = [line for line in match[2].split(r"\\") if line.strip()]
        return [line.split("&") for line in lines]
    if match := _CALL.fullmatch(text):
        inner = _inside(match[2], "(")
        if inner is not None and match[1] == "diag":
            return _diagonal(list(_cut(inner, ",")))
        text = inner if inner is not None else text
    inner = _inside(text, "[")
    if inner is None:
        return [[text]]
    parts = [part.strip() for part in _cut(inner, ",")]
    rows = [_inside(part, "[") for part in parts]
    if all(row is not None for row in rows):
        return [list(_cut(row, ",")) for row in rows if row is not None]
    lines = list(_cut(inner, ";"))
    return [list(_cut(line, ",")) for line in lines] if len(lines) > 1 else [[part] for part in parts]


def _diagonal(entries: list[str]) -> list[list[str]]:
    return [[entry if i == j else "0" for j in range(len(entries))] for i, entry in enumerate(entries)]


def _inside(text: str, opening: str) -> str | None:
    """Return what one pair of brackets around the whole text holds, or ``None`` if there is no such pair."""
    stripped = text.strip()
    if not stripped.startswith(opening):
        return None
    depth = 0
    for place, character in enumerate(stripped):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0:
            return stripped[1:-1] if place == len(stripped) - 1 else None
    return None


def _cut(text: str, separator: str) -> Iterator[str]:
    """Cut at separators outside all brackets."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0 and character == separator:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _entry(item: Any, names: Mapping[str, Any]) -> Expr:
    """Read one entry."""
    if isinstance(item, str):
        return read_expression(item, names)
    if isinstance(item, sp.Expr):
        unknown = sorted(s.name for s in item.free_symbols if s.name not in names)
        if unknown:
            raise ParseError(f"undeclared symbol '{unknown[0]}' in the claim")
        return _exact(item.xreplace({s: names[s.name] for s in item.free_symbols}))
    if isinstance(item, bool) or not isinstance(item, int | float):
        raise ParseError(f"expected text, a number or a SymPy expression in the claim, got {type(item).__name__}")
    return read_expression(repr(item), names)


def _exact(e: Expr) -> Expr:
    """Return ``e`` with its floating numbers as the decimals they print."""
    return e.xreplace({f: sp.Rational(str(f)) for f in e.atoms(sp.Float)})


def _digits(text: str) -> int | None:
    """Return the significant digits of the least precise decimal; short decimals such as 0.5 count as exact."""
    found = [len(re.sub(r"[eE].*|\.", "", number).lstrip("0")) for number in _DECIMAL.findall(text)]
    rounded = [digits for digits in found if digits >= _LEAST_DIGITS]
    return min(rounded) if rounded else None
