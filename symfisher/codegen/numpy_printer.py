"""SymPy expressions as NumPy source text: our own printer, which knows every function by name and refuses the rest.

Symbols are printed only if they are ours (``_x1``, ``_t1``, ``_v0``, …): no name of a user can reach the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.domains import Expr
from symfisher.errors import SymfisherError

ATOM, POWER, UNARY, PRODUCT, SUM, COMPARE = 6, 5, 4, 3, 2, 1
"""Binding strength of printed text, strongest first."""

_OURS = re.compile(r"_[xtcduv][0-9]+")

Printed = tuple[str, int]


class UnsupportedFunctionError(SymfisherError):
    """A function has no form in the target language; ``function`` is its name."""

    def __init__(self, function: str, target: str) -> None:
        super().__init__(f"{function} has no form in generated {target} code")
        self.function = function


_PLAIN = {
    sp.exp: "_np.exp",
    sp.log: "_np.log",
    sp.Abs: "_np.abs",
    sp.sign: "_np.sign",
    sp.floor: "_np.floor",
    sp.ceiling: "_np.ceil",
    sp.sin: "_np.sin",
    sp.cos: "_np.cos",
    sp.tan: "_np.tan",
    sp.asin: "_np.arcsin",
    sp.acos: "_np.arccos",
    sp.atan: "_np.arctan",
    sp.sinh: "_np.sinh",
    sp.cosh: "_np.cosh",
    sp.tanh: "_np.tanh",
    sp.asinh: "_np.arcsinh",
    sp.acosh: "_np.arccosh",
    sp.atanh: "_np.arctanh",
    sp.atan2: "_np.arctan2",
    sp.erf: "_special.erf",
    sp.erfc: "_special.erfc",
    sp.erfinv: "_special.erfinv",
    sp.gamma: "_special.gamma",
    sp.besseli: "_special.iv",
    sp.besselj: "_special.jv",
    sp.besselk: "_special.kv",
    sp.bessely: "_special.yv",
    sp.Ei: "_special.expi",
    sp.elliptic_k: "_special.ellipk",
    sp.elliptic_e: "_special.ellipe",
    sp.zeta: "_special.zeta",
    fn.ScaledBesselI: "_special.ive",
    fn.LogErfc: "_log_erfc",
    fn.LogSumExp: "_log_sum_exp",
    fn.LogOneMinusExp: "_log_one_minus_exp",
    fn.LogOnePlus: "_np.log1p",
    fn.ExpMinusOne: "_np.expm1",
    fn.LogGamma: "_loggamma",
    fn.LogGammaRatio: "_log_gamma_ratio",
}
"""Functions that print as a call with the same arguments."""

_RECIPROCAL = {
    sp.sec: "_np.cos",
    sp.csc: "_np.sin",
    sp.cot: "_np.tan",
    sp.sech: "_np.cosh",
    sp.csch: "_np.sinh",
    sp.coth: "_np.tanh",
}

_RELATIONS = {
    sp.StrictLessThan: "<", sp.LessThan: "<=", sp.StrictGreaterThan: ">", sp.GreaterThan: ">=", sp.Equality: "==",
    sp.Unequality: "!=",
}  # fmt: skip


def to_numpy(expression: Expr) -> str:
    """Return the expression as NumPy source text.

    Raises
    ------
    UnsupportedFunctionError
        It contains a function without a NumPy form.

    Examples
    --------
    >>> t = sp.Symbol("_t1", positive=True)
    >>> to_numpy(2 / t**2 + sp.polygamma(1, t) - sp.sqrt(t))
    '2.0/(_t1*_t1) + _polygamma(1, _t1) - _np.sqrt(_t1)'
    """
    return _print(expression)[0]


def _print(e: Any) -> Printed:
    """Return text and binding strength of an expression."""
    kind = type(e)
    if e.is_Symbol:
        return _symbol(e), ATOM
    if e.is_Number or e.is_NumberSymbol:
        return _number(e)
    if kind in _SPECIAL:
        return _SPECIAL[kind](e)
    if kind in _PLAIN:
        return _call(_PLAIN[kind], *e.args)
    if kind in _RECIPROCAL:
        return f"1.0/{_call(_RECIPROCAL[kind], *e.args)[0]}", PRODUCT
    if kind in _RELATIONS:
        return f"{_wrap(e.lhs, SUM)} {_RELATIONS[kind]} {_wrap(e.rhs, SUM)}", COMPARE
    raise UnsupportedFunctionError(kind.__name__, "NumPy")


def _wrap(e: Expr, least: int) -> str:
    """Print with parentheses if the text binds more weakly than asked."""
    text, strength = _print(e)
    return text if strength >= least else f"({text})"


def _call(name: str, *args: Expr) -> Printed:
    return f"{name}({', '.join(_print(a)[0] for a in args)})", ATOM


def _symbol(symbol: Any) -> str:
    """Return the name of a symbol of ours."""
    name = str(symbol.name)
    if not _OURS.fullmatch(name):
        raise UnsupportedFunctionError(f"symbol {name!r}", "NumPy")
    return name


def _number(e: Expr) -> Printed:
    if e is sp.oo:
        return "_np.inf", ATOM
    if e is -sp.oo:
        return "-_np.inf", UNARY
    if e is sp.nan or e is sp.zoo:
        return "_np.nan", ATOM
    if e.is_Rational and not e.is_Integer and abs(e.p) < 2**53 and e.q < 2**53:
        return f"{float(e.p)!r}/{float(e.q)!r}", PRODUCT if e.p > 0 else SUM
    text = repr(float(e))
    return text, ATOM if e >= 0 else UNARY


def _sum(e: Expr) -> Printed:
    parts: list[str] = []
    terms = sorted(e.args, key=lambda a: (a.is_number, a.could_extract_minus_sign(), sp.default_sort_key(a)))
    for term in terms:
        if parts and term.could_extract_minus_sign():
            parts.append(f" - {_wrap(-term, PRODUCT)}")
        else:
            parts.append((" + " if parts else "") + _wrap(term, PRODUCT if parts else SUM))
    return "".join(parts), SUM


def _product(e: Expr) -> Printed:
    coefficient, rest = e.as_coeff_Mul()
    if coefficient == -1:
        return f"-{_wrap(rest, PRODUCT)}", SUM
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in sp.Mul.make_args(rest):
        inverse = factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative
        (below if inverse else above).append(1 / factor if inverse else factor)
    if coefficient.is_Rational and not coefficient.is_Integer and (above or below):
        above.insert(0, sp.Integer(coefficient.p)) if abs(coefficient.p) != 1 else None
        below.insert(0, sp.Integer(coefficient.q))
        sign = "-" if coefficient.p == -1 else ""
    else:
        sign = ""
        above = above if coefficient == 1 else [coefficient, *above]
    top = "*".join(_wrap(f, POWER if n else UNARY) for n, f in enumerate(above)) or "1.0"
    if not below:
        return sign + top, PRODUCT if not sign else SUM
    bottom = _wrap(below[0], POWER) if len(below) == 1 else f"({'*'.join(_wrap(f, POWER) for f in below)})"
    return f"{sign}{top}/{bottom}", SUM if sign else PRODUCT


def _power(e: Expr) -> Printed:
    base, exponent = e.base, e.exp
    if exponent.is_Rational and exponent.is_negative:
        return f"1.0/{_wrap(1 / e, POWER)}", PRODUCT
    if exponent == sp.Rational(1, 2):
        return _call("_np.sqrt", base)
    if exponent.is_Rational and exponent.q == 2 and exponent.p in (3, 5):
        return _product(sp.Mul(base ** (exponent.p // 2), sp.sqrt(base), evaluate=False))
    if exponent.is_Integer and exponent <= 8 and base.is_Symbol:
        return "*".join([_symbol(base)] * int(exponent)), PRODUCT
    if exponent == 2:
        return _call("_np.square", base)
    return f"{_wrap(base, ATOM)}**{_wrap(exponent, ATOM)}", POWER


def _polygamma(e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer:
        raise UnsupportedFunctionError("polygamma of symbolic order", "NumPy")
    if order == 0:
        return _call("_special.digamma", z)
    return f"_polygamma({int(order)}, {_print(z)[0]})", ATOM


def _zeta_derivative(e: Expr) -> Printed:
    return f"_zeta_derivative({_print(e.args[0])[0]}, {int(e.args[1])})", ATOM


def _extreme(name: str) -> Callable[[Expr], Printed]:
    """Return the printer of Max or Min, which take any number of arguments."""

    def show(e: Expr) -> Printed:
        args = sorted(e.args, key=sp.default_sort_key)
        text = _print(args[0])[0]
        for a in args[1:]:
            text = f"{name}({text}, {_print(a)[0]})"
        return text, ATOM

    return show


def _piecewise(e: Expr) -> Printed:
    conditions = ", ".join(_print(c)[0] for _, c in e.args)
    values = ", ".join(_print(v)[0] for v, _ in e.args)
    return f"_select(({conditions},), ({values},))", ATOM


def _logical(mark: str) -> Callable[[Expr], Printed]:
    """Return the printer of And or Or."""

    def show(e: Expr) -> Printed:
        return f" {mark} ".join(f"({_print(a)[0]})" for a in sorted(e.args, key=sp.default_sort_key)), COMPARE

    return show


def _expint(e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 1:
        raise UnsupportedFunctionError("exponential integral of symbolic order", "NumPy")
    return (_call("_special.exp1", z)) if order == 1 else (f"_special.expn({int(order)}, {_print(z)[0]})", ATOM)


def _polylog(e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 2:
        raise UnsupportedFunctionError("polylogarithm of symbolic order", "NumPy")
    return f"_polylog({int(order)}, {_print(z)[0]})", ATOM


def _hyper(e: Expr) -> Printed:
    above, below, z = tuple(e.args[0]), tuple(e.args[1]), e.args[2]
    if above == (1, 1, 1) and below == (2, 2, 2):
        return _call("_hyp3f2_111_222", z)
    if (len(above), len(below)) in ((1, 1), (2, 1)):
        return _call("_special.hyp1f1" if len(above) == 1 else "_special.hyp2f1", *above, *below, z)
    raise UnsupportedFunctionError(f"{len(above)}F{len(below)}", "NumPy")


def _incomplete_gamma(regularized: str) -> Callable[[Expr], Printed]:
    """Return the printer of the lower or upper incomplete gamma function."""

    def show(e: Expr) -> Printed:
        a, z = e.args
        return f"{_call('_special.gamma', a)[0]}*{_call(regularized, a, z)[0]}", PRODUCT

    return show


def _combinatorial(e: Expr) -> Printed:
    """Print a binomial coefficient or factorial that was left as it is."""
    n = e.args[0]
    if isinstance(e, sp.factorial):
        return _call("_special.gamma", n + 1)
    return _call("_special.binom", *e.args)


_SPECIAL: dict[Any, Callable[[Expr], Printed]] = {
    sp.Add: _sum,
    sp.Mul: _product,
    sp.Pow: _power,
    sp.polygamma: _polygamma,
    sp.digamma: _polygamma,
    fn.ZetaDerivative: _zeta_derivative,
    sp.Max: _extreme("_np.maximum"),
    sp.Min: _extreme("_np.minimum"),
    sp.Piecewise: _piecewise,
    sp.And: _logical("&"),
    sp.Or: _logical("|"),
    sp.Not: lambda e: (f"~({_print(e.args[0])[0]})", UNARY),
    sp.expint: _expint,
    sp.polylog: _polylog,
    sp.hyper: _hyper,
    sp.lowergamma: _incomplete_gamma("_special.gammainc"),
    sp.uppergamma: _incomplete_gamma("_special.gammaincc"),
    sp.factorial: _combinatorial,
    sp.binomial: _combinatorial,
    sp.beta: lambda e: _call("_special.beta", *(e.args * 2)[:2]),
    sp.Heaviside: lambda e: (f"_np.heaviside({_print(e.args[0])[0]}, 0.5)", ATOM),
    sp.DiracDelta: lambda _: ("0.0", ATOM),
    type(sp.true): lambda _: ("True", ATOM),
    type(sp.false): lambda _: ("False", ATOM),
    type(sp.I): lambda _: ("1j", ATOM),
}
