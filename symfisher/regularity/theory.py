"""The verdict: what the named conditions together allow. Three findings stay apart.

(a) E[score] = 0, E[score²] finite and f absolutely continuous in θ: the Cramér-Rao bound applies, with E[score scoreᵀ].
(b) E[score scoreᵀ] = −E[Hessian].
(c) E[score] ≠ 0: there is no Cramér-Rao bound.
``regular`` means (a) and (b) on the whole declared domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.derivation import Regularity
from symfisher.quadrature.evidence import Evidence, Point
from symfisher.regularity import agreement, finiteness, mean_score, smoothness, support
from symfisher.regularity.facts import Check, Facts, satisfied
from symfisher.regularity.normalization import normalized
from symfisher.regularity.requirement import Requirement, all_of
from symfisher.signs import Signs


@dataclass(frozen=True)
class Theory:
    """What the conductor needs to know.

    Attributes
    ----------
    regularity
        Conditions and verdict.
    mean_score_zero
        Whether E[score] = 0 (where ``region`` holds).
    definitions_agree
        Whether E[score scoreᵀ] = −E[Hessian] (where ``region`` holds).
    region
        Relations in our symbols that say on which part of the domain the theory holds; empty for all of it.
    infinite
        Entries (i, j), i <= j, of E[score scoreᵀ] that diverge on the whole domain, by comparing orders of growth.
    """

    regularity: Regularity
    mean_score_zero: bool
    definitions_agree: bool
    region: tuple[Any, ...] = ()
    infinite: tuple[tuple[int, int], ...] = ()


def decide(density: Density, calculus: Calculus, signs: Signs, evidence: Evidence) -> Theory:
    """Decide every condition and the verdict.

    Parameters
    ----------
    density
        A density that was not refused.
    calculus
        Its score and Hessian.
    signs
        Proves signs over the declared domains.
    evidence
        Moments at drawn points: they may refute what was reasoned, and stand in for it where f is smooth and its
        support fixed; they never turn an open question into a theorem.
    """
    facts = Facts(density, calculus, signs, evidence)
    ends = support.check(facts)
    smooth = smoothness.check(facts)
    finite = finiteness.check(facts)
    mean = mean_score.check(facts, finite.requirement)
    agree = agreement.check(facts, finite.requirement)
    normal = normalized(density, evidence)
    checks = (ends, smooth, mean, finite, agree)
    whole = all_of([c.requirement for c in checks])
    bound = all_of([c.requirement for c in (ends, smooth, mean, finite)])
    verdict = _verdict(whole, normal.status == "holds")
    regularity = Regularity(
        verdict,
        whole.describe(density) if verdict == "conditional" else None,
        _cramer_rao(bound, verdict, normal.status == "holds"),
        (normal, *(c.condition(density) for c in checks)),
    )
    return Theory(
        regularity,
        _believed(mean, facts.mean_is_zero),
        _believed(agree, facts.forms_agree),
        whole.relations,
        finiteness.divergent(facts) if finite.requirement.extent == "nowhere" else (),
    )


def _verdict(whole: Requirement, normal: bool) -> Literal["regular", "conditional", "non-regular", "undecided"]:
    if whole.extent == "nowhere":
        return "non-regular"
    if whole.extent == "undecided" or not normal:
        return "undecided"
    return "conditional" if whole.extent == "partly" else "regular"


def _cramer_rao(bound: Requirement, verdict: str, normal: bool) -> Literal["applies", "does not apply", "undecided"]:
    """Return whether the bound applies: on the part that ``when`` names, if the verdict is conditional."""
    if bound.extent == "nowhere":
        return "does not apply"
    if bound.extent == "undecided" or not normal:
        return "undecided"
    return "applies" if bound.extent == "everywhere" or verdict == "conditional" else "undecided"


def _believed(check: Check, numbers: list[tuple[Point, bool]]) -> bool:
    """Whether an identity may be used: the numbers confirm it and no reasoning refutes it."""
    if check.requirement.extent == "nowhere":
        return False
    relevant = [ok for point, ok in numbers if satisfied(check.requirement, point)]
    return all(relevant) if relevant else check.requirement.extent in ("everywhere", "partly")


__all__ = ["Theory", "decide"]
