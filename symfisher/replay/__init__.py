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
from dataclasses import dataclass, replace
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError
from symfisher.expectation.circle import Period
from symfisher.expectation.constant import Constant
from symfisher.expectation.finite import Atoms
from symfisher.expectation.gaussian import Quadratic
from symfisher.expectation.identified import Relation
from symfisher.expectation.independence import Product
from symfisher.expectation.integral import Integrals
from symfisher.expectation.kernel import Reduction
from symfisher.expectation.problem import Entry, Problem
from symfisher.expectation.shift import ShiftSum
from symfisher.expectation.span import Combination
from symfisher.expectation.stein import Stein
from symfisher.expectation.sympy_route import Integrated
from symfisher.expectation.tower import Tower
from symfisher.replay.bench import DIGITS, FINE, POINTS, RefusedError, bench_of, number, numbers, require, same
from symfisher.replay.case import Case
from symfisher.replay.circle import period
from symfisher.replay.digits import identified, integrated
from symfisher.replay.gaussian import quadratic
from symfisher.replay.identities import combination, constant
from symfisher.replay.integrals import integrals
from symfisher.replay.kernels import reduction
from symfisher.replay.stein import stein
from symfisher.replay.sums import atoms, shift_sum

__all__ = ["CHECKERS", "Replay", "replay"]


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
    rests_on_digits = isinstance(proof.certificate, (Integrated, Relation))
    for digits in (DIGITS,) if rests_on_digits else (DIGITS, FINE):
        with mp.workdps(digits):
            answer = _answer(proof, case, entry, form)
        if answer.ok:
            break
    return answer


def _answer(proof: Proof, case: Case, entry: Entry | None, form: str | None) -> Replay:
    try:
        _check(proof, case)
        if entry is not None:
            _check_entry(proof.certificate, case, entry, form)
    except RefusedError as refusal:
        return Replay(False, str(refusal))
    except (CannotEvaluateError, DomainError, ArithmeticError, ValueError) as problem:
        return Replay(False, f"the certificate could not be evaluated: {problem}")
    return Replay(True)


def _check(proof: Proof, case: Case) -> None:
    checker = CHECKERS.get(type(proof.certificate))
    if checker is None:
        raise RefusedError(f"no checker for the certificate {type(proof.certificate).__name__}")
    require(not proof.value.free_symbols & set(case.density.xs), "the value contains the observation")
    checker(proof, case)


def _check_entry(certificate: Any, case: Case, entry: Entry, form: str | None) -> None:
    """Compare the integrand with the entry of the matrix it stands for."""
    if isinstance(certificate, Quadratic):
        return require(certificate.entry == entry, "the certificate is about another entry")
    bench = bench_of(case.density)
    samples = [s for index in range(len(bench.points[:POINTS])) for s in bench.samples(index)]
    given = [number(certificate.integrand, s) for s in samples]
    forms = [f for f in ("score", "hessian") if form in (f, None)]
    right = any(all(same(g, bench.entry(s, entry, f)) for g, s in zip(given, samples, strict=True)) for f in forms)
    return require(right, "the integrand is not the entry it stands for")


def _product(proof: Proof, case: Case) -> None:
    """Refuse unless the density is the product of the parts, up to a factor free of x, and values add up."""
    c, bench = proof.certificate, bench_of(case.density)
    shared = [v for part in c.parts for v in part.variables]
    require(
        sorted(map(str, shared)) == sorted(map(str, case.density.variables)), "the parts do not share out the variables"
    )
    for part, inner in zip(c.parts, c.proofs, strict=True):
        ends = (e for v in part.variables for e in v.domain.ends)
        used = sp.Tuple(part.expression, inner.certificate.integrand, *ends).free_symbols
        require(not used & (set(case.density.xs) - set(part.xs)), "a part contains the variables of another")
        require(set(inner.conditions) <= set(proof.conditions), "a condition of a part is missing")
        _check(inner, replace(case, density=part, normalised=False))
    for index, point in enumerate(bench.points[:POINTS]):
        ratios = []
        for sample in bench.samples(index):
            f, h, *factors = numbers([case.density.expression, c.integrand, *(p.expression for p in c.parts)], sample)
            terms = numbers([p.certificate.integrand for p in c.proofs], sample)
            ratios.append(f / mp.fprod(factors))
            require(same(h, mp.fsum(terms), terms), "the integrand is not the sum over the parts")
        require(all(same(r, ratios[0]) for r in ratios), "the density is not the product of its parts")
        value, *values = numbers([proof.value, *(p.value for p in c.proofs)], point)
        require(same(value, mp.fsum(values), values), "the value is not the sum over the parts")


def _tower(proof: Proof, case: Case) -> None:
    """Marginal times conditional is the density; the inner proof holds for the rest as constants, the outer for its value."""
    c, bench = proof.certificate, bench_of(case.density)
    rest = set(c.marginal.xs)
    require(rest | set(c.conditional.xs) == set(case.density.xs) and not rest & set(c.conditional.xs), "a variable is lost")
    require({q.symbol for q in c.conditional.constants} >= rest, "the other variables are not constants of the inner density")
    require(not c.inner.value.free_symbols & set(c.conditional.xs), "the inner expectation contains its variable")
    for condition in (*c.inner.conditions, *c.outer.conditions):
        require(condition in proof.conditions, "a condition is missing")
    for index, point in enumerate(bench.points[:POINTS]):
        for sample in bench.samples(index):
            f, marginal, conditional = numbers([case.density.expression, c.marginal.expression, c.conditional.expression], sample)
            require(same(f, marginal * conditional), "the density is not marginal times conditional")
            h, inner = numbers([c.integrand, c.inner.certificate.integrand], sample)
            require(same(h, inner), "the inner proof is about another integrand")
            given, used = numbers([c.inner.value, c.outer.certificate.integrand], sample)
            require(same(given, used), "the outer proof is not about the inner expectation")
        require(same(*numbers([proof.value, c.outer.value], point)), "the value is not that of the outer proof")
    for part, inside in ((c.conditional, c.inner), (c.marginal, c.outer)):
        _check(inside, replace(case, density=part, mean_score_zero=False))


CHECKERS: dict[type, Callable[[Proof, Case], None]] = {
    Constant: constant,
    Combination: combination,
    Atoms: atoms,
    Quadratic: quadratic,
    Product: _product,
    Tower: _tower,
    Reduction: reduction,
    ShiftSum: shift_sum,
    Integrals: integrals,
    Period: period,
    Stein: stein,
    Relation: identified,
    Integrated: integrated,
}
"""Certificate class to checker, which returns if all is well and raises `RefusedError` otherwise."""
