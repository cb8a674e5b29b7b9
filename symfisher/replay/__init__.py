"""The independent checker: replays the certificate of a proof without the code that found it.

A certificate states identities between functions of x and θ. Here both sides are evaluated at a few points that do
not depend on the certificate and compared to 25 digits: an identity test in the manner of Schwartz (1980, J. ACM 27,
701-717) and Zippel (1979). Analytic functions that agree at generic points agree; each piece between kinks gets points
of its own. Nothing is taken from the routes but their records: score and Hessian are differences of log f itself,
moments are written anew from gamma functions, and `Proof.value` is what is tested, never what is used.

Taken for granted are the declared domains, total mass one, and E[score] = 0 where `Problem` says so. A route that adds
a certificate adds one function to `CHECKERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import mpmath as mp

from symfisher.derivation import Proof
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError
from symfisher.expectation.problem import Entry, Problem
from symfisher.replay.bench import (
    DIGITS,
    FINE,
    POINTS,
    RefusedError,
    bench_of,
    number,
    require,
    same,
)
from symfisher.replay.case import Case

__all__ = ["CHECKERS", "Replay", "place", "replay"]


@dataclass(frozen=True)
class Replay:
    """Whether a certificate holds, and if not, the first thing that does not."""

    ok: bool
    reason: str = ""


def replay(proof: Proof, problem: Problem, entry: Entry | None = None, form: str | None = None) -> Replay:
    """Check the certificate of ``proof`` and that it gives ``proof.value``.

    Parameters
    ----------
    proof, problem
        What is checked, and the density it is about.
    entry, form
        If given, the certificate must be about this entry of score·scoreᵀ (``"score"``) or of minus the Hessian
        (``"hessian"``; of either if ``form`` is not given). Otherwise any integrand is allowed.

    Returns
    -------
    Replay
        What cannot be evaluated is refused.
    """
    case = Case(problem.density, problem.signs, problem.mean_score_zero)
    answer = Replay(False)
    rests_on_digits = place(type(proof.certificate)) in _DIGITS
    for digits in (DIGITS,) if rests_on_digits else (DIGITS, FINE):
        with mp.workdps(digits):
            answer = _answer(proof, case, entry, form)
        if answer.ok:
            break
    return answer


def _answer(proof: Proof, case: Case, entry: Entry | None, form: str | None) -> Replay:
    try:
        check_proof(proof, case)
        if entry is not None:
            _check_entry(proof.certificate, case, entry, form)
    except RefusedError as refusal:
        return Replay(False, str(refusal))
    except (CannotEvaluateError, DomainError, ArithmeticError, ValueError) as problem:
        return Replay(False, f"the certificate could not be evaluated: {problem}")
    return Replay(True)


def check_proof(proof: Proof, case: Case) -> None:
    """Refuse a proof whose certificate does not hold."""
    checker = _checker(type(proof.certificate))
    if checker is None:
        raise RefusedError(f"no checker for the certificate {type(proof.certificate).__name__}")
    require(not proof.value.free_symbols & set(case.density.xs), "the value contains the observation")
    checker(proof, case)


def _check_entry(certificate: Any, case: Case, entry: Entry, form: str | None) -> None:
    """Compare the integrand with the entry of the matrix it stands for."""
    if place(type(certificate)) == _QUADRATIC:
        return require(certificate.entry == entry, "the certificate is about another entry")
    bench = bench_of(case.density)
    samples = [s for index in range(len(bench.points[:POINTS])) for s in bench.samples(index)]
    given = [number(certificate.integrand, s) for s in samples]
    forms = [f for f in ("score", "hessian") if form in (f, None)]
    right = any(all(same(g, bench.entry(s, entry, f)) for g, s in zip(given, samples, strict=True)) for f in forms)
    return require(right, "the integrand is not the entry it stands for")


CHECKERS: dict[str, str] = {
    "constant:Constant": "identities:constant",
    "span:Combination": "identities:combination",
    "finite:Atoms": "sums:atoms",
    "gaussian:Quadratic": "gaussian:quadratic",
    "independence:Product": "parts:product",
    "frailty:Frailty": "frailty:frailty",
    "tower:Tower": "parts:tower",
    "regions:Regions": "parts:regions",
    "elliptical:Elliptical": "parts:elliptical",
    "kernel:Reduction": "kernels:reduction",
    "shift:ShiftSum": "sums:shift_sum",
    "two_tails:TwoTails": "sums:two_tails",
    "abel:AbelSum": "known_sums:abel_sum",
    "inverse_factorial:InverseFactorialSum": "known_sums:inverse_factorial_sum",
    "integral:Integrals": "integrals:integrals",
    "antiderivative:Antiderivative": "antiderivative:antiderivative",
    "circle:Period": "circle:period",
    "stein:Stein": "stein:stein",
    "identified:Relation": "digits:identified",
    "sympy_route:Integrated": "digits:integrated",
}
"""Certificate class, by the module of its route, to the function that checks it, by its module in this room.

A checker returns if all is well and raises `RefusedError` otherwise; it is imported when first needed.
"""

_DIGITS = {"sympy_route:Integrated", "identified:Relation"}
_QUADRATIC = "gaussian:Quadratic"


def place(certificate: type) -> str:
    """Return how `CHECKERS` names a class of certificates."""
    return f"{certificate.__module__.removeprefix('symfisher.expectation.')}:{certificate.__name__}"


def _checker(certificate: type) -> Callable[[Proof, Case], None] | None:
    if place(certificate) not in CHECKERS:
        return None
    module, _, name = CHECKERS[place(certificate)].partition(":")
    found: Callable[[Proof, Case], None] = getattr(import_module(f"{__name__}.{module}"), name)
    return found
