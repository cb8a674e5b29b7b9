"""The certificate of an antiderivative: its slope, its continuity, its rise, and the integral by a rule of its own.

The slope is compared at places all over the interval, so that what looks like a pole has places on both sides. The value is
compared with the rise of the function between places very near the ends, and with a double-exponential rule in 30 digits.
"""

from __future__ import annotations

from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.replay.bench import FINE, Values, bench_of, number, require, same, slope
from symfisher.replay.case import Case
from symfisher.replay.changes import check_cover, check_ways, ends_of, speed

_POINTS, _PLACES, _PANELS = 2, 9, 4
_DIGITS, _EXACT = 30, 300
"""Digits of the rule, and those in which the integrand is computed: poles that cancel cost digits near an end."""
_RIGHT, _NEAR = mp.mpf(10) ** -18, mp.mpf(10) ** -25


def antiderivative(proof: Proof, case: Case) -> None:
    """Refuse unless the function has the stated derivative and rises by the value."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.normalised and (c.x,) == case.density.xs, "the certificate is about another variable")
    own = {q.symbol for q in case.density.quantities}
    require(c.function.free_symbols <= (own - {c.x}) | {c.u}, "the antiderivative contains the observation")
    check_ways(case.density, [(c.branch, c.u)])
    for index in bench.admissible(proof.conditions)[:_POINTS]:
        point = bench.points[index]
        with mp.workdps(FINE):
            check_cover(case.density, [(c.branch, c.u)], point)
            low, high = ends_of(c.branch.image, point)
            _check_slope(c, case, point, low, high)
            _check_rise(c, case, point, low, high, number(proof.value, point))


def _check_slope(c: Any, case: Case, point: Values, low: Any, high: Any) -> None:
    for k in range(_PLACES):
        u = low + (high - low) * (mp.mpf(k) + mp.mpf(13) / 31) / _PLACES
        x, factor = speed(case.density, (c.branch, c.u), point, u)
        own = number(case.density.expression * c.integrand, {**point, c.x: x}) * factor
        stated = slope(lambda v: number(c.function, {**point, c.u: v}), u)
        require(same(own, stated), "the antiderivative has another slope")


def _check_rise(c: Any, case: Case, point: Values, low: Any, high: Any, value: Any) -> None:
    body = case.density.expression.xreplace({c.x: c.branch.inverse}) * c.integrand.xreplace({c.x: c.branch.inverse})
    body = body * sp.diff(c.branch.inverse, c.u) * (1 if c.branch.increasing else -1)

    def integrand(u: Any) -> Any:
        with mp.workdps(_EXACT):
            return number(body, {**point, c.u: u})

    cuts = [low + (high - low) * mp.mpf(k) / _PANELS for k in range(_PANELS + 1)]
    with mp.workdps(_EXACT):
        inner = [low + (high - low) * _NEAR, high - (high - low) * _NEAR]
        rise = [number(c.function, {**point, c.u: u}) for u in inner]
    require(
        abs(rise[1] - rise[0] - value) <= _RIGHT * max(1, abs(value)), "the antiderivative does not rise by the value"
    )
    with mp.workdps(_DIGITS):
        found = mp.quad(integrand, cuts)
    require(abs(found - value) <= _RIGHT * max(1, abs(found)), "the integral is not the rise of the antiderivative")
