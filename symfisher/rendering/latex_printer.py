"""Expressions in LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from symfisher.domains import Expr
from symfisher.rendering.spelling import PositiveFirst, lies_parts, name_of, order_of_zeta
from symfisher.rendering.tidy import SPELLED


def to_latex(expression: Any, names: Mapping[Expr, str]) -> str:
    """Return the LaTeX of an expression or matrix whose symbols are spelled as in ``names``."""
    printer = _Latex({"symbol_names": dict(names), "mat_str": "pmatrix", "mat_delim": "", "ln_notation": False})
    text: str = printer.doprint(expression)
    return text


class _Latex(PositiveFirst, LatexPrinter):  # type: ignore[misc]
    """LaTeX."""

    def _call(self, name: str, argument: Expr, exponent: str | None) -> str:
        head = name if exponent is None else f"{{{name}}}^{{{exponent}}}"
        return rf"{head}\left({self._print(argument)}\right)"

    def _print_Named(self, node: Any) -> str:
        return name_of(node, self._print, lambda s: s.latex, ", ", r";\, ")

    def _print_Mean(self, node: Any) -> str:
        return rf"\operatorname{{E}}\left[{self._print(node.args[0])}\right]"

    _print_MeanOf = _print_Mean  # noqa: N815 (named after its class)

    def _print_TailMean(self, node: Any) -> str:
        g, x, _, start, _ = map(self._print, node.args)
        return rf"\operatorname{{E}}\left[{g};\, {x} \ge {start}\right]"

    def _print_Lies(self, node: Any) -> str:
        words = (" < ", r" \le ", r" \in ", r"\{", r"\}", r"\dots", r"\mathbb{R}", r"\mathbb{Z}")
        return "".join(lies_parts(node, self._print, words))

    def _print_polygamma(self, expression: Expr, exp: str | None = None) -> str:
        order, argument = expression.args
        return self._call(_latex_primed(r"\psi", order, self), argument, exp)

    def _print_digamma(self, expression: Expr, exp: str | None = None) -> str:
        return self._call(r"\psi", expression.args[0], exp)

    def _print_trigamma(self, expression: Expr, exp: str | None = None) -> str:
        return self._call(r"\psi'", expression.args[0], exp)

    def _print_beta(self, expression: Expr, exp: str | None = None) -> str:
        """Set B(a, b); SymPy's own printer forgets how the symbols are spelled."""
        head = r"\operatorname{B}" + (f"^{{{exp}}}" if exp else "")
        return rf"{head}\left({', '.join(self._print(argument) for argument in expression.args)}\right)"

    def _print_loggamma(self, expression: Expr, exp: str | None = None) -> str:
        return self._call(r"\log\Gamma", expression.args[0], exp)

    def _print_log(self, expression: Expr, exp: str | None = None) -> str:
        (argument,) = expression.args
        if isinstance(argument, sp.gamma):
            return self._call(r"\log\Gamma", argument.args[0], exp)
        text: str = super()._print_log(expression, exp)
        return text

    def _print_besseli(self, expression: Expr, exp: str | None = None) -> str:
        r"""Set I_{1}\left(\kappa\right)^{2}."""
        order, argument = map(self._print, expression.args)
        letter = {"besseli": "I", "besselk": "K", "besselj": "J"}[type(expression).__name__]
        return rf"{letter}_{{{order}}}\left({argument}\right)" + (f"^{{{exp}}}" if exp else "")

    _print_besselk = _print_besselj = _print_besseli

    def _print_Symbol(self, symbol: Any, style: str = "plain") -> str:
        if symbol in SPELLED:
            return SPELLED[symbol][0]
        text: str = super()._print_Symbol(symbol, style)
        return text

    def _print_Piecewise(self, expression: Any) -> str:
        otherwise = r"\text{otherwise}"
        lines = (
            f"{self._print(value)} & {otherwise if condition == sp.true else self._print(condition)}"
            for value, condition in expression.args
        )
        return r"\begin{cases} " + r" \\ ".join(lines) + r" \end{cases}"

    def _print_Derivative(self, expression: Expr) -> str:
        order = order_of_zeta(expression)
        if order is None:
            text: str = super()._print_Derivative(expression)
            return text
        return self._call(_latex_primed(r"\zeta", order, self), expression.expr.args[0], None)

    def _print_Subs(self, expression: Expr) -> str:
        order = order_of_zeta(expression.expr)
        if order is None:
            text: str = super()._print_Subs(expression)
            return text
        return self._call(_latex_primed(r"\zeta", order, self), expression.point[0], None)


def _latex_primed(name: str, order: Expr, printer: LatexPrinter) -> str:
    r"""Return \psi, \psi', \psi'' or \psi^{(n)}."""
    if order in (0, 1, 2):
        return name + "'" * int(order)
    return rf"{name}^{{({printer._print(order)})}}"
