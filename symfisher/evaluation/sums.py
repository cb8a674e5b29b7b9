"""Sums in a walk: polynomials about the base of a shifted variable, 1 − u and differences of loggamma without cancellation."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from symfisher.evaluation import special
from symfisher.evaluation.doubles import as_rational, total_of
from symfisher.evaluation.memory import Memory
from symfisher.evaluation.precise import evaluate_mp
from symfisher.evaluation.shifted import Polynomial, Series, Shifted, add, is_exact, multiply, power, taylor
from symfisher.evaluation.special import Value


class Sums(Memory):
    """The part of a walk that adds."""

    def _add(self, e: Any) -> Value:
        around = self._around_bases(e) if self.shifted else None
        if around is not None:
            return around
        args = e.args
        if len(args) == 2 and args[0].is_Rational:
            close = self._one_minus(args)
            if close is not None:
                return close
        gammas = [a for a in args if has_loggamma(a)]
        if len(gammas) > 1:
            return self._add_loggammas(args, gammas)
        values = [self.value(a) for a in args]
        total = total_of(values)
        if (
            np.ndim(total) == 0
            and abs(total) < 1e-3 * sum(abs(v) for v in values)
            and e.free_symbols <= self.exact.keys()
        ):
            return np.float64(
                special.real(evaluate_mp([e], {s: as_rational(self.exact[s]) for s in e.free_symbols}, 40)[0])
            )
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
            value = np.where(series.size > total_of([np.abs(v) for v in terms]), total_of(terms), value)
        return total_of([value, *[self.value(a) for a in e.args if a not in taken]])

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
        terms = [loggamma_term(a) for a in gammas]
        plus = [gamma_argument(f) for factor, f in terms if factor > 0]
        minus = [gamma_argument(f) for factor, f in terms if factor < 0]
        return total_of([*rest, self._log_gamma_quotient(plus, minus)])

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
        return total_of([*parts, *[-special.log_gamma(self.value(z)) for z in lower]])


def has_loggamma(e: Any) -> bool:
    """Say whether a term is ± a log-gamma."""
    return loggamma_term(e)[0] != 0


def loggamma_term(e: Any) -> tuple[int, Any]:
    """Return (±1, f) if the term is ± a log-gamma (loggamma, log of gamma or factorial), else (0, None)."""
    factor = 1
    if e.is_Mul and len(e.args) == 2 and e.args[0] == -1:
        factor, e = -1, e.args[1]
    name = type(e).__name__
    if name == "loggamma" or (name == "log" and type(e.args[0]).__name__ in ("gamma", "factorial")):
        return factor, e
    return 0, None


def gamma_argument(function: Any) -> Any:
    """Return z of a function that is log Γ(z), Γ(z) or (z − 1)!, or the logarithm of one."""
    inner = function.args[0] if type(function).__name__ == "log" else function
    return inner.args[0] + 1 if type(inner).__name__ == "factorial" else inner.args[0]
