"""Moments of the kernels that most densities become: gamma and beta, or lognormal, with powers and logarithms.

    E[u^a log^m u]                      under  u^(p−1) e^(−u) / Γ(p)            on (0, ∞)
    E[u^a (1−u)^b log^m u log^n (1−u)]  under  u^(p−1) (1−u)^(q−1) / B(p, q)    on (0, 1)

are derivatives of Γ and B in their arguments: E[u^a log^m u] = Γ⁽ᵐ⁾(p + a)/Γ(p). The beta-prime kernel on (0, ∞) is the beta
kernel in u = v/(1 + v).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.signs import Signs

_S, _T = sp.symbols("_s _t", positive=True)


@dataclass(frozen=True)
class Term:
    """u^a (1±u)^b log^m u log^n (1±u)."""

    a: Expr
    b: Expr
    m: int
    n: int


@dataclass(frozen=True)
class GammaKernel:
    """The density u^(p−1) e^(−u)/Γ(p) on (0, ∞)."""

    p: Expr

    def moment(self, t: Term) -> Expr:
        """Return E[u^a log^m u]; valid for p + a > 0."""
        s = sp.expand(self.p + t.a)
        return rising(self.p, t.a) * _log_moment(t.m).xreplace({_S: s}).doit()

    def total(self) -> Expr:
        """Return the integral of u^(p−1) e^(−u)."""
        return sp.gamma(self.p)


@dataclass(frozen=True)
class BetaKernel:
    """The density u^(p−1)(1−u)^(q−1)/B(p, q) on (0, 1); ``prime`` reads terms in v = u/(1 − u) instead."""

    p: Expr
    q: Expr
    prime: bool = False

    def _exponents(self, t: Term) -> tuple[Expr, Expr]:
        """Exponents of u and 1 − u: v^a (1 + v)^b = u^a (1 − u)^(−a − b)."""
        return (t.a, sp.expand(-t.a - t.b)) if self.prime else (t.a, t.b)

    def moment(self, t: Term) -> Expr:
        """Return the moment; valid where both shifted shapes are positive."""
        a, b = self._exponents(t)
        s, q = sp.expand(self.p + a), sp.expand(self.q + b)
        ratio = rising(self.p, a) * rising(self.q, b) / rising(sp.expand(self.p + self.q), sp.expand(a + b))
        logs = _prime_log_moment(t.m, t.n) if self.prime else _beta_log_moment(t.m, t.n)
        return ratio * logs.xreplace({_S: s, _T: q}).doit()

    def total(self) -> Expr:
        """Return B(p, q)."""
        return sp.gamma(self.p) * sp.gamma(self.q) / sp.gamma(sp.expand(self.p + self.q))


@dataclass(frozen=True)
class LognormalKernel:
    """The density of u on (0, ∞) whose logarithm is N(``mean``, ``variance``)."""

    mean: Expr
    variance: Expr

    def moment(self, t: Term) -> Expr:
        """Return E[u^a log^m u] = e^(aμ + a²v/2)·E[Zᵐ] with Z ~ N(μ + av, v): the exponential tilts the normal."""
        centre = self.mean + t.a * self.variance
        powers = (
            sp.binomial(t.m, k) * sp.factorial2(k - 1) * self.variance ** (k // 2) * centre ** (t.m - k)
            for k in range(0, t.m + 1, 2)
        )
        return sp.exp(sp.expand(t.a * self.mean + t.a**2 * self.variance / 2)) * sp.Add(*powers)

    def total(self) -> Expr:
        """Return the integral of e^(−(log u − μ)²/(2v))/u."""
        return sp.sqrt(2 * sp.pi * self.variance)


Kernel = GammaKernel | BetaKernel | LognormalKernel


def existence(kernel: Kernel, terms: tuple[tuple[Expr, Term], ...], signs: Signs) -> list[Expr]:
    """Return what must be positive for the sum of the terms' moments to exist, where that is not proved.

    Single moments may diverge while their sum converges; the sum of the closed forms is then its analytic continuation,
    which is its value wherever the whole integrand is integrable. So the order of the whole integrand at each end counts.
    """
    if isinstance(kernel, LognormalKernel):
        return []
    if isinstance(kernel, GammaKernel):
        return _needs(kernel.p, [(c, t.a) for c, t in terms], signs)
    unit = _in_unit_interval(terms) if kernel.prime else terms
    needs = []
    for shape, sided in ((kernel.p, unit), (kernel.q, [(c, Term(t.b, t.a, t.n, t.m)) for c, t in unit])):
        if all(signs.positive(sp.expand(shape + t.a)) for _, t in sided):
            continue
        needs += _orders(shape, sided, signs)
    return needs


def _in_unit_interval(terms: tuple[tuple[Expr, Term], ...]) -> list[tuple[Expr, Term]]:
    """Write terms in v = u/(1 − u) as terms in u."""
    return [
        (c * sp.binomial(t.m, k) * (-1) ** (t.m - k + t.n), Term(t.a, sp.expand(-t.a - t.b), k, t.m - k + t.n))
        for c, t in terms
        for k in range(t.m + 1)
    ]


def _needs(shape: Expr, exponents: list[tuple[Expr, Expr]], signs: Signs) -> list[Expr]:
    return [s for _, a in exponents if not signs.positive(s := sp.expand(shape + a))]


def _orders(shape: Expr, terms: Sequence[tuple[Expr, Term]], signs: Signs, most: int = 6) -> list[Expr]:
    """Expand Σ c·u^a log^m u·(1−u)^b log^n(1−u) at u = 0 and return the orders that are really there and not proved."""
    classes: dict[tuple[Expr, int], list[tuple[int, Expr, Term]]] = {}
    for c, t in terms:
        whole = sp.floor(t.a.as_coeff_Add()[0]) if not t.a.is_Integer else t.a
        classes.setdefault((sp.expand(t.a - whole), t.m), []).append((int(whole), c, t))
    needs = []
    for (base, _), members in classes.items():
        low = min(w for w, *_ in members)
        for j in range(most):
            need = sp.expand(shape + base + low + j)
            if signs.positive(need):
                break
            total = sp.Add(*(c * _series(t.b, t.n, low + j - w) for w, c, t in members if low + j >= w))
            if sp.cancel(sp.expand(total)) != 0:
                needs.append(need)
                break
        else:
            needs.append(sp.expand(shape + base + low))
    return needs


def _series(b: Expr, n: int, order: int) -> Expr:
    """Return the coefficient of u^order in (1 − u)^b log^n(1 − u)."""
    u = sp.Symbol("_w", positive=True)
    log = -sp.Add(*(u**k / k for k in range(1, order + 2)))
    power = sp.Add(*(sp.binomial(b, k).expand(func=True) * (-u) ** k for k in range(order + 1)))
    return sp.expand(power * log**n).coeff(u, order)


def rising(p: Expr, a: Expr) -> Expr:
    """Return Γ(p + a)/Γ(p), as a polynomial or rational function where a is an integer."""
    if a.is_Integer and abs(a) <= 60:
        n = int(a)
        if n >= 0:
            return sp.Mul(*(p + k for k in range(n)))
        return 1 / sp.Mul(*(p - k for k in range(1, -n + 1)))
    return sp.gamma(sp.expand(p + a)) / sp.gamma(p)


@cache
def _log_moment(m: int) -> Any:
    """E[log^m u] under Gamma(s): Γ⁽ᵐ⁾(s)/Γ(s)."""
    return _derivatives(sp.loggamma(_S), m, 0)


@cache
def _beta_log_moment(m: int, n: int) -> Any:
    """E[log^m u · log^n (1 − u)] under Beta(s, t)."""
    return _derivatives(sp.loggamma(_S) + sp.loggamma(_T) - sp.loggamma(_S + _T), m, n)


@cache
def _prime_log_moment(m: int, n: int) -> Any:
    """E[log^m v · log^n (1 + v)] with v = u/(1 − u): log v = log u − log(1 − u), log(1 + v) = −log(1 − u)."""
    return sp.expand(
        sum(sp.binomial(m, k) * (-1) ** (m - k) * (-1) ** n * _beta_log_moment(k, m - k + n) for k in range(m + 1))
    )


def _derivatives(log_z: Expr, m: int, n: int) -> Expr:
    """Return (∂ₛᵐ ∂ₜⁿ Z)/Z for Z = exp(log_z)."""
    value: Expr = sp.S.One
    for symbol, count in ((_S, m), (_T, n)):
        slope = sp.diff(log_z, symbol)
        for _ in range(count):
            value = sp.expand(sp.diff(value, symbol) + slope * value)
    return value
