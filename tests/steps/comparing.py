"""Both sides of a step as numbers: means by quadrature, derivatives by differences, integrals and tails by mpmath."""

from __future__ import annotations

from itertools import product

import mpmath as mp
import sympy as sp

from symfisher.domains import Interval
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.expectation.finite import support_points
from symfisher.notation import Mean, MeanOf, Named, TailMean, plain, replaced
from symfisher.quadrature import draw_points, expectations
from symfisher.quadrature.points import stretched
from symfisher.replay.bench import FINE, _fine, inside, numbers, observations
from symfisher.steps.places import WHERE, Place

DIGITS = 50
LOOSE = {1: 2e-7, 2: 1e-5}
_PARTS = (sp.Rational(23, 61), sp.Rational(47, 71), sp.Rational(11, 83))
_NODES = (Mean, MeanOf, TailMean, sp.Integral, sp.Derivative, sp.Sum)


def points_of(d, count=2):
    """Points at which the conditions of the derivation hold, usual ones first, then some far from boundaries."""
    found = drawn(d.density)
    further = (stretched(d.density, p, sp.Rational(*f)) for f in ((4, 1), (1, 5), (10, 1), (1, 23)) for p in found[:5])
    conditions = [c for row in d.proofs for p in row if p for c in p.conditions]
    good = [p for p in [*found, *further] if p and all(c.xreplace(p) == sp.true for c in conditions)]
    return good[:count], good[count:]


def drawn(density):
    for wanted in (9, 3):
        try:
            return draw_points(density, wanted)
        except DomainError:
            continue
    return draw_points(density, 1)


def disagreements(d, steps, count=2):
    """Return (tested, failures): how many steps had numbers, and a line for each that does not hold."""
    tested, failures = 0, []
    points, spare = points_of(d, count)
    for step in steps:
        if step.before is None or step.after is None:
            continue
        if plain(step.before) == plain(step.after):
            tested += 1
            continue
        seen = False
        for index, point in enumerate([*points, *spare]):
            if (index >= len(points) and seen) or diverges(step, steps, point):
                continue
            found = [c for c in compared(d, step, point) if mp.isfinite(c[0]) and mp.isfinite(c[1])]
            seen = seen or bool(found)
            failures += [f"{step.rule}: {b} != {a} at {point}" for b, a, loose in found if far(b, a, loose)]
        tested += seen
        failures += [] if seen else [f"untested {step.rule}"]
    return tested, failures


def far(before, after, loose):
    """Whether two numbers differ by more than their tolerance."""
    return abs(before - after) > (loose or 1e-20) * max(1, abs(before), abs(after))


def diverges(step, steps, point):
    """Whether a single moment in a step does not exist at a point, though the sum of all does."""
    unproved = {s.before: dict(s.arguments)["needs"] for s in steps if s.rule == "moment-continued"}
    sides = [e for e in (step.before, step.after) if hasattr(e, "atoms")]
    used = {m for e in sides for m in e.atoms(MeanOf)} & set(unproved)
    return any(c.xreplace(point) != sp.true for m in used for c in unproved[m])


def compared(d, step, point):
    """Yield (before, after, tolerance) at the places of the step."""
    sides = plain(step.before), plain(step.after)
    entries = list(zip(*sides, strict=True)) if isinstance(sides[0], sp.MatrixBase) else [sides]
    for place in places(d, step, point):
        for before, after in entries:
            try:
                (b, loose), (a, also) = number(d, before, place, point), number(d, after, place, point)
            except CannotEvaluateError:
                continue
            yield b, a, max(filter(None, (loose, also)), default=None)


def places(d, step, point):
    """Yield values of everything that the step contains."""
    place = dict(step.arguments).get(WHERE)
    if isinstance(place, Place):
        if len(d.density.xs) > 1:  # the other variables are constants of the step
            point = observed(d.density, _fine(point), 0)
        low, high = (e.xreplace(point) for e in (place.low, place.high))
        for part in _PARTS:
            u = low + int(part * 7) if place.counting else between(low, high, part)
            if place.counting and not (low <= u <= high):
                continue
            values = {**point, place.u: u}
            if place.x is not None:
                values[place.x] = evaluate_mp([place.x_of_u], values, DIGITS)[0]
            yield values
        return
    xs = set(d.density.xs)
    if not (open_symbols(step.before) | open_symbols(step.after)) & xs:
        yield dict(point)
        return
    atoms = support_points(d.density)
    if atoms is not None:
        yield from ({**point, **dict(zip(d.density.xs, atom, strict=True))} for atom in atoms[1:4])
        return
    with mp.workdps(FINE):
        yield from [observed(d.density, _fine(point), turn) for turn in range(2)]


def observed(density, point, turn):
    """Return a point with values of the variables added."""
    values = dict(point)
    for position, variable in enumerate(density.variables):
        if isinstance(variable.domain, Interval):
            found = [inside(*numbers(variable.domain.ends, dict(values)), exact(part)) for part in _PARTS]
        else:
            found = observations(density, variable, dict(values))
        values = {**values, variable.symbol: found[(turn + 2 * position) % len(found)]}
    return values


def open_symbols(e):
    """Free symbols outside means."""
    nodes = [n for n in sp.preorder_traversal(plain(e)) if isinstance(n, (Mean, TailMean))]
    return replaced(plain(e), dict.fromkeys(nodes, sp.S.One)).free_symbols


def between(low, high, part):
    if low == -sp.oo:
        return 2 * part - 1 if high == sp.oo else high - part
    return low + part if high == sp.oo else low + (high - low) * part


def number(d, expression, values, point):
    """Return a number and the tolerance it deserves (``None``: all digits)."""
    answers, numbers, loose = {}, dict(values), None
    nodes = [n for n in sp.preorder_traversal(expression) if isinstance(n, _NODES)]
    for k, node in enumerate(dict.fromkeys(nodes)):
        symbol = sp.Symbol(f"node{k}")
        answers[node] = symbol
        if isinstance(node, sp.Derivative):
            numbers[symbol], tolerance = derivative(node, values), 1e-12
        elif isinstance(node, Mean):
            found, errors = expectations(d.density, [node.args[0]], point)
            numbers[symbol], tolerance = mp.mpf(float(found[0])), LOOSE.get(len(d.density.xs), 1e-4)
            numbers[symbol] = mp.nan if errors[0] != errors[0] else numbers[symbol]
        else:
            numbers[symbol], tolerance = area(node, values)
        loose = max(loose or 0, tolerance)
    return evaluate_mp([replaced(expression, answers)], numbers, DIGITS)[0], loose


def derivative(node, values):
    """Return a derivative by central differences."""
    symbols = [s for s, n in node.variable_count for _ in range(int(n))]
    with mp.workdps(90):
        total, h = mp.mpf(0), mp.mpf(10) ** -20
        for signs in product((1, -1), repeat=len(symbols)):
            moved = {k: exact(v) for k, v in values.items()}
            for way, s in zip(signs, symbols, strict=True):
                moved[s] += way * h
            total += mp.fprod(signs) * evaluate_mp([node.expr], moved, 90)[0]
        return total / (2 * h) ** len(symbols)


def exact(v):
    if isinstance(v, sp.Rational):
        return mp.mpf(v.p) / v.q
    return evaluate_mp([v], {}, 90)[0] if isinstance(v, sp.Basic) else mp.mpf(v)


def area(node, values):
    """Return an integral, a mean under another density, or a sum over a tail."""
    if isinstance(node, TailMean):
        g, x, mass, start, end = node.args
        return series(g * mass, x, start, end, values), 1e-9
    if isinstance(node, sp.Sum):
        x, start, end = node.limits[0]
        return series(node.function, x, start, end, values), 1e-7
    if isinstance(node, MeanOf):
        g, u, weight, low, high = node.args
        body = g * weight
    else:
        body, (u, low, high) = node.function, node.limits[0]
    low, high = (evaluate_end(e, values) for e in (low, high))

    def body_at(t):
        return evaluate_mp([body], {**values, u: t}, 90)[0]

    def from_end(w):
        with mp.workdps(90):
            return body_at(high - w)

    def logarithmic(v):
        with mp.workdps(90):
            return body_at(mp.exp(v)) * mp.exp(v)

    with mp.workdps(25):
        if mp.isfinite(high) and mp.isfinite(low):
            half = (high - low) / 2
            parts = (body_at, [low, low + half / 64, low + half]), (from_end, [0, half / 64, half])
        else:
            inner = [mp.mpf(2) ** k for k in (-12, -4, 0, 2, 4, 6) if low < mp.mpf(2) ** k < high]
            parts = ((body_at, [low, *inner, high]),)
            if low == 0:  # a power near -1 holds much of its area at distances that are seen by their logarithm only
                parts = (logarithmic, [-4000, -400, -40, mp.log(inner[0])]), (body_at, [*inner, high])
        found = [mp.quad(f, nodes, error=True) for f, nodes in parts]
        return mp.fsum(v for v, _ in found), max(
            1e-9 if max(abs(v) for v, _ in found) < 3 else 3e-6, 10 * sum(e for _, e in found)
        )


def evaluate_end(e, values):
    return mp.mpf("inf") * (1 if e == sp.oo else -1) if e in (sp.oo, -sp.oo) else evaluate_mp([e], values, 30)[0]


def series(body, x, start, end, values):
    first = int(evaluate_mp([start], values, 30)[0])
    last = mp.inf if end == sp.oo else int(evaluate_mp([end], values, 30)[0])

    def term(n):
        return evaluate_mp([body], {**values, x: mp.mpf(n)}, 30)[0]

    with mp.workdps(25):
        if last != mp.inf:
            return mp.fsum(term(n) for n in range(first, last + 1))
        head = [term(n) for n in range(first, first + 300)]
        if abs(head[-1]) < mp.mpf(10) ** -14 * max(map(abs, head)):
            return mp.fsum(head)
        return mp.fsum(head) + far_out(term, first + 300)


def far_out(term, start):
    """Return the sum of a smooth, slowly falling term from ``start`` on, by the midpoint rule and its first correction."""
    low = mp.mpf(start) - mp.mpf(1) / 2
    area_ = mp.quad(lambda z: term(low * mp.exp(z)) * low * mp.exp(z), [0, 2, 8, 24])
    return area_ + mp.diff(term, low) / 24


__all__ = ["Named", "disagreements"]
