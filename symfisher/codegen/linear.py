"""Straight-line programs for what follows from an information matrix: Cholesky factor, inverse, log √det.

They are written entry by entry from the places of the distinct entries, so exact zeros cost nothing, neither in the matrix
nor, where no fill-in occurs, in its factor and inverse. Entry number n of the matrix is the symbol ``_e{n}``.

References
----------
Golub & Van Loan (2013), Matrix Computations, 4th ed., algorithm 4.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.program import Layout
from symfisher.domains import Expr

Assignments = tuple[tuple[Any, Expr], ...]


@dataclass(frozen=True)
class Routine:
    """A straight-line program.

    Attributes
    ----------
    name
        What it computes.
    assignments
        (symbol, value) in order; values contain entries of the matrix and earlier symbols.
    values
        The distinct results.
    layout
        Where they go.
    """

    name: str
    assignments: Assignments
    values: tuple[Expr, ...]
    layout: Layout


def entry(place: int) -> Expr:
    """Return the symbol of a distinct entry of the matrix."""
    return sp.Symbol(f"_e{place}")


def routines(layout: Layout) -> tuple[Routine, Routine, Routine]:
    """Return the routines of the lower Cholesky factor, the inverse and log √det of a symmetric matrix.

    Parameters
    ----------
    layout
        Places of its k² entries, row by row; ``None`` is an exact zero.

    Examples
    --------
    >>> factor, inverse, log_root = routines((0, None, None, 1))
    >>> [value for _, value in inverse.assignments]
    [1/_e0, 1/_e1]
    >>> inverse.layout
    (0, None, None, 1)
    """
    return _cholesky(layout), _inverse(layout), _log_root(layout)


@dataclass
class _Tape:
    """Assignments as they are made; a value that is a number or a symbol needs none."""

    letter: str = "_l"
    made: list[tuple[Any, Expr]] = field(default_factory=list)

    def keep(self, value: Expr) -> Expr:
        """Return a symbol for a value."""
        if value.is_Number or value.is_Symbol:
            return value
        symbol = sp.Symbol(f"{self.letter}{len(self.made)}")
        self.made.append((symbol, value))
        return symbol


def _matrix(layout: Layout) -> list[list[Expr]]:
    k = round(len(layout) ** 0.5)
    places = [layout[i * k : (i + 1) * k] for i in range(k)]
    return [[sp.Integer(0) if p is None else entry(p) for p in row] for row in places]


def _factor(layout: Layout, tape: _Tape) -> list[list[Expr]]:
    """Return the lower Cholesky factor, its assignments made on the tape."""
    a = _matrix(layout)
    lower: list[list[Expr]] = [[sp.Integer(0)] * len(a) for _ in a]
    for j in range(len(a)):
        pivot = a[j][j] - sp.Add(*(lower[j][m] ** 2 for m in range(j)))
        lower[j][j] = tape.keep(sp.sqrt(fn.Pivot(pivot, a[j][j])))
        for i in range(j + 1, len(a)):
            above = a[i][j] - sp.Add(*(lower[i][m] * lower[j][m] for m in range(j)))
            lower[i][j] = tape.keep(above / lower[j][j])
    return lower


def _placed(name: str, matrix: list[list[Expr]], tape: _Tape) -> Routine:
    """Return a routine with the distinct entries of a matrix as its results."""
    values: list[Expr] = []
    layout: list[int | None] = []
    for value in (v for row in matrix for v in row):
        if value == 0:
            layout.append(None)
            continue
        if value not in values:
            values.append(value)
        layout.append(values.index(value))
    return Routine(name, tuple(tape.made), tuple(values), tuple(layout))


def _cholesky(layout: Layout) -> Routine:
    tape = _Tape()
    return _placed("cholesky_factor", _factor(layout, tape), tape)


def _log_root(layout: Layout) -> Routine:
    tape = _Tape()
    lower = _factor(layout, tape)
    total = sp.Add(*(sp.log(lower[i][i]) for i in range(len(lower))))
    return Routine("jeffreys_log_density", tuple(tape.made), (total,), (0,))


def _inverse(layout: Layout) -> Routine:
    """Return M with M = L⁻ᵀ L⁻¹; a matrix without off-diagonal entries by its reciprocals."""
    k, tape = round(len(layout) ** 0.5), _Tape()
    if all(layout[i * k + j] is None for i in range(k) for j in range(k) if i != j):
        diagonal = [tape.keep(1 / v) if v != 0 else sp.nan for v in (_matrix(layout)[i][i] for i in range(k))]
        return _placed(
            "inverse_information",
            [[diagonal[i] if i == j else sp.Integer(0) for j in range(k)] for i in range(k)],
            tape,
        )
    lower = _factor(layout, tape)
    solved: list[list[Expr]] = [[sp.Integer(0)] * k for _ in range(k)]
    for j in range(k):
        solved[j][j] = tape.keep(1 / lower[j][j])
        for i in range(j + 1, k):
            total = sp.Add(*(lower[i][m] * solved[m][j] for m in range(j, i)))
            solved[i][j] = tape.keep(-total / lower[i][i])
    product: list[list[Expr]] = [[sp.Integer(0)] * k for _ in range(k)]
    for i in range(k):
        for j in range(i, k):
            product[i][j] = product[j][i] = tape.keep(sp.Add(*(solved[m][i] * solved[m][j] for m in range(j, k))))
    return _placed("inverse_information", product, tape)
