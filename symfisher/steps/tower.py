"""Steps of routes for two variables: the tower rule, with antiderivatives that it needs, and gamma frailty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.antiderivative import Antiderivative
from symfisher.steps.kernels import substitution_steps
from symfisher.steps.notation import Mean, named
from symfisher.steps.places import WHERE, Place


def tower_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the split of the density, the inner mean, the outer mean and its value."""
    del d
    c = proof.certificate
    inner, outer = tuple(c.conditional.xs), tuple(c.marginal.xs)
    weight = named("conditional", c.conditional.expression, *inner)
    margin = named("marginal", c.marginal.expression, *outer)
    yield Step("marginal", margin, c.marginal.expression, (("inner", inner),))
    yield Step("conditional", weight, c.conditional.expression, (("outer", outer),))
    within = named("inner-mean", c.inner.value, *outer)
    yield Step("inner-mean", _total(weight * h, c.conditional), c.inner.value, (("outer", outer),))
    if len(outer) == 1:
        whole = _total(margin * within, c.marginal)
        yield Step("outer-mean", Mean(h), whole)
        if isinstance(c.outer.certificate, Antiderivative):
            yield from _rise(c.outer, c.marginal)
        yield Step("mean-value", whole, proof.value)
    else:
        yield Step("outer-mean-again", Mean(h), proof.value, (("outer", outer),))


def antiderivative_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the change of variable, the antiderivative and its rise."""
    yield from _rise(proof, density)
    yield Step("rise", Mean(h), proof.value)


def frailty_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield both changes of variable, density and integrand in them, the integral behind two logarithms, and the mean."""
    c = proof.certificate
    total = c.p + c.q - 1
    for branch, u, x in zip((c.first, c.second), (c.p, c.q), d.density.xs, strict=True):
        yield from substitution_steps(branch, u, x)
    names = (("p", c.p), ("q", c.q))
    density = c.alpha * (c.alpha + 1) * total ** (-c.alpha - 2)
    yield Step("frailty-density", None, density, names)
    integrand = sp.Add(*(t.coefficient * t.function() for t in c.terms)).xreplace({c.s: total})
    yield Step("frailty-integrand", None, integrand, names)
    both = [t for t in c.terms if t.i and t.j]
    if both:
        n = sp.expand(c.alpha - max(t.n + 2 * t.a for t in both))
        value = (sp.polygamma(1, n / 2) - sp.polygamma(1, (n + 1) / 2)) / 2
        alone = sp.Integral(2 * c.s**-n * sp.log(c.s) / (c.s + 1), (c.s, 1, sp.oo))
        yield Step("frailty-integral", alone, value, (*names, ("n", n)))
    yield Step("total", Mean(h), proof.value)


def _rise(proof: Proof, density: Density) -> Iterator[Step]:
    c = proof.certificate
    if c.branch.phi != c.x:
        yield from substitution_steps(c.branch, c.u, c.x)
    slope = sp.diff(c.branch.inverse, c.u) * (1 if c.branch.increasing else -1)
    body = (density.expression * c.integrand).xreplace({c.x: c.branch.inverse}) * slope
    where = (WHERE, Place(c.u, c.branch.image.low, c.branch.image.high))
    yield Step("antiderivative", sp.Derivative(c.function, c.u), body, (("u", c.u), where))


def _total(body: Expr, density: Density) -> Expr:
    """Return the integral or the sum over the only variable of a density."""
    (variable,) = density.variables
    over = sp.Sum if density.discrete else sp.Integral
    return over(body, (variable.symbol, *variable.domain.ends))
