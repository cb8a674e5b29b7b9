"""Is it a density? Total mass one and no negative value, at every parameter point that is looked at."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symfisher.density import Density, beside_a_mass
from symfisher.derivation import Condition
from symfisher.domains import Domain, Interval
from symfisher.errors import DomainError, NotNormalizedError
from symfisher.evaluation import CannotEvaluateError, Walk, evaluate_mp
from symfisher.quadrature import Moments, draw_points
from symfisher.quadrature.evidence import Evidence, Point
from symfisher.quadrature.points import admissible
from symfisher.regularity.nodes import scatter
from symfisher.signs import Signs

NAME = "normalized"
MASS_TOLERANCE = {1: 1e-7, 2: 1e-5}
"""Largest distance of the mass from one, by number of variables, to which the error of the quadrature is added."""
_LOOSE = 1e-3
_FAR_OFF = 0.01
"""Distance of a mass from one that is refused although the quadrature did not converge, its error a thousandth of it."""
_SIGN_POINTS = 9
_DIGITS = 40
_HUGE = 1e30
"""A mass that no quadrature of a density comes to, however badly it converges."""
_EVERY = 7
"""Of the nodes without a real value, every so many are looked at with many digits."""
_FAINT = -600.0
"""Logarithm of the size below which a sign is not trusted: the value has all but underflowed."""


def refuse_unless_density(density: Density, evidence: Evidence) -> None:
    """Raise unless the masses found are one and no negative, complex or undefined value is met.

    Parameters
    ----------
    density
        What is to be checked.
    evidence
        Its masses at the drawn points; all of them must be one.

    Raises
    ------
    NotNormalizedError
        The mass is another number (the message names it and ``--normalize``), diverges, or the expression is negative
        or not real somewhere.
    """
    if not _proved_positive(density):
        for point in _sign_points(density, evidence):
            _refuse_sign(density, point)
        for point in extreme_points(density, evidence.points[0]):
            _refuse_proved_negative(density, point)
    for point, moments in zip(evidence.points, evidence.moments, strict=True):
        _refuse_mass(density, point, moments)


def normalized(density: Density, evidence: Evidence) -> Condition:
    """State the condition *normalized* for a density that was not refused."""
    trusted = [m for m in evidence.moments if _is_trusted(m)]
    if not trusted:
        return Condition(NAME, "undecided", "the total mass was not computed accurately enough to compare it with 1")
    worst = max(abs(m.mass - 1.0) for m in trusted)
    kind = "sums" if density.discrete else "integrates"
    seen = f"within {max(worst, 1e-16):.0e} at {len(trusted)} parameter points"
    return Condition(NAME, "holds", f"f {kind} to 1 ({seen}) and is not negative")


def mass_tolerance(density: Density, moments: Moments) -> float:
    """Return how far from one the mass may be at one point."""
    return MASS_TOLERANCE.get(len(density.variables), _LOOSE) + 10.0 * moments.mass_error


_SHORT_TABLE = 12


def _is_trusted(moments: Moments) -> bool:
    return moments.mass_ok and math.isfinite(moments.mass) and moments.mass_error < 1e-4


def _is_wrong(density: Density, moments: Moments) -> bool:
    """Whether the mass differs from one by clearly more than its error; far more, where it did not converge."""
    gap = abs(moments.mass - 1.0)
    if _is_trusted(moments):
        return gap > mass_tolerance(density, moments)
    return math.isfinite(moments.mass_error) and gap > _FAR_OFF + 1000.0 * moments.mass_error


def _refuse_mass(density: Density, point: Point, moments: Moments) -> None:
    place = where(density, point)
    kind = "sum" if density.discrete else "integral"
    if math.isnan(moments.mass):
        raise NotNormalizedError(f"not a density: the expression is not a real number on all of its support at {place}")
    if math.isinf(moments.mass) or (not _is_trusted(moments) and moments.mass > _HUGE):
        diverges = f"not a density: its {kind} over the support diverges at {place}; check the support"
        raise NotNormalizedError(diverges, "oo")
    if not _is_wrong(density, moments):
        return
    total = f"{moments.mass:.10g}"
    if moments.mass <= 0.0:
        raise NotNormalizedError(f"not a density: its {kind} over the support is {total} at {place}, not 1", total)
    mass = "" if density.discrete else beside_a_mass(density.expression, density.xs)
    advice = mass or f";{_constraint(density)} --normalize divides by it"
    raise NotNormalizedError(
        f"not normalized: its {kind} over the support is {total}, not 1, at {place}{advice}", total
    )


def _constraint(density: Density) -> str:
    """Say what the masses of a short table add up to, and which constraint makes that one."""
    domain = density.variables[0].domain
    if len(density.variables) > 1 or not domain.discrete or not all(e.is_Integer for e in domain.ends):
        return ""
    low, high = map(int, domain.ends)
    if high - low > _SHORT_TABLE or getattr(domain, "step", 1) != 1:
        return ""
    values = getattr(domain, "values", range(low, high + 1))
    x = density.variables[0].symbol
    total = sp.expand(sp.Add(*(density.expression.subs(x, v) for v in values)))
    if sp.count_ops(total) > _SHORT_TABLE:
        return ""
    for theta in reversed(density.thetas):
        slope = sp.diff(total, theta)
        if slope.is_number and slope != 0 and total.free_symbols != {theta}:
            other = density.present(sp.expand(theta - (total - 1) / slope))
            name = next(p.name for p in density.parameters if p.symbol == theta)
            return f" it is {density.present(total)}, so write {other} for {name} if it has to be 1;"
    return ""


def where(density: Density, point: Point) -> str:
    """Write a point as ``a = 3/2, b = 2``."""
    quantities = density.parameters + density.constants
    return ", ".join(f"{q.name} = {point[q.symbol]}" for q in quantities) or "every point"


def _proved_positive(density: Density) -> bool:
    """Whether every factor of f is proved positive on the declared domains."""
    signs = Signs.of(density)
    factors = density.expression.args if density.expression.is_Mul else (density.expression,)
    return all(signs.positive(f) for f in factors)


def _sign_points(density: Density, evidence: Evidence) -> list[Point]:
    """Return the points of the evidence and more: a sign may change on a part of the domain only."""
    try:
        more = draw_points(density, _SIGN_POINTS)
    except DomainError:
        more = []
    return [*evidence.points, *(p for p in more if p not in evidence.points)]


def _refuse_sign(density: Density, point: Point) -> None:
    values: dict[Any, Any] = {**point, **scatter(density, point)}
    walk = Walk(values)
    sign, log = walk.signed_log(density.expression)
    sign, log = np.broadcast_to(sign, walk.shape), np.broadcast_to(log, walk.shape)
    negative = (sign < 0) & (log > _FAINT)
    if negative.any():
        raise NotNormalizedError(f"not a density: it is negative at {_at_node(density, point, values, negative)}")
    lost = np.isnan(sign) | np.isnan(log)
    place_of_loss = next((i for i in np.flatnonzero(lost)[::_EVERY] if _is_not_real(density, point, values, i)), None)
    if place_of_loss is not None:
        lost = np.arange(len(lost)) == place_of_loss
    if np.mean(lost) > 0.5 or place_of_loss is not None:
        raise NotNormalizedError(f"not a density: it is not a real number at {_at_node(density, point, values, lost)}")


def _is_not_real(density: Density, point: Point, values: dict[Any, Any], node: int) -> bool:
    """Whether many digits confirm that f is not real at a node: what is lost there may be an overflow."""
    place = {v.symbol: sp.Rational(float(values[v.symbol][node])) for v in density.variables}
    try:
        (value,) = evaluate_mp([density.expression], {**point, **place}, _DIGITS)
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return False
    return isinstance(value, mpmath.mpc) or bool(mpmath.isnan(value))  # no overflow: its exponents have no limit


_FAR = (sp.Rational(1, 41), sp.Integer(37))
_NEAR_ENDS = (sp.Rational(1, 97), sp.Rational(96, 97))


def extreme_points(density: Density, point: Point) -> list[Point]:
    """Return points of which one coordinate is far out, or close to an end, of its domain: signs change there."""
    found = []
    for q in (*density.parameters, *density.constants):
        for value in _extremes(q.domain.xreplace({s: v for s, v in point.items() if s != q.symbol})):
            moved = {**point, q.symbol: value}
            if admissible(density, moved):
                found.append(moved)
    return found


def _extremes(domain: Domain) -> list[Any]:
    if not isinstance(domain, Interval) or any(e.free_symbols for e in domain.ends):
        return []
    lower, upper = domain.ends
    if lower.is_finite and upper.is_finite:
        return [lower + (upper - lower) * part for part in _NEAR_ENDS]
    if lower.is_finite:
        return [lower + d for d in _FAR]
    return [upper - d for d in _FAR] if upper.is_finite else [_FAR[1], -_FAR[1]]


def _refuse_proved_negative(density: Density, point: Point) -> None:
    """Refuse a negative value that many digits confirm; anything else met so far out says nothing."""
    values: dict[Any, Any] = {**point, **scatter(density, point)}
    walk = Walk(values)
    sign, log = walk.signed_log(density.expression)
    sign, log = np.broadcast_to(sign, walk.shape), np.broadcast_to(log, walk.shape)
    negative = (sign < 0) & (log > _FAINT)
    if not negative.any():
        return
    lowest = int(np.argmax(np.where(negative, log, -np.inf)))
    place = {v.symbol: sp.Rational(float(values[v.symbol][lowest])) for v in density.variables}
    try:
        (value,) = evaluate_mp([density.expression], {**point, **place}, _DIGITS)
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return
    if value < 0:
        marked = np.arange(len(negative)) == lowest
        raise NotNormalizedError(f"not a density: it is negative at {_at_node(density, point, values, marked)}")


def _at_node(density: Density, point: Point, values: dict[Any, Any], which: Any) -> str:
    """Name the middle one of the nodes in question."""
    chosen = np.flatnonzero(which)
    middle = chosen[len(chosen) // 2]
    place = ", ".join(f"{v.name} = {values[v.symbol][middle]:.4g}" for v in density.variables)
    return f"{place} ({where(density, point)})"
