"""SymPy expressions as source text: one printer, which knows every function by name and refuses the rest.

What differs between languages is a `Dialect`: how functions are called, how a power, a number, a condition is written.
Symbols are printed only if they are ours (``_x1``, ``_t1``, ``_v0``, …): no name of a user can reach the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.codegen.literals import (
    ATOM,
    COMPARE,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    Printed,
    UnsupportedFunctionError,
    dyadic,
    nested_choice,
    plain_number,
)
from symfisher.codegen.special_functions import NAMES, OPERATIONS, PRINTERS
from symfisher.domains import Expr

_OURS = re.compile(r"_[xtcduvel][0-9]+")

_RECIPROCAL = {sp.sec: sp.cos, sp.csc: sp.sin, sp.cot: sp.tan, sp.sech: sp.cosh, sp.csch: sp.sinh, sp.coth: sp.tanh}

_RELATIONS = {
    sp.StrictLessThan: "<", sp.LessThan: "<=", sp.StrictGreaterThan: ">", sp.GreaterThan: ">=", sp.Equality: "==",
    sp.Unequality: "!=",
}  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a language writes formulas.

    Attributes
    ----------
    language
        As messages call it.
    calls
        Operation → name of the function, or a template with ``{0}``, ``{1}`` for the printed arguments. What is not here
        is refused by name.
    symbol
        Spells one of our symbols.
    power
        Template of base and exponent, both printed as atoms.
    infinity, nan, yes, no
        Literals.
    conjunction, disjunction, negation
        Operators on conditions.
    choice
        Writes (conditions, values, otherwise) as an expression.
    number
        Writes a number.
    """

    language: str
    calls: Mapping[str, str]
    symbol: Callable[[str], str] = str
    power: str = "{0}**{1}"
    infinity: str = "Infinity"
    nan: str = "NaN"
    yes: str = "true"
    no: str = "false"
    conjunction: str = "&&"
    disjunction: str = "||"
    negation: str = "!"
    choice: Callable[[Sequence[str], Sequence[str], str], str] = nested_choice
    number: Callable[[Expr], Printed] = plain_number

    def write(self, expression: Expr) -> str:
        """Return an expression as source text.

        Raises
        ------
        UnsupportedFunctionError
            It contains a function that the language has not got.
        """
        return self.printed(expression)[0]

    def writes(self, expression: Expr) -> bool:
        """Whether the language has every function of an expression."""
        try:
            self.write(expression)
        except UnsupportedFunctionError:
            return False
        return True

    def printed(self, e: Any) -> Printed:
        """Return text and binding strength of an expression."""
        kind = type(e)
        if e.is_Symbol:
            return _symbol(self, e), ATOM
        if e.is_Number or e.is_NumberSymbol:
            return _number(self, e)
        if kind in _ALGEBRA:
            return _ALGEBRA[kind](self, e)
        if kind in PRINTERS:
            return PRINTERS[kind](self, e)
        if kind in OPERATIONS:
            return self.call(OPERATIONS[kind], e.args)
        if kind in _RECIPROCAL:
            return f"{self.printed(sp.Integer(1))[0]}/{self.printed(_RECIPROCAL[kind](*e.args))[0]}", PRODUCT
        if kind in _RELATIONS:
            return f"{self.wrapped(e.lhs, SUM)} {_RELATIONS[kind]} {self.wrapped(e.rhs, SUM)}", COMPARE
        raise UnsupportedFunctionError(kind.__name__, self.language)

    def wrapped(self, e: Expr, least: int) -> str:
        """Print with parentheses if the text binds more weakly than asked."""
        text, strength = self.printed(e)
        return text if strength >= least else f"({text})"

    def call(self, operation: str, args: Sequence[Any]) -> Printed:
        """Print a call; an int is printed as it is, and an operation of two may be asked for with more arguments."""
        form = self.calls.get(operation)
        if form is None:
            raise UnsupportedFunctionError(NAMES.get(operation.removesuffix("_real"), operation), self.language)
        texts = [str(a) if isinstance(a, int) else self.printed(a)[0] for a in args]
        if "{" not in form:
            return f"{form}({', '.join(texts)})", ATOM
        return form.format(*texts, all=", ".join(texts)), ATOM


def _symbol(d: Dialect, symbol: Any) -> str:
    """Return the name of a symbol of ours."""
    name = str(symbol.name)
    if not _OURS.fullmatch(name):
        raise UnsupportedFunctionError(f"symbol {name!r}", d.language)
    return d.symbol(name)


def _number(d: Dialect, e: Expr) -> Printed:
    if e is sp.oo:
        return d.infinity, ATOM
    if e is -sp.oo:
        return f"-{d.infinity}", UNARY
    if e is sp.nan or e is sp.zoo:
        return d.nan, ATOM
    return d.number(e)


def _sum(d: Dialect, e: Expr) -> Printed:
    parts: list[str] = []
    late = any(not (a.is_number or a.could_extract_minus_sign()) for a in e.args)
    terms = sorted(e.args, key=lambda a: (a.is_number == late, a.could_extract_minus_sign(), sp.default_sort_key(a)))
    for term in terms:
        if parts and term.could_extract_minus_sign():
            parts.append(f" - {d.wrapped(-term, PRODUCT)}")
        else:
            parts.append((" + " if parts else "") + d.wrapped(term, PRODUCT if parts else SUM))
    return "".join(parts), SUM


def _product(d: Dialect, e: Expr) -> Printed:
    coefficient, rest = e.as_coeff_Mul()
    if coefficient == -1:
        return f"-{d.wrapped(rest, PRODUCT)}", SUM
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in sp.Mul.make_args(rest):
        inverse = factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative
        (below if inverse else above).append(1 / factor if inverse else factor)
    sign = ""
    if coefficient.is_Rational and above and not below and abs(coefficient.p) == 1 and not dyadic(coefficient):
        below, sign = [sp.Integer(coefficient.q)], "-" if coefficient.p < 0 else ""
    elif coefficient != 1:
        above = [coefficient, *above]
    top = "*".join(d.wrapped(f, POWER if n else UNARY) for n, f in enumerate(above)) or d.printed(sp.Integer(1))[0]
    if not below:
        return sign + top, PRODUCT if not sign else SUM
    bottom = d.wrapped(below[0], POWER) if len(below) == 1 else f"({'*'.join(d.wrapped(f, POWER) for f in below)})"
    return f"{sign}{top}/{bottom}", SUM if sign else PRODUCT


def _power(d: Dialect, e: Expr) -> Printed:
    base, exponent = e.base, e.exp
    if exponent.is_Rational and exponent.is_negative:
        return f"{d.printed(sp.Integer(1))[0]}/{d.wrapped(1 / e, POWER)}", PRODUCT
    if exponent == sp.Rational(1, 2):
        return d.call("sqrt", [base])
    if exponent.is_Rational and exponent.q == 2 and exponent.p in (3, 5):
        return _product(d, sp.Mul(base ** (exponent.p // 2), sp.sqrt(base), evaluate=False))
    if exponent.is_Integer and exponent <= 8 and base.is_Symbol:
        return "*".join([_symbol(d, base)] * int(exponent)), PRODUCT
    if exponent == 2 and "square" in d.calls:
        return d.call("square", [base])
    strength = ATOM if "(" in d.power else POWER
    least = SUM if strength == ATOM else ATOM
    return d.power.format(d.wrapped(base, least), d.wrapped(exponent, least)), strength


def _piecewise(d: Dialect, e: Expr) -> Printed:
    return d.choice([d.printed(c)[0] for _, c in e.args], [d.printed(v)[0] for v, _ in e.args], d.nan), ATOM


def _conjunction(d: Dialect, e: Expr) -> Printed:
    return f" {d.conjunction} ".join(f"({d.printed(a)[0]})" for a in sorted(e.args, key=sp.default_sort_key)), COMPARE


def _disjunction(d: Dialect, e: Expr) -> Printed:
    return f" {d.disjunction} ".join(f"({d.printed(a)[0]})" for a in sorted(e.args, key=sp.default_sort_key)), COMPARE


_ALGEBRA: dict[Any, Callable[[Dialect, Any], Printed]] = {
    sp.Add: _sum,
    sp.Mul: _product,
    sp.Pow: _power,
    sp.Piecewise: _piecewise,
    sp.And: _conjunction,
    sp.Or: _disjunction,
    sp.Not: lambda d, e: (f"{d.negation}({d.printed(e.args[0])[0]})", UNARY),
    type(sp.true): lambda d, _: (d.yes, ATOM),
    type(sp.false): lambda d, _: (d.no, ATOM),
}
