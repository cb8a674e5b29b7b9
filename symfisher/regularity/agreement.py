"""E[score scoreᵀ] = −E[Hessian], derivatives almost everywhere: the second Bartlett identity.

It is E[score] = 0 differentiated once more. Beside a moving end f ~ C·d**α adds the boundary term of
∂f/∂θ ~ d**(α − 1), which vanishes iff α > 1; a kink adds the jump of ∂f/∂x, which the Hessian, taken almost everywhere,
does not see. Where f has a limit at every moving end (α = 0) the difference is exact: with
E[score_i] = F_i(θ) = Σ ± f(c)·∂_i c over the ends c, E[score_i score_j] + E[H_ij] = ∂_j F_i + Σ ± (f·score_i)(c)·∂_j c.
"""

from __future__ import annotations

import sympy as sp

from symfisher.domains import Expr
from symfisher.regularity.facts import Behaviour, Check, Facts, vanishing_power
from symfisher.regularity.order import Order
from symfisher.regularity.requirement import EVERYWHERE, NOWHERE, UNDECIDED, Requirement, all_of, positive
from symfisher.regularity.smoothness import has_jump
from symfisher.regularity.support import above

NAME = "definitions-agree"


def check(facts: Facts, integrable: Requirement) -> Check:
    """Decide the condition; ``integrable`` is where E[score²] is finite."""
    difference = _difference(facts)
    if difference is not None:
        found = _from_difference(difference, facts)
    else:
        parts = [_at_end(b, facts) for b in facts.moving_ends] + [_at_kink(pair, facts) for pair in facts.kinks]
        requirement = all_of([*parts, _ground(facts, integrable)])
        found = Check(NAME, requirement, _reason(requirement, integrable, facts))
    return facts.judged(found, facts.forms_agree, "E[score scoreᵀ] = -E[Hessian]")


def _ground(facts: Facts, integrable: Requirement) -> Requirement:
    """Without finite information there is nothing to agree on; what does not vary smoothly is left to the numbers."""
    if any(p.domain.discrete for p in facts.density.parameters):
        return UNDECIDED
    if facts.density.discrete and any(p.movers for p in facts.map.ends):
        return UNDECIDED
    return integrable


def _reason(requirement: Requirement, integrable: Requirement, facts: Facts) -> str:
    if requirement.extent in ("everywhere", "partly"):
        if facts.moving_ends:
            return "f vanishes fast enough at moving ends for E[score] = 0 to be differentiated once more"
        sign = "sum" if facts.density.discrete else "integral"
        return f"E[score] = 0 may be differentiated once more under the {sign}"
    if requirement.extent == "undecided":
        return "whether E[score] = 0 may be differentiated once more was not decided"
    if integrable.extent == "nowhere":
        return "E[score²] is infinite, so there is nothing that -E[Hessian] could equal"
    if facts.kinks and not facts.moving_ends:
        places = ", ".join(f"{p.variable.name} = {facts.shown(p.at)}" for p in facts.map.kinks)
        return f"the slope of f jumps at {places}, which -E[Hessian] does not see: use E[score scoreᵀ]"
    return "the ends of the support move and f does not vanish fast enough there: -E[Hessian] misses the boundary term"


def _difference(facts: Facts) -> list[Expr] | None:
    """Return E[score_i score_j] + E[H_ij] for i <= j where every moving end has a limit of f, else ``None``."""
    ends = facts.moving_ends
    if not ends or facts.kinks or len(facts.density.variables) > 1 or facts.density.discrete:
        return None
    if any(b.order is None or vanishing_power(b.order, facts) != 0 for b in ends):
        return None
    thetas, found = facts.density.thetas, []
    for i, j in facts.calculus.entries:
        flux = sp.Add(*(b.side * b.order.coefficient * sp.diff(b.place.at, thetas[i]) for b in ends if b.order))
        terms = [_boundary(b, facts, i, j) for b in ends]
        if any(t is None for t in terms):
            return None
        found.append(sp.diff(flux, thetas[j]) + sp.Add(*terms))
    return found


def _boundary(b: Behaviour, facts: Facts, i: int, j: int) -> Expr | None:
    """Return ±(f·score_i)(c)·∂_j c at one end, if it is finite."""
    speed = sp.diff(b.place.at, facts.density.thetas[j])
    if speed == 0:
        return sp.S.Zero
    limit = facts.orders.limit(b.place.near(facts.calculus.score[i], b.side))
    return None if limit is None or b.order is None else b.side * b.order.coefficient * limit * speed


def _from_difference(difference: list[Expr], facts: Facts) -> Check:
    zeros = [facts.orders.is_zero(d) for d in difference]
    if any(z is False for z in zeros):
        worst = next(d for d, z in zip(difference, zeros, strict=True) if z is False)
        i, j = facts.calculus.entries[zeros.index(False)]
        names = facts.density.parameters[i].name, facts.density.parameters[j].name
        reason = (
            "the ends of the support move and f does not vanish there: E[score scoreᵀ] + E[Hessian] is "
            f"{facts.shown(worst)}, not 0, in entry ({names[0]}, {names[1]})"
        )
        return Check(NAME, NOWHERE, reason)
    if None in zeros:
        return Check(NAME, UNDECIDED, "the boundary terms were found, but not whether they cancel")
    return Check(NAME, EVERYWHERE, "the boundary terms at the moving ends cancel each other")


def _at_end(b: Behaviour, facts: Facts) -> Requirement:
    return UNDECIDED if vanishing_power(b.order, facts) == 0 else above(b, facts, 1)


def _at_kink(pair: tuple[Behaviour, Behaviour], facts: Facts) -> Requirement:
    """Say where a kink is harmless: the slope of f vanishes on both sides, or is the same on both."""
    if any(vanishing_power(b.order, facts) != 0 for b in pair):
        return all_of([above(b, facts, 1) for b in pair])
    if has_jump(pair, facts) is not False:
        return UNDECIDED
    slopes = [b.slope for b in pair if b.slope is not None and b.slope.is_algebraic and b.slope.exact]
    if len(slopes) < len(pair):
        return UNDECIDED
    if all(s.power == 0 and s.logs == 0 for s in slopes):
        same = facts.orders.is_zero(slopes[0].coefficient + slopes[1].coefficient)
        return UNDECIDED if same is None else EVERYWHERE if same else NOWHERE
    return all_of([_gentle(s, facts) for s in slopes])


def _gentle(slope: Order, facts: Facts) -> Requirement:
    """Say where a slope of f tends to zero."""
    if slope.coefficient == 0:
        return EVERYWHERE
    return positive(slope.power, facts.density, facts.signs, facts.evidence.points)
