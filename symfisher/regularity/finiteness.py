"""E[score²] < ∞.

Beside a moving end f ~ C·d**α has score ~ −α·c′/d, hence f·score² ~ d**(α − 2): integrable iff α > 1 (α = 0 has no such
term). Beside a moving kink where f tends to a constant and ∂f/∂d ~ d**γ, f·score² ~ d**(2γ): integrable iff γ > −1/2.
At a fixed end, or in a tail, the orders of f and of the score are compared.
"""

from __future__ import annotations

from symfisher.domains import FiniteSet, IntegerRange
from symfisher.regularity.facts import Behaviour, Check, Facts, vanishing_power
from symfisher.regularity.places import Place
from symfisher.regularity.requirement import EVERYWHERE, UNDECIDED, Requirement, all_of, positive
from symfisher.regularity.support import above

NAME = "finite-information"


def check(facts: Facts) -> Check:
    """Decide the condition."""
    moving = [_at_end(b, facts) for b in facts.moving_ends] + [_at_kink(b, facts) for pair in facts.kinks for b in pair]
    fixed, proved = _fixed(facts)
    requirement = all_of([*moving, fixed])
    return facts.judged(Check(NAME, requirement, _reason(requirement, facts, proved)), facts.finite, "E[score²]")


def _reason(requirement: Requirement, facts: Facts, proved: bool) -> str:
    if _is_finite_sum(facts):
        return "a sum of finitely many terms"
    if requirement.extent == "nowhere":
        return "the squared score is not integrable at a moving end or kink: E[score²] is infinite"
    if requirement.extent == "partly":
        return "the squared score is integrable at ends, kinks and in the tails"
    if requirement.extent == "undecided":
        return "whether E[score²] converges at every end was not decided"
    if proved:
        return "f·score² is integrable at every end, by comparing orders of growth"
    return f"f·score² is smooth inside the support, and E[score²] converged at {len(facts.finite)} parameter points"


def _at_end(b: Behaviour, facts: Facts) -> Requirement:
    return EVERYWHERE if vanishing_power(b.order, facts) == 0 else above(b, facts, 1)


def _at_kink(b: Behaviour, facts: Facts) -> Requirement:
    if vanishing_power(b.order, facts) != 0:
        return above(b, facts, 1)
    if b.slope is None or not b.slope.is_algebraic:
        return UNDECIDED
    if b.slope.coefficient == 0:
        return EVERYWHERE
    return positive(2 * b.slope.power + 1, facts.density, facts.signs, facts.evidence.points)


def _is_finite_sum(facts: Facts) -> bool:
    def bounded(place: Place) -> bool:
        return not place.is_tail

    kinds = [isinstance(v.domain, (FiniteSet, IntegerRange)) for v in facts.density.variables]
    return all(kinds) and all(bounded(p) for p in facts.map.ends)


def _fixed(facts: Facts) -> tuple[Requirement, bool]:
    """Return where E[score²] converges at fixed ends, and whether that was proved rather than seen."""
    if _is_finite_sum(facts):
        return EVERYWHERE, True
    parts = [_in_tail(p, facts) for p in facts.map.ends if not p.movers and (p.is_tail or not facts.density.discrete)]
    requirement = all_of(parts)
    if requirement.extent != "undecided" and len(facts.density.variables) == 1:
        return requirement, True
    return (EVERYWHERE if facts.all_converged else UNDECIDED), False


def _in_tail(place: Place, facts: Facts) -> Requirement:
    """Compare orders: ∫ d**(p + 2q) dd converges iff p + 2q > −1, where dx = dd / d² in a tail."""
    order = facts.order_at(place, place.sides[0])
    if order is None:
        return UNDECIDED
    if not order.is_algebraic:
        return _exponential(facts.orders.growth(order.exponent))
    least = order.power + (-1 if place.is_tail else 1)
    parts = []
    for score in facts.calculus.score:
        own = facts.orders.of(place.near(score, place.sides[0]))
        if own is None or not own.is_algebraic:
            return UNDECIDED
        needed = positive(least + 2 * own.power, facts.density, facts.signs, facts.evidence.points)
        parts.append(needed if own.exact or needed.extent == "everywhere" else UNDECIDED)
    return all_of(parts)


def _exponential(growth: int | None) -> Requirement:
    """An f that decays exponentially outweighs every score that does not grow exponentially itself."""
    return EVERYWHERE if growth == -1 else UNDECIDED
