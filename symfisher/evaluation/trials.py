"""Elementary expressions at a few points inside domains, in plain floating-point numbers: what refutes in microseconds.

`changes_sign` answers before a proof is sought: what is positive at one point and negative at another has no sign.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import Domain, Expr, FiniteSet, IntegerRange

Point = Mapping[Any, float]

_POINTS = 12
_CLEAR = 1e-6


def points(domains: dict[Any, Domain]) -> list[dict[Any, float]]:
    """Return a few points inside domains, always the same ones.

    Parameters
    ----------
    domains
        Symbol to domain, those whose ends contain others first.
    """
    return [point for n in range(1, _POINTS + 1) if (point := _point(domains, n)) is not None]


def changes_sign(e: Expr, at: Sequence[Point]) -> bool:
    """Say whether an expression is clearly positive at one of the points and clearly negative at another.

    Examples
    --------
    >>> from symfisher.domains import POSITIVE
    >>> t = sp.Symbol("t", positive=True)
    >>> changes_sign(t - 1, points({t: POSITIVE})), changes_sign(t + 1, points({t: POSITIVE}))
    (True, False)
    """
    found = [v for point in at if (v := value(e, point)) is not None]
    return any(v > _CLEAR for v in found) and any(v < -_CLEAR for v in found)


def value(e: Expr, point: Point) -> float | None:
    """Return the value of an expression at a point, ``None`` if it is not elementary or not a real number there."""
    try:
        return _value(e, point)
    except (KeyError, ValueError, OverflowError, ZeroDivisionError):
        return None


def _value(e: Expr, point: Point) -> float:
    if e.is_Symbol:
        return point[e]
    if e.is_number and e.is_extended_real:
        return float(e)
    parts = [_value(a, point) for a in e.args]
    if e.is_Add:
        return math.fsum(parts)
    if e.is_Mul:
        return math.prod(parts)
    if e.is_Pow:
        return math.pow(*parts)
    return _ELEMENTARY[e.func](*parts)


_ELEMENTARY: dict[Any, Callable[[float], float]] = {
    sp.exp: math.exp,
    sp.log: math.log,
    sp.sin: math.sin,
    sp.cos: math.cos,
    sp.tanh: math.tanh,
    sp.erf: math.erf,
    sp.Abs: abs,
}


def _point(domains: dict[Any, Domain], n: int) -> dict[Any, float] | None:
    """Return the ``n``-th point, ``None`` if an end is not elementary or a domain is empty there."""
    point: dict[Any, float] = {}
    for place, (symbol, domain) in enumerate(reversed(domains.items()), start=1):
        low, high = (value(end, point) for end in domain.ends)
        if low is None or high is None or not low <= high:
            return None
        point[symbol] = _member(domain, low, high, n * math.sqrt(sp.prime(place)) % 1)
    return point


def _member(domain: Domain, low: float, high: float, part: float) -> float:
    """Return an element of a domain with these ends, further up the larger ``part``, which is between 0 and 1."""
    if isinstance(domain, FiniteSet):
        return float(domain.values[int(part * len(domain.values))])
    inside = _between(low, high, part)
    if not isinstance(domain, IntegerRange):
        return inside
    start = low if math.isfinite(low) else high if math.isfinite(high) else 0.0
    return start + domain.step * math.trunc((inside - start) / domain.step)


def _between(low: float, high: float, part: float) -> float:
    """Return a number between two ends, of moderate size where they are infinite."""
    odds = part / (1 - part)
    if math.isinf(low) and math.isinf(high):
        return math.log(odds)
    if math.isinf(high):
        return low + odds
    return high - odds if math.isinf(low) else low + part * (high - low)
