"""Where a closed form may lose digits: its sums that may cancel, and what its value loses if they do not.

An analysis of relative errors to first order (Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.3),
written down once when the code is generated: the relative error of a value is at most ``units`` times the product, over
its sums, of Σ|terms|/|sum|. Generated code evaluates these quotients, which cost little beside the formula itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.literals import dyadic
from symfisher.codegen.stable import Positive
from symfisher.domains import Expr

_CALL = 4.0
"""Error of a function, in the units of `symfisher.codegen.runtime.tracking`: twice the unit roundoff."""

Sum = tuple[Expr, ...]
"""A value and the terms whose sizes are to be compared with it."""


@dataclass(frozen=True)
class Loss:
    """A bound of a relative error."""

    units: float
    sums: tuple[Sum, ...] = ()

    def after(self, factor: float, units: float, *more: Sum) -> Loss:
        """Return what becomes of it when it is amplified by a factor, or by a sum, and rounded again."""
        return Loss(self.units * factor + units, tuple(dict.fromkeys((*self.sums, *more))))


def losses(values: Sequence[Expr], positive: Positive) -> tuple[Loss, ...] | None:
    """Return a bound for each value, or ``None`` if one contains a function of unknown condition.

    Examples
    --------
    >>> a, b = sp.symbols("_t1 _t2", positive=True)
    >>> (loss,) = losses([sp.polygamma(1, a) - sp.polygamma(1, a + b)], lambda e: bool(e.is_positive))
    >>> [total for total, *terms in loss.sums], loss.units
    ([polygamma(1, _t1) - polygamma(1, _t1 + _t2)], 6.0)
    """
    memo: dict[Expr, Loss] = {}

    def loss(e: Expr) -> Loss:
        if e not in memo:
            memo[e] = _loss(e, positive, loss)
        return memo[e]

    try:
        return tuple(loss(v) for v in values)
    except _UnknownConditionError:
        return None


class _UnknownConditionError(Exception):
    """It is not known how a function amplifies errors."""


def _loss(e: Expr, positive: Positive, loss: Callable[[Expr], Loss]) -> Loss:
    """Return the bound of one node from those of its arguments."""
    if e.is_Symbol or dyadic(e):
        return Loss(0.0)
    if e.is_number and not e.free_symbols and not e.has(fn.StableFunction):
        return Loss(0.5)
    if e.is_Add:
        return _of_sum(e, positive, loss)
    if e.is_Mul:
        parts = [loss(a) for a in e.args]
        return _joined(parts, sum(p.units for p in parts) + 0.5 * (len(parts) - 1))
    if e.is_Pow and e.exp.is_Rational:
        return loss(e.base).after(abs(float(e.exp)), 0.5 if abs(e.exp) == 1 else max(1.0, abs(float(e.exp))))
    if isinstance(e, sp.Piecewise):
        return _of_pieces(e, loss)
    return _of_function(e, positive, loss)


def _of_pieces(e: Any, loss: Callable[[Expr], Loss]) -> Loss:
    """Return the bound of a case distinction; the units and the sums of each case count where that case is met."""
    sums: list[Sum] = [(sp.S.One, sp.Piecewise(*((sp.Float(loss(v).units), c) for v, c in e.args)))]
    for n, (value, _) in enumerate(e.args):
        for total, *terms in loss(value).sums:
            sums.append((_where(e, n, total, sp.S.One), *(_where(e, n, t, sp.S.Zero) for t in terms)))
    return Loss(1.0, tuple(sums))


def _where(e: Any, n: int, quantity: Expr, elsewhere: Expr) -> Expr:
    """Return a quantity where case number ``n`` of a distinction is met."""
    return sp.Piecewise(
        *((quantity if m == n else elsewhere, c) for m, (_, c) in enumerate(e.args[: n + 1])), (elsewhere, True)
    )


def _joined(parts: Sequence[Loss], units: float) -> Loss:
    return Loss(units, tuple(dict.fromkeys(s for p in parts for s in p.sums)))


def _of_sum(e: Expr, positive: Positive, loss: Callable[[Expr], Loss]) -> Loss:
    """Return the bound of a sum: nothing is lost by terms of one sign, nor by a difference of two exact numbers."""
    if len(e.args) == 2 and all(a.is_Symbol or (-a).is_Symbol or dyadic(a) for a in e.args):
        return Loss(0.5)
    parts = [loss(a) for a in e.args]
    units = max(p.units for p in parts) + 0.5 * (len(parts) - 1)
    if all(map(positive, e.args)) or all(positive(-a) for a in e.args):
        return _joined(parts, units)
    terms = tuple(-a if a.could_extract_minus_sign() else a for a in e.args)
    return _joined(parts, units).after(1.0, 0.0, (e, *terms))


def _of_function(e: Expr, positive: Positive, loss: Callable[[Expr], Loss]) -> Loss:
    """Return the bound of a function by its condition number, |z f'(z)/f(z)|."""
    if isinstance(e, sp.polygamma) and e.args[0].is_Integer and e.args[0] >= 1 and positive(e.args[1]):
        return loss(e.args[1]).after(float(e.args[0]) + 1.0, _CALL)
    if isinstance(e, fn.PolygammaDrop):
        order, z, shift = e.args
        return _joined([loss(z), loss(shift)], (float(order) + 2.0) * max(loss(z).units, loss(shift).units) + _CALL)
    if isinstance(e, fn.ScaledBesselI) and e.args[0].is_Integer and positive(e.args[1]):
        return loss(e.args[1]).after(float(abs(e.args[0])) + 1.0, _CALL)
    if isinstance(e, fn.BesselRest):
        return loss(e.args[0]).after(1.0, 4 * _CALL)
    if isinstance(e, sp.log):
        return loss(e.args[0]).after(1.0, _CALL, (e, sp.Integer(1)))
    if isinstance(e, sp.exp):
        return loss(e.args[0]).after(1.0, _CALL, (sp.Integer(1), e.args[0]))
    raise _UnknownConditionError
