"""Which definition a proof used: the mean of score·scoreᵀ, or of minus the second derivatives."""

from __future__ import annotations

from typing import Literal

from symfisher.derivation import Derivation, Proof
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.replay.bench import RefusedError, bench_of
from symfisher.steps.notation import Mean, named

Form = Literal["score", "hessian"]

_DIGITS = 30


def form_of(d: Derivation, proof: Proof, entry: tuple[int, int]) -> Form:
    """Say which of the two integrands the proof is about, judged by its value at a few points."""
    integrand = getattr(proof.certificate, "integrand", None)
    if integrand is None or integrand == 0:
        return "score" if integrand is None or integrand_of(d, entry, "score") == 0 else "hessian"
    wanted = [integrand, integrand_of(d, entry, "hessian")]
    try:
        for sample in bench_of(d.density).samples(0)[:3]:
            given, hessian = evaluate_mp(wanted, sample, _DIGITS)
            if abs(given - hessian) > 1e-15 * max(abs(given), abs(hessian)):
                return "score"
    except (CannotEvaluateError, DomainError, RefusedError, ArithmeticError, ValueError):
        return "score"
    return "hessian"


def mean_of_form(d: Derivation, entry: tuple[int, int], form: Form) -> Expr:
    """Return E[s_i s_j] or E[−∂_i ∂_j log f] as it is written."""
    i, j = entry
    s, t = d.density.thetas[i], d.density.thetas[j]
    if form == "hessian":
        return Mean(named("curvature", -d.own.hessian[i, j], s, t))
    return Mean(named("score", d.own.score[i], s) * named("score", d.own.score[j], t))


def integrand_of(d: Derivation, entry: tuple[int, int], form: Form) -> Expr:
    """Return what the mean is taken of for one entry."""
    i, j = entry
    return d.own.score[i] * d.own.score[j] if form == "score" else -d.own.hessian[i, j]
