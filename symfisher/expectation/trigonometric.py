"""Trigonometric densities on a bounded interval: integrands that are sums of u^a·cos^b u·sin^e u.

With sin² = (1 − cos)(1 + cos) the poles of the score cancel against zeros of the density, as in the raised cosine, where
sin²/(1 + cos) = 1 − cos. Powers of the cosine are sums of cosines of multiple angles, and ∫ u^a cos ku, ∫ u^a sin ku go by
parts. Raised cosine, cosine, sine and Hann densities in any parametrization.

Reference: Gradshteyn and Ryzhik, 1.320 (powers as multiple angles), 2.633 (powers of u times sine and cosine).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.antiderivative import Antiderivative
from symfisher.expectation.conjugate import split
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import Branch, Range, substitution
from symfisher.expectation.tables import short_value
from symfisher.normal_form import Element, Field

name = "trigonometric"

_U = sp.Symbol("_w", real=True)
_COS, _SIN = sp.Symbol("_c", real=True), sp.Symbol("_s", real=True)
_MOST_TERMS = 60


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] where f·h is a polynomial in u, cos u and sin u for an angle u that is linear in x."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    branch = _turned(problem)
    if branch is None:
        return dict.fromkeys(
            integrands, Decline("the density holds no sine or cosine of one angle on a bounded interval")
        )
    return {entry: _answer(problem, h, branch) for entry, h in integrands.items()}


def _turned(problem: Problem) -> Branch | None:
    """Return the change of variable to the angle, if the density has one and its range is bounded."""
    (x,), (low, high) = problem.density.xs, problem.density.variables[0].domain.ends
    waves = sorted((w for w in problem.density.expression.atoms(sp.sin, sp.cos) if w.has(x)), key=sp.default_sort_key)
    if not waves or any(e.is_infinite for e in (low, high)) or not waves[0].args[0].is_polynomial(x):
        return None
    branches = substitution(sp.expand(waves[0].args[0]), x, _U, Range(low, high), problem.signs)
    return branches[0] if branches and len(branches) == 1 else None


def _answer(problem: Problem, h: Expr, branch: Branch) -> Proof | Decline:
    (x,) = problem.density.xs
    slope = sp.diff(branch.inverse, _U) * (1 if branch.increasing else -1)
    total = (problem.density.expression * h).xreplace({x: branch.inverse}) * slope
    waves = {w: w.func(sp.expand(sp.cancel(w.args[0]))) for w in total.atoms(sp.sin, sp.cos)}
    plain = problem.rewriter.rewrite(sp.expand_trig(total.xreplace(waves)))
    plain = plain.xreplace({sp.cos(_U): _COS, sp.sin(_U): _SIN})
    if any(f.has(_U) for f in plain.atoms(sp.Function)):
        return Decline("the integrand contains another function of the observation")
    field = Field([plain, _U, _COS, _SIN], [_U, _COS, _SIN])
    parts = split(field, field.convert(plain), _SIN, 1 - _COS**2)
    terms = [t for sine, part in enumerate(parts) for t in _monomials(field, part, sine)]
    if None in terms or len(terms) > _MOST_TERMS:
        return Decline("the integrand is no polynomial in the angle, its sine and its cosine")
    function = sp.Add(*(c * _antiderivative(a, b, e) for c, a, b, e in filter(None, terms)))
    low, high = (sp.expand(sp.cancel(e)) for e in (branch.image.low, branch.image.high))
    value = short_value(function.xreplace({_U: high}) - function.xreplace({_U: low}), problem.signs)
    if value.has(sp.nan, sp.zoo, sp.oo):
        return Decline("the antiderivative has no value at an end")
    return Proof(value, name, Antiderivative(h, x, _U, branch, function), steps=(Step(name, h, value),))


def _monomials(field: Field, part: Element, sine: int) -> Iterator[tuple[Expr, int, int, int] | None]:
    """Yield (coefficient, power of u, of cos u, of sin u); ``None`` if the denominator contains the angle."""
    places = [field.generators.index(g) for g in (_U, _COS)]
    if any(m[i] for m in part.denom.itermonoms() for i in field.indices([_U, _COS, _SIN])):
        yield None
        return
    for monomial, c in part.numer.terms():
        rest = tuple(0 if i in places else e for i, e in enumerate(monomial))
        if any(rest[i] for i in field.indices([_U, _COS, _SIN])):
            yield None
            return
        coefficient = field.K(field.K.ring({rest: c})) / field.K(part.denom)
        yield field.factored(coefficient), monomial[places[0]], monomial[places[1]], sine


def _antiderivative(a: int, b: int, e: int) -> Expr:
    """Return an antiderivative of u^a·cos^b u·sin^e u for e = 0 or 1.

    Examples
    --------
    >>> _antiderivative(0, 2, 0)
    _w/2 + sin(2*_w)/4
    """
    total = sp.S.Zero
    for j in range(b + 1):
        k, weight = b - 2 * j, sp.binomial(b, j) / sp.Integer(2) ** b
        if e == 0:
            total += weight * _wave(a, k, sp.cos)
        else:
            total += weight * (_wave(a, k + 1, sp.sin) - _wave(a, k - 1, sp.sin)) / 2
    return total


def _wave(a: int, k: int, function: Any) -> Expr:
    """Return an antiderivative of u^a·cos ku or u^a·sin ku, by parts."""
    if k == 0:
        return _U ** (a + 1) / (a + 1) if function is sp.cos else sp.S.Zero
    other, sign = (sp.sin, 1) if function is sp.cos else (sp.cos, -1)
    rest = a * _wave(a - 1, k, other) if a else sp.S.Zero
    return sign * (_U**a * other(k * _U) - rest) / k
