"""Parameter points to check at: rational, inside every domain, away from special values; one near a boundary."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import FiniteSet, IntegerRange, Interval
from symfisher.errors import DomainError

_FRACTIONS = ((37, 97), (61, 89), (23, 101), (71, 103), (43, 79), (29, 67), (59, 83), (31, 107))
"""Places inside an interval, as parts of its length: distinct, and simple fractions of nothing."""
_SIZES = ((107, 73), (71, 97), (163, 89), (59, 83), (211, 101), (83, 61), (97, 113), (131, 79))
"""Distances from a finite end, or from zero, of the quantities of a point."""
_NEAR = sp.Rational(3, 53)
_TRIES = 24


def draw_points(density: Density, count: int = 3) -> list[dict[Any, Any]]:
    """Return ``count`` points for parameters and constants, the same ones every time.

    Parameters
    ----------
    density
        Domains may contain other parameters and constants (``0 < p < 1 - q``, ``b > a``).
    count
        Number of points; the last of them has its first bounded quantity near a boundary.

    Returns
    -------
    list of dict
        Symbol to exact number: rationals of moderate size (0.3 to 4 from an end), distinct within a point; integers
        where the domain is a range of integers.

    Raises
    ------
    DomainError
        No point was found at which all domains and the support are non-empty.
    """
    found: list[dict[Any, Any]] = []
    for attempt in range(count + _TRIES):
        if len(found) == count:
            break
        near = count > 1 and len(found) == count - 1 and attempt < count + _TRIES // 2
        point = _draw(density, attempt, near)
        if point is not None and point not in found:
            found.append(point)
    if len(found) < count:
        raise DomainError("no parameter values found inside the declared domains: they may contradict each other")
    return found


def stretched(density: Density, point: dict[Any, Any], factor: Any) -> dict[Any, Any] | None:
    """Return a point whose distances from finite ends of half-infinite domains are multiplied, if it is admissible."""
    scale = sp.Rational(factor.numerator, factor.denominator)
    moved = dict(point)
    for q in (*density.parameters, *density.constants):
        lower, upper = q.domain.ends
        if isinstance(q.domain, Interval) and (lower.is_finite is False) != (upper.is_finite is False):
            end = (upper if lower.is_finite is False else lower).xreplace(moved)
            if not end.is_number:
                return None
            moved[q.symbol] = end + (point[q.symbol] - end) * scale
    return moved if moved != point and admissible(density, moved) else None


def _draw(density: Density, attempt: int, near: bool) -> dict[Any, Any] | None:
    """Draw one point, quantity by quantity; domains with unknown ends wait, cycles use a part of the whole."""
    waiting = [*density.constants, *density.parameters]
    values: dict[Any, Any] = {}
    position = 0
    while waiting:
        ready = [q for q in waiting if not _open_symbols(q, values)] or waiting[:1]
        quantity = min(ready, key=lambda q: (len(_open_symbols(q, values)), waiting.index(q)))
        waiting.remove(quantity)
        value = _place(quantity, values, attempt, position, near and position == 0)
        if value is None:
            return None
        values[quantity.symbol] = value
        position += 1
    return values if admissible(density, values) else None


def _open_symbols(quantity: Quantity, values: dict[Any, Any]) -> set[Any]:
    return {s for e in quantity.domain.ends for s in e.free_symbols} - set(values)


def _place(quantity: Quantity, values: dict[Any, Any], attempt: int, position: int, near: bool) -> Any | None:
    """Return a number inside one domain, given those drawn before; quantities drawn later count as zero in its ends."""
    domain = quantity.domain.xreplace(values)
    if isinstance(domain, FiniteSet):
        return domain.values[(attempt + position) % len(domain.values)]
    unknown = {s: sp.Integer(0) for e in domain.ends for s in e.free_symbols}
    lower, upper = (e.xreplace(unknown) for e in domain.ends)
    if not (lower.is_extended_real and upper.is_extended_real) or not lower <= upper:
        return None
    if isinstance(domain, IntegerRange):
        return _integer(lower, upper, domain.step, attempt + position)
    return _rational(lower, upper, bool(unknown), attempt, position, near)


def _integer(lower: Any, upper: Any, step: int, turn: int) -> Any:
    wanted = (3, 5, 2, 4, 6, 7)[turn % 6]
    if lower == -sp.oo:
        return sp.Integer(wanted if upper == sp.oo else upper - wanted)
    value = (
        lower + step * wanted if lower <= 0 else max(lower, sp.Integer(wanted) if step == 1 else lower + step * wanted)
    )
    return value if value <= upper else lower + step * (((upper - lower) // step) * 2 // 3)


def _rational(lower: Any, upper: Any, shared: bool, attempt: int, position: int, near: bool) -> Any | None:
    top, bottom = _SIZES[(3 * attempt + 5 * position) % len(_SIZES)]
    size = sp.Rational(top, bottom) + sp.Rational(position, 11) + sp.Rational(attempt // len(_SIZES), 7)
    if lower == -sp.oo and upper == sp.oo:
        return size if (attempt + position) % 2 == 0 else -size / 2
    if upper == sp.oo:
        return _exact(lower) + (size * _NEAR * 4 if near else size)
    if lower == -sp.oo:
        return _exact(upper) - (size * _NEAR * 4 if near else size)
    if not lower < upper:
        return None
    part = sp.Rational(*_FRACTIONS[(3 * attempt + 2 * position) % len(_FRACTIONS)])
    if near:
        part = _NEAR
    if shared:
        part = part / 2
    return _exact(lower) + (_exact(upper) - _exact(lower)) * part


def _exact(end: Any) -> Any:
    """Return a rational within 1e-6 of an end such as pi/2."""
    return end if end.is_Rational else sp.Rational(str(sp.N(end, 12))).limit_denominator(10**6)


def admissible(density: Density, values: dict[Any, Any]) -> bool:
    """Say whether every quantity is inside its domain and no support with known ends is empty."""
    for quantity in (*density.parameters, *density.constants):
        if not quantity.domain.contains(values[quantity.symbol], values):
            return False
    for variable in density.variables:
        lower, upper = (e.xreplace(values) for e in variable.domain.ends)
        if lower.is_number and upper.is_number and (lower > upper or (lower == upper and not variable.domain.discrete)):
            return False
    return True
