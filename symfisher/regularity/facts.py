"""What every named check reads: how the density behaves at each place, and what the numbers say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.derivation import Condition, Finding
from symfisher.domains import Expr
from symfisher.evaluation import CannotEvaluateError, evaluate
from symfisher.quadrature import Moments
from symfisher.quadrature.evidence import Evidence, Point
from symfisher.regularity.nodes import scatter
from symfisher.regularity.order import DISTANCE, Order, Orders
from symfisher.regularity.places import Map, Place, Side, survey
from symfisher.regularity.requirement import NOWHERE, UNDECIDED, Requirement
from symfisher.signs import Signs

MEAN_TOLERANCE = {1: 1e-6, 2: 1e-5}
"""Largest |E[score_i]| / sqrt(I_ii) that counts as zero, by number of variables."""
_LOOSE = 1e-3
_TINY = 1e-12


@dataclass(frozen=True)
class Behaviour:
    """The density beside one place.

    Attributes
    ----------
    place, side
        Where.
    order
        Order of f in the distance d, or ``None`` where it is not understood.
    slope
        Order of ∂f/∂d at a kink, ``None`` where it is not understood; of coefficient zero if f is constant there.
    """

    place: Place
    side: Side
    order: Order | None
    slope: Order | None = None


@dataclass(frozen=True)
class Check:
    """A named condition with where it holds, before it is put into a verdict."""

    name: str
    requirement: Requirement
    reason: str

    def condition(self, density: Density) -> Condition:
        """Return the condition as it is reported: on the whole declared domain it holds, fails or is undecided."""
        extent = self.requirement.extent
        status: dict[str, Finding] = {"everywhere": "holds", "undecided": "undecided"}
        only = f"only for {self.requirement.describe(density)}: " if extent == "partly" else ""
        return Condition(self.name, status.get(extent, "fails"), only + self.reason)


class Facts:
    """Everything the checks need about one density, each thing found once.

    Parameters
    ----------
    density, calculus, signs, evidence
        As in `symfisher.regularity.decide`.
    """

    def __init__(self, density: Density, calculus: Calculus, signs: Signs, evidence: Evidence) -> None:
        self.density = density
        self.calculus = calculus
        self.signs = signs
        self.evidence = evidence
        self.orders = Orders(signs, _somewhere(density, evidence))

    @cached_property
    def map(self) -> Map:
        """Ends and kinks."""
        return survey(self.density, self.signs, self.evidence.points)

    @cached_property
    def moving_ends(self) -> tuple[Behaviour, ...]:
        """The density at the ends that move with a parameter."""
        return tuple(Behaviour(p, s, self.order_at(p, s)) for p in self.map.ends if p.movers for s in p.sides)

    @cached_property
    def kinks(self) -> tuple[tuple[Behaviour, Behaviour], ...]:
        """The density on both sides of every moving kink."""
        return tuple((self._beside(p, -1), self._beside(p, 1)) for p in self.map.kinks)

    def order_at(self, place: Place, side: Side) -> Order | None:
        """Return the order of f beside a place."""
        return self.orders.of(place.near(self.density.expression, side))

    def _beside(self, place: Place, side: Side) -> Behaviour:
        near = place.near(self.density.expression, side)
        slope = sp.diff(near, DISTANCE)
        return Behaviour(place, side, self.orders.of(near), Order(sp.S.Zero) if slope == 0 else self.orders.of(slope))

    def shown(self, e: Any) -> str:
        """Write an expression in the user's symbols, cancelled and without a leading minus where it can be moved."""
        top, bottom = sp.fraction(sp.factor_terms(sp.cancel(e)))
        if bottom.is_Add and bottom.could_extract_minus_sign() is False and top.could_extract_minus_sign():
            top, bottom = -top, sp.expand(-bottom)
        return str(self.density.present(top / bottom))

    # ---- numbers

    def judged(self, check: Check, holds: list[tuple[Point, bool]], what: str) -> Check:
        """Confront what was decided by reasoning with numbers at points.

        A condition that was proved and is contradicted is undecided, never held; one that was open and fails at every
        point fails.
        """
        requirement = check.requirement
        relevant = [ok for point, ok in holds if satisfied(requirement, point)]
        if requirement.extent in ("everywhere", "partly") and not all(relevant):
            doubt = f"{check.reason}; yet numbers at drawn parameter points do not confirm {what}"
            return Check(check.name, UNDECIDED, doubt)
        if requirement.extent == "undecided" and relevant and not any(relevant):
            seen = f"{check.reason}; {what} fails at all {len(relevant)} drawn parameter points"
            return Check(check.name, NOWHERE, seen)
        return check

    @cached_property
    def mean_is_zero(self) -> list[tuple[Point, bool]]:
        """At each point whose moments converged: whether E[score] = 0."""
        limit = MEAN_TOLERANCE.get(len(self.density.variables), _LOOSE)
        return [(p, _small(m.mean_score, _roots(m), limit + m.relative_error)) for p, m in self._converged()]

    @cached_property
    def forms_agree(self) -> list[tuple[Point, bool]]:
        """At each point whose moments converged: whether E[score scoreᵀ] = −E[Hessian].

        An infinite −E[Hessian] counts where it is finite at no point.
        """
        limit = MEAN_TOLERANCE.get(len(self.density.variables), _LOOSE)
        found = []
        seen = any(m.hessian_ok for _, m in self._converged())
        for p, m in self._converged():
            extra = m.relative_error + _relative(m.hessian_errors, m.scale)
            if m.hessian_ok:
                found.append((p, _small(m.outer - m.neg_hessian, m.scale, limit + extra)))
            elif not seen and not np.all(np.isfinite(m.neg_hessian)):
                found.append((p, False))
        return found

    @cached_property
    def finite(self) -> list[tuple[Point, bool]]:
        """At each point that gave an answer: whether E[score²] is finite."""
        return [(p, m.ok) for p, m in self._pairs() if m.ok or _diverges(m)]

    @property
    def all_converged(self) -> bool:
        """Whether there are moments and all of them converged."""
        return bool(self.evidence.moments) and all(m.ok for m in self.evidence.moments)

    def _pairs(self) -> list[tuple[Point, Moments]]:
        return list(zip(self.evidence.points, self.evidence.moments, strict=False))

    def _converged(self) -> list[tuple[Point, Moments]]:
        return [(p, m) for p, m in self._pairs() if m.ok and np.all(np.isfinite(m.outer))]


def _somewhere(density: Density, evidence: Evidence) -> Point:
    """Return values of all symbols: the first point, with one observation inside the support."""
    if not evidence.points:
        return {}
    point = evidence.points[0]
    nodes = scatter(density, point, 1) if len(density.variables) > 1 else {}
    return {**point, **{x: sp.Rational(str(round(float(v[0]), 6))) for x, v in nodes.items()}}


def satisfied(requirement: Requirement, point: Point) -> bool:
    """Say whether a point meets the relations of a requirement that holds on a part of the domain."""
    try:
        return all(_relation_holds(r, point) for r in requirement.relations)
    except CannotEvaluateError:
        return False


def _relation_holds(relation: Any, point: Point) -> bool:
    difference = float(evaluate([relation.lhs - relation.rhs], point)[0])
    return bool(relation.func(sp.Float(difference), sp.S.Zero))


def _diverges(m: Moments) -> bool:
    return m.divergent is not None and bool(np.any(np.diag(m.divergent)))


def _roots(m: Moments) -> Any:
    return np.sqrt(np.maximum(np.diag(m.outer), 0.0))


def _small(values: Any, scale: Any, limit: float) -> bool:
    return bool(np.all(np.abs(values) <= limit * np.maximum(scale, _TINY)))


def _relative(errors: Any, scale: Any) -> float:
    return 0.0 if errors is None else float(np.max(errors / np.maximum(scale, _TINY)))


def listed(words: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def power_of_distance(power: Expr, facts: Facts) -> str:
    """Write d**α as it is read: ``d``, ``d**2``, ``d**(k - 1)``."""
    shown = facts.shown(power)
    return "d" if shown == "1" else f"d**{shown}" if shown.isalnum() else f"d**({shown})"


def vanishing_power(order: Order | None, facts: Facts) -> Expr | Requirement:
    """Return the exponent α of f ~ C·d**α, or at once where f vanishes (or grows) faster than every power."""
    if order is None or not order.exact:
        return UNDECIDED
    if not order.is_algebraic:
        growth = facts.orders.growth(order.exponent)
        return {-1: sp.oo, 1: -sp.oo}.get(growth, UNDECIDED) if growth is not None else UNDECIDED
    return order.power
