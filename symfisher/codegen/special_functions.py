"""Special functions as calls: which operation of a language a SymPy function is, with which arguments.

A printer takes what writes the language (a `Writer`, that is a dialect) and an expression; it refuses by name what the
language has not got.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.literals import ATOM, PRODUCT, Printed, UnsupportedFunctionError
from symfisher.domains import Expr


class Writer(Protocol):
    """What writes a language; see `symfisher.codegen.printing.Dialect`."""

    @property
    def language(self) -> str:
        """Its name in messages."""

    @property
    def calls(self) -> Mapping[str, str]:
        """Operation to function of the language."""

    def printed(self, e: Any) -> Printed:
        """Return text and binding strength of an expression."""

    def call(self, operation: str, args: Sequence[Any]) -> Printed:
        """Return a call of an operation."""


Printer = Callable[[Writer, Any], Printed]

OPERATIONS: dict[Any, str] = {
    sp.exp: "exp", sp.log: "log", sp.Abs: "abs", sp.sign: "sign", sp.floor: "floor", sp.ceiling: "ceil",
    sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.asin: "asin", sp.acos: "acos", sp.atan: "atan",
    sp.sinh: "sinh", sp.cosh: "cosh", sp.tanh: "tanh", sp.asinh: "asinh", sp.acosh: "acosh", sp.atanh: "atanh",
    sp.atan2: "atan2", sp.erf: "erf", sp.erfc: "erfc", sp.erfinv: "erfinv", sp.gamma: "gamma", sp.Ei: "ei",
    sp.elliptic_k: "elliptic_k", sp.elliptic_e: "elliptic_e", sp.Heaviside: "heaviside",
    fn.LogErfc: "log_erfc", fn.LogSumExp: "log_sum_exp", fn.LogOneMinusExp: "log_one_minus_exp",
    fn.LogOnePlus: "log1p", fn.ExpMinusOne: "expm1", fn.LogGamma: "log_gamma", fn.LogGammaRatio: "log_gamma_ratio",
    fn.Pivot: "pivot", fn.BesselRest: "bessel_rest", fn.LogScaledBesselI: "log_scaled_bessel_i",
}  # fmt: skip
"""Functions that print as a call with the same arguments, and what a dialect knows them by."""

NAMES = {
    "bessel_i": "besseli", "bessel_j": "besselj", "bessel_k": "besselk", "bessel_y": "bessely", "ei": "Ei",
    "scaled_bessel_i": "besseli", "log_gamma": "loggamma", "log_gamma_ratio": "loggamma", "polygamma_rest": "polygamma",
    "polygamma_drop": "polygamma", "erfc_rest": "erfc", "bessel_rest": "besseli", "log_rest": "log",
    "log_scaled_bessel_i": "besseli",
    "zeta_derivative": "derivative of zeta", "log_erfc": "erfc", "hurwitz_zeta": "Hurwitz zeta", "e1": "expint",
}  # fmt: skip
"""What users call operations that are named otherwise here."""


def _polygamma(d: Writer, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer:
        raise UnsupportedFunctionError("polygamma of symbolic order", d.language)
    named = {0: "digamma", 1: "trigamma"}.get(int(order), "")
    return d.call(named, [z]) if named in d.calls else d.call("polygamma", [int(order), z])


def _polygamma_rest(d: Writer, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer:
        raise UnsupportedFunctionError("polygamma of symbolic order", d.language)
    return d.call("polygamma_rest", [int(order), z])


def _of_order(operation: str) -> Printer:
    """Return the printer of a function whose first argument is a whole number."""
    return lambda d, e: d.call(operation, [int(e.args[0]), *e.args[1:]])


def _bessel(operation: str) -> Printer:
    """Return the printer of a Bessel function: not every language has it for orders that are not whole."""

    def show(d: Writer, e: Expr) -> Printed:
        order, z = e.args
        if order in (0, 1) and f"{operation}_{order}" in d.calls:
            return d.call(f"{operation}_{order}", [z])
        if order.is_Integer and order >= 0 and operation in d.calls:
            return d.call(operation, [int(order), z])
        if f"{operation}_real" not in d.calls and operation in d.calls:
            raise UnsupportedFunctionError(f"{NAMES[operation]} of symbolic order", d.language)
        return d.call(f"{operation}_real", [order, z])

    return show


def _zeta(d: Writer, e: Expr) -> Printed:
    return d.call("zeta" if len(e.args) == 1 else "hurwitz_zeta", e.args)


def _zeta_derivative(d: Writer, e: Expr) -> Printed:
    return d.call("zeta_derivative", [e.args[0], int(e.args[1])])


def _extreme(operation: str) -> Printer:
    """Return the printer of Max or Min, which take any number of arguments."""

    def show(d: Writer, e: Expr) -> Printed:
        args = sorted(e.args, key=sp.default_sort_key)
        text, form = d.printed(args[0])[0], d.calls[operation]
        for a in args[1:]:
            text = f"{form}({text}, {d.printed(a)[0]})"
        return text, ATOM

    return show


def _expint(d: Writer, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 1:
        raise UnsupportedFunctionError("exponential integral of symbolic order", d.language)
    return d.call("e1", [z]) if order == 1 and "e1" in d.calls else d.call("expint", [int(order), z])


def _polylog(d: Writer, e: Expr) -> Printed:
    order, z = e.args
    if not order.is_Integer or order < 2:
        raise UnsupportedFunctionError("polylogarithm of symbolic order", d.language)
    return d.call("polylog", [int(order), z])


def _hyper(d: Writer, e: Expr) -> Printed:
    above, below, z = tuple(e.args[0]), tuple(e.args[1]), e.args[2]
    if above == (1, 1, 1) and below == (2, 2, 2) and "hyp3f2_111_222" in d.calls:
        return d.call("hyp3f2_111_222", [z])
    name = f"{len(above)}F{len(below)}"
    operation = {"1F1": "hyp1f1", "2F1": "hyp2f1"}.get(name, "")
    if operation not in d.calls:
        raise UnsupportedFunctionError(name, d.language)
    return d.call(operation, [*above, *below, z])


def _incomplete_gamma(operation: str) -> Printer:
    """Return the printer of the lower or upper incomplete gamma function from the regularized one."""

    def show(d: Writer, e: Expr) -> Printed:
        a, z = e.args
        return f"{d.call('gamma', [a])[0]}*{d.call(operation, [a, z])[0]}", PRODUCT

    return show


def _combinatorial(d: Writer, e: Expr) -> Printed:
    """Print a binomial coefficient or factorial that was left as it is."""
    n = e.args[0]
    if isinstance(e, sp.factorial):
        return d.call("gamma", [n + 1])
    if "binomial" in d.calls:
        return d.call("binomial", e.args)
    k = e.args[1]
    return d.printed(sp.exp(fn.LogGamma(n + 1) - fn.LogGamma(k + 1) - fn.LogGamma(n - k + 1)))


def _beta(d: Writer, e: Expr) -> Printed:
    a, b = (e.args * 2)[:2]
    if "beta" in d.calls:
        return d.call("beta", [a, b])
    return d.printed(sp.exp(fn.LogGamma(a) + fn.LogGamma(b) - fn.LogGamma(a + b)))


def _imaginary(d: Writer, _: Expr) -> Printed:
    if "imaginary" not in d.calls:
        raise UnsupportedFunctionError("the imaginary unit", d.language)
    return d.calls["imaginary"], ATOM


PRINTERS: dict[Any, Printer] = {
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
    sp.expint: _expint,
    sp.polylog: _polylog,
    sp.hyper: _hyper,
    sp.lowergamma: _incomplete_gamma("gamma_p"),
    sp.uppergamma: _incomplete_gamma("gamma_q"),
    sp.factorial: _combinatorial,
    sp.binomial: _combinatorial,
    sp.beta: _beta,
    sp.Heaviside: lambda d, e: d.call("heaviside", [e.args[0]]),
    sp.DiracDelta: lambda d, _: d.printed(sp.Integer(0)),
    type(sp.I): _imaginary,
}
"""Printer by kind of expression."""
