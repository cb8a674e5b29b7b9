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
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import special
from symfisher.evaluation.precise import derivative, evaluate_mp
from symfisher.evaluation.samples import has_undefined, with_samples
from symfisher.evaluation.shifted import Polynomial, Series, Shifted, add, is_exact, multiply, power, taylor
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


class Walk:
    """One evaluation: the values of the symbols and the memo of all subexpressions, shared by its methods."""

    def __init__(self, values: Mapping[Expr, Any]) -> None:
        self.symbols: dict[Any, Any] = {s: v if isinstance(v, Shifted) else _float(v) for s, v in values.items()}
        self.memo: dict[Any, Value] = {}
        self.logs: dict[Any, tuple[Value, Value]] = {}
        self.polynomials: dict[Any, Polynomial | None] = {}
        self.exact = {s: exact for s, v in values.items() if (exact := _fraction(v)) is not None}
        self.shifted = [s for s, v in values.items() if isinstance(v, Shifted)]
        with np.errstate(all="ignore"):
            totals = [v.total if isinstance(v, Shifted) else v for v in self.symbols.values()]
        self.shape = np.broadcast_shapes(*[np.shape(v) for v in totals]) if totals else ()

    def value(self, e: Any) -> Value:
        """Return the value of an expression: a float if it contains no array, else an array."""
        found = self.memo.get(e)
        if found is None:
            with np.errstate(all="ignore"):
                found = self._compute(e)
            self.memo[e] = found
        return found

    def signed_log(self, e: Any) -> tuple[Value, Value]:
        """Return sign and log|value| of an expression, by its factors."""
        found = self.logs.get(e)
        if found is None:
            with np.errstate(all="ignore"):
                found = self._compute_log(e)
            self.logs[e] = found
        return found

    # ---- values

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
            return _float(e)
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

    def _add(self, e: Any) -> Value:
        around = self._around_bases(e) if self.shifted else None
        if around is not None:
            return around
        args = e.args
        if len(args) == 2 and args[0].is_Rational:
            close = self._one_minus(args)
            if close is not None:
                return close
        gammas = [a for a in args if _has_loggamma(a)]
        if len(gammas) > 1:
            return self._add_loggammas(args, gammas)
        values = [self.value(a) for a in args]
        total = _sum(values)
        if (
            np.ndim(total) == 0
            and abs(total) < 1e-3 * sum(abs(v) for v in values)
            and e.free_symbols <= self.exact.keys()
        ):
            return _float_mp(evaluate_mp([e], {s: _rational(self.exact[s]) for s in e.free_symbols}, 40)[0])
        return total

    def _around_bases(self, e: Any) -> Value | None:
        """Return a sum whose polynomial part was expanded about the base of its variable, or None."""
        if len(self.shifted) > 1:
            return self._affine(e)
        known = [(a, self.polynomial(a)) for a in e.args]
        inside = [(a, p) for a, p in known if p is not None]
        if max((max(p) for _, p in inside if not is_exact(p)), default=0) == 0:
            inside = [(a, p) for a, p in inside if is_exact(p)]
        if len(inside) < 2 or (degree := max(max(p) for _, p in inside)) < 1:
            return None
        total = add([p for _, p in inside])
        if degree > 1 and not is_exact(total):
            return None
        series = taylor(total, self.symbols[self.shifted[0]])
        value = series.value
        taken = [a for a, _ in inside]
        if degree > 1:
            terms = [self.value(a) for a in taken]
            value = np.where(series.size > _sum([np.abs(v) for v in terms]), _sum(terms), value)
        return _sum([value, *[self.value(a) for a in e.args if a not in taken]])

    def _affine(self, e: Any) -> Value | None:
        """Return constants + Σ c·x over several variables, as `_affine_series` does; None for other sums."""
        series = self._affine_series(e)
        return None if series is None else series.value

    def _affine_series(self, e: Any) -> Series | None:
        """Return constants + Σ c·x over several variables: all but the last one first, then its base and offset."""
        parts = {}
        for a in e.args:
            coefficient, rest = a.as_coeff_Mul()
            if rest in self.shifted:
                parts[rest] = float(coefficient)
        if not parts:
            return None
        last = max(parts, key=self.shifted.index)
        others = e.func(*[a for a in e.args if a.as_coeff_Mul()[1] is not last])
        x, c = self.symbols[last], parts[last]
        return taylor({1: c}, Shifted((self.value(others) + c * x.base) / c, x.offset, None, x.log_offset, x.side))

    def polynomial(self, e: Any) -> Polynomial | None:
        """Return an expression as a polynomial of degree 4 or less in the one shifted variable, or None."""
        if e not in self.polynomials:
            self.polynomials[e] = self._read_polynomial(e)
        return self.polynomials[e]

    def _read_polynomial(self, e: Any) -> Polynomial | None:
        if e.is_Rational:
            return {0: Fraction(int(e.p), int(e.q))}
        if e.is_Symbol:
            if e in self.shifted:
                return {1: Fraction(1)}
            return {0: self.exact[e]} if e in self.exact else None
        if e.is_Add or e.is_Mul:
            parts = [self.polynomial(a) for a in e.args]
            return None if any(p is None for p in parts) else (add if e.is_Add else multiply)(parts)
        if e.is_Pow and e.exp.is_Integer:
            base = self.polynomial(e.base)
            return None if base is None else power(base, int(e.exp))
        if e.is_number and not e.args:
            return {0: float(e)} if e.is_finite else None
        if e.is_Boolean or e.is_Relational or not self.shifted or self.shifted[0] in e.free_symbols:
            return None
        if not e.free_symbols <= self.symbols.keys():
            return None
        value = self.value(e)
        return {0: float(value)} if np.ndim(value) == 0 and math.isfinite(value) else None

    def _one_minus(self, args: Any) -> Value | None:
        """Return c(1 − u) for a power or an exponential u, c(1 ± erf z), c(1 ± cos z) without cancellation, or None."""
        coefficient, u = args[1].as_coeff_Mul()
        if abs(coefficient) != abs(args[0]):
            return None
        positive, sign = coefficient == args[0], float(args[0])
        if type(u).__name__ == "cos":
            return None if (around := self._cosine_turn(u, positive)) is None else sign * around
        if type(u).__name__ == "erf":
            z = self.value(u.args[0])
            return sign * special.call("erfc", -z if positive else z)
        if positive or not (u.is_Pow or type(u).__name__ == "exp"):
            return None
        u_sign, u_log = self.signed_log(u)
        direct = 1.0 - u_sign * np.exp(u_log)
        return sign * np.where(u_sign > 0, -np.expm1(np.where(u_sign > 0, u_log, 0.0)), direct)[()]

    def _cosine_turn(self, u: Any, positive: bool) -> Value | None:
        """Return 1 ± cos z as 2 sin²((z − z₀)/2), z₀ the nearest zero of it to the base of z."""
        z = self.polynomial(u.args[0]) if len(self.shifted) == 1 else None
        if z is None or max(z) == 0:
            return None
        x = self.symbols[self.shifted[0]]
        base = float(taylor(z, Shifted(x.base, np.zeros(1), x.exact)).value[0])
        turn = (2 * round((base / math.pi - positive) / 2) + positive) * math.pi
        gap = base - turn if abs(base - turn) > 1e-15 * abs(base) else 0.0
        moved = taylor({**z, 0: 0.0}, x).value - float(
            taylor({**z, 0: 0.0}, Shifted(x.base, np.zeros(1), x.exact)).value[0]
        )
        return 2 * np.sin((gap + moved) / 2) ** 2

    def _add_loggammas(self, args: Any, gammas: list[Any]) -> Value:
        """Return a sum in which pairs loggamma(z + d) − loggamma(z) are taken together."""
        rest = [self.value(a) for a in args if a not in gammas]
        terms = [_loggamma_term(a) for a in gammas]
        plus = [_gamma_argument(f) for factor, f in terms if factor > 0]
        minus = [_gamma_argument(f) for factor, f in terms if factor < 0]
        return _sum([*rest, self._log_gamma_quotient(plus, minus)])

    def _log_gamma_quotient(self, above: list[Any], below: list[Any]) -> Value:
        """Return Σ log Γ(above) − Σ log Γ(below); those that vary are paired, by Stirling's series if large."""
        upper = [z for z in above if np.ndim(self.value(z))]
        lower = [z for z in below if np.ndim(self.value(z))]
        parts = [special.log_gamma(self.value(z)) for z in above if z not in upper]
        parts += [-special.log_gamma(self.value(z)) for z in below if z not in lower]
        while upper and lower:
            high, low = upper.pop(), lower.pop()
            parts.append(special.log_gamma_shift(self.value(low), self.value(high - low)))
        parts += [special.log_gamma(self.value(z)) for z in upper]
        return _sum([*parts, *[-special.log_gamma(self.value(z)) for z in lower]])

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
            return _integer_power(base, int(exponent))
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
        return _fold(np.minimum, [self.value(a) for a in e.args])

    def _Max(self, e: Any) -> Value:
        return _fold(np.maximum, [self.value(a) for a in e.args])

    def _Piecewise(self, e: Any) -> Value:
        total: Value = np.nan
        for branch, condition in reversed(e.args):
            total = _select(self.value(condition), lambda b=branch: self.value(b), total)
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
            return _fold(np.logical_and if name == "And" else np.logical_or, [self.value(a) for a in e.args])
        if name == "Not":
            return np.logical_not(self.value(e.args[0]))
        if not e.is_Relational:
            raise CannotEvaluateError(f"no numerical evaluator for the condition '{name}'")
        difference = (
            self.value(e.lhs - e.rhs) if e.rhs.is_finite and e.lhs.is_finite else self.value(e.lhs) - self.value(e.rhs)
        )
        return _COMPARISONS[e.rel_op](difference, 0.0)

    # ---- logarithms

    def _compute_log(self, e: Any) -> tuple[Value, Value]:
        if e.is_Symbol and isinstance(self.symbols.get(e), Shifted):
            series = taylor({1: Fraction(1)}, self.symbols[e])
            return series.sign, series.log
        if e.is_Rational and e != 0:
            log = math.log(abs(int(e.p))) - math.log(int(e.q))
            return np.float64(1.0 if e > 0 else -1.0), np.float64(log) if abs(log) > 1 else np.log(np.abs(_float(e)))
        if e.is_Mul:
            parts = [self.signed_log(a) for a in e.args]
            return _product([s for s, _ in parts]), self._sum_logs(e.args, [log for _, log in parts])
        if e.is_Pow:
            return self._pow_log(e)
        if e.is_Add:
            return self._add_log(e)
        reader = getattr(self, f"_{type(e).__name__}_log", None)
        if reader is not None:
            found = reader(e)
            if isinstance(found, tuple):
                return found
            lost = np.isnan(found)
            if not np.any(lost):
                return np.float64(1.0), found
            sign, log = _split(self.value(e))
            return np.where(lost, sign, 1.0)[()], np.where(lost, log, found)[()]
        return _split(self.value(e))

    def _sum_logs(self, factors: Any, logs: list[Value]) -> Value:
        """Return the sum of logarithms of factors; quotients of gamma functions go through Stirling's series."""
        plus, minus, rest = [], [], []
        for factor, log in zip(factors, logs, strict=True):
            inverse = factor.is_Pow and factor.exp == -1
            if type(factor).__name__ in ("gamma", "factorial"):
                plus.append(_gamma_argument(factor))
            elif inverse and type(factor.base).__name__ in ("gamma", "factorial"):
                minus.append(_gamma_argument(factor.base))
            else:
                rest.append(log)
        return _sum([*rest, self._log_gamma_quotient(plus, minus)]) if plus and minus else _sum(logs)

    def _pow_log(self, e: Any) -> tuple[Value, Value]:
        sign, log = self.signed_log(e.base)
        exponent = self.value(e.exp)
        if np.ndim(exponent) == 0 and np.isfinite(exponent) and exponent == np.round(exponent):
            result = np.float64(1.0) if exponent % 2 == 0 else sign
            zero = np.where(sign == 0, 0.0 if exponent > 0 else 1.0, result)
            return zero, _times(exponent, log)
        odd = np.where(
            sign < 0, np.where(exponent == np.round(exponent), 1.0 - 2.0 * (np.abs(exponent) % 2), np.nan), 1.0
        )
        return odd, _times(exponent, log)

    def _add_log(self, e: Any) -> tuple[Value, Value]:
        if len(self.shifted) == 1:
            whole = self.polynomial(e)
            if whole is not None and (max(whole) == 1 or (max(whole) > 1 and is_exact(whole))):
                series = taylor(whole, self.symbols[self.shifted[0]])
                return series.sign, series.log
        elif self.shifted and (series := self._affine_series(e)) is not None:
            return series.sign, series.log
        value = self.value(e)
        sign, log = _split(value)
        if e.args[0] == 1:
            rest = _sum([self.value(a) for a in e.args[1:]])
            small = np.abs(rest) < 0.5
            if np.any(small) and not self._exact_one_minus(e):
                log = np.where(small, np.log1p(np.where(small, rest, 0.0)), log)
        lost = ~np.isfinite(value) | (value == 0)
        if np.any(lost):
            other_sign, other_log = self._log_sum(e.args)
            sign, log = np.where(lost, other_sign, sign), np.where(lost, other_log, log)
        return _plain(sign), _plain(log)

    def _exact_one_minus(self, e: Any) -> bool:
        """Say whether the sum was computed by `_one_minus`, which is already exact in the relative sense."""
        return len(e.args) == 2 and e.args[0].is_Rational and self._one_minus(e.args) is not None

    def _log_sum(self, args: Any) -> tuple[Value, Value]:
        parts = [self.signed_log(a) for a in args]
        top = _fold(np.maximum, [np.where(np.isnan(log), -np.inf, log) for _, log in parts])
        anchor = np.where(np.isfinite(top), top, 0.0)
        total = _sum([sign * np.exp(log - anchor) for sign, log in parts])
        sign, log = _split(total)
        return sign, log + anchor

    def _exp_log(self, e: Any) -> tuple[Value, Value]:
        return np.float64(1.0), self.value(e.args[0])

    def _Abs_log(self, e: Any) -> tuple[Value, Value]:
        sign, log = self.signed_log(e.args[0])
        return np.abs(sign), log

    def _gamma_log(self, e: Any) -> Value:
        return special.log_gamma(self.value(e.args[0]))

    def _factorial_log(self, e: Any) -> Value:
        return special.log_gamma(self.value(e.args[0]) + 1.0)

    def _binomial_log(self, e: Any) -> Value:
        n, k = (self.value(a) for a in e.args)
        other = self.value(e.args[0] - e.args[1])
        inside = (k > -1) & (other > -1)
        kk, oo = np.where(inside, k, 1.0), np.where(inside, other, 1.0)
        least = np.minimum(kk, oo)
        most = np.maximum(kk, oo)
        value = special.log_gamma_shift(most + 1.0, least) - special.log_gamma(least + 1.0)
        outside = np.where(((k < 0) | (other < 0)) & (n >= 0), -np.inf, np.nan)
        return np.where(inside, value, outside)[()]

    def _beta_log(self, e: Any) -> Value:
        a, b = (self.value(z) for z in e.args)
        if np.ndim(a) == 0 and np.ndim(b) == 0:
            return special.scalar(lambda u, v: mp.log(mp.beta(u, v)), a, b)
        least, most = np.minimum(a, b), np.maximum(a, b)
        return special.log_gamma(least) - special.log_gamma_shift(most, least)

    def _RisingFactorial_log(self, e: Any) -> Value:
        return special.log_gamma_shift(self.value(e.args[0]), self.value(e.args[1]))

    def _besseli_log(self, e: Any) -> Value:
        return special.log_bessel_i(self.value(e.args[0]), self.value(e.args[1]))

    def _erfc_log(self, e: Any) -> Value:
        return special.log_erfc(self.value(e.args[0]))

    def _cosh_log(self, e: Any) -> Value:
        size = np.abs(self.value(e.args[0]))
        return size + np.log1p(np.exp(-2 * size)) - math.log(2)

    def _sech_log(self, e: Any) -> Value:
        return -self._cosh_log(e)

    def _Piecewise_log(self, e: Any) -> tuple[Value, Value]:
        sign: Value = np.nan
        log: Value = np.nan
        for branch, condition in reversed(e.args):
            chosen = self.value(condition)
            sign = _select(chosen, lambda b=branch: self.signed_log(b)[0], sign)
            log = _select(chosen, lambda b=branch: self.signed_log(b)[1], log)
        return sign, log


_COMPARISONS = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def _has_loggamma(e: Any) -> bool:
    return _loggamma_term(e)[0] != 0


def _loggamma_term(e: Any) -> tuple[int, Any]:
    """Return (±1, f) if the term is ± a log-gamma (loggamma, log of gamma or factorial), else (0, None)."""
    factor = 1
    if e.is_Mul and len(e.args) == 2 and e.args[0] == -1:
        factor, e = -1, e.args[1]
    name = type(e).__name__
    if name == "loggamma" or (name == "log" and type(e.args[0]).__name__ in ("gamma", "factorial")):
        return factor, e
    return 0, None


def _gamma_argument(function: Any) -> Any:
    """Return z of a function that is log Γ(z), Γ(z) or (z − 1)!, or the logarithm of one."""
    inner = function.args[0] if type(function).__name__ == "log" else function
    return inner.args[0] + 1 if type(inner).__name__ == "factorial" else inner.args[0]


def _float(value: Any) -> Value:
    if isinstance(value, np.ndarray):
        return value if value.dtype == float else value.astype(float)
    if isinstance(value, sp.Rational):
        return (
            np.float64(value.p / value.q)
            if abs(value.p) < 1 << 1000 and value.q < 1 << 1000
            else np.float64(sp.Float(value))
        )
    if isinstance(value, sp.Basic):
        if value in (sp.nan, sp.zoo, sp.I):
            return np.float64("nan")
        number = sp.N(value, 17)
        return np.float64(number) if number.is_real or number.is_infinite else np.float64("nan")
    return np.asarray(value, dtype=float)[()]


def _fraction(value: Any) -> Fraction | None:
    if isinstance(value, sp.Rational):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, int | float) and math.isfinite(value):
        return Fraction(value)
    return None


def _rational(value: Fraction) -> Any:
    return sp.Rational(value.numerator, value.denominator)


def _float_mp(value: Any) -> Value:
    return np.float64(special.real(value))


def _finite(values: list[Any]) -> bool:
    return all(math.isfinite(v) for v in values)


def _integer_power(base: Value, exponent: int) -> Value:
    if exponent == -1:
        return 1.0 / np.float64(base) if np.ndim(base) == 0 else 1.0 / base
    if exponent == 2:
        return base * base
    if exponent == 3:
        return base * base * base
    return np.power(np.float64(base) if np.ndim(base) == 0 else base, float(exponent))


def _sum(values: list[Value]) -> Value:
    """Return a sum; the scalars among the terms are added first, exactly."""
    scalars = [v for v in values if np.ndim(v) == 0]
    total: Value = np.float64(math.fsum(scalars)) if _finite(scalars) else np.float64(sum(scalars))
    for v in values:
        if np.ndim(v):
            total = total + v
    return total


def _product(values: list[Value]) -> Value:
    total: Value = np.float64(1.0)
    for v in values:
        total = total * v
    return total


def _times(exponent: Value, log: Value) -> Value:
    """Return exponent·log with 0·(±∞) = 0, so that 0**0 is 1."""
    return np.where(exponent == 0, 0.0, exponent * log)[()]


def _fold(function: Any, values: list[Value]) -> Value:
    total = values[0]
    for v in values[1:]:
        total = function(total, v)
    return total


def _plain(value: Value) -> Value:
    """Turn an array without dimensions into a number."""
    return value[()] if isinstance(value, np.ndarray) else value


def _split(value: Value) -> tuple[Value, Value]:
    return np.sign(value), np.log(np.abs(value))


def _select(condition: Value, branch: Any, otherwise: Value) -> Value:
    """Return ``np.where(condition, branch(), otherwise)``, without computing a branch that is nowhere chosen."""
    if not np.any(condition):
        return otherwise
    if np.all(condition):
        return branch()
    return np.where(condition, branch(), otherwise)
