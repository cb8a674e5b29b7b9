"""Identified constants: a number known to many digits, recognised as a combination of a few named constants.

Where translations and changes of scale leave no parameter, the information is a matrix of numbers times powers of the scale.
Each number is computed to 60 digits and an integer relation is sought (PSLQ, Ferguson, Bailey & Arno 1999). A relation is kept
only if its coefficients are small, if the digits go at least 20 beyond those that fix it, and if it holds at twice the
precision. That is strong evidence and no proof: the status of such a result is ``identified``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.expectation.group import Orbit, orbit
from symfisher.expectation.pieces import switches
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import zero_of
from symfisher.normal_form import Field
from symfisher.simplification import shorten

name = "identified"

DIGITS = 60
LARGEST = 10**4
SPECIAL = (sp.besseli, sp.besselk, sp.besselj, sp.erf, sp.gamma, sp.polygamma, sp.hyper, sp.polylog, sp.expint)
SPARE = 20
BASES: tuple[tuple[Expr, ...], ...] = (
    (sp.S.One, sp.pi**2),
    (sp.S.One, sp.pi, sp.pi**2),
    (sp.S.One, sp.log(2), sp.log(2) ** 2, sp.pi**2),
    (sp.S.One, sp.EulerGamma, sp.EulerGamma**2, sp.pi**2),
    (sp.S.One, sp.pi**2, sp.zeta(3)),
    (sp.S.One, sp.pi, sp.Catalan, sp.pi**2),
    (sp.S.One, sp.sqrt(2), sp.pi, sp.sqrt(2) * sp.pi),
    (sp.S.One, sp.sqrt(3) * sp.pi, sp.pi**2, sp.log(3)),
)


@dataclass(frozen=True)
class Relation:
    """Certificate: at ``point`` the expectation of ``integrand`` is ``digits``, and Σ coefficients·basis equals it."""

    integrand: Expr
    orbit: Orbit
    digits: str
    basis: tuple[Expr, ...]
    coefficients: tuple[Expr, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Recognise parameter-free expectations from their digits."""
    found = orbit(problem)
    if found is None:
        return dict.fromkeys(integrands, Decline("no group acts on the parameters"))
    point = found.point
    if any(not v.is_number for v in point.values()):
        return dict.fromkeys(integrands, Decline("a parameter remains after group reduction"))
    answers: dict[Entry, Proof | Decline] = {}
    for entry, h in integrands.items():
        answers[entry] = _recognised(problem, entry, h, found)
        if isinstance(answers[entry], Decline):
            return dict.fromkeys(integrands, answers[entry]) | answers
    return answers


def _recognised(problem: Problem, entry: Entry, h: Expr, found: Orbit) -> Proof | Decline:
    if _special_below(_product(problem, h), problem.density.xs):
        return Decline("means of quotients by special functions are no combinations of the named constants")
    try:
        value = expectation(problem, h, found.point, DIGITS)
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return Decline("the expectation could not be computed to many digits")
    if value is None:
        return Decline("the expectation did not converge to many digits")
    for basis in BASES:
        coefficients = relation(value, basis)
        if coefficients is None:
            continue
        number = sp.Add(*(c * b for c, b in zip(coefficients, basis, strict=True)))
        finer = expectation(problem, h, found.point, 2 * DIGITS)
        if finer is None or not _equal(finer, number, 2 * DIGITS - 10):
            continue
        shown = shorten(number * found.factor(entry), problem.signs)
        certificate = Relation(h, found, mp.nstr(value, DIGITS - 5), basis, coefficients)
        return Proof(shown, name, certificate, status="identified", steps=(Step("identified", h, shown),))
    return Decline("the digits are no small combination of the named constants")


def _special_below(body: Expr, xs: Sequence[Any]) -> bool:
    """Whether a special function of the variables stands in a denominator."""
    below = [p.base for p in body.atoms(sp.Pow) if p.exp.is_negative]
    return any(f.has(*xs) for base in below for f in base.atoms(*SPECIAL))


def relation(value: Any, basis: Sequence[Expr]) -> tuple[Expr, ...] | None:
    """Return rationals with value = Σ coefficient·basis, if small integers give it with many digits to spare."""
    with mp.workdps(DIGITS - 5):
        numbers = [mp.mpf(sp.N(b, DIGITS)) for b in basis]
        if abs(value) < mp.mpf(10) ** (10 - DIGITS):
            return tuple(sp.S.Zero for _ in basis)
        found = mp.pslq([value, *numbers], maxcoeff=LARGEST, maxsteps=10**4)
    if found is None or found[0] == 0:
        return None
    fixed = sum(len(str(abs(c))) for c in found)
    if fixed + SPARE > DIGITS - 5:
        return None
    return tuple(sp.Rational(-c, found[0]) for c in found[1:])


def expectation(problem: Problem, h: Expr, point: Mapping[Any, Expr], digits: int) -> Any:
    """Return E[h] at a point to ``digits`` digits by double-exponential quadrature, ``None`` if it does not converge."""
    density = problem.density
    (x,) = density.xs
    body = _product(problem, h).xreplace(dict(point))
    ends = [e.xreplace(dict(point)) for e in density.variables[0].domain.ends]
    cuts: list[Any] = [zero_of(s, x) for s in switches(density.expression, x)]
    if any(c is None for c in cuts):
        return None
    nodes = _nodes(ends, [c.xreplace(dict(point)) for c in cuts])
    with mp.workdps(digits + 15):
        nodes = [mp.mpf(sp.N(e, digits + 20)) if e.is_finite else mp.mpf(str(e).replace("oo", "inf")) for e in nodes]
        value, error = mp.quad(lambda t: evaluate_mp([body], {x: t}, digits + 15)[0], nodes, error=True, maxdegree=9)
        return value if error < mp.mpf(10) ** (3 - digits) else None


def _nodes(ends: Sequence[Expr], cuts: Sequence[Expr]) -> list[Expr]:
    """Return both ends and, in order, the kinks between them; zero parts the whole line."""
    lower, upper = ends
    parts = {*cuts, sp.S.Zero} if (lower, upper) == (-sp.oo, sp.oo) else set(cuts)
    return [lower, *sorted((c for c in parts if lower < c and c < upper), key=sp.N), upper]


def _product(problem: Problem, h: Expr) -> Expr:
    """Return density times integrand in lowest terms, so that nothing cancels where both vanish."""
    normal = [problem.rewriter.rewrite(problem.density.expression), h]
    field = Field(normal, problem.density.xs)
    return field.factored(field.convert(normal[0]) * field.convert(normal[1]))


def _equal(value: Any, number: Expr, digits: int) -> bool:
    with mp.workdps(digits):
        return bool(abs(value - mp.mpf(sp.N(number, digits + 10))) < mp.mpf(10) ** (5 - digits))
