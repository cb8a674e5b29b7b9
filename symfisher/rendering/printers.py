"""SymPy's printers with the notation of statistics: ψ′ for the trigamma function, ζ′ for the derivative of zeta."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import precedence
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.pretty_symbology import pretty_symbol, pretty_use_unicode
from sympy.printing.pretty.stringpict import prettyForm
from sympy.printing.str import StrPrinter

from symfisher.domains import Expr
from symfisher.rendering.notation import NOTATION, spelled
from symfisher.rendering.tidy import SPELLED

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_STATISTIC = re.compile("(mean|sum|min|max|median|quantile)_")


def pretty_lines(expression: Any, *, unicode: bool, width: int | None = None) -> list[str]:
    """Return the lines of an expression or matrix set in two dimensions, broken at ``width`` columns if given."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": width is not None, "num_columns": width})
    with _unicode(unicode):
        text: str = printer.doprint(expression)
    return [line.rstrip() for line in text.split("\n")]


def call_lines(name: str, groups: Sequence[Sequence[str]], right: Expr, *, unicode: bool) -> list[str]:
    """Return the lines of ``name(x, y; a, b) = right``, the names in ``groups`` being spelled as symbols."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": False})
    with _unicode(unicode):
        spelled = "; ".join(", ".join(map(pretty_symbol, group)) for group in groups if group)
        form = prettyForm(*prettyForm(f"{name}({spelled}) = ").right(printer._print(right)))
        text: str = form.render(wrap_line=False)
    return [line.rstrip() for line in text.split("\n")]


def row_lines(row: Any, *, unicode: bool) -> list[str]:
    """Return the lines of a row of `symfisher.rendering.layout`."""
    printer = _Pretty({"use_unicode": unicode, "wrap_line": False})
    with _unicode(unicode):
        form = prettyForm(f"({row.label[0] + 1}, {row.label[1] + 1}): ") if row.label else prettyForm("")
        if row.left is not None:
            form = printer._print(row.left)
        right = prettyForm("") if row.right is None else printer._print(row.right)
        more = "  " if right.picture[right.baseline].startswith("-") else "  + "
        form = prettyForm(*form.right({"": "", "+": more}.get(row.sign, f" {row.sign} ")))
        form = prettyForm(*form.right(right))
        text: str = form.render(wrap_line=False)
    return [line.rstrip() for line in text.split("\n")]


def to_latex(expression: Any, names: Mapping[Expr, str]) -> str:
    """Return the LaTeX of an expression or matrix whose symbols are spelled as in ``names``."""
    printer = _Latex({"symbol_names": dict(names), "mat_str": "pmatrix", "mat_delim": "", "ln_notation": False})
    text: str = printer.doprint(expression)
    return text


def to_line(expression: Any, *, unicode: bool = False) -> str:
    """Return an expression or matrix in one line of text, in SymPy's syntax but for the names of a proof.

    With ``unicode`` it is spelled as in formulas set in two dimensions: Greek letters, ∞, ≤.

    Examples
    --------
    >>> to_line(sp.Symbol("sigma") ** 2), to_line(sp.Symbol("sigma") ** 2, unicode=True)
    ('sigma**2', 'σ²')
    """
    if not unicode:
        text: str = _Line().doprint(expression)
        return text
    with _unicode(True):
        line: str = _UnicodeLine().doprint(expression)
    return line


class _unicode:  # noqa: N801 (a context manager, read as a verb)
    """Switch SymPy's global alphabet, and switch it back."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted

    def __enter__(self) -> None:
        self._before = pretty_use_unicode(self._wanted)

    def __exit__(self, *exception: object) -> None:
        pretty_use_unicode(self._before)


class PositiveFirst:
    """Sums begin with a term that has no minus, if there is one: x − μ, not −μ + x."""

    def _as_ordered_terms(self, expression: Expr, order: str | None = None) -> list[Expr]:
        terms: list[Expr] = super()._as_ordered_terms(expression, order=order)  # type: ignore[misc]
        first = next((i for i, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]


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


def name_of(
    node: Any, write: Callable[[Any], str], spelling: Callable[[Any], str], comma: str = ", ", semicolon: str = "; "
) -> str:
    """Return the name of a `Named` whose symbols are written by ``write``."""
    groups = [g for g in node.marks if isinstance(g, sp.Tuple)]
    names = {key: comma.join(map(write, g)) for key, g in zip(("xs", "thetas"), groups, strict=False)}
    names["arguments"] = semicolon.join(filter(None, names.values()))
    marks = [write(m) for m in node.marks if not isinstance(m, sp.Tuple)]
    return spelled(spelling(NOTATION[node.kind]), marks, comma, names)


def lies_parts(node: Any, write: Callable[[Any], str], words: tuple[str, ...]) -> Iterator[str]:
    """Yield the parts of ``0 < p < 1``, ``x in {0, 1, ...}``; ``words`` are <, <=, in, braces, dots and the sets."""
    less, most, within, left, right, dots, reals, integers = words
    kind, symbol, *rest = node.args
    if kind.name == "interval":
        low, high, closed_low, closed_high = rest
        if low == -sp.oo and high == sp.oo:
            yield from (write(symbol), within, reals)
            return
        if low != -sp.oo and high == sp.oo:
            yield from (write(symbol), _turned(most if closed_low == sp.true else less), write(low))
            return
        if low != -sp.oo:
            yield from (write(low), most if closed_low == sp.true else less)
        yield write(symbol)
        if high != sp.oo:
            yield from (most if closed_high == sp.true else less, write(high))
        return
    yield from (write(symbol), within)
    if kind.name == "integers":
        low, high, step = rest
        if low == -sp.oo:
            yield integers
            return
        shown = [write(low), write(low + step)]
        if (high - low).is_number and high != sp.oo and (high - low) / step <= 3:
            shown = [write(low + k * step) for k in range(int((high - low) / step) + 1)]
        else:
            shown += [dots] if high == sp.oo else [dots, write(high)]
    else:
        shown = [write(v) for v in rest]
    yield from (left, ", ".join(shown), right)


def _turned(sign: str) -> str:
    """Return > for < and ≥ for ≤, in any spelling."""
    for this, that in (("&lt;", "&gt;"), ("≤", "≥"), (r"\le", r"\ge"), ("<", ">")):
        if this in sign and "<mo>" not in sign.replace(f"<mo>{this}</mo>", ""):
            return sign.replace(f"<mo>{this}</mo>", f"<mo>{that}</mo>") if "<mo>" in sign else sign.replace(this, that)
    return sign


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
        return prettyForm(_Line().doprint(node))

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
        order = _order_of_zeta(expression)
        if order is None:
            return super()._print_Derivative(expression)
        return self._call(
            _primed("ζ" if self._use_unicode else "zeta", order, self._use_unicode), *expression.expr.args
        )

    def _print_Subs(self, expression: Expr) -> Any:
        order = _order_of_zeta(expression.expr)
        if order is None:
            return super()._print_Subs(expression)
        return self._call(_primed("ζ" if self._use_unicode else "zeta", order, self._use_unicode), *expression.point)


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
        order = _order_of_zeta(expression)
        if order is None:
            text: str = super()._print_Derivative(expression)
            return text
        return self._call(_latex_primed(r"\zeta", order, self), expression.expr.args[0], None)

    def _print_Subs(self, expression: Expr) -> str:
        order = _order_of_zeta(expression.expr)
        if order is None:
            text: str = super()._print_Subs(expression)
            return text
        return self._call(_latex_primed(r"\zeta", order, self), expression.point[0], None)


def _order_of_zeta(expression: Expr) -> Expr | None:
    """Return n if the expression is the n-th derivative of ζ(s) in s, else ``None``."""
    if not isinstance(expression, sp.Derivative):
        return None
    if isinstance(expression.expr, sp.zeta) and len(expression.expr.args) == 1 and len(expression.variable_count) == 1:
        variable, order = expression.variable_count[0]
        return order if variable == expression.expr.args[0] else None
    return None


def _primed(name: str, order: Expr, unicode: bool) -> str:
    """Return ψ, ψ′, ψ″ or ψ⁽ⁿ⁾."""
    if order in (0, 1, 2):
        return name + ("′" if unicode else "'") * int(order)
    if unicode and order.is_Integer:
        return name + "⁽" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(order)) + "⁾"
    return f"{name}^({order})"


def _latex_primed(name: str, order: Expr, printer: LatexPrinter) -> str:
    r"""Return \psi, \psi', \psi'' or \psi^{(n)}."""
    if order in (0, 1, 2):
        return name + "'" * int(order)
    return rf"{name}^{{({printer._print(order)})}}"
