"""Expectations of anything, by the engine's routes, each proof compared with numbers before it is used.

What `symfisher.information` does for the entries of the information, for integrands that are not among them: moments of
estimators, third moments of the score, derivatives of one model under another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

from symfisher.calculus import Calculus, differentiate
from symfisher.density import Density
from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.expectation import circle, constant, finite, integral, kernel, shift, span, sympy_route
from symfisher.expectation.problem import Problem
from symfisher.quadrature import draw_points, expectations
from symfisher.quadrature.points import stretched
from symfisher.replay import replay
from symfisher.signs import Signs
from symfisher.verification import tolerance

ROUTES = (constant, finite, span, kernel, shift, circle, integral, sympy_route)
"""Routes that look at the integrand alone, cheapest first."""
_POINTS = 3
_MORE = 9
_FACTORS = (Fraction(4), Fraction(1, 7))
_FLOOR = 1e-11


@dataclass(frozen=True)
class _Numbers:
    """Expectations at one parameter point with their errors."""

    point: Mapping[Any, Any]
    values: Any
    errors: Any


def problem_of(derivation: Derivation) -> Problem:
    """Return the engine's problem for the density of a derivation."""
    own = derivation.own
    calculus = Calculus(own.log_density, own.score, own.hessian)
    score_is_centred = derivation.regularity.cramer_rao == "applies"
    return Problem(derivation.density, calculus, Signs.of(derivation.density), score_is_centred)


def problem_for(density: Density) -> Problem:
    """Return the engine's problem for a density of which only expectations of other functions are wanted."""
    signs = Signs.of(density)
    return Problem(density, differentiate(density, signs), signs, False)


def expect(problem: Problem, integrands: Sequence[Expr]) -> list[Proof | None]:
    """Return a checked proof of E[h] for each integrand, ``None`` where no closed form was found.

    Parameters
    ----------
    integrands
        Functions of the observation and the parameters, in our symbols.

    Returns
    -------
    list of Proof or None
        Each replayed, and equal to quadrature at the drawn points where its conditions hold.

    Examples
    --------
    >>> from symfisher import derive
    >>> problem = problem_of(derive("theta*exp(-theta*x)"))
    >>> proof, = expect(problem, [problem.density.xs[0] ** 2])
    >>> problem.density.present(proof.value)
    2/theta**2
    """
    tasks = {(i, 0): problem.rewriter.rewrite(h) for i, h in enumerate(integrands)}
    numbers = _numbers(problem.density, list(tasks.values()))
    found: dict[tuple[int, int], Proof] = {}
    for route in ROUTES:
        still = {entry: h for entry, h in tasks.items() if entry not in found}
        if not still:
            break
        answers = route.attempt(problem, still).items()
        found |= {
            entry: answer
            for entry, answer in answers
            if isinstance(answer, Proof) and _passes(problem, answer, still[entry], entry[0], numbers)
        }
    return [found.get((i, 0)) for i in range(len(integrands))]


def require_expectations(problem: Problem, integrands: Sequence[Expr], what: str) -> list[Proof]:
    """Return a proof for each integrand.

    Raises
    ------
    ClosedFormNotFoundError
        One of them has no closed form that was found.
    """
    proofs = [p for p in expect(problem, integrands) if p is not None]
    if len(proofs) < len(integrands):
        raise ClosedFormNotFoundError(f"no closed form found for {what}")
    return proofs


def told(*proofs: Proof | None) -> tuple[Step, ...]:
    """Return one step for each proof: what the mean was taken of, how it was found, and what it is."""
    steps = []
    for proof in proofs:
        if proof is not None:
            h = getattr(proof.certificate, "integrand", None)
            steps.append(Step("expectation", None, proof.value, (("integrand", h), ("route", proof.route))))
    return tuple(dict.fromkeys(steps))


def _passes(problem: Problem, proof: Proof, h: Expr, row: int, numbers: Sequence[_Numbers]) -> bool:
    if getattr(proof.certificate, "integrand", h) != h:
        return False
    pairs = [(n.point, n.values[row], n.errors[row]) for n in numbers if _conditions_hold(proof, n.point)]
    if len(pairs) < min(2, len(numbers)):
        pairs += _further(problem.density, proof, h)
    compared = 0
    for point, number, error in pairs:
        if not (mpmath.isfinite(number) and mpmath.isfinite(error)):
            continue
        found = value_at(proof.value, point)
        allowed = tolerance(problem.density) * abs(number) + 10 * error + _FLOOR
        if found is None or not abs(found - number) <= allowed:
            return False
        compared += 1
    return compared > 0 and replay(proof, problem).ok


def agrees(density: Density, h: Expr, value: Expr) -> bool:
    """Say whether a value for E[h] is what quadrature finds, at two drawn points or more, or at the only one."""
    numbers = _numbers(density, [h])
    known = [n for n in numbers if mpmath.isfinite(n.values[0]) and mpmath.isfinite(n.errors[0])]
    for n in known:
        found = value_at(value, n.point)
        if (
            found is None
            or not abs(found - n.values[0]) <= tolerance(density) * abs(n.values[0]) + 10 * n.errors[0] + _FLOOR
        ):
            return False
    return len(known) >= min(2, len(numbers))


def _further(density: Density, proof: Proof, h: Expr) -> list[tuple[Any, Any, Any]]:
    """Return numbers at a few more points at which the conditions of a proof hold, farther out if need be."""
    drawn = _points(density, _MORE)
    scaled = [s for p in drawn for f in _FACTORS if (s := stretched(density, p, f)) is not None]
    inside = [p for p in (*drawn, *scaled) if _conditions_hold(proof, p)][:_POINTS]
    found = [(p, *expectations(density, [h], p)) for p in inside]
    return [(p, values[0], errors[0]) for p, values, errors in found]


def _conditions_hold(proof: Proof, point: Mapping[Any, Any]) -> bool:
    try:
        return all(v == 1 for v in evaluate_mp(list(proof.conditions), point, 20))
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return False


def _numbers(density: Density, integrands: Sequence[Expr]) -> list[_Numbers]:
    return [_Numbers(p, *expectations(density, integrands, p)) for p in _points(density, _POINTS)]


def _points(density: Density, count: int) -> list[dict[Any, Any]]:
    try:
        return draw_points(density, count)
    except DomainError:
        return draw_points(density, 1)


def value_at(e: Expr, point: Mapping[Any, Any], digits: int = 25) -> Any | None:
    """Return an expression as a real number at a point, ``None`` where it has none."""
    try:
        found = evaluate_mp([e], point, digits)[0]
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return None
    if isinstance(found, mpmath.mpc):
        found = found.real if abs(found.imag) <= mpmath.mpf(10) ** -15 * abs(found) else mpmath.nan
    return found if mpmath.isfinite(found) else None
