"""Numbers for the checker: a density at a few points, with its own derivatives of log f, and what it means to agree.

Points do not depend on the certificate. Parameters are `symfisher.quadrature.draw_points`; values of the variables are
fixed places inside the support, some in each piece between kinks. Derivatives are differences of log f at 110 digits,
so that a mistake in the symbolic differentiation shows as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, FiniteSet, Interval
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate_mp
from symfisher.quadrature import draw_points
from symfisher.quadrature.locate import special_points

DIGITS, FINE = 40, 110
"""Decimal digits of a comparison, and of differences (and of a comparison that failed, before that is believed)."""
TOLERANCE = mp.mpf(10) ** -25
TINY = mp.mpf(10) ** -15
STEP = mp.mpf(10) ** -30
POINTS = 3
_DRAWN = 9
_MOST_SAMPLES = 8
_PARTS = tuple(sp.Rational(*t) for t in ((23, 61), (47, 71), (11, 83), (79, 89)))
Values = dict[Any, Any]


class RefusedError(Exception):
    """Something that a certificate states does not hold."""


def require(condition: Any, reason: str) -> None:
    """Refuse the certificate unless ``condition``."""
    if not condition:
        raise RefusedError(reason)


def numbers(expressions: Iterable[Expr], at: Values) -> list[Any]:
    """Evaluate expressions with the digits of the current mpmath context."""
    return evaluate_mp([sp.sympify(e, strict=True) for e in expressions], at, mp.mp.dps)


def number(expression: Expr, at: Values) -> Any:
    """Evaluate one expression with the digits of the current mpmath context."""
    return numbers([expression], at)[0]


def exact(value: Any) -> Any:
    """Return a number of a point with the digits of the current mpmath context."""
    return mp.mpf(value.p) / value.q if isinstance(value, sp.Rational) else mp.mpf(value)


def same(a: Any, b: Any, terms: Iterable[Any] = ()) -> bool:
    """Say whether two numbers agree to 25 digits of the greatest of them and of the ``terms`` they are sums of."""
    return bool(abs(a - b) <= TOLERANCE * max(abs(a), abs(b), TINY, *map(abs, terms)))


def slope(function: Callable[[Any], Any], at: Any) -> Any:
    """Return a derivative by differences, to 50 digits where the context has FINE digits."""
    h = STEP * abs(at) if at else STEP
    return (function(at + h) - function(at - h)) / (2 * h)


def tends(values: Sequence[Any], end: Any) -> bool:
    """Say whether values tend to ``end``, judged by their last steps, each of which squares the distance in u."""
    if not mp.isfinite(end):
        first, second = ((b - a) * mp.sign(end) for a, b in pairwise(values[-3:]))
        return bool(first > 0 and second > first * mp.mpf("0.9"))
    before, last = (abs(v - end) for v in values[-2:])
    return bool(last < mp.mpf("0.9") * before or last < mp.mpf(10) ** -30)


def inside(low: Any, high: Any, part: Any) -> Any:
    """Map ``part`` of (0, 1) into the interval (low, high), whose ends may be infinite."""
    if mp.isfinite(low):
        return low + ((high - low) * part if mp.isfinite(high) else part / (1 - part))
    return high - (1 - part) / part if mp.isfinite(high) else (2 * part - 1) / (part * (1 - part))


class Bench:
    """A density at a few points.

    Attributes
    ----------
    points
        Values of parameters and constants.
    """

    def __init__(self, density: Density) -> None:
        self.density = density
        self._drawn = _points(density)
        self.points = [_fine(p) for p in self._drawn]
        self._samples: dict[int, list[Values]] = {}
        self._logs: dict[Any, tuple[Any, Values]] = {}  # with the sample, whose identity is part of the key

    def admissible(self, conditions: Sequence[Any]) -> list[int]:
        """Return the positions of some points at which all conditions hold.

        Raises
        ------
        RefusedError
            There are fewer than two.
        """
        found = self._where(conditions)
        if len(found) < 2 and conditions:
            known = len(self._drawn)
            self.points += [p for p in map(_fine, _scaled(self.density, self._drawn)) if p not in self.points]
            found = self._where(conditions) if len(self.points) > known else found
        require(len(found) >= min(2, len(self._drawn)), "too few points satisfy the conditions of the proof")
        return found[:POINTS]

    def _where(self, conditions: Sequence[Any]) -> list[int]:
        return [n for n, p in enumerate(self.points) if all(number(c, p) == 1 for c in conditions)]

    def samples(self, index: int) -> list[Values]:
        """Return one point with values of the variables added, several times."""
        if index not in self._samples:
            self._samples[index] = list(_observations(self.density, self.points[index]))
        return self._samples[index]

    def log(self, sample: Values, *shifts: tuple[Any, int]) -> Any:
        """Return log f at a sample with parameters moved by multiples of STEP."""
        key = (id(sample), shifts)
        if key not in self._logs:
            with mp.workdps(FINE):
                moved = {t: sample[t] + n * STEP for t, n in shifts}
                self._logs[key] = mp.log(number(self.density.expression, {**sample, **moved})), sample
        return self._logs[key][0]

    def score(self, sample: Values, i: int) -> Any:
        """Return component ``i`` of the score."""
        t = self.density.thetas[i]
        with mp.workdps(FINE):
            return (self.log(sample, (t, 1)) - self.log(sample, (t, -1))) / (2 * STEP)

    def entry(self, sample: Values, entry: tuple[int, int], form: str) -> Any:
        """Return one entry of score·scoreᵀ (``"score"``) or of minus the Hessian (``"hessian"``)."""
        i, j = entry
        if form == "score":
            return self.score(sample, i) * self.score(sample, j)
        s, t = self.density.thetas[i], self.density.thetas[j]
        with mp.workdps(FINE):
            own = [self._second(sample, (q,)) for q in (s, t)]
            return -own[0] if i == j else (own[0] + own[1] - self._second(sample, (s, t))) / 2

    def _second(self, sample: Values, symbols: tuple[Any, ...]) -> Any:
        """Return the second derivative of log f along the sum of the directions of ``symbols``."""
        up, down = (self.log(sample, *((q, n) for q in symbols)) for n in (1, -1))
        return (up + down - 2 * self.log(sample)) / STEP**2


@lru_cache(maxsize=16)
def bench_of(density: Density) -> Bench:
    """Return the bench of a density; it remembers what has been computed."""
    return Bench(density)


def _points(density: Density) -> list[Values]:
    for count in (_DRAWN, POINTS):
        try:
            return draw_points(density, count)
        except DomainError:
            continue
    return draw_points(density, 1)


def _scaled(density: Density, points: Sequence[Values]) -> Iterator[Values]:
    """Yield points with one parameter made smaller or greater, inside all domains."""
    quantities = (*density.parameters, *density.constants)
    for point in points:
        for quantity in density.parameters:
            for factor in (sp.Rational(1, 5), sp.Rational(1, 23), sp.Integer(4)):
                moved = {**point, quantity.symbol: point[quantity.symbol] * factor}
                if all(q.domain.contains(moved[q.symbol], moved) for q in quantities):
                    yield moved


def _fine(point: Values) -> Values:
    with mp.workdps(FINE):
        return {symbol: exact(value) for symbol, value in point.items()}


def _observations(density: Density, point: Values) -> Iterator[Values]:
    """Yield points inside the support, variable by variable."""
    count, turn = 2, 0
    while turn < count:
        values = dict(point)
        for position, variable in enumerate(density.variables):
            places = observations(density, variable, values)
            count = max(count, min(len(places), _MOST_SAMPLES))
            apart = 2 if variable.domain.discrete else 1  # of two places one for each: densities may compare variables
            values[variable.symbol] = places[(turn + apart * position) % len(places)]
        yield values
        turn += 1


def observations(density: Density, variable: Any, values: Values) -> list[Any]:
    """Return places of one variable inside its support, given those before it."""
    if isinstance(variable.domain, FiniteSet):
        return numbers(variable.domain.values, values)
    kinks = kinks_of(density, variable.symbol, values)
    with mp.workdps(FINE):
        low, high = numbers(variable.domain.ends, values)
        if isinstance(variable.domain, Interval):
            inner = [mp.mpf(k) for k in sorted(kinks) if low < k < high and not _rounded(k, (low, high))]
            pieces = list(pairwise([low, *inner, high]))
            return [inside(a, b, exact(t)) for a, b in pieces for t in _PARTS[: 2 if len(pieces) < 3 else 1]]
        return [v for v in dict.fromkeys(_integers(low, high, variable.domain.step, kinks)) if low <= v <= high]


def _rounded(kink: float, ends: Iterable[Any]) -> bool:
    """Whether a kink in double precision is one of the ends, but for its rounding."""
    return any(abs(kink - end) < 1e-12 * (1 + abs(end)) for end in ends if mp.isfinite(end))


def kinks_of(density: Density, symbol: Any, values: Values) -> list[float]:
    """Return where a density of one variable is not smooth; in several variables there is no such list."""
    return sorted(special_points([density.expression], symbol, values)[0]) if len(density.xs) == 1 else []


def _integers(low: Any, high: Any, step: int, kinks: Sequence[float]) -> list[Any]:
    """Return the first few integers of a range, and those that the density names."""
    start = low if mp.isfinite(low) else high if mp.isfinite(high) else mp.mpf(0)
    way = -step if not mp.isfinite(low) and mp.isfinite(high) else step
    found = [start + way * n for n in (0, 1, 2, 5)]
    found += [start - way, start - 3 * way] if start == 0 and low == -mp.inf and high == mp.inf else []
    return found + [start + way * mp.nint((k - start) / way) for k in kinks]
