"""What the scripts beside this file share: how a question is told, and the few numbers they compare."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

WIDTH = 100


def tell(question: str, answer: str, trap: str) -> None:
    """Print a question, the answer and the trap beside it, each as one paragraph."""
    for title, text in (("Asked:", question), ("Answer:", answer), ("Trap:", trap)):
        paragraph = " ".join(text.split())
        print(textwrap.fill(paragraph, WIDTH, initial_indent=f"{title:8}", subsequent_indent=" " * 8))


def at(expression: Any, **values: Any) -> Any:
    """Return an expression with numbers for its symbols, chosen by name."""
    return expression.subs({sp.Symbol(name): sp.sympify(value) for name, value in values.items()})


def number(expression: Any, **values: Any) -> str:
    """Return an expression as a decimal number with five digits, with values for its symbols."""
    return f"{float(at(sp.sympify(expression), **values)):.5g}"


def integral(integrand: Any, x: Any, low: Any, high: Any) -> float:
    """Return a definite integral by quadrature, independent of symfisher."""
    return float(mpmath.quad(sp.lambdify(x, integrand, "mpmath"), [low, high]))


def total(term: Any, x: Any, low: int) -> float:
    """Return an infinite sum by summation, independent of symfisher; 400 terms are enough here."""
    function = sp.lambdify(x, term, "mpmath")
    return float(mpmath.fsum(function(mpmath.mpf(k)) for k in range(low, low + 400)))


def plain(expression: Any) -> str:
    """Write an expression or a matrix on one line."""
    if isinstance(expression, sp.MatrixBase):
        return "[" + ", ".join(f"[{', '.join(map(str, row))}]" for row in expression.tolist()) + "]"
    return str(expression)


def numbers(matrix: Any, **values: Any) -> str:
    """Write a matrix of numbers on one line."""
    rows = at(sp.Matrix(matrix), **values).tolist()
    return "[" + ", ".join(f"[{', '.join(number(e) for e in row)}]" for row in rows) + "]"


Answer = Mapping[str, Any]
"""What ``main`` returns: the formulas of its answer by name, for whoever wants to go on."""
