"""The certificate of a gamma frailty: both changes of variable, the density in them, the integrand, and its mean.

Every moment is one integral, none of them that of the route: over S with p + q fixed, over p after q, or, with logarithms of
both, over the frailty y with e^(−yS) for S^(−m).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import mpmath as mp

from symfisher.derivation import Proof
from symfisher.replay.bench import FINE, Values, bench_of, exact, inside, number, numbers, require, same, slope, tends
from symfisher.replay.case import Case

_POINTS, _DIGITS, _GONE = 2, 30, 120
_RIGHT = mp.mpf(10) ** -18
_RUNGS = (4, 8, 16, 32, 64)
_PARTS = ((23, 61), (47, 71), (11, 83))


def frailty(proof: Proof, case: Case) -> None:
    """Refuse unless the density is Mardia's in p and q, and the terms have the mean stated."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.normalised and len(case.density.xs) == 2, "the certificate is about another density")
    own = {q.symbol for q in case.density.quantities}
    require(len({c.p, c.q, c.s}) == 3 and not {c.p, c.q, c.s} & own, "the new variables are not new")
    for t in c.terms:
        require(t.coefficient.free_symbols <= own - set(case.density.xs), "a coefficient contains the observation")
    for index in bench.admissible(proof.conditions)[:_POINTS]:
        point = bench.points[index]
        with mp.workdps(FINE):
            _check_ends(c, case, point)
            _check_identities(c, case, point)
        with mp.workdps(_DIGITS):
            mean, parts = _mean(c, point)
            largest = max(1, *map(abs, parts))
            require(abs(number(proof.value, point) - mean) <= _RIGHT * largest, "the terms have another mean")


def _check_ends(c: Any, case: Case, point: Values) -> None:
    """Both ways run from one end of the support to the other as the new variable runs from one to infinity."""
    for branch, u, variable in zip((c.first, c.second), (c.p, c.q), case.density.variables, strict=True):
        ends = numbers(variable.domain.ends, point)
        start, end = ends if branch.increasing else ends[::-1]
        near = [number(branch.inverse, {**point, u: 1 + mp.mpf(10) ** -n}) for n in _RUNGS]
        far = [number(branch.inverse, {**point, u: mp.mpf(10) ** (n // 2)}) for n in _RUNGS]
        require(tends(near, start) and tends(far, end), "an end of the support is not reached")


def _check_identities(c: Any, case: Case, point: Values) -> None:
    alpha = number(c.alpha, point)
    require(alpha > 0, "the density has no total mass of one")
    for parts in zip(_PARTS, (*_PARTS[1:], _PARTS[0]), strict=True):
        p, q = (1 + inside(mp.mpf(0), mp.inf, exact(mp.mpf(a) / b)) for a, b in parts)
        places, speeds = [], []
        for branch, u, at in ((c.first, c.p, p), (c.second, c.q, q)):
            inverse = _function(branch.inverse, u, point)
            places.append(inverse(at))
            speeds.append(slope(inverse, at))
            require(bool(speeds[-1] > 0) == branch.increasing, "a change of variable has the other direction")
        sample = {**point, **dict(zip(case.density.xs, places, strict=True))}
        f, h = numbers([case.density.expression, c.integrand], sample)
        s = p + q - 1
        wanted = alpha * (alpha + 1) * s ** (-alpha - 2)
        require(same(f * abs(speeds[0] * speeds[1]), wanted), "the density in the new variables is another")
        at_ = {**point, c.p: p, c.q: q, c.s: s}
        found = [a * b for t in c.terms for a, b in [numbers([t.coefficient, t.function()], at_)]]
        require(same(h, mp.fsum(found), found), "the integrand is not the sum of the terms")


def _function(e: Any, u: Any, point: Values) -> Any:
    return lambda v: number(e, {**point, u: v})


def _mean(c: Any, point: Values) -> tuple[Any, list[Any]]:
    """Return the mean of the terms, and its summands."""
    alpha = number(c.alpha, point)
    parts = []
    for t in c.terms:
        weight = number(t.coefficient, point) * alpha * (alpha + 1)
        parts.append(weight * _moment((t.a, t.b, t.i, t.j, t.k), alpha + 2 - t.n))
    return mp.fsum(parts), parts


@lru_cache(maxsize=256)
def _moment(powers: tuple[int, ...], m: Any) -> Any:
    """Return ∫∫ p^a q^b log^i p log^j q log^k S·S^(−m), by one integral that suits its logarithms."""
    a, b, i, j, k = powers
    require(min(a, b) >= 0 and m - a - b > 2, "a moment does not exist")
    if not i and not j:
        return _over_tail(lambda s: s ** (-m) * mp.log(s) ** k * _fixed_sum(a, b, s), m - a - b - 2)
    require(k == 0, "a moment is of another kind")
    if not i or not j:
        first, second, n = (a, b, i) if i else (b, a, j)
        return _over_tail(lambda p: p**first * mp.log(p) ** n * _other(second, m, p), m - a - b - 2)
    require(i == j == 1, "a moment is of another kind")
    return _by_laplace(a, b, m)


def _over_tail(function: Callable[[Any], Any], decay: Any) -> Any:
    """Integrate from one to infinity what falls like the power −1 − decay, in the logarithm."""
    cuts = [0, *(mp.mpf(k) / decay for k in (1, 8, 40)), mp.inf]
    return mp.quad(lambda z: function(mp.exp(z)) * mp.exp(z), cuts)


def _fixed_sum(a: int, b: int, s: Any) -> Any:
    """Return the integral of p^a q^b over p, q > 1 with p + q = s + 1."""
    terms = (
        (-1) ** n * mp.binomial(b, n) * (s + 1) ** (b - n) * (s ** (a + n + 1) - 1) / (a + n + 1) for n in range(b + 1)
    )
    return mp.fsum(terms)


def _other(b: int, m: Any, p: Any) -> Any:
    """Return the integral of q^b S^(−m) over q, by q = S − (p − 1)."""
    return mp.fsum(mp.binomial(b, n) * (1 - p) ** (b - n) * p ** (n + 1 - m) / (m - n - 1) for n in range(b + 1))


def _by_laplace(a: int, b: int, m: Any) -> Any:
    """Two logarithms: S^(−m) is a gamma integral over y, in which p and q are apart."""

    def plain(n: int, y: Any) -> Any:
        return mp.e1(y) if n < 0 else (mp.exp(-y) + (n * plain(n - 1, y) if n else 0)) / y

    def logarithmic(n: int, y: Any) -> Any:
        return ((n * logarithmic(n - 1, y) if n else 0) + plain(n - 1, y)) / y

    def integrand(z: Any) -> Any:
        y = mp.exp(z)
        return mp.exp(m * z + y) * logarithmic(a, y) * logarithmic(b, y) if y < _GONE else mp.mpf(0)

    decay = m - a - b - 2
    return mp.quad(integrand, [-mp.inf, -40 / decay, -8 / decay, -1, 0, mp.log(_GONE)]) / mp.gamma(m)
