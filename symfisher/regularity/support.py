"""The support is free of the parameters, or else f vanishes at every end that moves: no probability flows over an end.

With f ~ C·d**α beside an end c(θ) that moves, the flux f·∂c/∂θ is zero iff α > 0. If it is not, f is not absolutely
continuous in θ for almost every x, and ∫T ∂f/∂θ is not ∂/∂θ ∫T f for every statistic T: no Cramér-Rao bound.
"""

from __future__ import annotations

import sympy as sp

from symfisher.regularity.facts import Behaviour, Check, Facts, listed, power_of_distance, vanishing_power
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of, positive

NAME = "support"


def check(facts: Facts) -> Check:
    """Decide the condition."""
    if not any(p.movers for p in facts.map.ends):
        return Check(NAME, *_set_of_values(facts))
    if any(p.variable.domain.discrete for p in facts.map.ends if p.movers):
        reason = "the set of possible values depends on a parameter: values appear and disappear with it"
        return Check(NAME, NOWHERE, reason)
    parts = [above(b, facts, 0) for b in facts.moving_ends]
    return Check(NAME, all_of(parts), "; ".join(sentence(b, facts) for b in facts.moving_ends))


def _set_of_values(facts: Facts) -> tuple[Requirement, str]:
    own = set(facts.density.thetas)
    values = [e for v in facts.density.variables for e in getattr(v.domain, "values", ())]
    if any(own & e.free_symbols for e in values):
        return NOWHERE, "the possible values depend on a parameter"
    return EVERYWHERE, "the support does not depend on the parameters"


def above(b: Behaviour, facts: Facts, threshold: int) -> Requirement:
    """Say where the exponent α of f ~ C·d**α is greater than ``threshold``."""
    power = vanishing_power(b.order, facts)
    if isinstance(power, Requirement):
        return power
    if power in (sp.oo, -sp.oo):
        return EVERYWHERE if power == sp.oo else NOWHERE
    if threshold == 0 and power == 0 and b.order is not None and b.order.logs != 0:
        return UNDECIDED
    return positive(power - threshold, facts.density, facts.signs, facts.evidence.points)


def sentence(b: Behaviour, facts: Facts) -> str:
    """Say what f does at a moving end."""
    movers = listed([facts.shown(t) for t in b.place.movers])
    end = f"the end {facts.shown(b.place.at)} of the support moves with {movers}"
    power = vanishing_power(b.order, facts)
    if isinstance(power, Requirement) or b.order is None:
        return f"{end}, and how f behaves there was not found"
    if power == sp.oo:
        return f"{end}, but f vanishes there faster than every power of the distance d"
    if power == 0:
        return f"{end}, and f does not vanish there: it tends to {facts.shown(b.order.coefficient)}"
    if facts.signs.positive(power):
        return f"{end}, but f vanishes there like {power_of_distance(power, facts)}, d the distance from the end"
    return f"{end}, where f behaves like {power_of_distance(power, facts)}, d the distance from the end"
