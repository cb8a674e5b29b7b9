"""Steps of the routes for counts: finite sums, telescoping sums, and sums from a table, with atoms split off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Step
from symfisher.domains import Expr
from symfisher.expectation.finite import at
from symfisher.notation import Mean, TailMean, named
from symfisher.steps.places import WHERE, Place
from symfisher.textbook import in_short

_MOST_SHOWN = 12
"""Most atoms whose terms are written out."""


def finite_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the table of terms and its sum."""
    c = proof.certificate
    total: Expr = sp.S.Zero
    for point in c.points:
        rule = dict(zip(density.xs, point, strict=True))
        term = in_short(at(density.expression, rule) * at(c.integrand, rule), density)
        total = total + term
        if len(c.points) <= _MOST_SHOWN:
            place = tuple(sp.Eq(x, v, evaluate=False) for x, v in rule.items())
            yield Step("atom", named("term", term, *point), term, (("at", place),))
    yield Step("finite", Mean(h), total, (("count", sp.Integer(len(c.points))),))
    if total != proof.value:
        yield Step("simplified", total, proof.value)


def shift_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the tail, the combination, every sum that telescopes, the atoms, and their total."""
    c = proof.certificate
    x, tail = c.x, c.tail
    where = (WHERE, Place(x, tail.start, tail.end, counting=True))
    ratio = tail.mass.xreplace({x: x + 1}) / tail.mass
    inner = (WHERE, Place(x, tail.start, tail.end - 1 if tail.end != sp.oo else tail.end, counting=True))
    name = named("neighbours", ratio, x, *density.thetas)
    yield Step("neighbours", name, tail.numerator / tail.denominator, (("start", tail.start), ("x", x), inner))
    differences = _differences(c)
    scores = [sp.diff(sp.log(tail.mass), t) for t in density.thetas]
    shown = [named("tail-score" if tail.atoms else "score", s, t) for s, t in zip(scores, density.thetas, strict=True)]
    parts = [c.constant, *(w * s for w, s in zip(c.weights, shown, strict=True) if w != 0)]
    parts += [w * d for w, d in zip(c.shifts, differences, strict=True) if w != 0]
    yield Step("tail-combination", h, sp.Add(*parts), (("x", x), ("start", tail.start), where))
    total = c.constant * c.tail_mass
    if tail.atoms:
        mass = TailMean(sp.S.One, x, tail.mass, tail.start, tail.end)
        yield Step("tail-mass", mass, c.tail_mass, (("start", tail.start),))
    for w, s, t in zip(c.weights, shown, density.thetas, strict=True):
        if w == 0:
            continue
        slope = sp.diff(c.tail_mass, t)
        yield Step("tail-score", TailMean(s, x, tail.mass, tail.start, tail.end), slope, (("parameter", t),))
        total += w * slope
    for j, (w, d) in enumerate(zip(c.shifts, differences, strict=True)):
        if w == 0:
            continue
        flow = -(tail.denominator.xreplace({x: x - 1}) * x**j * tail.mass).subs(x, tail.start)
        yield Step("telescope", TailMean(d, x, tail.mass, tail.start, tail.end), flow, (("power", sp.Integer(j)),))
        total += w * flow
    yield from _atom_steps(c, c.tail.atoms, density)
    total += sp.Add(*(_at_atom(c, density, a) for a in tail.atoms))
    yield Step("total", Mean(h), total)
    if total != proof.value:
        yield Step("simplified", total, proof.value)


def _differences(c: Any) -> list[Expr]:
    """Return P(x)(x+1)^j − Q(x−1)x^j for every j."""
    x, tail = c.x, c.tail
    previous = tail.denominator.xreplace({x: x - 1})
    return [sp.expand(tail.numerator * (x + 1) ** j - previous * x**j) for j in range(len(c.shifts))]


def known_sum_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield the base mass function, the combination, the mean of every function, what the tail lacks, and their total."""
    c = proof.certificate
    x, tail, base = c.x, c.tail, c.base
    where = (WHERE, Place(x, tail.start, tail.end, counting=True))
    mass = named("base-mass", base.mass, x)
    combined = sp.Add(*(t.coefficient * t.mean.function for t in c.terms))
    own = named("mass", tail.mass, x)
    if c.ratio == 1:
        yield Step("base-is-density", own, mass, (("x", x), ("start", tail.start), where))
    else:
        yield Step("base-mass", mass, base.mass, (("x", x), ("start", sp.Integer(base.lower)), where))
        yield Step("multiple-of-base", own, c.ratio * mass, (("start", tail.start), where))
    if c.ratio != 1:
        yield Step("known-functions", c.ratio * h, combined, (("x", x), ("start", tail.start), where))
    elif combined != h.meaning:
        yield Step("known-functions-alone", h, combined, (("x", x), ("start", tail.start), where))
    rule = _TABLES[proof.route]
    total: Expr = sp.S.Zero
    for t in c.terms:
        sum_ = sp.Sum(mass * t.mean.function, (x, base.lower, sp.oo))
        yield Step("base-total" if t.mean.function == 1 else rule, sum_, t.mean.value)
        total += t.coefficient * t.mean.value
    for n in range(base.lower, int(tail.start)):
        lacking = (base.mass * combined).subs(x, n)
        yield Step("before-the-tail", named("base-term", lacking, sp.Integer(n)), lacking)
        total -= lacking
    yield from _atom_steps(c, c.tail.atoms, density)
    total += sp.Add(*(_at_atom(c, density, a) for a in tail.atoms))
    yield Step("total", Mean(h), total)
    if total != proof.value:
        yield Step("simplified", total, proof.value)


_TABLES = {"abel": "abel-mean", "inverse_factorial": "inverse-factorial-mean"}
"""Route to the rule that gives its means."""


def _at_atom(c: Any, density: Density, a: Expr) -> Expr:
    """Return probability times integrand at an atom."""
    return in_short(at(density.expression, {c.x: a}) * at(c.integrand, {c.x: a}), density)


def _atom_steps(c: Any, atoms: tuple[Expr, ...], density: Density) -> Iterator[Step]:
    """Yield the term of every atom."""
    for a in atoms:
        term = _at_atom(c, density, a)
        yield Step("atom", named("term", term, a), term, (("at", (sp.Eq(c.x, a, evaluate=False),)),))


def two_tail_steps(proof: Proof, density: Density, h: Any) -> Iterator[Step]:
    """Yield each tail with its ratio, the integrand there and its sum, the atoms, and the total."""
    c = proof.certificate
    x, n = c.x, c.n
    total: Expr = sp.S.Zero
    for tail in c.tails:
        there = tail.start + tail.way * n
        where = (WHERE, Place(n, sp.S.Zero, sp.oo, x, there, counting=True))
        yield Step("one-tail", x, there, (("x", x), ("n", n), ("start", tail.start), where))
        ratio = named("ratio-in-n", tail.mass.xreplace({n: n + 1}) / tail.mass, n)
        yield Step("geometric", ratio, tail.numerator / tail.denominator, (where,))
        combined = sp.Add(*(w * tail.difference(j, n) for j, w in enumerate(tail.weights) if w != 0))
        yield Step("differences", h, combined, (("n", n), where))
        flow = -tail.weights[0] * tail.denominator * tail.mass.xreplace({n: sp.S.Zero})
        yield Step("telescope", sp.Sum(tail.mass * combined, (n, 0, sp.oo)), flow)
        total += flow
    yield from _atom_steps(c, c.atoms, density)
    total += sp.Add(*(_at_atom(c, density, a) for a in c.atoms))
    yield Step("total", Mean(h), total)
    if total != proof.value:
        yield Step("simplified", total, proof.value)
