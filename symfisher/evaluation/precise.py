"""Numbers of many digits: the walk over a SymPy tree with mpmath, one point at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation.samples import has_undefined, with_samples
from symfisher.evaluation.special import MPMATH, CannotEvaluateError

_NAN = mp.nan
_INFINITE = frozenset((sp.oo, -sp.oo, sp.nan, sp.zoo))


def evaluate_mp(expressions: Sequence[Expr], values: Mapping[Expr, Any], digits: int = 30) -> list[Any]:
    """Return expressions at one point with ``digits`` decimal digits of working precision.

    Parameters
    ----------
    expressions
        SymPy expressions; subexpressions they share are computed once.
    values
        Symbol to number (SymPy, mpmath, int or float).
    digits
        Working precision in decimal digits.

    Returns
    -------
    list of mpf
        One each; nan where the value is not a real number.

    Raises
    ------
    CannotEvaluateError
        A function without evaluator, or a symbol without value.

    Examples
    --------
    >>> from sympy import Symbol, polygamma
    >>> a = Symbol("a")
    >>> mp.nstr(evaluate_mp([polygamma(1, a)], {a: 1}, digits=30)[0], 20)
    '1.6449340668482264365'
    """
    with mp.workdps(digits):
        walk = _Walk(values)
        return [walk.real(e) for e in expressions]


class _Walk:
    """One point: its values and the memo of what has been computed there."""

    def __init__(self, values: Mapping[Expr, Any]) -> None:
        self.memo: dict[Any, Any] = {s: _number(v) for s, v in values.items()}

    def real(self, expression: Any) -> Any:
        """Return a real mpf, nan where there is none."""
        try:
            value = self(sp.Integer(expression) if isinstance(expression, int) else expression)
        except (ZeroDivisionError, ValueError, ArithmeticError, mp.libmp.NoConvergence):
            return _NAN
        if isinstance(value, mp.mpc):
            return value.real if value.imag == 0 else _NAN
        return mp.mpf(value)

    def __call__(self, expression: Any) -> Any:
        if expression in self.memo:
            return self.memo[expression]
        value = self._compute(expression)
        self.memo[expression] = value
        return value

    def _compute(self, e: Any) -> Any:
        if e.is_Add:
            terms = [self(a) for a in e.args]
            return terms[0] + terms[1] if len(terms) == 2 else mp.fsum(terms)
        if e.is_Mul:
            factors = [self(a) for a in e.args]
            return factors[0] * factors[1] if len(factors) == 2 else mp.fprod(factors)
        if e.is_Pow:
            return _power(self(e.base), self(e.exp))
        if e.is_Rational or e.is_Float or e.is_NumberSymbol or e in _INFINITE:
            return _number(e)
        if e.is_Symbol:
            raise CannotEvaluateError(f"no value for the symbol '{e}'")
        if e.is_Boolean or e.is_Relational:
            return self._condition(e)
        if has_undefined(e):
            return self(with_samples(e))
        name = type(e).__name__
        reader = getattr(self, f"_{name}", None)
        if reader is not None:
            return reader(e)
        if name not in MPMATH:
            raise CannotEvaluateError(f"no numerical evaluator for the function '{name}'")
        return MPMATH[name](*[self(a) for a in e.args])

    def _condition(self, e: Any) -> bool:
        if e in (sp.true, sp.false):
            return bool(e)
        name = type(e).__name__
        if name in ("And", "Or"):
            return (all if name == "And" else any)(bool(self(a)) for a in e.args)
        if name == "Not":
            return not self(e.args[0])
        if not e.is_Relational:
            raise CannotEvaluateError(f"no numerical evaluator for the condition '{name}'")
        left, right = self(e.lhs), self(e.rhs)
        table = {"==": left == right, "!=": left != right}
        if e.rel_op in table:
            return bool(table[e.rel_op])
        return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[e.rel_op])

    def _Piecewise(self, e: Any) -> Any:
        for value, condition in e.args:
            if self(condition):
                return self(value)
        return _NAN

    def _Heaviside(self, e: Any) -> Any:
        z = self(e.args[0])
        return mp.mpf(1) if z > 0 else mp.mpf(0) if z < 0 else mp.mpf(1) / 2

    def _Min(self, e: Any) -> Any:
        return min(self(a) for a in e.args)

    def _Max(self, e: Any) -> Any:
        return max(self(a) for a in e.args)

    def _hyper(self, e: Any) -> Any:
        return mp.hyper([self(a) for a in e.ap], [self(b) for b in e.bq], self(e.argument))

    def _DiracDelta(self, _: Any) -> Any:
        return mp.mpf(0)

    def _Derivative(self, e: Any) -> Any:
        (variable, order), *more = e.variable_count
        if more:
            raise CannotEvaluateError("no numerical evaluator for a mixed derivative")
        return derivative(e.expr, variable, int(order), self(variable), self.memo)

    def _Subs(self, e: Any) -> Any:
        inner = _Walk({**self.memo, **dict(zip(e.variables, [self(p) for p in e.point], strict=True))})
        inner.memo = {s: v for s, v in inner.memo.items() if s.is_Symbol}
        return inner(e.expr)


def derivative(function: Any, variable: Any, order: int, at: Any, values: Mapping[Any, Any]) -> Any:
    """Return a derivative that SymPy leaves unevaluated: of zeta by mpmath's own, else by differences."""
    if type(function).__name__ == "zeta" and function.args == (variable,):
        return mp.zeta(at, 1, order)
    symbols = {s: v for s, v in values.items() if s.is_Symbol}
    return mp.diff(lambda v: _Walk({**symbols, variable: v})(function), at, order)


def _power(base: Any, exponent: Any) -> Any:
    if not base and not exponent:
        return mp.mpf(1)
    return mp.power(base, exponent)


def _number(value: Any) -> Any:
    if isinstance(value, mp.mpf):
        return +value  # rounded to the digits of the context
    if isinstance(value, sp.Rational):
        return mp.mpf(value.p) / value.q
    if isinstance(value, sp.NumberSymbol):
        return value._to_mpmath(mp.mp.prec)
    if value in (sp.oo, -sp.oo):
        return mp.inf if value == sp.oo else -mp.inf
    if value in (sp.nan, sp.zoo):
        return _NAN
    if isinstance(value, sp.Float):
        return mp.mpf(value._mpf_)
    if isinstance(value, sp.Basic):
        return _Walk({})(value)
    return mp.mpf(value)
