"""Logarithms in a walk: sign and log|value| by factors, so that what under- or overflows still has its logarithm."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np

from symfisher.evaluation import special
from symfisher.evaluation.doubles import as_float, fold, plain, product_of, select, split_sign, times, total_of
from symfisher.evaluation.shifted import Shifted, is_exact, taylor
from symfisher.evaluation.special import Value
from symfisher.evaluation.sums import Sums, gamma_argument


class Logarithms(Sums):
    """The part of a walk that takes logarithms."""

    def _compute_log(self, e: Any) -> tuple[Value, Value]:
        if e.is_Symbol and isinstance(self.symbols.get(e), Shifted):
            series = taylor({1: Fraction(1)}, self.symbols[e])
            return series.sign, series.log
        if e.is_Rational and e != 0:
            log = math.log(abs(int(e.p))) - math.log(int(e.q))
            return np.float64(1.0 if e > 0 else -1.0), np.float64(log) if abs(log) > 1 else np.log(np.abs(as_float(e)))
        if e.is_Mul:
            parts = [self.signed_log(a) for a in e.args]
            return product_of([s for s, _ in parts]), self._sum_logs(e.args, [log for _, log in parts])
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
            sign, log = split_sign(self.value(e))
            return np.where(lost, sign, 1.0)[()], np.where(lost, log, found)[()]
        return split_sign(self.value(e))

    def _sum_logs(self, factors: Any, logs: list[Value]) -> Value:
        """Return the sum of logarithms of factors; quotients of gamma functions go through Stirling's series."""
        plus, minus, rest = [], [], []
        for factor, log in zip(factors, logs, strict=True):
            inverse = factor.is_Pow and factor.exp == -1
            if type(factor).__name__ in ("gamma", "factorial"):
                plus.append(gamma_argument(factor))
            elif inverse and type(factor.base).__name__ in ("gamma", "factorial"):
                minus.append(gamma_argument(factor.base))
            else:
                rest.append(log)
        return total_of([*rest, self._log_gamma_quotient(plus, minus)]) if plus and minus else total_of(logs)

    def _pow_log(self, e: Any) -> tuple[Value, Value]:
        sign, log = self.signed_log(e.base)
        exponent = self.value(e.exp)
        if np.ndim(exponent) == 0 and np.isfinite(exponent) and exponent == np.round(exponent):
            result = np.float64(1.0) if exponent % 2 == 0 else sign
            zero = np.where(sign == 0, 0.0 if exponent > 0 else 1.0, result)
            return zero, times(exponent, log)
        odd = np.where(
            sign < 0, np.where(exponent == np.round(exponent), 1.0 - 2.0 * (np.abs(exponent) % 2), np.nan), 1.0
        )
        return odd, times(exponent, log)

    def _add_log(self, e: Any) -> tuple[Value, Value]:
        if len(self.shifted) == 1:
            whole = self.polynomial(e)
            if whole is not None and (max(whole) == 1 or (max(whole) > 1 and is_exact(whole))):
                series = taylor(whole, self.symbols[self.shifted[0]])
                return series.sign, series.log
        elif self.shifted and (series := self._affine_series(e)) is not None:
            return series.sign, series.log
        value = self.value(e)
        sign, log = split_sign(value)
        if e.args[0] == 1:
            rest = total_of([self.value(a) for a in e.args[1:]])
            small = np.abs(rest) < 0.5
            if np.any(small) and not self._exact_one_minus(e):
                log = np.where(small, np.log1p(np.where(small, rest, 0.0)), log)
        lost = ~np.isfinite(value) | (value == 0) | self._underflowing(e, value)
        if np.any(lost):
            other_sign, other_log = self._log_sum(e.args)
            sign, log = np.where(lost, other_sign, sign), np.where(lost, other_log, log)
        return plain(sign), plain(log)

    def _underflowing(self, e: Any, value: Value) -> Any:
        """Say where a sum and all its terms are so small that they have lost digits."""
        tiny = (np.abs(value) < special.LEAST) & (value != 0)
        return (
            fold(np.logical_and, [tiny, *(np.abs(self.value(a)) < special.LEAST for a in e.args)])
            if np.any(tiny)
            else tiny
        )

    def _exact_one_minus(self, e: Any) -> bool:
        """Say whether the sum was computed by `_one_minus`, which is already exact in the relative sense."""
        return len(e.args) == 2 and e.args[0].is_Rational and self._one_minus(e.args) is not None

    def _log_sum(self, args: Any) -> tuple[Value, Value]:
        parts = [self.signed_log(a) for a in args]
        top = fold(np.maximum, [np.where(np.isnan(log), -np.inf, log) for _, log in parts])
        anchor = np.where(np.isfinite(top), top, 0.0)
        total = total_of([sign * np.exp(log - anchor) for sign, log in parts])
        sign, log = split_sign(total)
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
            sign = select(chosen, lambda b=branch: self.signed_log(b)[0], sign)
            log = select(chosen, lambda b=branch: self.signed_log(b)[1], log)
        return sign, log
