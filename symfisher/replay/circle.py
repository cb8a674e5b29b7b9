"""The certificate of an integral over a period: its even part is a sum of functions of the cosine of the angle."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.expectation.circle import Period
from symfisher.replay.bench import Values, bench_of, exact, number, numbers, require, same
from symfisher.replay.case import Case

_ANGLES = tuple(sp.Rational(*t) for t in ((23, 61), (47, 71), (-189, 83)))
_POINTS = 2
_RIGHT = mp.mpf(10) ** -18


def period(proof: Proof, case: Case) -> None:
    """Check period, symmetry and split of the integrand, and the integrals of its terms."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.normalised and (c.x,) == case.density.xs, "the certificate is about another variable")
    own = (e for k, b, v in c.terms for e in (k, v, b.s, b.c1, b.c0, b.alpha, b.beta))
    require(c.x not in sp.Tuple(c.centre, *own).free_symbols, "a coefficient contains the observation")
    require(isinstance(c.frequency, int) and c.frequency >= 1, "the frequency is no whole number")
    for index in bench.admissible(proof.conditions)[:_POINTS]:
        point = bench.points[index]
        _check_support(c, case, point)
        for angle in map(exact, _ANGLES):
            ahead, back, round_ = (_integrand(c, case, point, y) for y in (angle, -angle, angle + 2 * mp.pi))
            require(same(ahead, round_, [back]), "the integrand has another period")
            require(c.share == 1 or same(ahead, back), "half a period is half of it for even integrands only")
            found = [number(k * b.function(c.x), {**point, c.x: mp.cos(angle)}) for k, b, _ in c.terms]
            require(same((ahead + back) / 2, mp.fsum(found), [ahead, *found]), "the even part is not the sum of terms")
        parts = numbers([c.share * k * v for k, _, v in c.terms], point)
        require(same(number(proof.value, point), mp.fsum(parts), parts), "the integrals do not add up to the value")
        _check_quadrature(c, point, parts)


def _integrand(c: Period, case: Case, point: Values, angle: Any) -> Any:
    x = number(c.centre, point) + angle / c.frequency
    f, h = numbers([case.density.expression, c.integrand], {**point, c.x: x})
    return f * h


def _check_support(c: Period, case: Case, point: Values) -> None:
    low, high, centre = numbers([*case.density.variables[0].domain.ends, c.centre], point)
    if c.share == 1:
        return require(same(high - low, 2 * mp.pi), "the support is not one period")
    turned = abs(low - centre) < mp.mpf(10) ** -25 or same(low - centre, -mp.pi)
    return require(c.share == sp.S.Half and c.frequency == 1 and same(high - low, mp.pi) and turned, "no half period")


def _check_quadrature(c: Period, point: Values, parts: list[Any]) -> None:
    """Compare the stated integrals with quadrature of the sum of the terms."""
    rows = [(*numbers([c.share * k, b.s, b.c1, b.c0, b.alpha, b.beta], point), b.m, b.n) for k, b, _ in c.terms]
    require(all(b.m == 0 and b.beta == 0 for _, b, _ in c.terms), "a term is of no kind known over a period")

    def total(y: Any) -> Any:
        u = mp.cos(y)
        return mp.fsum(k * u ** (s - 1) * mp.exp(-a * u) / (c1 * u + c0) ** n for k, s, c1, c0, a, _, _, n in rows)

    with mp.workdps(30):
        found = 2 * mp.quad(total, [0, mp.pi / 8, mp.pi / 2, 7 * mp.pi / 8, mp.pi])
    require(abs(found - mp.fsum(parts)) <= _RIGHT * max([1, *map(abs, parts)]), "an integral is not what is stated")
