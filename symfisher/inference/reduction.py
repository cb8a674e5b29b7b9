"""Parameters that cannot all be told apart, reduced along the null directions of the information."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import Matrix, information_of, inverse, is_zero, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.signs import Signs


@dataclass(frozen=True)
class Reduced:
    """The functions of the parameters that data can tell, where not all parameters can be told apart.

    Attributes
    ----------
    functions
        As many as the rank of the information, in the user's symbols, shape (r, 1).
    information
        About them, shape (r, r).
    """

    functions: Any
    information: Any
    answer: Answer = field(repr=False)


def reduce(derivation: Derivation) -> Reduced:
    """Reduce an over-parametrised model along its null directions.

    Raises
    ------
    DomainError
        All parameters can be told apart.
    ClosedFormNotFoundError
        Functions that are constant along the null directions were not found.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = reduce(derive("exp(-(x-a-b)^2/2)/sqrt(2*pi)", support="x in R", parameters=["a", "b"]))
    >>> found.functions, found.information
    (Matrix([[a + b]]), Matrix([[1]]))
    """
    density, signs = derivation.density, Signs.of(derivation.density)
    back = {q.shown: q.symbol for q in density.quantities}
    null = [
        tuple(sp.sympify(e, strict=True).xreplace(back) for e in d) for d in derivation.identifiable.null_directions
    ]
    if not null:
        raise DomainError("no null direction was found: the parameters can be told apart")
    information = information_of(derivation)
    functions = _constants_along(null, density, signs)
    if functions is None:
        raise ClosedFormNotFoundError("functions that are constant along the null directions were not found")
    slopes = sp.ImmutableMatrix(functions).jacobian(sp.Matrix(density.thetas))
    square = inverse(tidy(slopes * slopes.T, signs), signs)
    value = tidy(square * slopes * information * slopes.T * square, signs)
    if not all(is_zero(e, signs) for e in slopes.T * value * slopes - information):
        raise ClosedFormNotFoundError("the reduced information does not give back the whole one")
    steps = (Step("null-directions", None, sp.ImmutableMatrix(null)), Step("reduced", None, value))
    single = len(functions) == 1
    found = rows(
        ("can be told", functions[0] if single else sp.ImmutableMatrix(functions)),
        ("information", value[0] if single else value),
    )
    show = density.present
    answer = Answer("Reduced parameters", density, found, steps)
    return Reduced(show(sp.ImmutableMatrix(functions)), show(value), answer)


def _constants_along(null: Sequence[Sequence[Expr]], density: Density, signs: Signs) -> list[Expr] | None:
    """Return functions constant along all null directions: sums with constant weights, else products of powers."""
    thetas = density.thetas
    for scaled, build in ((null, sp.Add), (_logarithmic(null, thetas), sp.Mul)):
        weights = _orthogonal(scaled, signs)
        if weights is None or any(e.free_symbols & set(thetas) for row in weights for e in row):
            continue
        if build is sp.Add:
            return [sp.Add(*(w * t for w, t in zip(row, thetas, strict=True))) for row in weights]
        if all(signs.positive(t) for t in thetas):
            return [sp.Mul(*(t**w for w, t in zip(row, thetas, strict=True))) for row in weights]
    return None


def _logarithmic(null: Sequence[Sequence[Expr]], thetas: Sequence[Any]) -> list[list[Expr]]:
    return [[e / t for e, t in zip(direction, thetas, strict=True)] for direction in null]


def _orthogonal(directions: Sequence[Sequence[Expr]], signs: Signs) -> list[list[Expr]] | None:
    """Return a basis of what is orthogonal to the directions, each divided by its first entry that is not zero."""
    matrix: Matrix = tidy(sp.ImmutableMatrix(directions), signs)
    basis = [[tidy(e, signs) for e in v] for v in matrix.nullspace()]
    if not basis:
        return None
    leads = [next(e for e in row if e != 0) for row in basis]
    return [[tidy(e / lead, signs) for e in row] for row, lead in zip(basis, leads, strict=True)]
