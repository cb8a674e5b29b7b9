"""Expressions as MathML, in the notation of the LaTeX printer; every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from symfisher.rendering.spelling import PositiveFirst, lies_parts, name_of
from symfisher.rendering.tidy import ROOT, TWO_PI

_GREEK_CODES = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip
_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "vec": "→", "dot": "˙"}
_FONTS = {"mathrm": "normal", "mathbf": "bold", "mathcal": "script", "mathbb": "double-struck", "text": "normal"}
ALLOWED_COMMANDS = frozenset({*_GREEK_CODES, *_ACCENTS, *_FONTS})
"""Commands that may stand in the name of a symbol."""
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([{}_^'])|([^\\{}_^'\s])")
_ENTITY = re.compile(r"&(?:amp;)?(?!amp;|lt;|gt;|quot;)([A-Za-z]+);")
_FUNCTIONS = {"log": "log", "loggamma": "log Γ", "gamma": "Γ", "beta": "B", "expint": "E", "polylog": "Li", "zeta": "ζ"}


def to_mathml(expression: Any, names: Mapping[Any, str], *, block: bool = False) -> str:
    r"""Return a ``math`` element.

    Parameters
    ----------
    expression
        An expression or matrix whose symbols are spelled as typed.
    names
        LaTeX of symbols.
    block
        Whether it stands in a line of its own.

    Examples
    --------
    >>> to_mathml(sp.Symbol("s"), {sp.Symbol("s"): r"\sigma"})
    '<math><mi>σ</mi></math>'
    """
    display = ' display="block"' if block else ""
    return f"<math{display}>{element(expression, names)}</math>"


def element(expression: Any, names: Mapping[Any, str]) -> str:
    """Return the elements of an expression, without the ``math`` around them."""
    text: str = _MathML(dict(names)).write(expression)
    return text


def symbol_element(latex: str) -> str:
    r"""Return the MathML of a symbol written in LaTeX: letters, Greek, fonts, accents, indices.

    Examples
    --------
    >>> symbol_element(r"x_{m}")
    '<msub><mi>x</mi><mi>m</mi></msub>'
    """
    tokens = [m.groups() for m in _TOKEN.finditer(latex)]
    return _row(_symbols(tokens, 0, len(tokens)))


def _row(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _symbols(tokens: list[Any], at: int, end: int) -> list[str]:
    """Return the elements of some tokens; an index takes the element before it."""
    parts: list[str] = []
    while at < end:
        command, mark, letter = tokens[at]
        if mark in ("_", "^") and at + 1 < end:
            inner, at = _group(tokens, at + 1, end)
            tag = "msub" if mark == "_" else "msup"
            base = parts.pop() if parts else "<mrow></mrow>"
            parts.append(f"<{tag}>{base}{inner}</{tag}>")
        elif mark == "'":
            base = parts.pop() if parts else "<mrow></mrow>"
            parts.append(f"<msup>{base}<mo>′</mo></msup>")
            at += 1
        elif mark == "{":
            inner, at = _group(tokens, at, end)
            parts.append(inner)
        elif command in _FONTS and at + 1 < end:
            word, at = _word(tokens, at + 1, end)
            parts.append(f'<mi mathvariant="{_FONTS[command]}">{escape(word)}</mi>')
        elif command in _ACCENTS and at + 1 < end:
            inner, at = _group(tokens, at + 1, end)
            parts.append(f'<mover accent="true">{inner}<mo>{_ACCENTS[command]}</mo></mover>')
        else:
            shown = _GREEK_CODES.get(command, command) if command else letter
            if shown:
                tag = "mn" if shown.isdecimal() else "mo" if shown in ",;()" else "mi"
                parts.append(f"<{tag}>{escape(shown)}</{tag}>")
            at += 1
    return parts


def _close(tokens: list[Any], at: int, end: int) -> int:
    """Return the position of the brace that closes the one at ``at``."""
    depth = 0
    for position in range(at, end):
        depth += {"{": 1, "}": -1}.get(tokens[position][1], 0)
        if depth == 0:
            return position
    return end


def _group(tokens: list[Any], at: int, end: int) -> tuple[str, int]:
    if tokens[at][1] != "{":
        return _row(_symbols(tokens, at, at + 1)), at + 1
    close = _close(tokens, at, end)
    return _row(_symbols(tokens, at + 1, close)), close + 1


def _word(tokens: list[Any], at: int, end: int) -> tuple[str, int]:
    """Return the letters of a group as one word."""
    close = _close(tokens, at, end) if tokens[at][1] == "{" else at + 1
    return "".join(c or m or x for c, m, x in tokens[at:close] if m not in ("{", "}")), close + 1


_CONSTANTS = {
    ROOT: "<msqrt><mn>2</mn><mi>π</mi></msqrt>",
    TWO_PI: "<mrow><mn>2</mn><mi>π</mi></mrow>",
}


class _MathML(PositiveFirst, MathMLPresentationPrinter):  # type: ignore[misc]  # SymPy ships no types
    """SymPy's printer with the notation of proofs; our own elements enter as text that is put in at the end."""

    def __init__(self, names: dict[Any, str]) -> None:
        super().__init__()
        self._names = names
        self._raw: list[str] = []

    def write(self, expression: Any) -> str:
        """Return the elements of an expression as text."""
        node = self._print(expression)
        text = _ENTITY.sub(lambda m: unescape(f"&{m[1]};"), node.toxml())
        text = text.replace("<mo>-</mo>", "<mo>−</mo>").replace("<mi>ⅇ</mi>", "<mi>e</mi>")
        for number in range(len(self._raw) - 1, -1, -1):
            text = text.replace(f"<raw>{number}</raw>", self._raw[number])
        return text

    def _text(self, expression: Any) -> str:
        return element(expression, self._names)

    def _put(self, text: str) -> Any:
        """Return an element that stands for a text of our own."""
        self._raw.append(text)
        node = self.dom.createElement("raw")
        node.appendChild(self.dom.createTextNode(str(len(self._raw) - 1)))
        return node

    def _print_Symbol(self, symbol: Any, style: str = "plain") -> Any:
        del style
        if symbol in _CONSTANTS:
            return self._put(_CONSTANTS[symbol])
        return self._put(symbol_element(self._names[symbol]) if symbol in self._names else _plain(symbol.name))

    def _call(self, head: str, arguments: Any) -> Any:
        inside = "<mo>,</mo>".join(map(self._text, arguments))
        space = '<mspace width="0.17em"></mspace>' if len(head) > len("<mi>x</mi>") else ""
        return self._put(f"<mrow>{space}{head}<mo>\u2061</mo><mrow><mo>(</mo>{inside}<mo>)</mo></mrow></mrow>")

    def _print_Function(self, function: Any) -> Any:
        name = function.func.__name__
        if name in _FUNCTIONS:
            return self._call(f"<mi>{_FUNCTIONS[name]}</mi>", function.args)
        return self._call(symbol_element(name) if len(name) == 1 else f"<mi>{escape(name)}</mi>", function.args)

    _print_log = _print_gamma = _print_beta = _print_loggamma = _print_zeta = _print_Function
    _print_sin = _print_cos = _print_tan = _print_sinh = _print_cosh = _print_tanh = _print_Function
    _print_erf = _print_erfc = _print_Ei = _print_hyper = _print_atan = _print_atanh = _print_Function  # noqa: N815

    def _print_besseli(self, function: Any) -> Any:
        letter = "K" if isinstance(function, sp.besselk) else "I" if isinstance(function, sp.besseli) else "J"
        order, argument = function.args
        return self._call(f"<msub><mi>{letter}</mi>{self._text(order)}</msub>", (argument,))

    _print_besselk = _print_besselj = _print_besseli

    def _print_expint(self, function: Any) -> Any:
        order, argument = function.args
        return self._call(f"<msub><mi>E</mi>{self._text(order)}</msub>", (argument,))

    def _print_polylog(self, function: Any) -> Any:
        order, argument = function.args
        return self._call(f"<msub><mi>Li</mi>{self._text(order)}</msub>", (argument,))

    def _print_polygamma(self, function: Any) -> Any:
        order, argument = function.args
        if order in (0, 1, 2):
            head = "<mi>ψ</mi>" if order == 0 else f"<msup><mi>ψ</mi><mo>{'′' if order == 1 else '″'}</mo></msup>"
        else:
            head = f"<msup><mi>ψ</mi><mrow><mo>(</mo>{self._text(order)}<mo>)</mo></mrow></msup>"
        return self._call(head, (argument,))

    def _print_factorial(self, function: Any) -> Any:
        (n,) = function.args
        inside = self._text(n) if n.is_Symbol or n.is_Integer else f"<mrow><mo>(</mo>{self._text(n)}<mo>)</mo></mrow>"
        return self._put(f"<mrow>{inside}<mo>!</mo></mrow>")

    def _print_binomial(self, function: Any) -> Any:
        n, k = map(self._text, function.args)
        return self._put(f'<mrow><mo>(</mo><mfrac linethickness="0">{n}{k}</mfrac><mo>)</mo></mrow>')

    def _print_EulerGamma(self, _: Any) -> Any:
        return self._put("<mi>γ</mi>")

    def _print_Catalan(self, _: Any) -> Any:
        return self._put("<mi>G</mi>")

    def _print_Named(self, node: Any) -> Any:
        return self._put(name_of(node, self._text, lambda s: s.mathml, "<mo>,</mo>", "<mo>;</mo>"))

    def _print_Mean(self, node: Any) -> Any:
        return self._put(f"<mrow><mi>E</mi><mo>[</mo>{self._text(node.args[0])}<mo>]</mo></mrow>")

    _print_MeanOf = _print_Mean  # noqa: N815 (named after its class)

    def _print_TailMean(self, node: Any) -> Any:
        g, x, _, start, _ = map(self._text, node.args)
        return self._put(f"<mrow><mi>E</mi><mo>[</mo>{g}<mo>;</mo>{x}<mo>≥</mo>{start}<mo>]</mo></mrow>")

    def _print_Lies(self, node: Any) -> Any:
        signs = ("<", "≤", "∈", "{", "}", "…")
        words = (*(f"<mo>{escape(sign)}</mo>" for sign in signs), "<mi>ℝ</mi>", "<mi>ℤ</mi>")
        parts = [part.replace(", ", "<mo>,</mo>") for part in lies_parts(node, self._text, words)]
        return self._put(f"<mrow>{''.join(parts)}</mrow>")

    def _print_Derivative(self, node: Any) -> Any:
        if isinstance(node.expr, sp.zeta):
            primes = "′" * int(sum(n for _, n in node.variable_count))
            return self._call(f"<msup><mi>ζ</mi><mo>{primes}</mo></msup>", node.expr.args)
        order = sum(n for _, n in node.variable_count)
        top = "<mo>∂</mo>" if order == 1 else f"<msup><mo>∂</mo>{self._text(sp.sympify(order, strict=True))}</msup>"
        below = "".join(
            f"<mo>∂</mo>{self._text(s)}" if n == 1 else f"<mo>∂</mo><msup>{self._text(s)}{self._text(n)}</msup>"
            for s, n in node.variable_count
        )
        inside = self._text(node.expr)
        return self._put(f"<mrow><mfrac><mrow>{top}</mrow><mrow>{below}</mrow></mfrac>{inside}</mrow>")

    def _print_Subs(self, node: Any) -> Any:
        if isinstance(node.expr, sp.Derivative) and isinstance(node.expr.expr, sp.zeta):
            primes = "′" * int(sum(n for _, n in node.expr.variable_count))
            return self._call(f"<msup><mi>ζ</mi><mo>{primes}</mo></msup>", node.point)
        return super()._print_Subs(node)

    def _print_Relational(self, node: Any) -> Any:
        sign = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}.get(node.rel_op, node.rel_op)
        return self._put(f"<mrow>{self._text(node.lhs)}<mo>{escape(sign)}</mo>{self._text(node.rhs)}</mrow>")

    def _print_Piecewise(self, node: Any) -> Any:
        lines = []
        for value, condition in node.args:
            where = "<mtext>otherwise</mtext>" if condition == sp.true else self._text(condition)
            lines.append(f"<mtr><mtd>{self._text(value)}</mtd><mtd>{where}</mtd></mtr>")
        table = f'<mtable columnalign="left">{"".join(lines)}</mtable>'
        return self._put(f"<mrow><mo>{{</mo>{table}</mrow>")

    def _print_MatrixBase(self, matrix: Any) -> Any:
        lines = "".join(
            f"<mtr>{''.join(f'<mtd>{self._text(entry)}</mtd>' for entry in row)}</mtr>" for row in matrix.tolist()
        )
        return self._put(f"<mrow><mo>(</mo><mtable>{lines}</mtable><mo>)</mo></mrow>")

    def _print_Tuple(self, node: Any) -> Any:
        inside = "<mo>,</mo>".join(map(self._text, node.args))
        return self._put(f"<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>")

    def emptyPrinter(self, expression: Any) -> Any:
        """Return what has no element of its own as a word."""
        return self._put(f"<mtext>{escape(str(expression))}</mtext>")


def _plain(name: str) -> str:
    return f"<mi>{escape(name)}</mi>"


for _name in ("ImmutableDenseMatrix", "MutableDenseMatrix", "ImmutableMatrix"):
    setattr(_MathML, f"_print_{_name}", _MathML._print_MatrixBase)
