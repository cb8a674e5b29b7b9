"""From a syntax tree to a SymPy expression over given symbols, through the fixed table of functions.

Nothing is evaluated that was typed: names are looked up, numbers are built from their digits as exact rationals, and
every call goes through `functions.TABLE` under the bounds of `bounds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symfisher.domains import Expr
from symfisher.errors import AmbiguityError, ParseError
from symfisher.reading import bounds
from symfisher.reading.context import Vocabulary
from symfisher.reading.functions import ARITIES, CONDITIONS, TABLE
from symfisher.reading.names import suggestion
from symfisher.reading.syntax import Node, walk

CONSTANTS: dict[str, Expr] = {
    "e": sp.E, "E": sp.E, "pi": sp.pi, "I": sp.I, "oo": sp.oo, "inf": sp.oo, "Infinity": sp.oo, "infinity": sp.oo,
    "EulerGamma": sp.EulerGamma, "Catalan": sp.Catalan, "True": sp.true, "False": sp.false, "true": sp.true,
    "otherwise": sp.true, "nan": sp.nan,
}  # fmt: skip
"""Names with a fixed value, unless they are declared."""


@dataclass(frozen=True)
class Scope:
    """What the names of one text stand for.

    Attributes
    ----------
    symbols
        Name to SymPy symbol, or to any expression that replaces it.
    functions
        Name to undefined SymPy function (declared with ``--function``).
    source
        The text, for messages.
    """

    symbols: Mapping[str, Expr]
    functions: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    def vocabulary(self) -> Vocabulary:
        """Return what the parser must know of these names."""
        return Vocabulary(ARITIES, frozenset(self.symbols), frozenset(self.functions))


def free_names(node: Node, declared: frozenset[str] = frozenset()) -> list[str]:
    """Return the names of ``node`` that are not constants, in order of first appearance."""
    found = [n.text for n in walk(node) if n.kind == "name" and (n.text in declared or n.text not in CONSTANTS)]
    return list(dict.fromkeys(found))


def number(text: str) -> Expr:
    """Return the exact rational that a numeral spells.

    Examples
    --------
    >>> number("1.30"), number("2e-3")
    (13/10, 1/500)
    """
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    value = sp.Integer(int((whole + decimals) or "0"))
    shift = int(exponent or "0") - len(decimals)
    return value * sp.Integer(10) ** shift


def build(node: Node, scope: Scope) -> Expr:
    """Return the expression that ``node`` spells.

    Raises
    ------
    ParseError
        An unknown name or function, a wrong number of arguments, a number that would explode, a condition in the place
        of a number.
    """
    result = _build(node, scope)
    if not isinstance(result, sp.Expr):
        raise ParseError("expected an expression, not a condition or a list", scope.source, node.position)
    return result


def _build(node: Node, scope: Scope) -> Any:
    maker = _MAKERS.get(node.kind)
    if maker is None:
        hint = ": write it after a comma, or as an indicator 1{x > 0}" if node.kind == "comparison" else ""
        raise ParseError(f"a {node.kind} has no place in an expression{hint}", scope.source, node.position)
    try:
        return maker(node, scope)
    except bounds.TooLargeError as error:
        raise ParseError(f"refused: {error} would be computed here", scope.source, node.position) from None


def _name(node: Node, scope: Scope) -> Expr:
    if node.text in scope.symbols:
        return scope.symbols[node.text]
    if node.text in CONSTANTS:
        return CONSTANTS[node.text]
    near = suggestion(node.text, scope.symbols)
    raise ParseError(f"undeclared symbol '{node.text}'{near}", scope.source, node.position)


def _sum(node: Node, scope: Scope) -> Expr:
    terms = [build(part, scope) for _, part in node.parts]
    return bounds.add([-t if sign == "MINUS" else t for (sign, _), t in zip(node.parts, terms, strict=True)])


def _product(node: Node, scope: Scope) -> Expr:
    factors = []
    for operator, part in _grouped(node, scope):
        value = build(part, scope)
        if operator == "DIVIDE" and value == 0:
            raise ParseError("division by zero", scope.source, part.position)
        factors.append(bounds.power(value, sp.Integer(-1)) if operator == "DIVIDE" else value)
    return bounds.multiply(factors)


def _grouped(node: Node, scope: Scope) -> list[tuple[str, Node]]:
    """Let a function without brackets take what follows its number (``sin 2x``); refuse the unclear ``ln x y``."""
    parts: list[tuple[str, Node]] = []
    for operator, part in node.parts:
        last = parts[-1][1] if parts else None
        if operator == "IMUL" and last is not None and last.kind == "power" and last.parts[0].kind == "apply":
            _refuse_unclear(last.parts[0], scope)
        if operator != "IMUL" or last is None or last.kind != "apply" or last.parts[0].kind in _BRACKETED:
            parts.append((operator, part))
        elif last.parts[0].kind in {"number", "product"} and part.kind == "name" and last.text != "sqrt":
            argument = last.parts[0]
            inside = argument.parts if argument.kind == "product" else (("TIMES", argument),)
            grown = Node("product", (*inside, ("TIMES", part)), "", argument.position, argument.depth + 1)
            parts[-1] = (parts[-1][0], last._replace(parts=(grown,)))
        else:
            _refuse_unclear(last, scope)
    return parts


def _refuse_unclear(applied: Node, scope: Scope) -> None:
    """Refuse ``ln x y`` and ``sin^2 x y``."""
    if applied.parts[0].kind not in _BRACKETED:
        message = f"'{applied.text}' without brackets: its argument is not clear, write {applied.text}(...)"
        raise AmbiguityError(message, scope.source, applied.position)


_BRACKETED = {"bracket", "absolute", "call"}


def _negative(node: Node, scope: Scope) -> Expr:
    return bounds.multiply([sp.Integer(-1), build(node.parts[0], scope)])


def _power(node: Node, scope: Scope) -> Expr:
    base, exponent = (build(part, scope) for part in node.parts)
    if base is sp.E:
        return bounds.exponential(exponent)
    if base == 0 and exponent.is_negative:
        raise ParseError("division by zero", scope.source, node.position)
    return bounds.power(base, exponent)


def _call(node: Node, scope: Scope) -> Any:
    name = node.text
    if name in scope.functions:
        return scope.functions[name](*(build(part, scope) for part in node.parts))
    if len(node.parts) not in ARITIES[name]:
        wanted = ARITIES[name]
        count = f"{wanted[0]}" if len(wanted) == 1 else f"{wanted[0]} to {wanted[-1]}"
        message = f"{name} takes {count} argument{'s' if wanted[-1] > 1 else ''}, got {len(node.parts)}"
        raise ParseError(message, scope.source, node.position)
    if name in CONDITIONS or name in {"And", "Or", "Not"}:
        return condition(node, scope)
    if name in _SPECIAL:
        return _SPECIAL[name](node, scope)
    return TABLE[name].build(*(build(part, scope) for part in node.parts))


def _piecewise(node: Node, scope: Scope) -> Expr:
    pairs = []
    for part in node.parts:
        if part.kind != "tuple" or len(part.parts) != 2:
            raise ParseError("Piecewise takes pairs (value, condition)", scope.source, part.position)
        pairs.append((build(part.parts[0], scope), condition(part.parts[1], scope)))
    return sp.Piecewise(*pairs)


def _derivative(node: Node, scope: Scope) -> Expr:
    """Build a derivative of zeta or of an undefined function, the only ones that a closed form may contain."""
    function, orders = build(node.parts[0], scope), [_order(which, scope) for which in node.parts[1:]]
    if not isinstance(function, (sp.zeta, AppliedUndef)) or not orders:
        message = "only derivatives of zeta and of undefined functions are read: Derivative(zeta(s), s)"
        raise ParseError(message, scope.source, node.position)
    return sp.Derivative(function, *orders)


def _order(which: Node, scope: Scope) -> tuple[Expr, Expr]:
    """Return variable and order from ``s`` or ``(s, 2)``."""
    symbol, count = which.parts if which.kind == "tuple" and len(which.parts) == 2 else (which, None)
    order = sp.Integer(1) if count is None else build(count, scope)
    variable = build(symbol, scope)
    if not (variable.is_Symbol and order.is_Integer and 0 < order <= 10):
        raise ParseError("write Derivative(zeta(s), (s, 2))", scope.source, which.position)
    return variable, order


def _derivative_at(node: Node, scope: Scope) -> Expr:
    """Build ``Subs(Derivative(zeta(u), (u, 2)), u, s + 1)``, the second derivative of zeta at s + 1."""
    inner, bound, place = node.parts
    if inner.kind != "call" or inner.text != "Derivative" or bound.kind != "name":
        raise ParseError("write Subs(Derivative(zeta(u), (u, 2)), u, s + 1)", scope.source, node.position)
    helper = sp.Symbol("_xi")
    derivative = _derivative(inner, replace(scope, symbols={**scope.symbols, bound.text: helper}))
    if helper not in derivative.expr.args:
        raise ParseError("write Subs(Derivative(zeta(u), (u, 2)), u, s + 1)", scope.source, node.position)
    return sp.Subs(derivative, helper, build(place, scope))


def _hyper(node: Node, scope: Scope) -> Expr:
    upper, lower, argument = node.parts
    if any(part.kind not in {"list", "tuple", "bracket"} for part in (upper, lower)):
        raise ParseError("write hyper([a, b], [c], z)", scope.source, node.position)
    return sp.hyper(*([build(p, scope) for p in part.parts] for part in (upper, lower)), build(argument, scope))


_SPECIAL = {"Piecewise": _piecewise, "Derivative": _derivative, "Subs": _derivative_at, "hyper": _hyper}


def _apply(node: Node, scope: Scope) -> Expr:
    return TABLE[node.text].build(build(node.parts[0], scope))


def _factorial(node: Node, scope: Scope) -> Expr:
    if node.parts[0].kind == "factorial":
        raise AmbiguityError("'!!' is not read: write (n!)! or factorial", scope.source, node.position)
    return TABLE["factorial"].build(build(node.parts[0], scope))


def _absolute(node: Node, scope: Scope) -> Expr:
    return sp.Abs(build(node.parts[0], scope))


def _indicator(node: Node, scope: Scope) -> Expr:
    return sp.Piecewise((sp.Integer(1), condition(node.parts[0], scope)), (sp.Integer(0), True))


def _listed(node: Node, scope: Scope) -> Expr:
    """Read ``[x > 0]``, Iverson's bracket; square brackets around an expression are brackets."""
    if len(node.parts) != 1:
        raise ParseError("a list has no place in an expression", scope.source, node.position)
    return build(node.parts[0], scope) if node.parts[0].kind not in _CONDITION_KINDS else _indicator(node, scope)


def _bracketed(node: Node, scope: Scope) -> Any:
    """Read brackets; with a condition in them they are its indicator, as in Python: p*(x == 0)."""
    return _build(node.parts[0], scope) if node.parts[0].kind not in _CONDITION_KINDS else _indicator(node, scope)


_CONDITION_KINDS = frozenset({"comparison", "conjunction", "disjunction", "negation"})


# ---------------------------------------------------------------- conditions inside expressions


_RELATIONS = {"<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge, "==": sp.Eq, "=": sp.Eq, "!=": sp.Ne}


def condition(node: Node, scope: Scope) -> Any:
    """Return the SymPy condition that ``node`` spells: a comparison, a chain of them, And, Or, Not, True."""
    if node.kind == "bracket":
        return condition(node.parts[0], scope)
    if node.kind == "comparison":
        return _chain(node, scope)
    if node.kind == "call" and node.text in CONDITIONS:
        left, right = (build(part, scope) for part in node.parts)
        return _RELATIONS[CONDITIONS[node.text]](left, right)
    operator = _JUNCTIONS.get(node.text if node.kind == "call" else node.kind)
    if operator is not None:
        return operator(*(condition(part, scope) for part in node.parts))
    if node.kind == "name" and node.text not in scope.symbols and node.text in {"True", "true", "otherwise", "False"}:
        return CONSTANTS.get(node.text, sp.false)
    raise ParseError("expected a condition such as x > 0", scope.source, node.position)


_JUNCTIONS: dict[str, Any] = {
    "conjunction": sp.And, "disjunction": sp.Or, "negation": sp.Not, "And": sp.And, "Or": sp.Or, "Not": sp.Not,
}  # fmt: skip


def _chain(node: Node, scope: Scope) -> Any:
    sides = [build(part, scope) for _, part in node.parts]
    relations = [_RELATIONS[relation] for relation, _ in node.parts[1:]]
    if any(s.is_extended_real is False for s in sides):
        raise ParseError("a complex number cannot be compared", scope.source, node.position)
    return sp.And(*(r(a, b) for r, a, b in zip(relations, sides, sides[1:], strict=False)))


_MAKERS: dict[str, Any] = {
    "number": lambda node, _: number(node.text),
    "name": _name,
    "sum": _sum,
    "product": _product,
    "negative": _negative,
    "power": _power,
    "call": _call,
    "apply": _apply,
    "factorial": _factorial,
    "absolute": _absolute,
    "indicator": _indicator,
    "bracket": _bracketed,
    "list": _listed,
}
