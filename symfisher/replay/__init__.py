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
from importlib import import_module
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.domains import POSITIVE
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError
from symfisher.expectation.problem import Entry, Problem
from symfisher.replay.bench import (
    DIGITS,
    FINE,
    POINTS,
    RefusedError,
    Values,
    bench_of,
    number,
    numbers,
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
        _check(proof, case)
        if entry is not None:
            _check_entry(proof.certificate, case, entry, form)
    except RefusedError as refusal:
        return Replay(False, str(refusal))
    except (CannotEvaluateError, DomainError, ArithmeticError, ValueError) as problem:
        return Replay(False, f"the certificate could not be evaluated: {problem}")
    return Replay(True)


def _check(proof: Proof, case: Case) -> None:
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
    require(
        rest | set(c.conditional.xs) == set(case.density.xs) and not rest & set(c.conditional.xs), "a variable is lost"
    )
    require(
        {q.symbol for q in c.conditional.constants} >= rest,
        "the other variables are not constants of the inner density",
    )
    require(not c.inner.value.free_symbols & set(c.conditional.xs), "the inner expectation contains its variable")
    inner_only = [k for k in c.inner.conditions if k.free_symbols & rest]
    require(all(isinstance(k, sp.Unequality) for k in inner_only), "the inner mean exists on a part of the support")
    for condition in (*c.inner.conditions, *c.outer.conditions):
        require(condition in proof.conditions or condition in inner_only, "a condition is missing")
    for index, point in enumerate(bench.points[:POINTS]):
        for sample in bench.samples(index):
            f, marginal, conditional = numbers(
                [case.density.expression, c.marginal.expression, c.conditional.expression], sample
            )
            require(same(f, marginal * conditional), "the density is not marginal times conditional")
            gaps = numbers([k.lhs - k.rhs for k in inner_only], sample)
            require(all(gap != 0 for gap in gaps), "a condition of the inner mean fails on more than a null set")
            h, inner = numbers([c.integrand, c.inner.certificate.integrand], sample)
            require(same(h, inner), "the inner proof is about another integrand")
            given, used = numbers([c.inner.value, c.outer.certificate.integrand], sample)
            require(same(given, used), "the outer proof is not about the inner expectation")
        require(same(*numbers([proof.value, c.outer.value], point)), "the value is not that of the outer proof")
    for part, inside in ((c.conditional, c.inner), (c.marginal, c.outer)):
        _check(inside, replace(case, density=part, mean_score_zero=False))


def _regions(proof: Proof, case: Case) -> None:
    """On each order of the two variables the density is a weight times a part of mass one; the means add up."""
    c, own = proof.certificate, case.density
    require(len(own.xs) == len(c.parts) == 2, "there is not one part for each order of two variables")
    first, second = (v.domain for v in own.variables)
    require(first == second and first.ends[1] == sp.oo, "the variables have not the same endless domain")
    bench = bench_of(own)
    for earlier, later, part, weight, inner in zip(own.xs, own.xs[::-1], c.parts, c.weights, c.proofs, strict=True):
        require(part.xs == (earlier, c.gap), "a part is no density of the earlier variable and the gap")
        require([v.domain for v in part.variables] == [first, POSITIVE], "a part has another domain")
        require(set(inner.conditions) <= set(proof.conditions), "a condition of a part is missing")
        for index in range(len(bench.points[:POINTS])):
            for sample in bench.samples(index):
                low, high = sorted((sample[earlier], sample[later]))
                there = {**sample, earlier: low, later: high, c.gap: high - low}
                f, w, g, h, used = numbers(
                    [own.expression, weight, part.expression, c.integrand, inner.certificate.integrand], there
                )
                require(same(f, w * g), "the density is not weight times part")
                require(same(h, used), "the proof of a part is about another integrand")
        _check_mass(inner.certificate, bench.points[0], bench.samples(0)[0])
        _check(inner, replace(case, density=part, signs=case.signs.extended({c.gap: POSITIVE}), mean_score_zero=False))
    for point in bench.points[:POINTS]:
        value, *parts = numbers([proof.value, *(w * p.value for w, p in zip(c.weights, c.proofs, strict=True))], point)
        require(same(value, mp.fsum(parts), parts), "the value is not the sum over the regions")


def _check_mass(tower: Any, point: Values, sample: Values) -> None:
    """Integrate the marginal and a conditional density of a part by quadrature: both have mass one."""
    for density, at in (
        (tower.marginal, point),
        (tower.conditional, {**point, **_positive(tower.marginal.xs, sample)}),
    ):
        (variable,) = density.variables
        low, high = (number(e, at) for e in variable.domain.ends)
        mass = mp.quad(
            lambda x, d=density, s=variable.symbol, at=at: number(d.expression, {**at, s: x}), [low, low + 1, high]
        )
        require(abs(mass - 1) < _MASS, "a part has not mass one")


def _positive(xs: Any, sample: Values) -> Values:
    return {x: sample.get(x, mp.mpf(3) / 7) for x in xs}


CHECKERS: dict[str, str] = {
    "constant:Constant": "identities:constant",
    "span:Combination": "identities:combination",
    "finite:Atoms": "sums:atoms",
    "gaussian:Quadratic": "gaussian:quadratic",
    "independence:Product": ":_product",
    "frailty:Frailty": "frailty:frailty",
    "tower:Tower": ":_tower",
    "regions:Regions": ":_regions",
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

_MASS = mp.mpf(10) ** -10
"""How far the mass of a part may be from one."""
_DIGITS = {"sympy_route:Integrated", "identified:Relation"}
_QUADRATIC = "gaussian:Quadratic"


def place(certificate: type) -> str:
    """Return how `CHECKERS` names a class of certificates."""
    return f"{certificate.__module__.removeprefix('symfisher.expectation.')}:{certificate.__name__}"


def _checker(certificate: type) -> Callable[[Proof, Case], None] | None:
    if place(certificate) not in CHECKERS:
        return None
    module, _, name = CHECKERS[place(certificate)].partition(":")
    home = vars(import_module(f"{__name__}.{module}")) if module else globals()
    found: Callable[[Proof, Case], None] = home[name]
    return found
