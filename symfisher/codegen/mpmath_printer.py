"""SymPy expressions as Python source for mpmath: any precision, real or complex arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp

from symfisher.codegen.literals import ATOM, PRODUCT, SUM, UNARY, Printed
from symfisher.codegen.printing import Dialect
from symfisher.domains import Expr


def _number(e: Expr) -> Printed:
    """Return a number that is exact or follows the precision."""
    if e.is_Integer:
        return str(e), ATOM if e >= 0 else UNARY
    if e.is_Rational:
        return f"_mp.mpf({e.p})/{e.q}", PRODUCT if e.p > 0 else SUM
    constants = {sp.pi: "pi", sp.E: "e", sp.EulerGamma: "euler", sp.Catalan: "catalan", sp.GoldenRatio: "phi"}
    if e in constants:
        return f"_mp.{constants[e]}", ATOM
    return f"_mp.mpf('{e}')", ATOM


def _choice(conditions: Sequence[str], values: Sequence[str], otherwise: str) -> str:
    text = otherwise
    for condition, value in zip(reversed(conditions), reversed(values), strict=True):
        text = value if condition == "True" else f"(({value}) if {condition} else ({text}))"
    return text


_SAME = (
    "exp log sign floor ceil sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sqrt erf erfc erfinv gamma "
    "ei e1 zeta polylog expm1 digamma hyp1f1 hyp2f1 beta log1p"
).split()

MPMATH = Dialect(
    language="mpmath",
    calls={
        **{name: f"_mp.{name}" for name in _SAME},
        "abs": "abs",
        "maximum": "max",
        "minimum": "min",
        "bessel_i_real": "_mp.besseli",
        "bessel_j_real": "_mp.besselj",
        "bessel_k_real": "_mp.besselk",
        "bessel_y_real": "_mp.bessely",
        "elliptic_k": "_mp.ellipk",
        "elliptic_e": "_mp.ellipe",
        "heaviside": "((_mp.sign({0}) + 1)/2)",
        "scaled_bessel_i_real": "(_mp.besseli({0}, {1})*_mp.exp(-abs({1})))",
        "log_scaled_bessel_i": "(_mp.log(_mp.besseli({0}, {1})) - abs({1}))",
        "log_erfc": "_mp.log(_mp.erfc({0}))",
        "log_sum_exp": "_log_sum_exp",
        "log_one_minus_exp": "_mp.log(-_mp.expm1({0}))",
        "log_gamma": "_log_gamma",
        "log_gamma_ratio": "(_log_gamma({0} + ({1})) - _log_gamma({0}))",
        "polygamma": "_mp.psi",
        "polygamma_rest": "_polygamma_rest",
        "polygamma_drop": "((-1)**({0} + 1)*(_mp.psi({0}, {1}) - _mp.psi({0}, {1} + {2})))",
        "erfc_rest": "_erfc_rest",
        "bessel_rest": "_bessel_rest",
        "log_rest": "((-1)**({0} + 1)*_mp.hyp2f1(1, {0}, {0} + 1, -({1}))/{0})",
        "zeta_derivative": "_mp.zeta({0}, 1, {1})",
        "hurwitz_zeta": "_mp.zeta",
        "expint": "_mp.expint",
        "gamma_p": "_mp.gammainc({0}, 0, {1}, regularized=True)",
        "gamma_q": "_mp.gammainc({0}, {1}, _mp.inf, regularized=True)",
        "binomial": "_mp.binomial",
        "hyp3f2_111_222": "_mp.hyper([1, 1, 1], [2, 2, 2], {0})",
        "pivot": "_pivot",
        "finite": "_mp.isfinite({0})",
        "whole": "_mp.isint({0})",
    },
    infinity="_mp.inf",
    nan="_mp.nan",
    yes="True",
    no="False",
    conjunction="and",
    disjunction="or",
    negation="not ",
    choice=_choice,
    number=_number,
)

HELPERS = {
    "_log_sum_exp": '''def _log_sum_exp(*terms):
    """Return log Σ exp(term) without overflow."""
    top = max(terms, key=_mp.re)
    return top + _mp.log(_mp.fsum(_mp.exp(t - top) for t in terms))''',
    "_log_gamma": '''def _log_gamma(z):
    """Return log |Γ(z)| for real z, the principal log Γ for complex z."""
    return _mp.loggamma(z) if _mp.im(z) else _mp.re(_mp.loggamma(z))''',
    "_polygamma_rest": '''def _polygamma_rest(order, z):
    """Return ψ_n(z) less its leading term."""
    with _mp.extraprec(int(_mp.log(abs(z) + 1, 2)) + 10):
        leading = _mp.log(z) if order == 0 else (-1) ** (order + 1) * _mp.factorial(order - 1) / z**order
        return _mp.psi(order, z) - leading''',
    "_erfc_rest": '''def _erfc_rest(order, z):
    """Return R = exp(-z²)/erfc(z) - √π z (order 1) or z² (1/2 - z R/√π) (order 2)."""
    with _mp.extraprec(6 * int(_mp.log(z + 1, 2)) + 10):
        rest = _mp.exp(-(z**2)) / _mp.erfc(z) - _mp.sqrt(_mp.pi) * z
        return rest if order == 1 else z**2 * (_mp.mpf(1) / 2 - z * rest / _mp.sqrt(_mp.pi))''',
    "_bessel_rest": '''def _bessel_rest(z):
    """Return z² (1 - 1/(2z) - I_1(z)/I_0(z))."""
    with _mp.extraprec(2 * int(_mp.log(z + 1, 2)) + 10):
        return z**2 * (1 - 1 / (2 * z) - _mp.besseli(1, z) / _mp.besseli(0, z))''',
    "_pivot": '''def _pivot(value, entry):
    """Return the value where it is more than rounding errors of the entry it was computed from, else nan."""
    return value if value > 64 * _mp.eps * entry else _mp.nan''',
}
"""Helpers by name; templates with an operator of their own stand in parentheses."""


def helpers_for(code: str) -> str:
    """Return the helpers that code mentions."""
    return "\n\n\n".join(text for name, text in HELPERS.items() if f"{name}(" in code)


class _Remembering:
    """mpmath with the costly functions remembered: entries of a matrix are evaluated at the same points."""

    psi = staticmethod(lru_cache(4096)(mpmath.psi))
    loggamma = staticmethod(lru_cache(4096)(mpmath.loggamma))

    def __getattr__(self, name: str) -> Any:
        return getattr(mpmath, name)


_ANALYTIC = replace(MPMATH, calls={**MPMATH.calls, "log_gamma": "_mp.loggamma", "digamma": "_mp.psi(0, {0})"})
"""Logarithms of Γ are principal ones, so that their exponentials are right everywhere."""


def compiled(value: Expr, symbol: Any) -> Callable[[Any], Any]:
    """Return an expression in one of our symbols as an analytic function of an mpmath number, real or complex.

    Notes
    -----
    Values are remembered: call it at one working precision.

    Examples
    --------
    >>> t = sp.Symbol("_t1")
    >>> compiled(sp.polygamma(1, t) * t, t)(1)
    mpf('1.6449340668482264')
    """
    shared, (reduced,) = sp.cse([value], symbols=(sp.Symbol(f"_v{n}") for n in range(1, 10**6)), order="none")
    lines = [f"    {name} = {_ANALYTIC.write(v)}" for name, v in shared]
    body = "\n".join([f"def _value({symbol.name}):", *lines, f"    return {_ANALYTIC.write(reduced)}"])
    namespace: dict[str, Any] = {"_mp": _Remembering()}
    text = f"{helpers_for(body)}\n\n\n{body}"
    exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printer only)
    found: Callable[[Any], Any] = namespace["_value"]
    return found
