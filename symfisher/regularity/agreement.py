"""E[score scoreᵀ] = −E[Hessian], derivatives almost everywhere: the second Bartlett identity.

It is E[score] = 0 differentiated once more. Beside a moving end f ~ C·d**α adds the boundary term of ∂f/∂θ ~ d**(α − 1), which
vanishes iff α > 1; a kink adds the jump of ∂f/∂x, which the Hessian, taken almost everywhere, does not see.
"""

from __future__ import annotations

from symfisher.regularity.facts import Behaviour, Check, Facts, vanishing_power
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of, positive
from symfisher.regularity.support import above

NAME = "definitions-agree"


def check(facts: Facts, integrable: Requirement) -> Check:
    """Decide the condition; ``integrable`` is where E[score²] is finite."""
    parts = [_at_end(b, facts) for b in facts.moving_ends] + [_at_kink(pair, facts) for pair in facts.kinks]
    requirement = all_of([*parts, _ground(facts, integrable)])
    return facts.judged(Check(NAME, requirement, _reason(requirement, facts)), facts.forms_agree, "E[score scoreT] = -E[Hessian]")


def _ground(facts: Facts, integrable: Requirement) -> Requirement:
    """Without finite information there is nothing to agree on; what does not vary smoothly is left to the numbers."""
    if any(p.domain.discrete for p in facts.density.parameters):
        return UNDECIDED
    if facts.density.discrete and any(p.movers for p in facts.map.ends):
        return UNDECIDED
    return integrable


def _reason(requirement: Requirement, facts: Facts) -> str:
    if requirement.extent in ("everywhere", "partly"):
        if facts.moving_ends:
            return "f vanishes fast enough at moving ends for E[score] = 0 to be differentiated once more"
        return "E[score] = 0 may be differentiated once more under the integral" + (" sum" if facts.density.discrete else "")
    if requirement.extent == "undecided":
        return "whether E[score] = 0 may be differentiated once more was not decided"
    if facts.kinks and not facts.moving_ends:
        places = ", ".join(f"{p.variable.name} = {facts.shown(p.at)}" for p in facts.map.kinks)
        return f"the slope of f jumps at {places}, which -E[Hessian] does not see: use E[score scoreT]"
    return "the ends of the support move and f does not vanish fast enough there: -E[Hessian] misses the boundary term"


def _at_end(b: Behaviour, facts: Facts) -> Requirement:
    return UNDECIDED if vanishing_power(b.order, facts) == 0 else above(b, facts, 1)


def _at_kink(pair: tuple[Behaviour, Behaviour], facts: Facts) -> Requirement:
    """A kink is harmless if the slope of f vanishes on both sides, or is the same on both."""
    if any(vanishing_power(b.order, facts) != 0 for b in pair):
        return all_of([above(b, facts, 1) for b in pair])
    slopes = [b.slope for b in pair]
    if any(s is None or not s.is_algebraic or not s.exact for s in slopes):
        return UNDECIDED
    left, right = slopes
    assert left is not None
    assert right is not None
    if left.power == 0 and right.power == 0 and left.logs == right.logs == 0:
        same = facts.orders.is_zero(left.coefficient + right.coefficient)
        return UNDECIDED if same is None else EVERYWHERE if same else NOWHERE
    return all_of([_gentle(s, facts) for s in (left, right)])


def _gentle(slope: object, facts: Facts) -> Requirement:
    power, coefficient = slope.power, slope.coefficient  # type: ignore[attr-defined]
    return EVERYWHERE if coefficient == 0 else positive(power, facts.density, facts.signs, facts.evidence.points)
