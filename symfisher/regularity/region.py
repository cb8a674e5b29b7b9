"""Parameter points in the part of the domain where the theory holds: where closed forms are compared with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.evaluation import CannotEvaluateError
from symfisher.quadrature import draw_points
from symfisher.quadrature.evidence import Evidence, Point
from symfisher.regularity import agreement, finiteness, mean_score, support
from symfisher.regularity.facts import Facts, satisfied
from symfisher.regularity.requirement import Requirement, sharpest
from symfisher.signs import Signs

_DRAWN = 9


def region(density: Density, calculus: Calculus, signs: Signs) -> tuple[Any, ...]:
    """Return the relations under which the theory holds, by reasoning alone; none if it holds everywhere, or nowhere.

    Where E[score scoreᵀ] is infinite at every parameter value the one relation is ``false``.

    Examples
    --------
    >>> from symfisher.calculus import differentiate
    >>> from symfisher.density import Quantity, own_symbol
    >>> from symfisher.domains import POSITIVE, REAL, Interval
    >>> m, k, x = own_symbol("t", 1, REAL), own_symbol("t", 2, POSITIVE), own_symbol("x", 1, REAL)
    >>> f = k * (x - m) ** (k - 1) * sp.exp(-((x - m) ** k))
    >>> parameters = (Quantity("mu", m, REAL), Quantity("k", k, POSITIVE))
    >>> weibull = Density(f, (Quantity("x", x, Interval(m, sp.oo)),), parameters)
    >>> region(weibull, differentiate(weibull), Signs.of(weibull))
    (_t2 > 2,)
    """
    facts = Facts(density, calculus, signs, Evidence(tuple(draw_points(density, _DRAWN)), ()))
    finite = finiteness.check(facts)
    if finite.requirement.extent == "nowhere":
        return (sp.false,)
    checks = (support.check(facts), finite, mean_score.check(facts, finite.requirement))
    found = [*checks, agreement.check(facts, finite.requirement)]
    if any(c.requirement.extent == "nowhere" for c in found):
        found = [finite]
    return sharpest([r for c in found for r in c.requirement.relations])


def points_inside(density: Density, relations: Sequence[Any], count: int) -> list[Point]:
    """Return up to ``count`` points that satisfy ``relations``, as drawn or with a coordinate moved past its bound."""
    drawn = draw_points(density, max(count, _DRAWN))
    if not relations:
        return drawn[:count]
    requirement = Requirement("partly", tuple(relations))
    inside = [p for p in drawn if satisfied(requirement, p)]
    for point in drawn:
        moved = _moved(density, point, relations)
        new = len(inside) < count and moved not in inside
        if new and satisfied(requirement, moved) and _is_declared(density, moved):
            inside.append(moved)
    return inside[:count]


def _moved(density: Density, point: Point, relations: Sequence[Any]) -> Point:
    """Move each coordinate of a relation across its bound: by half of its size, or a part of the way to the far end."""
    moved = dict(point)
    for r in relations:
        if not r.lhs.is_Symbol:
            continue
        bound = r.rhs.xreplace(moved)
        domain = next(q.domain for q in density.quantities if q.symbol == r.lhs)
        far = (domain.ends[1] if isinstance(r, sp.StrictGreaterThan) else domain.ends[0]).xreplace(moved)
        size = abs(point[r.lhs])
        step: Expr = size / 2 if far.is_infinite else abs(far - bound) * size / (1 + 2 * size)
        moved[r.lhs] = bound + step if isinstance(r, sp.StrictGreaterThan) else bound - step
    return moved


def _is_declared(density: Density, point: Point) -> bool:
    try:
        return all(q.domain.contains(point[q.symbol], point) for q in density.parameters + density.constants)
    except (TypeError, CannotEvaluateError):
        return False
