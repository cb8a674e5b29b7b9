"""E[score] = 0: the derivative of the total mass, which is always one, is the integral of the derivative.

Differentiating 1 = ∫f over a support with ends a(θ), b(θ) gives 0 = f(b)·b′ − f(a)·a′ + E[score]; a jump of f at a
moving point counts in the same way. So E[score] = 0 iff the fluxes cancel, as they do if f vanishes at each moving end.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.regularity.facts import Behaviour, Check, Facts, vanishing_power
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of
from symfisher.regularity.support import above

NAME = "mean-score-zero"


def check(facts: Facts, integrable: Requirement) -> Check:
    """Decide the condition; ``integrable`` is where E[score²] was found finite, which dominates the derivative."""
    sides = [*facts.moving_ends, *(b for pair in facts.kinks for b in pair)]
    if facts.density.discrete:
        found = _discrete(facts)
    elif not sides:
        found = _fixed(integrable)
    else:
        found = _moving(sides, facts)
    return facts.judged(found, facts.mean_is_zero, "E[score] = 0")


def _fixed(integrable: Requirement) -> Check:
    reason = "the support is fixed and the score square-integrable: the derivative may be taken under the integral"
    if integrable.extent == "everywhere":
        return Check(NAME, EVERYWHERE, reason)
    if integrable.extent == "partly":
        return Check(NAME, integrable, reason)
    return Check(NAME, UNDECIDED, "whether the derivative may be taken under the integral was not decided")


def _discrete(facts: Facts) -> Check:
    if any(p.movers for p in facts.map.ends) or any(p.domain.discrete for p in facts.density.parameters):
        return Check(NAME, UNDECIDED, "the set of values or a parameter does not vary smoothly")
    reason = "the sum of f over the fixed set of values is 1 and may be differentiated term by term"
    return Check(NAME, EVERYWHERE, reason)


def _moving(sides: list[Behaviour], facts: Facts) -> Check:
    open_sides = [b for b in sides if vanishing_power(b.order, facts) != 0]
    parts = [above(b, facts, 0) for b in open_sides]
    flux = _flux([b for b in sides if b not in open_sides], facts)
    if flux is None:
        reason = "f does not vanish at moving points, and the sum of fluxes was not found"
        return Check(NAME, all_of([*parts, UNDECIDED]), reason)
    if any(v != 0 for v in flux):
        values = ", ".join(facts.shown(v) for v in flux)
        vector = values if len(flux) == 1 else f"({values})"
        return Check(NAME, NOWHERE, f"probability flows over a moving end or jump: E[score] = {vector}, not 0")
    if not parts:
        at_ends = bool(facts.moving_ends)
        reason = (
            "the fluxes over moving ends cancel each other" if at_ends else "f is continuous at the kinks that move"
        )
        return Check(NAME, EVERYWHERE, reason)
    requirement = all_of(parts)
    if requirement.extent == "nowhere":
        return Check(NAME, NOWHERE, "f is not bounded at a moving end or kink, so that E[score] diverges there")
    reason = "f vanishes where the support ends or branches, so no probability flows over a moving point"
    if len(open_sides) < len(sides):
        reason = "f vanishes at moving ends and is continuous at moving kinks, so no probability flows over them"
    return Check(NAME, requirement, reason)


def _flux(sides: list[Behaviour], facts: Facts) -> list[Expr] | None:
    """Return E[score] from the limits of f: the sum of side·f·∂c/∂θ over the given sides of moving points."""
    if not sides:
        return []
    if len(facts.density.variables) > 1:
        pairs = {b.place for b in sides if not b.place.is_end}
        return [] if all(_cancels(p, sides, facts) for p in pairs) and all(not b.place.is_end for b in sides) else None
    totals = []
    for theta in facts.density.thetas:
        total: Any = sp.Add(*(b.side * b.order.coefficient * sp.diff(b.place.at, theta) for b in sides if b.order))
        zero = facts.orders.is_zero(total)
        if zero is None:
            return None
        totals.append(sp.S.Zero if zero else total)
    return totals


def _cancels(place: Any, sides: list[Behaviour], facts: Facts) -> bool:
    both = [b for b in sides if b.place == place]
    total = sp.Add(*(b.side * b.order.coefficient for b in both if b.order))
    return len(both) == 2 and facts.orders.is_zero(total) is True
