"""Kullback-Leibler divergences between two members of a family, compared with numbers, and with the information.

Beside the engine's routes: a logarithm of a quadratic under a Cauchy density (its mean is a harmonic function), members
whose odds F/(1 − F) are proportional, and densities with a kink, whose support is cut at both kinks.

References
----------
Kullback (1959), Information Theory and Statistics, §2.6 (the second-order expansion); Chyzak & Nielsen (2019),
arXiv:1905.10965 (Cauchy).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import POSITIVE, Expr, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.expectation.pieces import resolved, switches
from symfisher.expectation.problem import Problem
from symfisher.expectation.substitution import zero_of
from symfisher.inference.algebra import is_zero, some_points, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.inference.distances import Between, second_member
from symfisher.inference.expecting import agrees, expect, problem_of, told, value_at
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.signs import Signs

Image = Mapping[Any, Any]
_NEAR = sp.Rational(1, 10**10)
_CLOSE = 1e-8


def kullback_leibler(derivation: Derivation) -> Between:
    """Return the Kullback-Leibler divergence E_θ[log f(x; θ) − log f(x; θ′)].

    Its second derivative in θ′ at θ is the expected information; that is checked where the model is regular.

    Raises
    ------
    ClosedFormNotFoundError
        The expectation has no closed form that was found.
    DomainError
        The support depends on the parameters: the divergence may be infinite.

    Examples
    --------
    >>> from symfisher import derive
    >>> kullback_leibler(derive("x ~ poisson(m)")).value
    m*log(m) - m*log(m_2) - m + m_2
    """
    if derivation.density.support_depends_on_parameters:
        raise DomainError("the support depends on the parameters: the divergence is infinite for some of them")
    density, image = second_member(derivation)
    problem = problem_of(replace(derivation, density=density))
    ratio = derivation.own.log_density - derivation.own.log_density.xreplace(image)
    value, steps, proof = _found(problem, ratio, image)
    _check_expansion(value, image, derivation)
    steps = (*steps, Step("expansion", None, derivation.own.expected_information))
    found = rows(("divergence", value), ("its Hessian at equal parameters", derivation.own.expected_information))
    answer = Answer("Kullback-Leibler divergence", density, found, steps)
    return Between(density.present(value), answer if proof is None else answer.under(proof))


def _found(problem: Problem, ratio: Expr, image: Image) -> tuple[Expr, tuple[Step, ...], Proof | None]:
    """Return the mean of the logarithm of the ratio, by the ways of this module, then by the engine's."""
    for rule, value in _special(problem, ratio, image):
        if value is not None and agrees(problem.density, ratio, value):
            return value, (Step(rule, None, value),), None
    (proof,) = expect(problem, [ratio])
    if proof is None:
        raise ClosedFormNotFoundError("no closed form found for the Kullback-Leibler divergence")
    value = min((proof.value, tidy(proof.value, problem.signs)), key=lambda e: (sp.count_ops(e), str(e)))
    return value, told(proof), proof


def _special(problem: Problem, ratio: Expr, image: Image) -> Iterator[tuple[str, Expr | None]]:
    density = problem.density
    if len(density.variables) != 1 or density.discrete:
        return
    yield "harmonic", harmonic_mean(problem, ratio)
    yield "proportional-odds", _proportional_odds(problem, image)
    yield "both-kinks", _across_kinks(problem, ratio, image)


# ---------------------------------------------------------------- a logarithm of a quadratic under a Cauchy density


def harmonic_mean(problem: Problem, h: Expr) -> Expr | None:
    """Return the mean of Σ cₖ log Qₖ(x) + c under a Cauchy density, the Qₖ quadratic and positive; ``None`` otherwise.

    With location μ and scale σ, E[log((x − a)² + b²)] = log((μ − a)² + (σ + b)²).
    """
    x, signs = problem.density.xs[0], problem.signs
    kernel = _quadratic(1 / problem.density.expression, x, signs)
    if kernel is None:
        return None
    _, mu, sigma = kernel
    if tidy(problem.density.expression * sp.pi * ((x - mu) ** 2 + sigma**2) / sigma - 1, signs) != 0:
        return None
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(h)):
        logarithms = [f for f in sp.Mul.make_args(term) if f.has(x)]
        if not logarithms:
            total += term
            continue
        if len(logarithms) != 1 or not isinstance(logarithms[0], sp.log):
            return None
        found = _quadratic(logarithms[0].args[0], x, signs)
        if found is None:
            return None
        scale, a, b = found
        total += term / logarithms[0] * (sp.log(scale) + sp.log((mu - a) ** 2 + (sigma + b) ** 2))
    return _shortest_log(total, signs)


def _quadratic(e: Expr, x: Any, signs: Signs) -> tuple[Expr, Expr, Expr] | None:
    """Return c, a, b with e = c·((x − a)² + b²), c and b positive; ``None`` if it is not of this form."""
    numerator, denominator = sp.fraction(sp.together(e))
    if denominator.has(x) or not numerator.is_polynomial(x) or sp.degree(numerator, x) != 2:
        return None
    c, linear, free = (tidy(k / denominator, signs) for k in sp.Poly(numerator, x).all_coeffs())
    a = tidy(-linear / (2 * c), signs)
    b = tidy(sp.sqrt(sp.factor(free / c - a**2)), signs)
    b = -b if signs.negative(b) else b
    return (c, a, b) if signs.positive(c) and signs.positive(b) else None


def _shortest_log(e: Expr, signs: Signs) -> Expr:
    """Return a sum of logarithms as one, if that is shorter."""
    whole = sp.logcombine(e, force=True)
    if isinstance(whole, sp.log):
        whole = sp.log(sp.factor_terms(sp.cancel(whole.args[0])))
        inner = sp.fraction(sp.together(whole.args[0]))
        whole = sp.log(sp.Mul(*(sp.factor(part) ** s for part, s in zip(inner, (1, -1), strict=True))))
    return min((tidy(e, signs), whole), key=lambda k: (sp.count_ops(k), str(k)))


# ---------------------------------------------------------------- proportional odds


def _proportional_odds(problem: Problem, image: Image) -> Expr | None:
    """Return (t + 1)/(t − 1)·log t − 2 where the odds F/(1 − F) of the second member are t times those of the first."""
    integrals = PartialIntegrals(problem.density)
    try:
        above, below = integrals.tail(), integrals.tail(right=False)
    except ClosedFormNotFoundError:
        return None
    log_odds = problem.rewriter.rewrite(sp.log(tidy(below, problem.signs)) - sp.log(tidy(above, problem.signs)))
    gap = tidy(sp.expand(log_odds.xreplace(dict(image)) - log_odds), problem.signs)
    if gap.has(integrals.x) or gap == 0:
        return None
    return tidy(gap, problem.signs) * sp.coth(gap / 2) - 2


# ---------------------------------------------------------------- kinks


def _across_kinks(problem: Problem, ratio: Expr, image: Image) -> Expr | None:
    """Return the mean for a density with one kink, at a parameter, the support being cut at the kinks of both members."""
    density, x = problem.density, problem.density.xs[0]
    cuts = {zero_of(s, x) for s in switches(density.expression, x)}
    kink = next(iter(cuts)) if len(cuts) == 1 else None
    if kink not in image:
        return None
    gap = sp.Symbol("_d", positive=True)
    wider = replace(density, constants=(*density.constants, Quantity("_d", gap, POSITIVE)))
    places = [(s, kink + s * gap) for s in (1, -1)]
    found = [_cut_mean(wider, ratio.xreplace({image[kink]: place}), (kink, place)) for _, place in places]
    sides = [side for side in found if side is not None]
    if len(sides) < len(found):
        return None
    if is_zero(sides[0] - sides[1], problem.signs):
        return sides[0].xreplace({gap: sp.Abs(image[kink] - kink)})
    above, below = (side.xreplace({gap: s * (image[kink] - kink)}) for side, s in zip(sides, (1, -1), strict=True))
    return sp.Piecewise((above, image[kink] > kink), (below, True))


def _cut_mean(density: Density, h: Expr, cuts: tuple[Expr, Expr]) -> Expr | None:
    """Return the mean of h, the support being cut at two places whose difference is a positive constant or minus it."""
    signs, x = Signs.of(density), density.xs[0]
    low, high = density.variables[0].domain.ends
    first, last = cuts if signs.positive(cuts[1] - cuts[0]) else cuts[::-1]
    total = sp.S.Zero
    for a, b in ((low, first), (first, last), (last, high)):
        part = _smooth(density, h, a, b, x)
        if part is None:
            return None
        try:
            total += PartialIntegrals(part[0]).integral(part[1], Part(*part[0].variables[0].domain.ends))
        except ClosedFormNotFoundError:
            return None
    found: Expr | None = within_time(tidy, total, signs)
    return found


def _smooth(density: Density, h: Expr, a: Expr, b: Expr, x: Any) -> tuple[Density, Expr] | None:
    """Return the density and h between two places, in the distance from one of them, without switches."""
    y = sp.Symbol("_y1", positive=True)
    outer, length = (b - y, sp.oo) if a == -sp.oo else (a + y, sp.oo if b == sp.oo else sp.expand(b - a))
    domain = Interval(sp.S.Zero, length)
    local = Signs.of(density).extended({y: domain})
    forms = [resolved(e.xreplace({x: outer}), local) for e in (density.expression, h)]
    if forms[0] is None or forms[1] is None:
        return None
    variable = replace(density.variables[0], symbol=y, domain=domain)
    return replace(density, variables=(variable,), expression=sp.expand(forms[0])), sp.expand(forms[1])


def _check_expansion(value: Expr, image: Image, derivation: Derivation) -> None:
    """Refuse unless value, gradient and Hessian at θ′ = θ are 0, 0 and the information."""
    signs, thetas = Signs.of(derivation.density), derivation.density.thetas
    back = {new: old for old, new in image.items()}
    zeros = [value, *(sp.diff(value, image[t]) for t in thetas)]
    regular = derivation.closed_form and derivation.regularity.cramer_rao == "applies"
    if regular and derivation.own.hessian_information is None:
        zeros += [
            sp.diff(value, image[s], image[t]) - derivation.own.expected_information[i, j].xreplace(image)
            for i, s in enumerate(thetas)
            for j, t in enumerate(thetas)
        ]
    plain = [e.xreplace(back) for e in zeros]
    if any(e.has(sp.nan, sp.zoo, sp.oo) for e in plain):
        shown = not regular or _expands_nearby(value, image, derivation)
    else:
        shown = all(is_zero(e, signs) for e in plain)
    if not shown:
        raise ClosedFormNotFoundError("the divergence found does not expand to the information")


def _expands_nearby(value: Expr, image: Image, derivation: Derivation) -> bool:
    """Say whether 2·value/h² tends to vᵀIv at θ′ = θ + h·v, for a value that is 0/0 at equal parameters."""
    thetas = derivation.density.thetas
    v = sp.Matrix([sp.Rational(3 + i, 2) for i in range(len(thetas))])
    wanted = (v.T * derivation.own.expected_information * v)[0]
    for point in some_points(derivation.density):
        there = {image[t]: point[t] + _NEAR * step for t, step in zip(thetas, v, strict=True)}
        form, found = value_at(wanted, point), value_at(value, {**point, **there}, 60)
        if form is None or found is None or not abs(2 * found / _NEAR**2 - form) <= _CLOSE * abs(form):
            return False
    return True
