"""Certificates that rest on digits: identified constants, and forms that SymPy returned without a proof.

Both are compared with double-exponential quadrature in many digits; a sum is added up until its terms are negligible.
In several variables, or where the density has kinks, fewer digits are reached. What does not converge is refused.
"""

from __future__ import annotations

from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.quadrature import expectations
from symfisher.replay.bench import DIGITS, POINTS, bench_of, kinks_of, number, require
from symfisher.replay.case import Case

_POINTS = 2
_RIGHT = mp.mpf(10) ** -20
_CLOSE = 1e-9
"""Relative error at which numbers in double precision are taken for agreement."""
_MOST_TERMS = 4000


def identified(proof: Proof, case: Case) -> None:
    """Refuse unless the relation gives the digits, with small coefficients, and the value is right at other points."""
    c = proof.certificate
    require(all(q.is_Rational and max(abs(q.p), q.q) <= 10**4 for q in c.coefficients), "a coefficient is too large")
    require(len(c.basis) <= 8, "the basis is too large")
    with mp.workdps(len(c.digits) + 10):
        total = mp.fsum(
            mp.mpf(sp.N(b, len(c.digits) + 10)) * q.p / q.q for b, q in zip(c.basis, c.coefficients, strict=True)
        )
        require(
            abs(total - mp.mpf(c.digits)) < mp.mpf(10) ** -45 * (1 + abs(total)),
            "the relation does not give the digits",
        )
    integrated(proof, case)


def integrated(proof: Proof, case: Case) -> None:
    """Refuse unless the value is the expectation: to 20 digits, or to 9 at points that no other check used."""
    bench, h = bench_of(case.density), proof.certificate.integrand
    plain = len(case.density.xs) == 1 and not kinks_of(case.density, case.density.xs[0], bench.points[0])
    for index in bench.admissible(proof.conditions)[:_POINTS] if plain else range(len(bench.points))[-POINTS:]:
        point = bench.points[index]
        value = number(proof.value, point)
        found, right = (_expectation(case, h, point), _RIGHT) if plain else (_nearly(case, h, point), _CLOSE)
        require(abs(found - value) <= right * (1 + abs(value)), "the value is not the expectation of the integrand")


def _nearly(case: Case, h: Expr, point: dict[Any, Any]) -> Any:
    """Return the expectation in double precision."""
    exact = {symbol: sp.Rational(mp.nstr(value, DIGITS)) for symbol, value in point.items()}
    (found,), (error,) = expectations(case.density, [h], exact)
    require(error <= _CLOSE * (1 + abs(found)), "the numbers did not converge")
    return mp.mpf(float(found))


def _expectation(case: Case, h: Expr, point: dict[Any, Any]) -> Any:
    (x,) = case.density.xs
    body = case.density.expression.xreplace(point), h.xreplace(point)
    low, high = (e.xreplace(point) for e in case.density.variables[0].domain.ends)

    def term(t: Any) -> Any:
        weight = number(body[0], {x: t})
        return weight * number(body[1], {x: t}) if weight else mp.mpf(0)

    if case.density.discrete:
        return _sum(term, low, high)
    ends = [mp.mpf("-inf") if e == -sp.oo else mp.mpf("inf") if e == sp.oo else number(e, {}) for e in (low, high)]
    middle = [mp.mpf(0)] if ends == [mp.mpf("-inf"), mp.mpf("inf")] else []
    value, error = mp.quad(term, [ends[0], *middle, ends[1]], error=True, maxdegree=9)
    require(error < _RIGHT * (1 + abs(value)), "the quadrature did not converge")
    return value


def _sum(term: Any, low: Expr, high: Expr) -> Any:
    require(low.is_Integer, "the sum has no first term")
    total, x = mp.mpf(0), int(low)
    while high == sp.oo or x <= int(high):
        t = term(mp.mpf(x))
        total += t
        if x > int(low) + 20 and abs(t) < _RIGHT * mp.mpf(10) ** -6 * abs(total):
            return total
        require(x - int(low) < _MOST_TERMS, "the sum did not converge")
        x += 1
    return total
