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

from symfisher.codegen import functions as fn
from symfisher.domains import Expr
from symfisher.errors import SymfisherError

ATOM, POWER, UNARY, PRODUCT, SUM, COMPARE = 6, 5, 4, 3, 2, 1
"""Binding strength of printed text, strongest first."""

_OURS = re.compile(r"_[xtcduvel][0-9]+")

Printed = tuple[str, int]


class UnsupportedFunctionError(SymfisherError):
    """A function has no form in the target language; ``function`` is its name."""

    def __init__(self, function: str, target: str) -> None:
        super().__init__(f"{function} has no form in generated {target} code")
        self.function = function


OPERATIONS: dict[Any, str] = {
    sp.exp: "exp", sp.log: "log", sp.Abs: "abs", sp.sign: "sign", sp.floor: "floor", sp.ceiling: "ceil",
    sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.asin: "asin", sp.acos: "acos", sp.atan: "atan",
    sp.sinh: "sinh", sp.cosh: "cosh", sp.tanh: "tanh", sp.asinh: "asinh", sp.acosh: "acosh", sp.atanh: "atanh",
    sp.atan2: "atan2", sp.erf: "erf", sp.erfc: "erfc", sp.erfinv: "erfinv", sp.gamma: "gamma", sp.Ei: "ei",
    sp.elliptic_k: "elliptic_k", sp.elliptic_e: "elliptic_e", sp.Heaviside: "heaviside",
    fn.LogErfc: "log_erfc", fn.LogSumExp: "log_sum_exp", fn.LogOneMinusExp: "log_one_minus_exp",
    fn.LogOnePlus: "log1p", fn.ExpMinusOne: "expm1", fn.LogGamma: "log_gamma", fn.LogGammaRatio: "log_gamma_ratio",
    fn.Pivot: "pivot", fn.BesselRest: "bessel_rest",
}  # fmt: skip
"""Functions that print as a call with the same arguments, and what a dialect knows them by."""

_RECIPROCAL = {sp.sec: sp.cos, sp.csc: sp.sin, sp.cot: sp.tan, sp.sech: sp.cosh, sp.csch: sp.sinh, sp.coth: sp.tanh}

_RELATIONS = {
    sp.StrictLessThan: "<", sp.LessThan: "<=", sp.StrictGreaterThan: ">", sp.GreaterThan: ">=", sp.Equality: "==",
    sp.Unequality: "!=",
}  # fmt: skip

_NAMES = {
    "bessel_i": "besseli", "bessel_j": "besselj", "bessel_k": "besselk", "bessel_y": "bessely", "ei": "Ei",
    "scaled_bessel_i": "besseli", "log_gamma": "loggamma", "log_gamma_ratio": "loggamma", "polygamma_rest": "polygamma",
    "polygamma_drop": "polygamma", "erfc_rest": "erfc", "bessel_rest": "besseli", "log_rest": "log",
    "zeta_derivative": "derivative of zeta", "log_erfc": "erfc", "hurwitz_zeta": "Hurwitz zeta", "e1": "expint",
}  # fmt: skip
"""What users call operations that are named otherwise here."""


def dyadic(number: Expr) -> bool:
    """Whether a rational number is one of binary arithmetic: its denominator is a power of two."""
    return bool(number.is_Rational and number.q & (number.q - 1) == 0)


def plain_number(number: Expr) -> Printed:
    """Return a number as a double-precision literal, rational ones that are rounded as quotients."""
    if number.is_Rational and not dyadic(number) and abs(number.p) < 2**53 and number.q < 2**53:
        return f"{float(number.p)!r}/{float(number.q)!r}", PRODUCT if number.p > 0 else SUM
    return repr(float(number)), ATOM if number >= 0 else UNARY


def nested_choice(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    """Return a choice by the operator ``?:`` of C-like languages."""
    text = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        text = value if condition in ("true", "1") else f"(({condition}) ? ({value}) : ({text}))"
    return text


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
        return _print(self, expression)[0]

    def writes(self, expression: Expr) -> bool:
        """Whether the language has every function of an expression."""
        try:
            self.write(expression)
        except UnsupportedFunctionError:
            return False
        return True


def _print(d: Dialect, e: Any) -> Printed:
    """Return text and binding strength of an expression."""
    kind = type(e)
    if e.is_Symbol:
        return _symbol(d, e), ATOM
    if e.is_Number or e.is_NumberSymbol:
        return _number(d, e)
    if kind in _SPECIAL:
        return _SPECIAL[kind](d, e)
    if kind in OPERATIONS:
        return _call(d, OPERATIONS[kind], e.args)
    if kind in _RECIPROCAL:
        return f"{_print(d, sp.Integer(1))[0]}/{_print(d, _RECIPROCAL[kind](*e.args))[0]}", PRODUCT
    if kind in _RELATIONS:
        return f"{_wrap(d, e.lhs, SUM)} {_RELATIONS[kind]} {_wrap(d, e.rhs, SUM)}", COMPARE
    raise UnsupportedFunctionError(kind.__name__, d.language)


def _wrap(d: Dialect, e: Expr, least: int) -> str:
    """Print with parentheses if the text binds more weakly than asked."""
    text, strength = _print(d, e)
    return text if strength >= least else f"({text})"


def _call(d: Dialect, operation: str, args: Sequence[Any]) -> Printed:
    """Print a call; an int is printed as it is, and an operation of two may be asked for with more arguments."""
    form = d.calls.get(operation)
    if form is None:
        raise UnsupportedFunctionError(_NAMES.get(operation.removesuffix("_real"), operation), d.language)
    texts = [str(a) if isinstance(a, int) else _print(d, a)[0] for a in args]
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
            parts.append(f" - {_wrap(d, -term, PRODUCT)}")
        else:
            parts.append((" + " if parts else "") + _wrap(d, term, PRODUCT if parts else SUM))
    return "".join(parts), SUM


def _product(d: Dialect, e: Expr) -> Printed:
    coefficient, rest = e.as_coeff_Mul()
    if coefficient == -1:
        return f"-{_wrap(d, rest, PRODUCT)}", SUM
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
    top = "*".join(_wrap(d, f, POWER if n else UNARY) for n, f in enumerate(above)) or _print(d, sp.Integer(1))[0]
    if not below:
        return sign + top, PRODUCT if not sign else SUM
    bottom = _wrap(d, below[0], POWER) if len(below) == 1 else f"({'*'.join(_wrap(d, f, POWER) for f in below)})"
    return f"{sign}{top}/{bottom}", SUM if sign else PRODUCT


def _power(d: Dialect, e: Expr) -> Printed:
    base, exponent = e.base, e.exp
    if exponent.is_Rational and exponent.is_negative:
        return f"{_print(d, sp.Integer(1))[0]}/{_wrap(d, 1 / e, POWER)}", PRODUCT
    if exponent == sp.Rational(1, 2):
        return _call(d, "sqrt", [base])
    if exponent.is_Rational and exponent.q == 2 and exponent.p in (3, 5):
        return _product(d, sp.Mul(base ** (exponent.p // 2), sp.sqrt(base), evaluate=False))
    if exponent.is_Integer and exponent <= 8 and base.is_Symbol:
        return "*".join([_symbol(d, base)] * int(exponent)), PRODUCT
    if exponent == 2 and "square" in d.calls:
        return _call(d, "square", [base])
    strength = ATOM if "(" in d.power else POWER
    least = SUM if strength == ATOM else ATOM
    return d.power.format(_wrap(d, base, least), _wrap(d, exponent, least)), strength


def _polygamma(d: Dialect, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer:
        raise UnsupportedFunctionError("polygamma of symbolic order", d.language)
    named = {0: "digamma", 1: "trigamma"}.get(int(order), "")
    return _call(d, named, [z]) if named in d.calls else _call(d, "polygamma", [int(order), z])


def _polygamma_rest(d: Dialect, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer:
        raise UnsupportedFunctionError("polygamma of symbolic order", d.language)
    return _call(d, "polygamma_rest", [int(order), z])


def _of_order(operation: str) -> Callable[[Dialect, Expr], Printed]:
    """Return the printer of a function whose first argument is a whole number."""
    return lambda d, e: _call(d, operation, [int(e.args[0]), *e.args[1:]])


def _bessel(operation: str) -> Callable[[Dialect, Expr], Printed]:
    """Return the printer of a Bessel function: not every language has it for orders that are not whole."""

    def show(d: Dialect, e: Expr) -> Printed:
        order, z = e.args
        if order in (0, 1) and f"{operation}_{order}" in d.calls:
            return _call(d, f"{operation}_{order}", [z])
        if order.is_Integer and order >= 0 and operation in d.calls:
            return _call(d, operation, [int(order), z])
        if f"{operation}_real" not in d.calls and operation in d.calls:
            raise UnsupportedFunctionError(f"{_NAMES[operation]} of symbolic order", d.language)
        return _call(d, f"{operation}_real", [order, z])

    return show


def _zeta(d: Dialect, e: Expr) -> Printed:
    return _call(d, "zeta" if len(e.args) == 1 else "hurwitz_zeta", e.args)


def _zeta_derivative(d: Dialect, e: Expr) -> Printed:
    return _call(d, "zeta_derivative", [e.args[0], int(e.args[1])])


def _extreme(operation: str) -> Callable[[Dialect, Expr], Printed]:
    """Return the printer of Max or Min, which take any number of arguments."""

    def show(d: Dialect, e: Expr) -> Printed:
        args = sorted(e.args, key=sp.default_sort_key)
        text, form = _print(d, args[0])[0], d.calls[operation]
        for a in args[1:]:
            text = f"{form}({text}, {_print(d, a)[0]})"
        return text, ATOM

    return show


def _piecewise(d: Dialect, e: Expr) -> Printed:
    return d.choice([_print(d, c)[0] for _, c in e.args], [_print(d, v)[0] for v, _ in e.args], d.nan), ATOM


def _conjunction(d: Dialect, e: Expr) -> Printed:
    return f" {d.conjunction} ".join(f"({_print(d, a)[0]})" for a in sorted(e.args, key=sp.default_sort_key)), COMPARE


def _disjunction(d: Dialect, e: Expr) -> Printed:
    return f" {d.disjunction} ".join(f"({_print(d, a)[0]})" for a in sorted(e.args, key=sp.default_sort_key)), COMPARE


def _expint(d: Dialect, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 1:
        raise UnsupportedFunctionError("exponential integral of symbolic order", d.language)
    return _call(d, "e1", [z]) if order == 1 and "e1" in d.calls else _call(d, "expint", [int(order), z])


def _polylog(d: Dialect, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 2:
        raise UnsupportedFunctionError("polylogarithm of symbolic order", d.language)
    return _call(d, "polylog", [int(order), z])


def _hyper(d: Dialect, e: Expr) -> Printed:
    above, below, z = tuple(e.args[0]), tuple(e.args[1]), e.args[2]
    if above == (1, 1, 1) and below == (2, 2, 2) and "hyp3f2_111_222" in d.calls:
        return _call(d, "hyp3f2_111_222", [z])
    name = f"{len(above)}F{len(below)}"
    operation = {"1F1": "hyp1f1", "2F1": "hyp2f1"}.get(name, "")
    if operation not in d.calls:
        raise UnsupportedFunctionError(name, d.language)
    return _call(d, operation, [*above, *below, z])


def _incomplete_gamma(operation: str) -> Callable[[Dialect, Expr], Printed]:
    """Return the printer of the lower or upper incomplete gamma function from the regularized one."""

    def show(d: Dialect, e: Expr) -> Printed:
        a, z = e.args
        return f"{_call(d, 'gamma', [a])[0]}*{_call(d, operation, [a, z])[0]}", PRODUCT

    return show


def _combinatorial(d: Dialect, e: Expr) -> Printed:
    """Print a binomial coefficient or factorial that was left as it is."""
    n = e.args[0]
    if isinstance(e, sp.factorial):
        return _call(d, "gamma", [n + 1])
    if "binomial" in d.calls:
        return _call(d, "binomial", e.args)
    k = e.args[1]
    return _print(d, sp.exp(fn.LogGamma(n + 1) - fn.LogGamma(k + 1) - fn.LogGamma(n - k + 1)))


def _beta(d: Dialect, e: Expr) -> Printed:
    a, b = (e.args * 2)[:2]
    if "beta" in d.calls:
        return _call(d, "beta", [a, b])
    return _print(d, sp.exp(fn.LogGamma(a) + fn.LogGamma(b) - fn.LogGamma(a + b)))


def _imaginary(d: Dialect, _: Expr) -> Printed:
    if "imaginary" not in d.calls:
        raise UnsupportedFunctionError("the imaginary unit", d.language)
    return d.calls["imaginary"], ATOM


_SPECIAL: dict[Any, Callable[[Dialect, Any], Printed]] = {
    sp.Add: _sum,
    sp.Mul: _product,
    sp.Pow: _power,
    sp.polygamma: _polygamma,
    sp.digamma: _polygamma,
    fn.PolygammaRest: _polygamma_rest,
    fn.PolygammaDrop: _of_order("polygamma_drop"),
    fn.ErfcRest: _of_order("erfc_rest"),
    fn.LogRest: _of_order("log_rest"),
    sp.besseli: _bessel("bessel_i"),
    sp.besselj: _bessel("bessel_j"),
    sp.besselk: _bessel("bessel_k"),
    sp.bessely: _bessel("bessel_y"),
    fn.ScaledBesselI: _bessel("scaled_bessel_i"),
    sp.zeta: _zeta,
    fn.ZetaDerivative: _zeta_derivative,
    sp.Max: _extreme("maximum"),
    sp.Min: _extreme("minimum"),
    sp.Piecewise: _piecewise,
    sp.And: _conjunction,
    sp.Or: _disjunction,
    sp.Not: lambda d, e: (f"{d.negation}({_print(d, e.args[0])[0]})", UNARY),
    sp.expint: _expint,
    sp.polylog: _polylog,
    sp.hyper: _hyper,
    sp.lowergamma: _incomplete_gamma("gamma_p"),
    sp.uppergamma: _incomplete_gamma("gamma_q"),
    sp.factorial: _combinatorial,
    sp.binomial: _combinatorial,
    sp.beta: _beta,
    sp.Heaviside: lambda d, e: _call(d, "heaviside", [e.args[0]]),
    sp.DiracDelta: lambda d, _: _print(d, sp.Integer(0)),
    type(sp.true): lambda d, _: (d.yes, ATOM),
    type(sp.false): lambda d, _: (d.no, ATOM),
    type(sp.I): _imaginary,
}
