"""Means under a density in closed form, each compared with quadrature where it is said to hold.

Score matching meets means that exist on a part of the declared domain only (E[(∂ₓ log p)²] of a gamma density needs a shape
above 2). A proof brings its conditions; it is checked at points drawn from the domain that they leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import mpmath
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr, Interval
from symfisher.errors import DomainError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.expectation import circle, constant, finite, integral, kernel, shift, sympy_route, tower
from symfisher.expectation.problem import Problem
from symfisher.inference.expecting import problem_for, value_at
from symfisher.quadrature import draw_points, expectations
from symfisher.replay import replay
from symfisher.score_matching.after_piece import piecewise_mean
from symfisher.score_matching.gaussian_means import gaussian_mean
from symfisher.score_matching.rational_means import rational_mean
from symfisher.score_matching.simplex_means import simplex_mean
from symfisher.simplification import shorten
from symfisher.verification import tolerance

QUICK = (constant, finite, kernel, shift, circle)
"""Routes that look at the integrand alone, cheapest first."""

PATIENT = (integral, tower)
"""Those that take longer, tried after the pieces of the density."""

_POINTS = 3
_FLOOR = 1e-11

Point = Mapping[Any, Any]


@dataclass(frozen=True)
class Mean:
    """E[h] in closed form: its value in our symbols, where it holds, and the routes that found it."""

    value: Expr
    conditions: tuple[Any, ...] = ()
    routes: tuple[str, ...] = ()

    def __add__(self, other: Mean) -> Mean:
        """Return the mean of the sum."""
        return combined(sp.S.One, self, sp.S.One, other)


def combined(a: Expr, first: Mean, b: Expr, second: Mean) -> Mean:
    """Return the mean of a·first + b·second, which holds where both do."""
    conditions = tuple(dict.fromkeys((*first.conditions, *second.conditions)))
    routes = tuple(dict.fromkeys((*first.routes, *second.routes)))
    return Mean(a * first.value + b * second.value, conditions, routes)


def means(density: Density, integrands: Sequence[Expr], *, patient: bool = True) -> list[Mean | None]:
    """Return E[h] of every integrand, ``None`` where no closed form was found.

    Parameters
    ----------
    integrands
        Functions of the observation, in our symbols.
    patient
        Whether SymPy's own integration is tried as well, which takes seconds; it is given up at its first failure, and not
        asked about means that quadrature finds infinite.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ exponential(rate)")
    >>> found, = means(density, [density.xs[0] ** 2])
    >>> density.present(found.value)
    2/rate**2
    """
    problem = problem_for(density)
    tasks = [problem.rewriter.rewrite(_without_signs(h)) for h in integrands]
    found = [_mean(problem, h) for h in tasks]
    for i, h in enumerate(tasks):
        if found[i] is None and patient and not diverges(density, h):
            found[i] = _checked(problem, _whole(*_at_origin(problem, h), (sympy_route,)), h)
            patient = found[i] is not None
    return found


def _mean(problem: Problem, h: Expr) -> Mean | None:
    """Find E[h] and compare it with quadrature: by quick routes, by the pieces of the density, by slower routes."""
    centred, moved = _at_origin(problem, h)
    for exact in _exact(problem, h, centred, moved):
        found = _checked(problem, exact, h)
        if found is not None:
            return found
    found = _checked(problem, _routed(centred, moved, QUICK), h)
    if found is not None:
        return found
    value = piecewise_mean(problem, h)
    found = None if value is None else _checked(problem, Mean(value, routes=("pieces",)), h)
    return found or _checked(problem, _routed(centred, moved, QUICK + PATIENT), h)


def _exact(problem: Problem, h: Expr, centred: Problem, moved: Expr) -> Iterator[Mean]:
    """Yield what families of densities know of their own means: Gaussian, rational, Dirichlet."""
    for name, value in (("gaussian", gaussian_mean(problem, h)), ("residues", rational_mean(centred, moved))):
        if value is not None:
            yield Mean(value, routes=(name,))
    shares = simplex_mean(problem, h)
    if shares is not None:
        yield Mean(*shares, routes=("dirichlet",))


def _routed(problem: Problem, h: Expr, routes: Sequence[Any]) -> Mean | None:
    """Find E[h] as a whole, or as a sum."""
    return _whole(problem, h, routes) or _by_terms(problem, h, routes)


def _checked(problem: Problem, candidate: Mean | None, h: Expr) -> Mean | None:
    """Return a mean in its shortest form if quadrature agrees."""
    if candidate is None:
        return None
    found = replace(candidate, value=shorten(candidate.value, problem.signs))
    return found if agrees(problem.density, found.value, found.conditions, h) else None


def _at_origin(problem: Problem, h: Expr) -> tuple[Problem, Expr]:
    """Move a density on the whole line to the origin, where it has a location parameter: E[h(x)] = E₀[h(x + m)]."""
    density = problem.density
    if len(density.variables) > 1 or density.variables[0].domain.ends != (-sp.oo, sp.oo):
        return problem, h
    x = density.xs[0]
    for q in (*density.parameters, *density.constants):
        if q.domain.ends != (-sp.oo, sp.oo) or not density.expression.has(q.symbol):
            continue
        moved = sp.powsimp(shorten(density.expression.xreplace({x: x + q.symbol}), problem.signs))
        if not moved.has(q.symbol):
            inner = problem_for(replace(density, expression=moved))
            return inner, inner.rewriter.rewrite(shorten(h.xreplace({x: x + q.symbol}), problem.signs))
    return problem, h


def _whole(problem: Problem, h: Expr, routes: Sequence[Any]) -> Mean | None:
    """Find E[h] by the first route whose proof stands."""
    for route in routes:
        proof = route.attempt(problem, {(0, 0): h})[0, 0]
        if isinstance(proof, Proof) and _stands(problem, proof, h):
            return Mean(proof.value, tuple(map(_plain, proof.conditions)), (route.name,))
    return None


def _plain(condition: Any) -> Any:
    """Write a − 2 > 0 as a > 2."""
    if not isinstance(condition, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
        return condition
    top, bottom = sp.fraction(sp.together(condition.gts - condition.lts))
    difference = sp.expand(top if bottom.is_positive else condition.gts - condition.lts)
    symbols = sorted(difference.free_symbols, key=str)
    slope = sp.diff(difference, symbols[0]) if len(symbols) == 1 else sp.S.Zero
    if not slope.is_number or not slope.is_nonzero or slope.is_positive is None:
        return condition
    bound = symbols[0] - difference / slope
    strict = isinstance(condition, (sp.Gt, sp.Lt))
    above = sp.Gt if strict else sp.Ge
    below = sp.Lt if strict else sp.Le
    return (above if slope.is_positive else below)(symbols[0], sp.expand(bound))


def _by_terms(problem: Problem, h: Expr, routes: Sequence[Any]) -> Mean | None:
    """Find E[h] as a sum of means, constants taken out of each; sound where every mean exists."""
    xs = problem.density.xs
    terms = sp.Add.make_args(sp.expand(h))
    if not 2 <= len(terms) <= 12:
        return None
    found: dict[Expr, Mean | None] = {}
    total = Mean(sp.S.Zero)
    for term in terms:
        factor, rest = term.as_independent(*xs, as_Add=False)
        if rest not in found:
            found[rest] = Mean(sp.S.One) if rest == 1 else _whole(problem, rest, routes)
        mean = found[rest]
        if mean is None:
            return None
        total = combined(sp.S.One, total, factor, mean)
    return total


def _without_signs(h: Expr) -> Expr:
    """Replace sign(u)² by 1: the two differ on a null set."""
    if not h.has(sp.sign):
        return h
    return sp.expand(h).replace(
        lambda e: e.is_Pow and isinstance(e.base, sp.sign) and e.exp.is_Integer,
        lambda e: e.base if e.exp % 2 else sp.S.One,
    )


def _stands(problem: Problem, proof: Proof, h: Expr) -> bool:
    """Whether a proof agrees with quadrature at points where its conditions hold, and replays."""
    if getattr(proof.certificate, "integrand", h) != h:
        return False
    return agrees(problem.density, proof.value, proof.conditions, h) and replay(proof, problem).ok


def agrees(density: Density, value: Expr, conditions: Sequence[Any], h: Expr) -> bool:
    """Whether a closed form of E[h] is confirmed by quadrature at points where its conditions hold, at one at least."""
    compared = 0
    for point in points_under(density, [_plain(c) for c in conditions]):
        values, errors = expectations(density, [h], point)
        number, error = float(values[0]), float(errors[0])
        if not (mpmath.isfinite(number) and mpmath.isfinite(error)):
            continue
        found = value_at(value, point)
        if found is None or abs(found - number) > tolerance(density) * abs(number) + 10 * error + _FLOOR:
            return False
        compared += 1
    return compared > 0


def point_of(density: Density, at: Mapping[str, Expr]) -> Point:
    """Return our symbols with their values.

    Raises
    ------
    DomainError
        A name that is none of the density's or the model's, one without value, or a value outside its domain.
    """
    needed = (*density.parameters, *density.constants)
    unknown = sorted(set(at) - {name for q in needed for name in (q.name, q.safe)})
    if unknown:
        raise DomainError(f"'{unknown[0]}' is not among {', '.join(q.name for q in needed) or 'the names here'}")
    point = density.own(at)
    if missing := [q.name for q in needed if q.symbol not in point]:
        raise DomainError(f"no value for {', '.join(missing)}: give all of them, separated by commas")
    for q in needed:
        if not q.domain.contains(point[q.symbol], point):
            raise DomainError(f"{q.name} = {point[q.symbol]} is outside {q.domain.xreplace(point).describe(q.name)}")
    return point


def diverges(density: Density, h: Expr) -> bool:
    """Whether quadrature finds E[h] infinite at every drawn point: strong evidence, no proof."""
    points = points_under(density, ())
    values = [float(expectations(density, [h], point)[0][0]) for point in points]
    return bool(values) and all(v in (float("inf"), float("-inf")) for v in values)


def points_under(density: Density, conditions: Sequence[Any], count: int = _POINTS) -> list[Point]:
    """Return points of the declared domain at which the conditions hold; none where there are none."""
    if not density.parameters and not density.constants:
        return [{}]
    narrow = narrowed(density, conditions)
    try:
        points = draw_points(narrow, count)
    except DomainError:
        try:
            points = draw_points(narrow, 1)
        except DomainError:
            return []
    return [p for p in points if _hold(conditions, p)]


def narrowed(density: Density, conditions: Sequence[Any]) -> Density:
    """Return a density whose domains are cut by conditions such as a > 2; other conditions are left out.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ gamma(a, b)")
    >>> narrowed(density, [density.thetas[0] > 2]).parameters[0].domain.describe("a")
    'a > 2'
    """
    lower: dict[Any, Expr] = {}
    for condition in conditions:
        if isinstance(condition, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
            symbol, bound = condition.gts, condition.lts
            if symbol.is_Symbol and bound.is_number:
                lower[symbol] = max(bound, lower.get(symbol, bound))
    if not lower:
        return density

    def cut(q: Any) -> Any:
        if q.symbol not in lower or not isinstance(q.domain, Interval):
            return q
        return replace(q, domain=replace(q.domain, lower=sp.Max(q.domain.lower, lower[q.symbol]), closed_lower=False))

    return replace(
        density, parameters=tuple(map(cut, density.parameters)), constants=tuple(map(cut, density.constants))
    )


def strongest(conditions: Iterable[Any]) -> tuple[Any, ...]:
    """Return each condition once, leaving out a > 1 beside a > 2."""
    kept: dict[Any, Any] = {}
    others = []
    for c in dict.fromkeys(conditions):
        if isinstance(c, sp.Gt) and c.gts.is_Symbol and c.lts.is_number:
            kept[c.gts] = max(c.lts, kept.get(c.gts, c.lts))
        elif c != sp.true:
            others.append(c)
    return (*(symbol > bound for symbol, bound in kept.items()), *others)


def _hold(conditions: Sequence[Any], point: Point) -> bool:
    try:
        return all(v == 1 for v in evaluate_mp(list(conditions), point, 20))
    except (CannotEvaluateError, ArithmeticError, ValueError):
        return False
