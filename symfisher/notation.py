"""Notation of a proof: quantities shown by their name and means that are not evaluated, as SymPy expressions.

A step writes ``s_λ`` or ``E[h]`` where a reader expects it, yet both sides of every step stay expressions with a value:
`plain` replaces names by what they stand for, and what is left are means, integrals and sums that can be computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from symfisher.domains import Domain, Expr, FiniteSet, IntegerRange

_INTERVAL, _INTEGERS, _ELEMENTS = "interval", "integers", "elements"


class _Node(sp.Expr):  # type: ignore[misc]  # SymPy ships no types
    """An expression that is only ever shown or replaced, never evaluated."""

    is_commutative = True
    is_number = False


class Named(_Node):
    """A quantity shown by its name: ``Named(Str(kind), what it stands for, *symbols in its name)``.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> plain(2 * named("score", x + 1, x))
    2*x + 2
    """

    @property
    def kind(self) -> str:
        """What is named, a key of the printers."""
        name: str = self.args[0].name
        return name

    @property
    def meaning(self) -> Any:
        """What it stands for."""
        return self.args[1]

    @property
    def marks(self) -> tuple[Any, ...]:
        """Symbols that its name contains."""
        found: tuple[Any, ...] = self.args[2:]
        return found


class Mean(_Node):
    """E[h] under the density that is derived from."""


class MeanOf(_Node):
    """E[g(u)] under another density: ``MeanOf(g, u, density of u, low, high)``."""

    @property
    def free_symbols(self) -> set[Any]:
        """Return the symbols but for u, which is bound."""
        g, u, weight, *ends = self.args
        found: set[Any] = (g.free_symbols | weight.free_symbols) - {u}
        return found.union(*(e.free_symbols for e in ends))


class TailMean(_Node):
    """E[g(x); x ≥ start], the sum over a tail only: ``TailMean(g, x, mass, start, end)``."""


class Lies(_Node):
    """A statement that a quantity lies in a set, shown as ``0 < p < 1`` or ``x ∈ {0, 1, …}``."""


def named(kind: str, meaning: Any, *marks: Any) -> Any:
    """Return a quantity shown by its name."""
    return Named(Str(kind), sp.sympify(meaning, strict=True), *marks)


def lies(symbol: Any, domain: Domain) -> Any:
    """Return the statement that ``symbol`` lies in ``domain``."""
    if isinstance(domain, FiniteSet):
        return Lies(Str(_ELEMENTS), symbol, *domain.values)
    if isinstance(domain, IntegerRange):
        return Lies(Str(_INTEGERS), symbol, *domain.ends, sp.Integer(domain.step))
    ends = (sp.true if closed else sp.false for closed in (domain.closed_lower, domain.closed_upper))
    return Lies(Str(_INTERVAL), symbol, *domain.ends, *ends)


def single(matrix: Any) -> Any:
    """Return the entry of a 1 × 1 matrix, any other matrix as it is."""
    return matrix[0, 0] if matrix.shape == (1, 1) else matrix


def plain(expression: Any) -> Any:
    """Return an expression or matrix with names replaced by what they stand for; means stay as they are."""
    return _walk(expression, lambda node: plain(node.meaning) if isinstance(node, Named) else None)


def replaced(expression: Any, answers: Mapping[Any, Expr]) -> Any:
    """Return an expression in which nodes that are keys of ``answers`` are replaced."""
    return _walk(expression, lambda node: answers.get(node))


def _walk(expression: Any, answer: Callable[[Any], Any]) -> Any:
    """Replace the outermost nodes for which there is an answer."""
    found = answer(expression)
    if found is not None:
        return found
    if not expression.args:
        return expression
    if isinstance(expression, sp.MatrixBase):
        return expression.applyfunc(lambda entry: _walk(entry, answer))
    arguments = [_walk(a, answer) for a in expression.args]
    return expression.func(*arguments) if tuple(arguments) != tuple(expression.args) else expression
