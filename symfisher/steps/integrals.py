"""Steps of the routes that end in known integrals: on pieces of the line, over a period, and of independent parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.tables import short_value
from symfisher.notation import Mean, named
from symfisher.signs import Signs
from symfisher.steps.kernels import settled, substitution_steps
from symfisher.steps.places import WHERE, Place


def integral_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield substitution, partial fractions and every integral used, panel by panel."""
    c = proof.certificate
    u, x, signs = c.u, c.x, Signs.of(density)
    total: Expr = sp.S.Zero
    for panel in c.panels:
        for branch in panel.branches:
            yield from substitution_steps(branch, u, x)
        low, high = settled(panel.image.low), settled(panel.image.high)
        summands = sp.Add(*(t.coefficient * t.basis.function(u) for t in panel.terms))
        several = len(panel.branches) > 1
        kind = "integrand-in-u-summed" if several else "integrand-in-u"
        transformed = named(kind, _transformed(c, panel, density, u), *density.xs, u)
        rule = "pieces-cancel" if summands == 0 else "partial-fractions-summed" if several else "partial-fractions"
        yield Step(rule, transformed, summands, (("u", u), (WHERE, Place(u, low, high))))
        for t in panel.terms:
            value = short_value(t.value, signs)
            yield Step("known-integral", sp.Integral(t.basis.function(u), (u, low, high)), value)
            total += t.coefficient * value
    yield Step("total", Mean(h), total)
    if total != proof.value:
        yield Step("simplified", total, proof.value)


def _transformed(c: Any, panel: Any, density: Density, u: Any) -> Expr:
    """Return Σ over branches of f·h·|dx/du| as a function of u."""
    parts = []
    for b in panel.branches:
        slope = sp.diff(b.inverse, u) * (1 if b.increasing else -1)
        parts.append((density.expression * c.integrand).xreplace({c.x: b.inverse}) * slope)
    return sp.Add(*parts)


def circle_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the turned angle, the even part, every integral over the period."""
    c = proof.certificate
    y = sp.Symbol("_y", real=True)
    turned = (density.expression * c.integrand).xreplace({c.x: c.centre + y / c.frequency})
    even = (turned + turned.xreplace({y: -y})) / 2
    where = (WHERE, Place(y, -sp.pi, sp.pi))
    yield Step("turned", y, c.frequency * (c.x - c.centre), (("x", c.x), (WHERE, _angle(c, y))))
    summands = sp.Add(*(k * b.function(sp.cos(y)) for k, b, _ in c.terms))
    yield Step("even-part", named("even-part", even, *density.xs, y), summands, (where,))
    for _, b, v in c.terms:
        yield Step("known-integral", sp.Integral(b.function(sp.cos(y)), (y, -sp.pi, sp.pi)), v)
    total = c.share * sp.Add(*(k * v for k, _, v in c.terms))
    yield Step("total-half" if c.share != 1 else "total", Mean(h), total)
    if total != proof.value:
        yield Step("simplified", total, proof.value)


def _angle(c: Any, y: Any) -> Place:
    return Place(y, -sp.pi, sp.pi, c.x, c.centre + y / c.frequency)
