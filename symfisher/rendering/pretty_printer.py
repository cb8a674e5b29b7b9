"""Expressions set in two dimensions, with the notation of statistics: ψ′ for trigamma, ζ′ for the derivative of zeta."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.pretty_symbology import pretty_symbol
from sympy.printing.pretty.stringpict import prettyForm

from symfisher.domains import Expr
from symfisher.rendering.line_printer import alphabet, to_line
from symfisher.rendering.spelling import PositiveFirst, name_of, order_of_zeta
from symfisher.rendering.tidy import SPELLED

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


_STATISTIC = re.compile("(mean|sum|min|max|median|quantile)_")


def pretty_lines(expression: Any, *, unicode: bool, width: int | None = None) -> list[str]:
    """Return the lines of an expression or matrix set in two dimensions, broken at ``width`` columns if given."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": width is not None, "num_columns": width})
    with alphabet(unicode):
        text: str = printer.doprint(expression)
    return [line.rstrip() for line in text.split("\n")]


def call_lines(name: str, groups: Sequence[Sequence[str]], right: Expr, *, unicode: bool) -> list[str]:
    """Return the lines of ``name(x, y; a, b) = right``, the names in ``groups`` being spelled as symbols."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": False})
    with alphabet(unicode):
        spelled = "; ".join(", ".join(map(pretty_symbol, group)) for group in groups if group)
        form = prettyForm(*prettyForm(f"{name}({spelled}) = ").right(printer._print(right)))
        text: str = form.render(wrap_line=False)
    return [line.rstrip() for line in text.split("\n")]


def row_lines(row: Any, *, unicode: bool) -> list[str]:
    """Return the lines of a row of `symfisher.rendering.layout`."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": False})
    with alphabet(unicode):
        form = prettyForm(f"({row.label[0] + 1}, {row.label[1] + 1}): ") if row.label else prettyForm("")
        if row.left is not None:
            form = printer._print(row.left)
        right = prettyForm("") if row.right is None else printer._print(row.right)
        more = "  " if right.picture[right.baseline].startswith("-") else "  + "
        form = prettyForm(*form.right({"": "", "+": more}.get(row.sign, f" {row.sign} ")))
        form = prettyForm(*form.right(right))
        text: str = form.render(wrap_line=False)
    return [line.rstrip() for line in text.split("\n")]


class _Pretty(PositiveFirst, PrettyPrinter):  # type: ignore[misc]
    """Two-dimensional text."""

    def _print_Symbol(self, symbol: Any, bold_name: bool = False) -> Any:
        """Write the name of a statistic as its row is labelled: max_x, not maxₓ."""
        if _STATISTIC.match(symbol.name):
            return prettyForm(symbol.name)
        if symbol in SPELLED and not self._use_unicode:
            return prettyForm(SPELLED[symbol][1])
        return super()._print_Symbol(symbol, bold_name)

    def _call(self, name: str, *arguments: Expr) -> Any:
        head, inside = prettyForm(name), prettyForm(*self._print_seq(arguments, delimiter=", ").parens())
        form = prettyForm(*head.right(inside), binding=prettyForm.FUNC)
        form.prettyFunc, form.prettyArgs = head, inside  # powers are set between the two
        return form

    def _print_Mul(self, expression: Expr) -> Any:
        """Set a product as SymPy does, but without its look at physical units, whose import takes very long."""
        if expression.args[0] is sp.S.One or any(factor.is_Number for factor in expression.args[1:]):
            return super()._print_Mul(expression)
        above: list[Expr] = []
        below: list[Expr] = []
        for factor in expression.as_ordered_factors():
            if factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative:
                below.append(factor.base if factor.exp == -1 else sp.Pow(factor.base, -factor.exp, evaluate=False))
            elif factor.is_Rational:
                above += [sp.Integer(factor.p)] * (factor.p != 1)
                below += [sp.Integer(factor.q)] * (factor.q != 1)
            else:
                above.append(factor)
        top = prettyForm.__mul__(*map(self._print, above or [sp.S.One]))
        return top / prettyForm.__mul__(*map(self._print, below)) if below else top

    def _print_Named(self, node: Any) -> Any:
        if node.kind == "written":
            return self._print(node.marks[0])
        unicode = self._use_unicode
        line = name_of(
            node,
            lambda e: (
                to_line(e, unicode=unicode) if isinstance(e, sp.Expr) and not e.is_Atom else self._print(e).picture[0]
            ),
            lambda s: s.in_unicode if unicode else s.text,
            ", ",
        )
        return prettyForm(line)

    def _print_Piecewise(self, expression: Any) -> Any:
        """Set the cases, each before its condition."""
        cases: Any = None
        values = [self._print(value) for value, _ in expression.args]
        width = max(value.width() for value in values)
        for value, (_, condition) in zip(values, expression.args, strict=True):
            shown = prettyForm("otherwise") if condition == sp.true else self._print(condition)
            left = (width - value.width()) // 2
            value = prettyForm(*value.left(" " * left))
            value = prettyForm(*value.right(" " * (width - value.width() + 2)))
            line = prettyForm(*value.right(shown))
            cases = line if cases is None else prettyForm(*cases.below(" "))
            cases = line if cases is line else prettyForm(*cases.below(line))
        braced = prettyForm(*cases.parens("{", ""))
        braced.baseline, braced.binding = braced.height() // 2, prettyForm.OPEN
        return braced

    def _print_besseli(self, expression: Expr) -> Any:
        """Set I₁(κ)."""
        order, argument = expression.args
        letter = {"besseli": "I", "besselk": "K", "besselj": "J"}[type(expression).__name__]
        return self._call(self._indexed(letter, order), argument)

    _print_besselk = _print_besselj = _print_besseli

    def _indexed(self, letter: str, order: Expr) -> str:
        """Return a letter with its index, by characters below the line if there are any."""
        if self._use_unicode and order.is_Integer and order >= 0:
            return letter + str(order).translate(_SUBSCRIPTS)
        return f"{letter}[{to_line(order, unicode=self._use_unicode)}]"

    def _print_Pow(self, power: Expr, *arguments: Any, **options: Any) -> Any:
        """Set I₁(κ)² with its power behind the argument, where the index leaves no room before it."""
        if isinstance(power.base, (sp.besseli, sp.besselk, sp.besselj)) and power.exp.is_Integer and power.exp > 0:
            base = self._print(power.base)
            return prettyForm(base.render(wrap_line=False)) ** self._print(power.exp)
        return super()._print_Pow(power, *arguments, **options)

    def _print_log(self, expression: Expr) -> Any:
        (argument,) = expression.args
        if isinstance(argument, sp.gamma):
            return self._call("log Γ" if self._use_unicode else "log Gamma", *argument.args)
        return self._call("log", argument)

    def _print_Mean(self, node: Any) -> Any:
        return prettyForm(*prettyForm(*self._print(node.args[0]).parens("[", "]")).left("E"))

    _print_MeanOf = _print_Mean  # noqa: N815 (named after its class)

    def _print_TailMean(self, node: Any) -> Any:
        g, x, _, start, _ = node.args
        least = "≥" if self._use_unicode else ">="
        inside = self._print(g)
        for part in (f"; {self._print(x).picture[0]} {least} ", self._print(start)):
            inside = prettyForm(*inside.right(part))
        return prettyForm(*prettyForm(*inside.parens("[", "]")).left("E"))

    def _print_Lies(self, node: Any) -> Any:
        return prettyForm(to_line(node))

    def _print_polygamma(self, expression: Expr) -> Any:
        order, argument = expression.args
        return self._call(_primed("ψ" if self._use_unicode else "psi", order, self._use_unicode), argument)

    def _print_digamma(self, expression: Expr) -> Any:
        return self._call("ψ" if self._use_unicode else "psi", *expression.args)

    def _print_trigamma(self, expression: Expr) -> Any:
        return self._call("ψ′" if self._use_unicode else "psi'", *expression.args)

    def _print_loggamma(self, expression: Expr) -> Any:
        return self._call("log Γ" if self._use_unicode else "log Gamma", *expression.args)

    def _print_polylog(self, expression: Expr) -> Any:
        order, argument = expression.args
        if self._use_unicode and order == 2:
            return self._call("Li₂", argument)
        return self._call("polylog", order, argument)

    def _print_Derivative(self, expression: Expr) -> Any:
        order = order_of_zeta(expression)
        if order is None:
            return super()._print_Derivative(expression)
        return self._call(
            _primed("ζ" if self._use_unicode else "zeta", order, self._use_unicode), *expression.expr.args
        )

    def _print_Subs(self, expression: Expr) -> Any:
        order = order_of_zeta(expression.expr)
        if order is None:
            return super()._print_Subs(expression)
        return self._call(_primed("ζ" if self._use_unicode else "zeta", order, self._use_unicode), *expression.point)


def _primed(name: str, order: Expr, unicode: bool) -> str:
    """Return ψ, ψ′, ψ″ or ψ⁽ⁿ⁾."""
    if order in (0, 1, 2):
        return name + ("′" if unicode else "'") * int(order)
    if unicode and order.is_Integer:
        return name + "⁽" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(order)) + "⁾"
    return f"{name}^({order})"
