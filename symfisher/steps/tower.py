"""Steps of routes for two variables: the tower rule, with antiderivatives that it needs, and gamma frailty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Proof, Step
from symfisher.domains import Expr
from symfisher.expectation import frailty
from symfisher.expectation.antiderivative import Antiderivative
from symfisher.expectation.finite import Atoms
from symfisher.expectation.integral import Integrals
from symfisher.expectation.kernel import Reduction
from symfisher.notation import Mean, Named, named, replaced
from symfisher.steps.integrals import integral_steps
from symfisher.steps.kernels import kernel_steps, substitution_steps
from symfisher.steps.places import WHERE, Place
from symfisher.steps.sums import finite_steps

_SHORT = 60


def tower_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the split of the density, the inner mean with its proof, the outer mean and its value."""
    del d
    c = proof.certificate
    inner, outer = tuple(c.conditional.xs), tuple(c.marginal.xs)
    weight = named("conditional", c.conditional.expression, sp.Tuple(*inner), sp.Tuple(*outer))
    margin = named("marginal", c.marginal.expression, *outer)
    rule = "marginal-sum" if c.conditional.discrete else "marginal"
    yield Step(rule, margin, c.marginal.expression, (("inner", inner),))
    yield Step("conditional", weight, c.conditional.expression, (("outer", outer),))
    within = named("inner-mean", c.inner.value, *outer)
    total = _total(weight * h, c.conditional)
    yield Step("inner-mean", within, total, (("outer", outer),))
    yield from _inner_steps(c, h, total)
    if len(outer) == 1:
        whole = _total(margin * within, c.marginal)
        yield Step("outer-mean", Mean(h), whole)
        if isinstance(c.outer.certificate, Antiderivative):
            yield from _rise(c.outer, c.marginal)
        yield Step("mean-value", whole, proof.value)
    else:
        yield Step("outer-mean-again", Mean(h), proof.value, (("outer", outer),))


def region_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield, for each order of the two variables, density and mean there, and their sum."""
    c, (x, y) = proof.certificate, d.density.xs
    yield Step("gap", arguments=(("x", x), ("y", y), ("gap", c.gap)))
    total = sp.S.Zero
    for earlier, later, part, weight, inner in zip((x, y), (y, x), c.parts, c.weights, c.proofs, strict=True):
        order = (("relation", sp.Lt(earlier, later, evaluate=False)), ("weight", weight))
        yield Step("region", None, part.expression, order)
        there = named("integrand-there", inner.certificate.integrand, earlier, later)
        yield Step("integrand", there, inner.certificate.integrand)
        mean = named("region-mean", inner.value, earlier, later)
        total += weight * mean
        if not inner.certificate.integrand.free_symbols & set(part.xs):
            yield Step("constant", mean, inner.value)
            continue
        for step in tower_steps(inner, d, there):
            sides = [e if e is None else replaced(e, {Mean(there): mean}) for e in (step.before, step.after)]
            yield replace(step, before=sides[0], after=sides[1])
    yield Step("regions-added", Mean(h), total)
    yield Step("moments-inserted", total, proof.value)


def elliptical_steps(proof: Proof, d: Derivation, h: Any) -> Iterator[Step]:
    """Yield the quadratic form and its density, the mean over ellipsoids, and the mean of that."""
    del d
    c = proof.certificate
    w = (("w", c.w),)
    yield Step("quadratic-form", named("form-shape", c.shape), c.shape, (*w, ("center", sp.Tuple(*c.center))))
    margin = named("marginal", c.radial.expression, c.w)
    yield Step("radial-density", margin, c.radial.expression, w)
    within = named("ellipsoid-mean", c.inner.certificate.integrand, c.w)
    yield Step("ellipsoid-mean", within, c.inner.certificate.integrand, w)
    whole = _total(margin * within, c.radial)
    yield Step("outer-form", Mean(h), whole, w)
    teller = _INNER.get(type(c.inner.certificate))
    for step in () if teller is None else teller(c.inner, c.radial, within):
        sides = [e if e is None else replaced(e, {Mean(within): whole}) for e in (step.before, step.after)]
        yield replace(step, before=sides[0], after=sides[1])
    if teller is None:
        yield Step("mean-value", whole, proof.value)


def _inner_steps(c: Any, h: Any, total: Expr) -> Iterator[Step]:
    """Yield how the inner mean is found: the mean of h is an integral over the inner variable here."""
    teller = _INNER.get(type(c.inner.certificate))
    steps = [] if teller is None else list(teller(c.inner, c.conditional, h))
    given = sp.Tuple(*c.marginal.xs)
    for step in steps:
        sides = (e if e is None else _given(replaced(e, {Mean(h): total}), given) for e in (step.before, step.after))
        yield replace(step, before=next(sides), after=next(sides))
    if not steps or steps[-1].after != c.inner.value:
        yield Step("mean-value", total, c.inner.value)


def _given(e: Expr, given: Any) -> Expr:
    """Name a conditional density in a new variable as what it is."""
    names = {n for n in sp.preorder_traversal(e) if isinstance(n, Named) and n.kind in _CONDITIONAL}
    return replaced(e, {n: named(f"{n.kind}-given", n.meaning, given, *n.marks) for n in names})


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
    means = [(t, _frailty_mean(c, t, total)) for t in c.terms]
    for _, (mean, value) in means:
        if mean != 1:
            yield Step("frailty-mean", Mean(mean), value, names)
    added = sp.Add(*(t.coefficient * (mean if mean == 1 else Mean(mean)) for t, (mean, _) in means))
    yield Step("linearity", Mean(h), added)
    yield Step("moments-inserted", added, proof.value)


def _frailty_mean(c: Any, t: Any, total: Expr) -> tuple[Any, Expr]:
    """Return a term without its coefficient, written in p and q, and its mean."""
    shown = t.function().xreplace({c.s: total})
    ways = {u: b.phi for u, b in ((c.p, c.first), (c.q, c.second))}
    return (sp.S.One if shown == 1 else named("written", shown.xreplace(ways), shown)), sp.factor(
        frailty.mean(t, c.alpha)
    )


def _rise(proof: Proof, density: Density) -> Iterator[Step]:
    c = proof.certificate
    if c.branch.phi != c.x:
        yield from substitution_steps(c.branch, c.u, c.x)
    slope = sp.diff(c.branch.inverse, c.u) * (1 if c.branch.increasing else -1)
    body = _without_fractions((density.expression * c.integrand).xreplace({c.x: c.branch.inverse}) * slope)
    where = (WHERE, Place(c.u, c.branch.image.low, c.branch.image.high))
    yield Step("antiderivative", sp.Derivative(c.function, c.u), body, (("u", c.u), where))


def _without_fractions(e: Expr) -> Expr:
    """Return an expression in which sums that are rational functions are cancelled, from the inside out."""
    if not e.args or e.is_Rational:
        return e
    inside = e.func(*map(_without_fractions, e.args))
    whole = inside.is_Add and inside.count_ops() < _SHORT and inside.is_rational_function()
    return sp.cancel(inside) if whole else inside


def _total(body: Expr, density: Density) -> Expr:
    """Return the integral or the sum over the only variable of a density."""
    (variable,) = density.variables
    over = sp.Sum if density.discrete else sp.Integral
    return over(body, (variable.symbol, *variable.domain.ends))


_CONDITIONAL = ("density-in-u", "integrand-in-u", "integrand-in-u-summed", "term")
"""Names in which a density stands."""

_INNER: Mapping[type, Callable[[Proof, Density, Any], Iterator[Step]]] = {
    Atoms: finite_steps,
    Reduction: kernel_steps,
    Integrals: integral_steps,
    Antiderivative: antiderivative_steps,
}
"""Certificate class of an inner mean to the function that tells it."""
