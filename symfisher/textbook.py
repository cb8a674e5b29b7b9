"""Score and Hessian as a textbook writes them: one fraction where that is shorter, x − μ in one piece.

Derivatives come as differentiation leaves them, −(2μ − 2x)/(2μ²x) + …; the value is the same, as an identity of a field of
fractions (`symfisher.normal_form`). Only what is shown is rewritten: the engine and generated code keep the derivatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Results
from symfisher.domains import Expr
from symfisher.normal_form import Field
from symfisher.simplification import cost, shortest

_LONG = 120
"""Operations of an entry that is left as it is."""
_MANY = 6
"""Parameters beyond which matrices are left as they are."""


def written(derivation: Derivation) -> Results:
    """Return the matrices of a derivation with score and Hessian in their shortest form.

    Examples
    --------
    >>> from symfisher import derive
    >>> derive("sqrt(1/(2*pi*x^3))*exp(-(x-mu)^2/(2*mu^2*x)), x>0").score
    Matrix([[(-mu + x)/mu**3]])
    """
    own, density = derivation.own, derivation.density
    if len(density.thetas) > _MANY:
        return own
    score = own.score.applyfunc(lambda e: in_short(e, density))
    observed = (-own.hessian).applyfunc(lambda e: in_short(e, density))
    return replace(own, score=score, hessian=-observed)


def in_short(e: Expr, density: Density) -> Expr:
    """Return the shortest form of an expression as a fraction in its observations, parameters and functions of them."""
    number, cases = e.as_coeff_Mul()
    if isinstance(cases, sp.Piecewise):
        return cases.func(*((in_short(number * value, density), condition) for value, condition in cases.args))
    if not e.args or e.count_ops() > _LONG:
        return e
    moved, back = _from_locations(e, density)
    field = Field([moved])
    short = shortest(field, field.convert(moved)).xreplace(back)
    return short if cost(short) < cost(e) else e


def _from_locations(e: Expr, density: Density) -> tuple[Expr, dict[Any, Expr]]:
    """Write z for a difference such as x − μ or log x − μ if x and μ are nowhere else; return how to go back."""
    back: dict[Any, Expr] = {}
    for x, theta in _pairs(e, density):
        z = sp.Dummy("z", real=True)
        moved = e.xreplace({x: z + theta})
        if not moved.has(theta) and not any(moved.has(v) for v in x.free_symbols):
            back[z] = x - theta
            e = moved
    return e, back


def _pairs(e: Expr, density: Density) -> Iterator[tuple[Expr, Any]]:
    for x in density.xs:
        for shown in (x, sp.log(x)):
            if e.has(shown):
                yield from ((shown, theta) for theta in density.thetas if e.has(theta))
