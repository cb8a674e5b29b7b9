"""Means under a density in closed form, each compared with quadrature where it is said to hold.

Score matching meets means that exist on a part of the declared domain only (E[(∂ₓ log p)²] of a gamma density needs a shape
above 2). A proof brings its conditions; it is checked at points drawn from the domain that they leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import mpmath
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.expectation import circle, constant, finite, integral, kernel, shift, sympy_route, tower
from symfisher.expectation.problem import Problem
from symfisher.inference.expecting import problem_for, value_at
from symfisher.quadrature import expectations
from symfisher.replay import replay
from symfisher.score_matching.after_piece import piecewise_mean
from symfisher.score_matching.gaussian_means import gaussian_mean
from symfisher.score_matching.points import plain, points_under
from symfisher.score_matching.rational_means import rational_mean
from symfisher.score_matching.simplex_means import simplex_mean
from symfisher.simplification import shorten
from symfisher.verification import tolerance

QUICK = (constant, finite, kernel, shift, circle)
"""Routes that look at the integrand alone, cheapest first."""

PATIENT = (integral, tower)
"""Those that take longer, tried after the pieces of the density."""

_FLOOR = 1e-11


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
            return Mean(proof.value, tuple(map(plain, proof.conditions)), (route.name,))
    return None


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
    for point in points_under(density, [plain(c) for c in conditions]):
        values, errors = expectations(density, [h], point)
        number, error = float(values[0]), float(errors[0])
        if not (mpmath.isfinite(number) and mpmath.isfinite(error)):
            continue
        found = value_at(value, point)
        if found is None or abs(found - number) > tolerance(density) * abs(number) + 10 * error + _FLOOR:
            return False
        compared += 1
    return compared > 0


def diverges(density: Density, h: Expr) -> bool:
    """Whether quadrature finds E[h] infinite at every drawn point: strong evidence, no proof."""
    points = points_under(density, ())
    values = [float(expectations(density, [h], point)[0][0]) for point in points]
    return bool(values) and all(v in (float("inf"), float("-inf")) for v in values)
