"""How named quantities, sets and derivatives are spelled, for every printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.rendering.notation import NOTATION, spelled


class PositiveFirst:
    """Sums begin with a term that has no minus, if there is one: x − μ, not −μ + x."""

    def _as_ordered_terms(self, expression: Expr, order: str | None = None) -> list[Expr]:
        terms: list[Expr] = super()._as_ordered_terms(expression, order=order)  # type: ignore[misc]
        first = next((i for i, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]


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


def order_of_zeta(expression: Expr) -> Expr | None:
    """Return n if the expression is the n-th derivative of ζ(s) in s, else ``None``."""
    if not isinstance(expression, sp.Derivative):
        return None
    if isinstance(expression.expr, sp.zeta) and len(expression.expr.args) == 1 and len(expression.variable_count) == 1:
        variable, order = expression.variable_count[0]
        return order if variable == expression.expr.args[0] else None
    return None
