"""Sample functions: what undefined functions of the user, our ``_f1, _f2, …``, stand for where numbers are needed.

A formula that holds for every function holds for these. Each is smooth, has values in (0.1, 0.9), which suits a mean,
a scale and a probability alike, and meets no simple differential equation that could make a wrong formula right by luck.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symfisher.domains import Expr


def has_undefined(e: Expr) -> bool:
    """Whether an expression is, or is a derivative of, an undefined function of ours."""
    return isinstance(e, (AppliedUndef, sp.Derivative, sp.Subs)) and any(map(_is_ours, e.atoms(AppliedUndef)))


def with_samples(e: Expr) -> Expr:
    """Put sample functions in place of undefined ones and carry out the derivatives.

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> sample = with_samples(sp.Function("_f1")(t))
    >>> sample.free_symbols, sample.is_real is not False, sample.has(sp.Function("_f1"))
    ({t}, True, False)
    """
    return e.replace(lambda part: isinstance(part, AppliedUndef) and _is_ours(part), _sample).doit()


def _is_ours(call: Any) -> bool:
    return bool(call.func.__name__[:2] == "_f" and call.func.__name__[2:].isdecimal())


def _sample(call: Any) -> Expr:
    k = int(call.func.__name__[2:])
    slow = sum(sp.Rational(8 + k + 2 * i, 13 + i) * a for i, a in enumerate(call.args)) + sp.Rational(3 * k, 11)
    fast = sum(sp.Rational(19 + k + i, 17 + 2 * i) * a for i, a in enumerate(call.args)) + sp.Rational(7 * k, 19)
    return sp.Rational(1, 2) + sp.sin(slow) / 4 + sp.sin(fast) / 7
