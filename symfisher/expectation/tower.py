"""The tower rule: E[h] = E[E[h | the other variables]], one variable at a time.

A joint density of a few variables is split into a marginal and a conditional density by integrating one variable out in closed
form; the conditional expectation of h is found by the routes for one density, in which the other variables are constants, and
its expectation by the same rule. Either order of the variables is tried where the support allows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation import constant, dilogarithm, finite, integral, kernel
from symfisher.expectation.normalization import mass_by_routes
from symfisher.expectation.problem import Decline, Entry, Problem, about_expectations
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs

name = "tower"

_MOST_VARIABLES = 3
_ROUTES = (constant, finite, kernel, integral, dilogarithm)
"""Routes that need neither the scores nor the total mass of what they are given."""


@dataclass(frozen=True)
class Tower:
    """Certificate: the density is ``marginal`` times ``conditional``; ``inner`` proves E[integrand | rest], ``outer`` its mean.

    To be checked: the product of the two densities is the density; ``inner`` under ``conditional``, whose constants include
    the other variables; ``outer`` under ``marginal``, its integrand being the value of ``inner``; the value is that of ``outer``.
    """

    integrand: Expr
    marginal: Density
    conditional: Density
    inner: Proof
    outer: Proof


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Take expectations one variable at a time."""
    if not 2 <= len(problem.density.variables) <= _MOST_VARIABLES:
        return dict.fromkeys(integrands, Decline("not two or three variables"))
    answers: dict[Entry, Proof | Decline] = dict.fromkeys(
        integrands, Decline("no variable can be integrated out in closed form")
    )
    for turn, (marginal, conditional) in enumerate(splits(problem)):
        for entry, h in integrands.items():
            if isinstance(answers[entry], Decline) and not (turn and _mirrored(problem, h)):
                answers[entry] = _tower(problem, marginal, conditional, h)
        if all(isinstance(a, Proof) for a in answers.values()):
            break
    return answers


def _mirrored(problem: Problem, h: Expr) -> bool:
    """Say whether density and integrand do not change if two variables change places: the other order is the same then."""
    density = problem.density
    if len(density.variables) != 2 or density.variables[0].domain != density.variables[1].domain:
        return False
    x, y = density.xs
    return all(e.xreplace({x: y, y: x}) == e for e in (density.expression, h))


def splits(problem: Problem) -> Iterator[tuple[Density, Density]]:
    """Yield (marginal, conditional) for each variable that no other support depends on and that can be integrated out."""
    density = problem.density
    for inner in reversed(density.variables):
        rest = tuple(v for v in density.variables if v is not inner)
        if any(inner.symbol in e.free_symbols for v in rest for e in v.domain.ends):
            continue
        constants = (*density.constants, *rest)
        joint = replace(density, variables=(inner,), constants=constants)
        mass = mass_by_routes(about_expectations(joint, problem.signs))
        if mass is None or mass.has(inner.symbol):
            continue
        conditional = replace(joint, expression=one_exponential(density.expression / mass))
        yield replace(density, expression=mass, variables=rest), conditional


def one_exponential(e: Expr) -> Expr:
    """Return a product with its exponentials as one, their exponents added up.

    Examples
    --------
    >>> from sympy.abc import a, x, y
    >>> one_exponential(a * sp.exp(-a * x, evaluate=False) * sp.exp(-x * y, evaluate=False) * sp.exp(a * x + x * y))
    a
    """
    factors = sp.Mul.make_args(e)
    exponents = [f.args[0] for f in factors if isinstance(f, sp.exp)]
    rest = sp.Mul(*(f for f in factors if not isinstance(f, sp.exp)))
    return rest * sp.exp(sp.expand(sp.Add(*exponents))) if len(exponents) > 1 else e


def _tower(problem: Problem, marginal: Density, conditional: Density, h: Expr) -> Proof | Decline:
    inner = _first(about_expectations(conditional, problem.signs), h)
    if isinstance(inner, Decline):
        return inner
    below = about_expectations(marginal, problem.signs)
    integrand = below.rewriter.rewrite(inner.value)
    inner = replace(inner, value=integrand)
    outer = attempt(below, {(0, 0): integrand})[0, 0] if len(marginal.variables) > 1 else _first(below, integrand)
    if isinstance(outer, Decline):
        return outer
    own = _almost_everywhere(inner.conditions, marginal.xs, problem.signs)
    if own is None:
        return Decline("the conditional expectation exists only for some values of the other variables")
    certificate = Tower(h, marginal, conditional, inner, outer)
    conditions = tuple(dict.fromkeys((*own, *outer.conditions)))
    return Proof(outer.value, name, certificate, conditions, steps=(Step("tower", h, outer.value),))


def _almost_everywhere(conditions: Sequence[Any], xs: Sequence[Any], signs: Signs) -> list[Any] | None:
    """Return what conditions say about the parameters, if they hold for almost all ``xs``; ``None`` if that is not sure.

    A polynomial that is not identically zero vanishes on a null set only.
    """
    found = []
    for c in conditions:
        if not c.free_symbols & set(xs):
            found.append(c)
            continue
        if not isinstance(c, sp.Unequality):
            return None
        for factor in sp.Mul.make_args(sp.factor(c.lhs - c.rhs)):
            if not factor.free_symbols & set(xs):
                found += [] if signs.sign(factor) in (1, -1) else [sp.Ne(factor, 0)]
            elif not _is_no_zero(factor, xs, signs):
                return None
    return found


def _is_no_zero(e: Expr, xs: Sequence[Any], signs: Signs) -> bool:
    """Say whether ``e`` is a polynomial in powers and exponentials of ``xs`` with a coefficient that is not zero."""
    field = Field([Rewriter(signs).rewrite(e)], xs)
    element = field.convert(Rewriter(signs).rewrite(e))
    chosen, coefficients = set(field.indices(xs)), dict[Any, Any]()
    for monomial, c in element.numer.terms():
        key = tuple(n if i in chosen else 0 for i, n in enumerate(monomial))
        rest = {tuple(0 if i in chosen else n for i, n in enumerate(monomial)): c}
        coefficients[key] = coefficients.get(key, field.K.ring.zero) + field.K.ring.from_dict(rest)
    return any(signs.sign(sp.factor(field.poly_expression(c))) in (1, -1) for c in coefficients.values())


def _first(problem: Problem, h: Expr) -> Proof | Decline:
    answer: Proof | Decline = Decline("no route")
    for route in _ROUTES:
        answer = route.attempt(problem, {(0, 0): h})[0, 0]
        if isinstance(answer, Proof):
            return answer
    return answer
