"""Gamma frailty: bivariate densities that become α(α+1)·S^(−α−2) with S = p + q − 1, p = p(x) > 1 and q = q(y) > 1.

That is Mardia's bivariate Pareto density; the Clayton copula is the same in p = u^(−θ), q = v^(−θ), α = 1/θ. With

    M(a, b, m; i, j) = ∫∫ p^a q^b log^i p log^j q S^(−m) dp dq        over p, q > 1,

one logarithm is elementary: M(a, 0, m; i, 0) = i!/((m − 1)(m − a − 2)^(i+1)), powers of q by q = S + 1 − p. Two logarithms
lose a power each by parts, S^(−m) being ∂p∂q S^(2−m)/((m − 1)(m − 2)), until 1/(pq) is left:

    ∫∫ S^(−n)/(pq) dp dq = ∫₁^∞ S^(−n)·2 log S/(S + 1) dS = ½(ψ′(n/2) − ψ′((n + 1)/2)).

Logarithms of S are derivatives in m.

References: Mardia (1962), Annals of Mathematical Statistics 33, 1008-1015; Oakes (1982), Journal of the Royal Statistical
Society B 44, 414-422; Schepsmeier and Stöber (2014), Statistical Papers 55, 525-542, for the Clayton copula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sympy as sp

from symfisher.calculus import log_terms
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr, Interval
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import Branch, Range, substitution
from symfisher.normal_form import Element, Field, Rewriter
from symfisher.simplification import shorten

name = "frailty"

P, Q, S = sp.symbols("_p _q _s", positive=True)
_M = sp.Symbol("_m", positive=True)
_ABOVE_ONE = Interval(sp.S.One, sp.oo)
_SHORT = 60


@dataclass(frozen=True)
class Term:
    """``coefficient``·p^a q^b S^n log^i p log^j q log^k S."""

    coefficient: Expr
    a: int
    b: int
    n: int
    i: int
    j: int
    k: int

    def function(self) -> Expr:
        """Return the term without its coefficient."""
        return P**self.a * Q**self.b * S**self.n * sp.log(P) ** self.i * sp.log(Q) ** self.j * sp.log(S) ** self.k


@dataclass(frozen=True)
class Frailty:
    """Certificate: in p = first.phi(x), q = second.phi(y) the density is α(α+1)S^(−α−2), and the integrand a sum of terms.

    To be checked: both changes of variable; the density in p and q; the integrand; and that the expectation of the terms is
    the proof's value.
    """

    integrand: Expr
    first: Branch
    second: Branch
    p: Any
    q: Any
    s: Any
    alpha: Expr
    terms: tuple[Term, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] from the moments of Mardia's bivariate Pareto density."""
    density = problem.density
    if density.discrete or len(density.variables) != 2:
        return dict.fromkeys(integrands, Decline("not two continuous variables"))
    for base, exponent in _bases(problem):
        alpha = sp.cancel(-exponent - 2)
        ways = _ways(problem, base)
        if ways is None or not problem.signs.positive(alpha):
            continue
        view = _View(problem, *ways, alpha)
        if view.fits():
            return {entry: view.expectation(h) for entry, h in integrands.items()}
    return dict.fromkeys(integrands, Decline("the density is no power of a sum of functions of each variable"))


def _bases(problem: Problem) -> Iterator[tuple[Expr, Expr]]:
    """Yield (base, exponent) of every power of a sum in both variables; common factors of the sum are divided out."""
    x, y = problem.density.xs
    for exponent, base in log_terms(problem.density.expression):
        if base.is_Add and base.has(x) and base.has(y) and not exponent.has(x, y):
            yield base, exponent
            mixed = [t for t in sp.expand(base).args if t.has(x) and t.has(y)]
            for t in mixed:
                product = sp.Mul(*(f for f in sp.Mul.make_args(t) if f.has(x, y)))
                yield sp.expand(sp.powsimp(sp.expand(base / product))), exponent


def _ways(problem: Problem, base: Expr) -> tuple[Branch, Branch, Expr] | None:
    """Return the changes of variable to p and q, and the value of the base where both are one."""
    x, y = problem.density.xs
    parts = [sp.expand(base).as_independent(v, as_Add=True)[1] for v in (x, y)]
    if parts[0].has(y) or parts[1].has(x):
        return None
    constant = sp.expand(base - parts[0] - parts[1])
    supports = [Range(*v.domain.ends) for v in problem.density.variables]
    if any(e.has(x, y) for r in supports for e in (r.low, r.high)):
        return None
    lows = []
    for v, part, support in zip((x, y), parts, supports, strict=True):
        branches = substitution(part, v, P, support, problem.signs)
        if branches is None or len(branches) != 1 or branches[0].image.high != sp.oo or branches[0].image.low == -sp.oo:
            return None
        lows.append(branches[0].image.low)
    least = sp.factor(constant + sum(lows))
    if not problem.signs.positive(least):
        return None
    found = []
    for v, part, low, support, u in zip((x, y), parts, lows, supports, (P, Q), strict=True):
        phi = sp.expand((part - low) / least) + 1
        branches = substitution(phi, v, u, support, problem.signs)
        if branches is None or branches[0].image != Range(sp.S.One, sp.oo):
            return None
        found.append(branches[0])
    return found[0], found[1], least


class _View:
    """A density seen in p and q."""

    def __init__(self, problem: Problem, first: Branch, second: Branch, least: Expr, alpha: Expr) -> None:
        self.problem, self.first, self.second, self.least, self.alpha = problem, first, second, least, alpha
        self.rewriter = Rewriter(problem.signs.extended({P: _ABOVE_ONE, Q: _ABOVE_ONE, S: _ABOVE_ONE}))

    def inside(self, e: Expr) -> Expr:
        """Write a function of x and y in p, q and S."""
        x, y = self.problem.density.xs
        moved = e.xreplace({x: self.first.inverse, y: self.second.inverse})
        rewritten = self.rewriter.rewrite(moved)
        return self.rewriter.rewrite(rewritten.replace(_is_mixed_sum, self._collected))

    def _collected(self, e: Expr) -> Expr:
        whole = sp.cancel(sp.expand(e) / (P + Q - 1))
        return e if any(f.is_Add and f.has(P, Q) for f in sp.preorder_traversal(whole)) else whole * S

    def fits(self) -> bool:
        """Say whether the density is α(α+1)S^(−α−2) in p and q."""
        slopes = [sp.diff(b.inverse, u) * (1 if b.increasing else -1) for b, u in ((self.first, P), (self.second, Q))]
        own = self.inside(self.problem.density.expression) * self.rewriter.rewrite(slopes[0] * slopes[1])
        ratio = self.rewriter.rewrite(own * S ** (self.alpha + 2))
        ratio = ratio / (self.alpha * (self.alpha + 1))
        rewritten = self.rewriter.rewrite(ratio)
        return bool(Field([rewritten]).convert(rewritten) == Field([rewritten]).K.one)

    def expectation(self, h: Expr) -> Proof | Decline:
        """Return E[h] as a sum of moments."""
        terms = _terms(self.inside(h))
        if terms is None:
            return Decline("the integrand is no sum of powers and logarithms of p, q and p + q − 1")
        total: Expr = sp.S.Zero
        for t in terms:
            if min(t.a, t.b) < 0 or not self.problem.signs.positive(sp.expand(self.alpha - t.n - t.a - t.b)):
                return Decline("a moment is not proved to exist")
            value = mean(t, self.alpha)
            if value is None:
                return Decline("a moment with more logarithms than are known")
            total += t.coefficient * value
        value = shorten(total, self.problem.signs)
        if value.has(sp.nan, sp.zoo, sp.oo):
            return Decline("a moment does not exist")
        certificate = Frailty(h, self.first, self.second, P, Q, S, self.alpha, tuple(terms))
        return Proof(value, name, certificate, steps=(Step(name, h, value),))


def _is_mixed_sum(e: Expr) -> bool:
    return bool(e.is_Add and e.has(P) and e.has(Q) and not e.has(sp.log) and sp.count_ops(e) < _SHORT)


def _terms(h: Expr) -> list[Term] | None:
    """Read a sum of terms off an expression in p, q, S."""
    field = Field([h], [P, Q, S])
    element = field.convert(h)
    slots = {}
    own = (P, Q, S, sp.log(P), sp.log(Q), sp.log(S))
    for i in set(field.indices([P, Q, S])) & _used(element):
        if field.generators[i] not in own:
            return None
        slots[i] = own.index(field.generators[i])
    bottom = _split(element.denom, slots)
    ((below, under), *more) = bottom.items()
    if more or any(below[3:]):
        return None
    found = []
    for powers, c in _split(element.numer, slots).items():
        a, b, n, *logs = (e - f for e, f in zip(powers, below, strict=True))
        coefficient = field.factored(field.K(c) / field.K(under))
        found.append(Term(coefficient, a, b, n, *logs))
    return found


def _used(element: Element) -> set[int]:
    return {i for p in (element.numer, element.denom) for m in p.itermonoms() for i, e in enumerate(m) if e}


def _split(poly: Any, slots: Mapping[int, int]) -> dict[tuple[int, ...], Any]:
    """Collect a polynomial by its powers of p, q, S and their logarithms."""
    parts: dict[tuple[int, ...], dict[Any, Any]] = {}
    for monomial, c in poly.terms():
        powers = [0] * 6
        for i, slot in slots.items():
            powers[slot] = monomial[i]
        rest = tuple(0 if i in slots else e for i, e in enumerate(monomial))
        parts.setdefault(tuple(powers), {})[rest] = c
    return {key: poly.ring.from_dict(part) for key, part in parts.items()}


# -- moments ---------------------------------------------------------------------------------------------------------


def mean(t: Term, alpha: Expr) -> Expr | None:
    """Return the mean of a term without its coefficient; ``None`` if it is not known."""
    value = None if t.k and (t.i or t.j) else moment(t.a, t.b, t.i, t.j)
    if value is None:
        return None
    slope = (-1) ** t.k * sp.diff(value, _M, t.k) if t.k else value
    return alpha * (alpha + 1) * slope.xreplace({_M: alpha + 2 - t.n})


def moment(a: int, b: int, i: int, j: int) -> Expr | None:
    """Return M(a, b, m; i, j) as a function of m; ``None`` if it is not known."""
    if not j:
        return _one_sided(a, b, i)
    if not i:
        return _one_sided(b, a, j)
    return _two_logarithms(a, b) if i == j == 1 else None


def _at(value: Expr, shift: int) -> Expr:
    return value.xreplace({_M: _M + shift})


@cache
def _one_sided(a: int, b: int, i: int) -> Expr:
    """∫∫ p^a q^b log^i p S^(−m): powers of q one by one, by q = S + 1 − p."""
    if b == 0:
        return sp.factorial(i) / ((_M - 1) * (_M - a - 2) ** (i + 1))
    return _at(_one_sided(a, b - 1, i), -1) + _one_sided(a, b - 1, i) - _one_sided(a + 1, b - 1, i)


@cache
def _two_logarithms(a: int, b: int) -> Expr:
    """∫∫ p^a q^b log p log q S^(−m)."""
    if a < b:
        return _two_logarithms(b, a)
    front = 1 / ((_M - 1) * (_M - 2))
    if a == 0:
        n = _M - 2
        return front * (sp.polygamma(1, n / 2) - sp.polygamma(1, (n + 1) / 2)) / 2
    if b == 0 and a == 1:
        return (_at(_two_logarithms(0, 0), -1) + _two_logarithms(0, 0)) / 2
    if b == 0:
        return _at(_two_logarithms(a - 1, 0), -1) + _two_logarithms(a - 1, 0) - _two_logarithms(a - 1, 1)
    inner = a * b * _two_logarithms(a - 1, b - 1) + a * _one_sided(a - 1, b - 1, 1)
    inner += b * _one_sided(b - 1, a - 1, 1) + _one_sided(a - 1, b - 1, 0)
    return front * _at(inner, -2)
