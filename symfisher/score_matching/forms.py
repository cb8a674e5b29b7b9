"""The shape in which this room shows expressions: shortest, and with |u| for u·sign(u)."""

from __future__ import annotations

import sympy as sp
from sympy.simplify.fu import TR8

from symfisher.domains import Expr
from symfisher.inference.algebra import tidy
from symfisher.signs import Signs
from symfisher.simplification import cost

_OTHER = (sp.Abs, sp.sign, sp.Piecewise, sp.Integral)
"""What keeps products of sines and cosines as they are."""


def short(e: Expr, signs: Signs) -> Expr:
    """Return the shortest form of an expression; products of sines and cosines may become those of sums.

    Examples
    --------
    >>> a, m = sp.symbols("a m", real=True)
    >>> short(sp.exp(-abs(a - m)) + 0 * a, Signs({}))
    exp(-Abs(a - m))
    """
    found = with_bars(tidy(e, signs))
    if not e.has(sp.sin, sp.cos) or e.has(*_OTHER):
        return found
    turned = with_bars(tidy(TR8(sp.expand(found)), signs))
    return min(found, turned, key=cost)


def with_bars(e: Expr) -> Expr:
    """Write |u| for u·sign(u).

    Examples
    --------
    >>> a, m = sp.symbols("a m", real=True)
    >>> with_bars(sp.exp((m - a) * sp.sign(a - m)))
    exp(-Abs(a - m))
    """
    return e.replace(lambda m: m.is_Mul and any(isinstance(f, sp.sign) for f in m.args), _barred)


def _barred(product: Expr) -> Expr:
    factors = list(product.args)
    for s in [f for f in factors if isinstance(f, sp.sign)]:
        for u, way in ((s.args[0], 1), (-s.args[0], -1)):
            if u in factors and s in factors:
                factors[factors.index(u)] = way * sp.Abs(s.args[0])
                factors.remove(s)
    return sp.Mul(*factors)
