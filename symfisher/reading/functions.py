"""The fixed table of functions that an expression may call; nothing outside it exists for a user's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.reading import bounds


@dataclass(frozen=True)
class Known:
    """A function of the table: how it is built, and how many arguments it takes."""

    build: Callable[..., Expr]
    arity: range


def _head(function: Any, least: int = 1, most: int | None = None) -> Known:
    """Return an entry for a SymPy function, bounded for numeric arguments."""
    name = function.__name__

    def build(*arguments: Expr) -> Expr:
        bounds.bounded(name, arguments)
        return function(*arguments)

    return Known(build, range(least, (most or least) + 1))


def _log(argument: Expr, base: Expr | None = None) -> Expr:
    return sp.log(argument) if base is None else sp.log(argument) / sp.log(base)


def _log_base(base: int) -> Known:
    return Known(lambda z: sp.log(z) / sp.log(sp.Integer(base)), range(1, 2))


def _normal_cdf(z: Expr) -> Expr:
    return (1 + sp.erf(z / sp.sqrt(2))) / 2


def _normal_density(z: Expr) -> Expr:
    return bounds.exponential(-(z**2) / 2) / sp.sqrt(2 * sp.pi)


def _logistic(z: Expr) -> Expr:
    return 1 / (1 + bounds.exponential(-z))


def _polygamma(order: int) -> Known:
    polygamma = _head(sp.polygamma, 2).build
    return Known(lambda z: polygamma(sp.Integer(order), z), range(1, 2))


def _bessel(head: Any, order: int) -> Known:
    build = _head(head, 2).build
    return Known(lambda z: build(sp.Integer(order), z), range(1, 2))


def _expint(*arguments: Expr) -> Expr:
    bounds.bounded("expint", arguments[:1])
    return sp.expint(*arguments)


def _first_expint(z: Expr) -> Expr:
    return sp.expint(sp.Integer(1), z)


def _sign(z: Expr) -> Expr:
    return sp.sign(z)


_ONE, _TWO = range(1, 2), range(2, 3)

TABLE: dict[str, Known] = {
    "exp": Known(bounds.exponential, _ONE),
    "ln": Known(_log, range(1, 3)),
    "log": Known(_log, range(1, 3)),
    "log10": _log_base(10),
    "log2": _log_base(2),
    "log1p": Known(lambda z: sp.log(1 + z), _ONE),
    "expm1": Known(lambda z: bounds.exponential(z) - 1, _ONE),
    "sqrt": Known(lambda z: bounds.power(z, sp.Rational(1, 2)), _ONE),
    "cbrt": Known(lambda z: bounds.power(z, sp.Rational(1, 3)), _ONE),
    "abs": Known(sp.Abs, _ONE),
    "Abs": Known(sp.Abs, _ONE),
    "sign": Known(_sign, _ONE),
    "sgn": Known(_sign, _ONE),
    "Min": Known(sp.Min, range(1, 50)),
    "min": Known(sp.Min, range(1, 50)),
    "Max": Known(sp.Max, range(1, 50)),
    "max": Known(sp.Max, range(1, 50)),
    "Heaviside": Known(sp.Heaviside, _ONE),
    "floor": Known(sp.floor, _ONE),
    "ceiling": Known(sp.ceiling, _ONE),
    "factorial": _head(sp.factorial),
    "binomial": Known(bounds.binomial, _TWO),
    "C": Known(bounds.binomial, _TWO),
    "choose": Known(bounds.binomial, _TWO),
    "binom": Known(bounds.binomial, _TWO),
    "nCr": Known(bounds.binomial, _TWO),
    "Gamma": _head(sp.gamma),
    "gamma": _head(sp.gamma),
    "lgamma": _head(sp.loggamma),
    "loggamma": _head(sp.loggamma),
    "gammaln": _head(sp.loggamma),
    "digamma": _polygamma(0),
    "psi": _polygamma(0),
    "trigamma": _polygamma(1),
    "polygamma": _head(sp.polygamma, 2),
    "uppergamma": _head(sp.uppergamma, 2),
    "lowergamma": _head(sp.lowergamma, 2),
    "B": _head(sp.beta, 2),
    "Beta": _head(sp.beta, 2),
    "beta": _head(sp.beta, 2),
    "zeta": _head(sp.zeta, 1, 2),
    "polylog": _head(sp.polylog, 2),
    "besseli": _head(sp.besseli, 2),
    "besselj": _head(sp.besselj, 2),
    "besselk": _head(sp.besselk, 2),
    "bessely": _head(sp.bessely, 2),
    **{
        f"{letter}{mark}{order}": _bessel(head, order)
        for letter, head in (("I", sp.besseli), ("J", sp.besselj), ("K", sp.besselk))
        for order in range(4)
        for mark in ("", "_")
    },
    "erf": _head(sp.erf),
    "erfc": _head(sp.erfc),
    "erfi": _head(sp.erfi),
    "Phi": Known(_normal_cdf, _ONE),
    "phi": Known(_normal_density, _ONE),
    "Ei": _head(sp.Ei),
    "E1": Known(_first_expint, _ONE),
    "expint": Known(_expint, _TWO),
    "LambertW": Known(sp.LambertW, _ONE),
    "elliptic_k": Known(sp.elliptic_k, _ONE),
    "elliptic_e": Known(sp.elliptic_e, _ONE),
    "logit": Known(lambda z: sp.log(z / (1 - z)), _ONE),
    "expit": Known(_logistic, _ONE),
    "sigmoid": Known(_logistic, _ONE),
    "logistic": Known(_logistic, _ONE),
    "Rational": Known(lambda p, q: bounds.multiply([p, bounds.power(q, sp.Integer(-1))]), _TWO),
    **{
        name: _head(getattr(sp, head))
        for name, head in (
            *((n, n) for n in "sin cos tan cot sec csc asin acos atan acot sinh cosh tanh coth sech csch".split()),
            *((n, n) for n in "asinh acosh atanh".split()),
            *((f"arc{n}", f"a{n}") for n in ("sin", "cos", "tan")),
            *((f"ar{n}", f"a{n}") for n in ("sinh", "cosh", "tanh")),
        )
    },
}

CONDITIONS = {"Eq": "==", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}
"""Functions that make a condition, with the relation they stand for."""

ARITIES: dict[str, range] = {
    **{name: known.arity for name, known in TABLE.items()},
    **dict.fromkeys(CONDITIONS, _TWO),
    "And": range(1, 50),
    "Or": range(1, 50),
    "Not": _ONE,
    "Piecewise": range(1, 200),
    "Derivative": range(1, 6),
    "Subs": range(3, 4),
    "hyper": range(3, 4),
}
