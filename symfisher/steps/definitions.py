"""The information shown to be the mean of what the user asked for: products of scores, or minus second derivatives."""

from __future__ import annotations

from types import ModuleType

from symfisher.calculus import Calculus
from symfisher.derivation import Derivation, Proof
from symfisher.expectation import circle, constant, finite, gaussian, integral, kernel, shift, span
from symfisher.expectation.problem import Entry, Problem
from symfisher.replay import replay
from symfisher.signs import Signs
from symfisher.steps.forms import Form, form_of

_ROUTES: dict[Form, tuple[ModuleType, ...]] = {
    "score": (constant, finite, gaussian, kernel, shift, circle, integral),
    "hessian": (constant, finite, span, kernel, shift, circle, integral),
}
"""Routes that end in a short time, cheapest first."""

Proofs = tuple[tuple[Proof | None, ...], ...]


def proofs_by(d: Derivation, form: Form) -> Proofs:
    """Return proofs of all entries that use one definition, checked like any other.

    An entry that these routes do not prove in this way keeps the proof that the derivation came with, if both
    definitions agree: that is what its steps then say.
    """
    known = d.proofs if form == "score" or d.hessian_proofs is None else d.hessian_proofs
    k = len(d.density.parameters)
    upper = [(i, j) for i in range(k) for j in range(i, k)]
    kept = {e: p for e in upper if (p := known[e[0]][e[1]]) is not None}
    wanted = [e for e, p in kept.items() if p.certificate is not None and _used(d, p, e) != form]
    found = {**kept, **_proved(d, wanted, form)}
    return tuple(tuple(found.get((min(i, j), max(i, j))) for j in range(k)) for i in range(k))


def _used(d: Derivation, proof: Proof, entry: Entry) -> Form:
    return "score" if proof.route == gaussian.name else form_of(d, proof, entry)


def _proved(d: Derivation, wanted: list[Entry], form: Form) -> dict[Entry, Proof]:
    """Ask the routes for means of one kind, and keep what the checker accepts."""
    if not wanted:
        return {}
    mean_zero = any(c.name == "mean-score-zero" and c.status == "holds" for c in d.regularity.conditions)
    calculus = Calculus(d.own.log_density, d.own.score, d.own.hessian)
    problem = Problem(d.density, calculus, Signs.of(d.density), mean_zero)
    source = problem.score_products if form == "score" else problem.negative_hessian
    accepted: dict[Entry, Proof] = {}
    for route in _ROUTES[form]:
        left = {e: source[e] for e in wanted if e not in accepted}
        if not left:
            break
        answers = route.attempt(problem, left).items()
        accepted |= {e: a for e, a in answers if isinstance(a, Proof) and replay(a, problem, e, form).ok}
    return accepted
