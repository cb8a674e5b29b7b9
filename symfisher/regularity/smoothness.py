"""f is differentiable in the parameters but for a null set of observations, and has no jump that moves."""

from __future__ import annotations

from symfisher.domains import IntegerRange
from symfisher.regularity.facts import Behaviour, Check, Facts
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of

NAME = "differentiable"


def check(facts: Facts) -> Check:
    """Decide the condition; kinks are named."""
    whole = [p.name for p in facts.density.parameters if p.domain.discrete]
    if whole:
        return Check(NAME, NOWHERE, f"{whole[0]} takes separate values only, so there is no derivative in it")
    if facts.map.unknown:
        shown = ", ".join(str(facts.shown(u)) for u in facts.map.unknown)
        return Check(NAME, UNDECIDED, f"where {shown} changes its branch was not found")
    parts, reasons = [], []
    for pair in facts.kinks:
        requirement, reason = _at_kink(pair, facts)
        parts.append(requirement)
        reasons.append(reason)
    for e in facts.map.pinned:
        if facts.signs.sign(e) not in (1, -1):
            parts.append(UNDECIDED)
            reasons.append(f"f may have a kink in the parameters where {facts.shown(e)} = 0")
    if not reasons:
        return Check(NAME, EVERYWHERE, "f is built from smooth functions of the parameters")
    return Check(NAME, all_of(parts), "; ".join(reasons))


def _at_kink(pair: tuple[Behaviour, Behaviour], facts: Facts) -> tuple[Requirement, str]:
    place = pair[0].place
    here = f"{place.variable.name} = {facts.shown(place.at)}"
    jump = has_jump(pair, facts)
    if facts.density.discrete:
        return UNDECIDED, f"f changes its branch at {here}, which moves over the possible values"
    if jump is None:
        return UNDECIDED, f"f changes its branch at {here}; whether it is continuous there was not decided"
    if jump:
        return NOWHERE, f"f jumps at {here}, a point that moves with the parameters"
    return EVERYWHERE, f"f has a kink at {here} but is continuous there: differentiable for all other {place.variable.name}"


def has_jump(pair: tuple[Behaviour, Behaviour], facts: Facts) -> bool | None:
    """Say whether the limits of f from both sides differ; ``None`` if that is open."""
    limits = [_limit(b, facts) for b in pair]
    if limits[0] is None or limits[1] is None:
        return None
    zero = facts.orders.is_zero(limits[0] - limits[1])
    return None if zero is None else not zero


def _limit(b: Behaviour, facts: Facts) -> object | None:
    """Return the limit of f; a pole on this side has none but is no jump either if the other side has it too."""
    if b.order is None or not b.order.exact or not b.order.is_algebraic or b.order.logs != 0:
        return None
    sign = facts.signs.sign(b.order.power)
    if sign == 0:
        return b.order.coefficient
    return 0 if sign == 1 else None


__all__ = ["IntegerRange", "check", "has_jump"]
