"""Equations cut into rows that fit on a page: sums between their terms, wide matrices entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.rendering.pretty_printer import pretty_lines

PAGE = 72
"""Columns of text on a page, about the width of a printed line in 11 points."""


@dataclass(frozen=True)
class Row:
    """One line of an equation: what stands left of the sign, the sign, what stands right of it.

    ``sign`` is ``=``, ``+`` for a sum that goes on, or empty. ``label`` names an entry of a matrix by row and column.
    """

    left: Any = None
    sign: str = ""
    right: Any = None
    label: tuple[int, int] | None = None


def columns(expression: Any) -> int:
    """Return the columns that an expression takes when set in two dimensions.

    Examples
    --------
    >>> columns(sp.Symbol("x") + 1)
    5
    """
    return max(map(len, pretty_lines(expression, unicode=True)))


def rows(sides: Sequence[Any], width: int = PAGE) -> tuple[Row, ...]:
    """Return the rows of a chain of equal expressions.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> [(row.left, row.sign, row.right) for row in rows((x, x**2 + y), 40)]
    [(x, '=', x**2 + y)]
    """
    if len(sides) == 1:
        return tuple(_right(sides[0], "", None, width))
    left, *middle, right = sides
    if middle:
        return (*rows((left, middle[0]), width), *_right(right, "=", None, width))
    if columns(left) > width // 2 and columns(left) + columns(right) + 3 > width:
        return (*_right(left, "", None, width), *_right(right, "=", None, width))
    return tuple(_right(right, "=", left, width))


def _right(right: Any, sign: str, left: Any, width: int) -> Iterator[Row]:
    """Yield the rows of one side, the first of which has the sign and the left side."""
    room = width - 3 - (0 if left is None else columns(left))
    if columns(right) <= room:
        yield Row(left, sign, right)
        return
    if isinstance(right, sp.MatrixBase):
        yield from _entries(right, left, width)
        return
    pieces = list(_pieces(right, max(room, width // 3)))
    if left is not None and columns(left) > width // 8 and max(map(columns, pieces)) > room:
        yield Row(left)
        yield from _right(right, "=", None, width)
        return
    for number, piece in enumerate(pieces):
        yield Row(left, sign, piece) if number == 0 else Row(None, "+", piece)


def _entries(matrix: Any, left: Any, width: int) -> Iterator[Row]:
    """Yield the rows of a matrix that is too wide: every entry of a vector, the upper triangle of a square."""
    if left is not None:
        yield Row(left, ":", None)
    for i in range(matrix.rows):
        for j in range(i if matrix.rows == matrix.cols else 0, matrix.cols):
            for number, piece in enumerate(_pieces(matrix[i, j], width - 12)):
                yield Row(None, "" if number == 0 else "+", piece, (i, j) if number == 0 else None)


def _pieces(expression: Any, room: int) -> Iterator[Any]:
    """Yield parts of a sum that fit into the room, as far as terms do."""
    if not isinstance(expression, sp.Add) or columns(expression) <= room:
        yield expression
        return
    terms = sorted(expression.as_ordered_terms(), key=lambda t: t.could_extract_minus_sign())
    chunk: list[Any] = []
    used = 0
    for term in terms:
        size = columns(term) + 3
        if chunk and used + size > room:
            yield sp.Add(*chunk)
            chunk, used = [], 0
        chunk.append(term)
        used += size
    yield sp.Add(*chunk)
