"""Double precision numbers: the walk over a SymPy tree with NumPy, all nodes of a rule at once.

What plain substitution would lose is kept by four habits:

- a variable may be given as `Shifted` (base + offset): in ``x - mu`` base and ``mu`` are added first, so that nothing
  cancels near an end or a far-off mode;
- ``1 - u`` with u a power or an exponential is −expm1(log u), and log(1 + u) is log1p(u);
- logarithms are taken of factors, with their signs apart (`Walk.signed_log`), so that a density that under- or
  overflows still has its logarithm; products that came out as 0·∞ are recomputed that way;
- differences of loggamma are taken by Stirling's series where both arguments are large.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import mpmath as mp
import numpy as np
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import special
from symfisher.evaluation.doubles import as_float, fold, integer_power, select
from symfisher.evaluation.logarithms import Logarithms
from symfisher.evaluation.precise import derivative
from symfisher.evaluation.samples import has_undefined, with_samples
from symfisher.evaluation.shifted import Shifted
from symfisher.evaluation.special import CannotEvaluateError, Value


def evaluate(expressions: Sequence[Expr], values: Mapping[Expr, Any]) -> list[Any]:
    """Return expressions at numbers or arrays of numbers, in double precision.

    Parameters
    ----------
    expressions
        SymPy expressions; subexpressions they share are computed once.
    values
        Symbol to float, array or `Shifted`; SymPy numbers are rounded. Arrays broadcast.

    Returns
    -------
    list of np.ndarray
        One array each, of the common shape of the values; nan where the value is not a real number.

    Raises
    ------
    CannotEvaluateError
        A function without evaluator, or a symbol without value.

    Examples
    --------
    >>> from sympy import Symbol, exp
    >>> x = Symbol("x")
    >>> [float(v) for v in evaluate([1 - exp(-x)], {x: np.array([1e-20, 0.0])})[0]]
    [1e-20, 0.0]
    """
    walk = Walk(values)
    shape = walk.shape
    return [np.broadcast_to(np.asarray(walk.value(e), dtype=float), shape) for e in expressions]


class Walk(Logarithms):
    """One evaluation: the values of the symbols and the memo of all subexpressions, shared by its methods.

    A function named F in SymPy is computed by ``_F`` if there is one, its logarithm by ``_F_log``.
    """

    def _compute(self, e: Any) -> Value:
        if e.is_Symbol:
            return self._symbol(e)
        if e.is_Add:
            return self._add(e)
        if e.is_Mul:
            return self._mul(e)
        if e.is_Pow:
            return self._pow(e)
        if e.is_number and not e.free_symbols and (e.is_Atom or not e.args):
            return as_float(e)
        if e.is_Boolean or e.is_Relational:
            return self._condition(e)
        if has_undefined(e):
            return self.value(with_samples(e))
        name = type(e).__name__
        reader = getattr(self, f"_{name}", None)
        if reader is not None:
            return reader(e)
        return special.call(name, *[self.value(a) for a in e.args])

    def _symbol(self, e: Any) -> Value:
        if e not in self.symbols:
            raise CannotEvaluateError(f"no value for the symbol '{e}'")
        found = self.symbols[e]
        return found.total if isinstance(found, Shifted) else found

    def _mul(self, e: Any) -> Value:
        total = self.value(e.args[0])
        for a in e.args[1:]:
            total = total * self.value(a)
        if np.ndim(total) == 0:
            return total if math.isfinite(total) else self._by_logs(e)
        lost = ~np.isfinite(total)
        if lost.any():
            return np.where(lost, self._by_logs(e), total)
        return total

    def _by_logs(self, e: Any) -> Value:
        sign, log = self.signed_log(e)
        vanishing = (sign == 0) | (np.isnan(log) & self._outweighs_logarithms(e))
        return np.where(vanishing, 0.0, sign * np.exp(log))[()]

    def _outweighs_logarithms(self, e: Any) -> Any:
        """Say where a product is 0·log(0), whose limit is zero: only logarithms are infinite, and a power vanishes."""
        vanishes, beyond = np.False_, np.False_
        for a in e.args:
            value = self.value(a)
            if isinstance(a.base if a.is_Pow and a.exp.is_positive else a, sp.log):
                beyond = beyond | np.isnan(value)
            else:
                vanishes = vanishes | ((value == 0) & (not a.has(sp.log)))
                beyond = beyond | ~np.isfinite(value)
        return vanishes & ~beyond

    def _pow(self, e: Any) -> Value:
        exponent = e.exp
        base = self.value(e.base)
        if exponent.is_Integer:
            return integer_power(base, int(exponent))
        if exponent == sp.S.Half:
            return np.sqrt(base)
        if exponent == -sp.S.Half:
            return 1.0 / np.sqrt(base)
        return np.power(base, self.value(exponent))

    def _log(self, e: Any) -> Value:
        sign, log = self.signed_log(e.args[0])
        return np.where(sign > 0, log, np.where(sign == 0, -np.inf, np.nan))[()]

    def _loggamma(self, e: Any) -> Value:
        return special.log_gamma(self.value(e.args[0]))

    def _binomial(self, e: Any) -> Value:
        if all(np.ndim(self.value(a)) == 0 for a in e.args):
            return special.call("binomial", *[self.value(a) for a in e.args])
        return np.exp(self._binomial_log(e))

    def _Heaviside(self, e: Any) -> Value:
        return np.heaviside(self.value(e.args[0]), 0.5)

    def _DiracDelta(self, e: Any) -> Value:
        return 0.0 * self.value(e.args[0])

    def _Min(self, e: Any) -> Value:
        return fold(np.minimum, [self.value(a) for a in e.args])

    def _Max(self, e: Any) -> Value:
        return fold(np.maximum, [self.value(a) for a in e.args])

    def _Piecewise(self, e: Any) -> Value:
        total: Value = np.nan
        for branch, condition in reversed(e.args):
            total = select(self.value(condition), lambda b=branch: self.value(b), total)
        return total

    def _hyper(self, e: Any) -> Value:
        above, below = len(e.ap), len(e.bq)
        numbers = [self.value(a) for a in (*e.ap, *e.bq, e.argument)]

        def point(*a: Any) -> Any:
            return mp.hyper(list(a[:above]), list(a[above : above + below]), a[-1])

        return (
            special.scalar(point, *numbers)
            if all(np.ndim(v) == 0 for v in numbers)
            else special.elementwise(point, *numbers)
        )

    def _Derivative(self, e: Any) -> Value:
        (variable, order), *more = e.variable_count
        if more:
            raise CannotEvaluateError("no numerical evaluator for a mixed derivative")
        return self._differences(e.expr, variable, int(order), self.value(variable))

    def _Subs(self, e: Any) -> Value:
        inner, points = e.expr, [self.value(p) for p in e.point]
        if len(points) == 1 and type(inner).__name__ == "Derivative" and len(inner.variable_count) == 1:
            variable, order = inner.variable_count[0]
            return self._differences(inner.expr, variable, int(order), points[0])
        return Walk({**self.symbols, **dict(zip(e.variables, points, strict=True))}).value(inner)

    def _differences(self, function: Any, variable: Any, order: int, at: Value) -> Value:
        free = sorted(function.free_symbols - {variable}, key=str)

        def point(v: Any, *others: Any) -> Any:
            return derivative(function, variable, order, v, dict(zip(free, others, strict=True)))

        numbers = [at, *[self.value(s) for s in free]]
        return (
            special.scalar(point, *numbers)
            if all(np.ndim(v) == 0 for v in numbers)
            else special.elementwise(point, *numbers)
        )

    # ---- conditions

    def _condition(self, e: Any) -> Value:
        if e in (sp.true, sp.false):
            return np.bool_(bool(e))
        name = type(e).__name__
        if name in ("And", "Or"):
            return fold(np.logical_and if name == "And" else np.logical_or, [self.value(a) for a in e.args])
        if name == "Not":
            return np.logical_not(self.value(e.args[0]))
        if not e.is_Relational:
            raise CannotEvaluateError(f"no numerical evaluator for the condition '{name}'")
        difference = (
            self.value(e.lhs - e.rhs) if e.rhs.is_finite and e.lhs.is_finite else self.value(e.lhs) - self.value(e.rhs)
        )
        return _COMPARISONS[e.rel_op](difference, 0.0)


_COMPARISONS = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
