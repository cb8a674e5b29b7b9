"""Expressions in one line of text."""

from __future__ import annotations

from typing import Any

from sympy.printing.precedence import precedence
from sympy.printing.pretty.pretty_symbology import pretty_symbol, pretty_use_unicode
from sympy.printing.str import StrPrinter

from symfisher.domains import Expr
from symfisher.rendering.spelling import lies_parts, name_of
from symfisher.rendering.tidy import SPELLED


def to_line(expression: Any, *, unicode: bool = False) -> str:
    """Return an expression or matrix in one line of text, in SymPy's syntax but for the names of a proof.

    With ``unicode`` it is spelled as in formulas set in two dimensions: Greek letters, ∞, ≤.

    Examples
    --------
    >>> import sympy as sp
    >>> to_line(sp.Symbol("sigma") ** 2), to_line(sp.Symbol("sigma") ** 2, unicode=True)
    ('sigma**2', 'σ²')
    """
    if not unicode:
        text: str = _Line().doprint(expression)
        return text
    with alphabet(True):
        line: str = _UnicodeLine().doprint(expression)
    return line


class alphabet:  # noqa: N801 (a context manager, read as a word)
    """Switch SymPy's global alphabet, and switch it back."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted

    def __enter__(self) -> None:
        self._before = pretty_use_unicode(self._wanted)

    def __exit__(self, *exception: object) -> None:
        pretty_use_unicode(self._before)


class _Line(StrPrinter):  # type: ignore[misc]
    """One line of text."""

    def _print_Symbol(self, symbol: Any) -> str:
        name: str = SPELLED[symbol][1] if symbol in SPELLED else symbol.name
        return name

    def _print_Named(self, node: Any) -> str:
        return name_of(node, self._print, lambda s: s.text, ", ")

    def _print_Mean(self, node: Any) -> str:
        return f"E[{self._print(node.args[0])}]"

    _print_MeanOf = _print_Mean  # noqa: N815 (named after its class)

    def _print_TailMean(self, node: Any) -> str:
        return f"E[{self._print(node.args[0])}; {self._print(node.args[1])} >= {self._print(node.args[3])}]"

    def _print_Lies(self, node: Any) -> str:
        return "".join(lies_parts(node, self._print, (" < ", " <= ", " in ", "{", "}", "...", "R", "Z")))

    def _print_Relational(self, node: Any) -> str:
        sign = {"==": " = ", "!=": " != "}.get(node.rel_op, f" {node.rel_op} ")
        return f"{self._print(node.lhs)}{sign}{self._print(node.rhs)}"


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class _UnicodeLine(_Line):
    """One line of text with the letters and signs of mathematics."""

    def _print_Symbol(self, symbol: Any) -> str:
        spelled: str = pretty_symbol(symbol.name)
        return spelled

    def _print_Named(self, node: Any) -> str:
        return name_of(node, self._print, lambda s: s.in_unicode, ", ")

    def _print_Lies(self, node: Any) -> str:
        return "".join(lies_parts(node, self._print, (" < ", " ≤ ", " ∈ ", "{", "}", "…", "ℝ", "ℤ")))

    def _print_Relational(self, node: Any) -> str:
        sign = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}.get(node.rel_op, node.rel_op)
        return f"{self._print(node.lhs)} {sign} {self._print(node.rhs)}"

    def _print_Pow(self, expression: Expr, rational: bool = False) -> str:
        base, exponent = expression.args
        if exponent.is_Integer and exponent > 1:
            below: str = self.parenthesize(base, precedence(expression))
            return below + str(exponent).translate(_SUPERSCRIPTS)
        text: str = super()._print_Pow(expression, rational)
        return text.replace("**", "^")

    def _print_Infinity(self, _: Any) -> str:
        return "∞"

    def _print_NegativeInfinity(self, _: Any) -> str:
        return "-∞"

    def _print_Pi(self, _: Any) -> str:
        return "π"

    def _print_Mul(self, expression: Expr) -> str:
        return str(super()._print_Mul(expression)).replace("*", "⋅")
