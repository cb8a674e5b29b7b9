"""E[score²] < ∞.

Beside a moving end f ~ C·d**α has score ~ −α·c′/d, hence f·score² ~ d**(α − 2): integrable iff α > 1 (α = 0 has no such
term). Beside a moving kink where f tends to a constant and ∂f/∂d ~ d**γ, f·score² ~ d**(2γ): integrable iff γ > −1/2.
At a fixed end, or in a tail, the orders of f and of the score are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symfisher.domains import Expr, FiniteSet, IntegerRange
from symfisher.regularity.facts import Behaviour, Check, Facts, power_of_distance, vanishing_power
from symfisher.regularity.order import Order
from symfisher.regularity.places import Place
from symfisher.regularity.requirement import EVERYWHERE, UNDECIDED, Requirement, all_of, positive
from symfisher.regularity.support import above

NAME = "finite-information"
_FAST = (sp.exp, sp.sinh, sp.cosh, sp.gamma, sp.factorial, sp.binomial, sp.besseli, sp.besselk, sp.erfc)


def check(facts: Facts) -> Check:
    """Decide the condition."""
    moving = [_at_end(b, facts) for b in facts.moving_ends] + [_at_kink(b, facts) for pair in facts.kinks for b in pair]
    fixed, proved = _fixed(facts)
    requirement = all_of([*moving, fixed])
    return facts.judged(Check(NAME, requirement, _reason(requirement, facts, proved)), facts.finite, "E[score²] < oo")


def divergent(facts: Facts) -> tuple[tuple[int, int], ...]:
    """Return the entries (i, j), i <= j, of E[score scoreᵀ] that diverge where the check says that E[score²] is infinite.

    An end that moves with θ_i and θ_j adds a multiple of d**(α − 2) to f·score_i·score_j.
    """
    thetas = facts.density.thetas
    if len(thetas) == 1:
        return ((0, 0),)
    found = set()
    for b in facts.moving_ends:
        if vanishing_power(b.order, facts) != 0 and _at_end(b, facts).extent == "nowhere":
            moved = [i for i, t in enumerate(thetas) if t in b.place.movers]
            found |= {(i, j) for i in moved for j in moved if i <= j}
    return tuple(sorted(found))


def _reason(requirement: Requirement, facts: Facts, proved: bool) -> str:
    if is_finite_sum(facts):
        return "a sum of finitely many terms"
    if requirement.extent == "nowhere":
        return f"E[score²] is infinite: {_culprit(facts)}"
    if requirement.extent == "partly":
        return "the squared score is integrable at ends, kinks and in the tails"
    if requirement.extent == "undecided":
        return "whether E[score²] converges at every end was not decided"
    if proved:
        return "f·score² is integrable at every end, by comparing orders of growth"
    return f"f·score² is smooth inside the support, and E[score²] converged at {len(facts.finite)} parameter points"


def _culprit(facts: Facts) -> str:
    """Name the first moving end or kink at which the squared score is not integrable."""
    for b, requirement in [*((b, _at_end(b, facts)) for b in facts.moving_ends), *_kink_sides(facts)]:
        power = vanishing_power(b.order, facts)
        if requirement.extent != "nowhere" or isinstance(power, Requirement) or power.is_infinite:
            continue
        place = f"{b.place.variable.name} = {facts.shown(b.place.at)}"
        if power == 0:
            return f"the slope of f is not square-integrable at {place}"
        squared = power_of_distance(power - 2, facts)
        return f"f is like {power_of_distance(power, facts)} near {place}, so f·score² like {squared}"
    return "f·score² is not integrable at an end"


def _kink_sides(facts: Facts) -> Iterator[tuple[Behaviour, Requirement]]:
    return ((b, _at_kink(b, facts)) for pair in facts.kinks for b in pair)


def _at_end(b: Behaviour, facts: Facts) -> Requirement:
    if vanishing_power(b.order, facts) == 0:
        return _by_orders(b.place, b.order, facts)
    return above(b, facts, 1)


def _at_kink(b: Behaviour, facts: Facts) -> Requirement:
    if vanishing_power(b.order, facts) != 0:
        return above(b, facts, 1)
    if b.slope is None or not b.slope.is_algebraic:
        return UNDECIDED
    if b.slope.coefficient == 0:
        return EVERYWHERE
    return positive(2 * b.slope.power + 1, facts.density, facts.signs, facts.evidence.points)


def is_finite_sum(facts: Facts) -> bool:
    """Whether the density is a mass function on finitely many values."""
    kinds = [isinstance(v.domain, (FiniteSet, IntegerRange)) for v in facts.density.variables]
    return all(kinds) and not any(p.is_tail for p in facts.map.ends)


def _fixed(facts: Facts) -> tuple[Requirement, bool]:
    """Return where E[score²] converges at fixed ends, and whether that was proved rather than seen."""
    if is_finite_sum(facts):
        return EVERYWHERE, True
    if len(facts.density.variables) == 1:
        ends = [p for p in facts.map.ends if not p.movers and (p.is_tail or not facts.density.discrete)]
        requirement = all_of([_by_orders(p, facts.order_at(p, p.sides[0]), facts) for p in ends])
        if requirement.extent != "undecided":
            return requirement, True
    return (EVERYWHERE if facts.all_converged else UNDECIDED), False


def _by_orders(place: Place, order: Order | None, facts: Facts) -> Requirement:
    """Compare orders: ∫ d**(p + 2q) dd converges iff p + 2q > −1, where dx = dd / d² in a tail.

    Where p + 2q is −1, ∫ log(1/d)**l dd / d converges iff l < −1.
    """
    if order is None or not (order.exact and facts.signs.sign(order.coefficient)):
        return UNDECIDED
    if not order.is_algebraic:
        return _exponential(place, order, facts)
    least = order.power + (-1 if place.is_tail else 1)
    parts = []
    for score in facts.calculus.score:
        own = facts.orders.of(place.near(score, place.sides[0]))
        if own is None or not own.is_algebraic:
            return UNDECIDED
        power = sp.expand(least + 2 * own.power)
        margin = power if power != 0 else -1 - order.logs - 2 * own.logs
        needed = positive(margin, facts.density, facts.signs, facts.evidence.points)
        parts.append(needed if own.exact or needed.extent == "everywhere" else UNDECIDED)
    return all_of(parts)


def _exponential(place: Place, order: Order, facts: Facts) -> Requirement:
    """Let an f that decays exponentially outweigh a score that grows like a power; compare it with a faster one."""
    if facts.orders.growth(order.exponent) != -1:
        return UNDECIDED
    for score in facts.calculus.score:
        if not _may_grow_fast(score, place.variable.symbol):
            continue
        own = facts.orders.of(place.near(score, place.sides[0]))
        if own is None or facts.orders.growth(sp.expand(order.exponent + 2 * own.exponent)) != -1:
            return UNDECIDED
    return EVERYWHERE


def _may_grow_fast(e: Expr, x: object) -> bool:
    """Whether something in ``e`` may grow faster than every power of the variable."""
    return any(
        x in node.free_symbols and (isinstance(node, _FAST) or (node.is_Pow and x in node.exp.free_symbols))
        for node in sp.preorder_traversal(e)
    )
