"""f is differentiable in the parameters but for a null set of observations, and has no jump that moves."""

from __future__ import annotations

import sympy as sp

from symfisher.domains import Expr
from symfisher.normal_form import Rewriter
from symfisher.regularity.facts import Behaviour, Check, Facts, vanishing_power
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of
from symfisher.regularity.support import above

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
    rewriter = Rewriter(facts.signs)
    for e in facts.map.pinned:
        if facts.signs.sign(e) not in (1, -1) and facts.signs.sign(rewriter.collected(rewriter.rewrite(e))) not in (
            1,
            -1,
        ):
            parts.append(Requirement("partly", (sp.Ne(e, 0, evaluate=False),)))
            reasons.append(f"f switches in the parameters themselves where {facts.shown(e)} = 0")
    if not reasons:
        return Check(NAME, EVERYWHERE, "f is built from smooth functions of the parameters")
    return Check(NAME, all_of(parts), "; ".join(reasons))


def _at_kink(pair: tuple[Behaviour, Behaviour], facts: Facts) -> tuple[Requirement, str]:
    place = pair[0].place
    here = f"{place.variable.name} = {facts.shown(place.at)}"
    if facts.density.discrete:
        return UNDECIDED, f"f changes its branch at {here}, which moves over the possible values"
    if all(vanishing_power(b.order, facts) != 0 for b in pair):
        zero = all_of([above(b, facts, 0) for b in pair])
        return (
            zero,
            f"f has a kink at {here} and vanishes there" if zero.extent != "nowhere" else f"f has a pole at {here}",
        )
    jump = has_jump(pair, facts)
    if jump is None:
        return UNDECIDED, f"f changes its branch at {here}; whether it is continuous there was not decided"
    if jump:
        return NOWHERE, f"f jumps at {here}, a point that moves with the parameters"
    others = f"differentiable for all other {place.variable.name}"
    return EVERYWHERE, f"f has a kink at {here} but is continuous there: {others}"


def has_jump(pair: tuple[Behaviour, Behaviour], facts: Facts) -> bool | None:
    """Say whether the limits of f from both sides differ; ``None`` if that is open."""
    limits = [_limit(b, facts) for b in pair]
    if limits[0] is None or limits[1] is None:
        return None
    zero = facts.orders.is_zero(limits[0] - limits[1])
    return None if zero is None else not zero


def _limit(b: Behaviour, facts: Facts) -> Expr | None:
    """Return the limit of f, or ``None`` where it has none or it was not found."""
    if b.order is None or not b.order.exact or not b.order.is_algebraic or b.order.logs != 0:
        return None
    sign = facts.signs.sign(b.order.power)
    return {0: b.order.coefficient, 1: sp.S.Zero}.get(sign) if sign is not None else None
