"""The certificate of an antiderivative: its slope, its continuity, its rise, and the integral by a rule of its own.

The slope is compared at places all over the interval, so that what looks like a pole has places on both sides. The value is
compared with the rise of the function between places very near the ends and, unless the function is entire and so cannot
jump, with a double-exponential rule in 30 digits.
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
    if is_entire(c.function, c.u):
        return  # continuous, with this slope: its rise is the integral
    with mp.workdps(_DIGITS):
        found = mp.quad(integrand, cuts)
    require(abs(found - value) <= _RIGHT * max(1, abs(found)), "the integral is not the rise of the antiderivative")


def is_entire(e: Any, u: Any) -> bool:
    """Whether ``e`` is a polynomial in u and in sines, cosines and exponentials of polynomials in u.

    Examples
    --------
    >>> u = sp.Symbol("u")
    >>> is_entire(u**2 * sp.sin(2 * u), u), is_entire(sp.log(u), u), is_entire(1 / u, u)
    (True, False, False)
    """
    if u not in e.free_symbols or e == u:
        return True
    if isinstance(e, sp.Pow):
        return bool(e.exp.is_Integer and e.exp > 0) and is_entire(e.base, u)
    return isinstance(e, (sp.Add, sp.Mul, sp.sin, sp.cos, sp.exp)) and all(is_entire(a, u) for a in e.args)
