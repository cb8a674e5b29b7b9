"""Which definition a proof used: the mean of score·scoreᵀ, or of minus the second derivatives."""

from __future__ import annotations

from typing import Literal

from symfisher.derivation import Derivation, Proof
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.notation import Mean, named
from symfisher.replay.bench import RefusedError, bench_of

Form = Literal["score", "hessian"]

_DIGITS = 30


def form_of(d: Derivation, proof: Proof, entry: tuple[int, int]) -> Form:
    """Say which of the two integrands the proof is about, judged by its value at a few points."""
    integrand = getattr(proof.certificate, "integrand", None)
    if integrand is None or integrand == 0:
        return "score" if integrand is None or integrand_of(d, entry, "score") == 0 else "hessian"
    return "hessian" if _agree(d, integrand, integrand_of(d, entry, "hessian")) else "score"


def _agree(d: Derivation, first: Expr, second: Expr) -> bool:
    """Whether two functions of the observation have the same value at a few points."""
    try:
        for sample in bench_of(d.density).samples(0)[:3]:
            a, b = evaluate_mp([first, second], sample, _DIGITS)
            if abs(a - b) > 1e-15 * max(abs(a), abs(b)):
                return False
    except (CannotEvaluateError, DomainError, RefusedError, ArithmeticError, ValueError):
        return False
    return True


def shown_integrand(d: Derivation, entry: tuple[int, int], form: Form, integrand: Expr) -> Expr:
    """Return the integrand as the derivatives were shown, unless the form that the engine uses is shorter."""
    own = integrand_of(d, entry, form)
    return own if own.count_ops() <= integrand.count_ops() and _agree(d, own, integrand) else integrand


def mean_of_form(d: Derivation, entry: tuple[int, int], form: Form) -> Expr:
    """Return E[s_i s_j] or E[−∂_i ∂_j log f] as it is written."""
    i, j = entry
    s, t = d.density.thetas[i], d.density.thetas[j]
    if form == "hessian":
        shown = -d.written.hessian[i, j]
        return Mean(named("curvature-twice", shown, s) if i == j else named("curvature", shown, s, t))
    if i == j:
        return Mean(named("score", d.written.score[i], s) ** 2)
    return Mean(named("score-product", d.written.score[i] * d.written.score[j], s, t))


def integrand_of(d: Derivation, entry: tuple[int, int], form: Form) -> Expr:
    """Return what the mean is taken of for one entry."""
    i, j = entry
    return d.written.score[i] * d.written.score[j] if form == "score" else -d.written.hessian[i, j]
