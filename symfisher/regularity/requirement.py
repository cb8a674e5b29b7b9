"""A condition g > 0 on the parameters: proved for the whole declared domain, refuted for it, or solved for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import Expr, Interval
from symfisher.evaluation import CannotEvaluateError, evaluate
from symfisher.quadrature.evidence import Point
from symfisher.signs import Signs

Extent = Literal["everywhere", "nowhere", "partly", "undecided"]


@dataclass(frozen=True)
class Requirement:
    """Where in the declared domain something holds.

    Attributes
    ----------
    extent
        ``everywhere``, ``nowhere``, ``partly`` or ``undecided``.
    relations
        The relations that say where, if ``partly``; in our symbols, all of them needed.
    """

    extent: Extent
    relations: tuple[Any, ...] = ()

    def describe(self, density: Density) -> str:
        """Write the relations in the user's names: ``k > 2 and q > 1``."""
        return " and ".join(_written(density.present(r)) for r in self.relations)


def _written(relation: Any) -> str:
    return f"{relation.lhs} != {relation.rhs}" if isinstance(relation, sp.Ne) else str(relation)


EVERYWHERE = Requirement("everywhere")
NOWHERE = Requirement("nowhere")
UNDECIDED = Requirement("undecided")


def all_of(parts: Sequence[Requirement]) -> Requirement:
    """Return where all parts hold; of two bounds on one parameter the sharper is kept."""
    if any(p.extent == "nowhere" for p in parts):
        return NOWHERE
    if any(p.extent == "undecided" for p in parts):
        return UNDECIDED
    relations = sharpest([r for p in parts for r in p.relations])
    return Requirement("partly", relations) if relations else EVERYWHERE


def sharpest(relations: list[Any]) -> tuple[Any, ...]:
    """Leave out relations that follow from another one: of k > 1 and k > 2 the second is kept."""

    def weaker(r: Any, s: Any) -> bool:
        """Whether ``r`` follows from ``s``."""
        alike = type(r) is type(s) and r.lhs == s.lhs and r != s
        if not alike or not isinstance(r, (sp.StrictGreaterThan, sp.StrictLessThan)):
            return False
        gap = s.rhs - r.rhs if isinstance(r, sp.StrictGreaterThan) else r.rhs - s.rhs
        return bool(gap.is_nonnegative)

    distinct = list(dict.fromkeys(relations))
    return tuple(r for r in distinct if not any(weaker(r, s) for s in distinct))


def positive(g: Expr, density: Density, signs: Signs, points: Sequence[Point]) -> Requirement:
    """Say where g > 0 on the declared domain.

    Parameters
    ----------
    g
        An expression in parameters and constants.
    density
        Gives the domains; the relation is solved for a parameter, or else a constant, that occurs linearly.
    signs
        Decides the sign where it is one and the same everywhere.
    points
        Parameter points at which both signs may be seen where nothing can be solved.
    """
    if any(v.symbol in g.free_symbols for v in density.variables):
        return UNDECIDED
    sign = signs.sign(sp.expand(g))
    if sign is not None:
        return EVERYWHERE if sign == 1 else NOWHERE
    numerator, denominator = sp.fraction(sp.together(g))
    side = signs.sign(denominator)
    if side in (1, -1) and (sign := signs.sign(sp.expand(numerator))) is not None:
        return EVERYWHERE if sign * side == 1 else NOWHERE
    relation = sp.StrictGreaterThan(g, 0, evaluate=False)
    if side in (1, -1):
        solutions = [_solved(sp.expand(side * numerator), q, signs) for q in density.parameters + density.constants]
        for solved in solutions:
            if solved is not None and solved.extent != "undecided":
                return solved
        relation = next((s.relations[0] for s in solutions if s is not None), relation)
    return _seen(g, relation, points)


def _solved(numerator: Expr, q: Quantity, signs: Signs) -> Requirement | None:
    """Solve a·q + b > 0 for q where the sign of a is known; ``undecided`` if the bound may be outside of the domain."""
    if q.symbol not in numerator.free_symbols or not isinstance(q.domain, Interval):
        return None
    slope = sp.expand(sp.diff(numerator, q.symbol))
    direction = signs.sign(slope)
    if q.symbol in slope.free_symbols or direction not in (1, -1):
        return None
    bound = sp.cancel(-(numerator - slope * q.symbol).expand() / slope)
    relation = sp.StrictGreaterThan if direction == 1 else sp.StrictLessThan
    lower, upper = q.domain.ends
    if signs.sign(bound - lower) == 1 and signs.sign(upper - bound) == 1:
        return Requirement("partly", (relation(q.symbol, bound, evaluate=False),))
    above, below = (EVERYWHERE, NOWHERE) if direction == 1 else (NOWHERE, EVERYWHERE)
    if signs.sign(bound - lower) in (-1, 0):
        return above
    if signs.sign(upper - bound) in (-1, 0):
        return below
    if bound.is_number or q.domain.ends == (-sp.oo, sp.oo):
        return Requirement("partly", (relation(q.symbol, bound, evaluate=False),))
    return Requirement("undecided", (relation(q.symbol, bound, evaluate=False),))


def _seen(g: Expr, relation: Any, points: Sequence[Mapping[Any, Any]]) -> Requirement:
    """Nothing could be solved: both signs at drawn points prove that it depends, one sign proves nothing."""
    found = set()
    for point in points:
        try:
            found.add(float(evaluate([g], point)[0]) > 0)
        except CannotEvaluateError:
            return UNDECIDED
    return Requirement("partly", (relation,)) if len(found) == 2 else UNDECIDED
