"""Data scores that are linear in functions of the parameters: ∂ᵢ log p = Σⱼ ηⱼ(θ) Aⱼᵢ(x) + bᵢ(x).

That is what exponential families have, with Aⱼ the gradients of their sufficient statistics. With weights hᵢ(x) the objective
E[Σᵢ hᵢ sᵢ² + 2 ∂ᵢ(hᵢ sᵢ)] is quadratic in η, and least at η = −E[Σᵢ hᵢ Aᵢ Aᵢᵀ]⁻¹ E[Σᵢ hᵢ Aᵢ bᵢ + ∂ᵢ(hᵢ Aᵢ)].

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709; Hyvärinen (2007), Comput. Stat. Data Anal. 51, 2499-2512, section 3
(non-negative data); Forbes & Lauritzen (2015), Linear Algebra Appl. 473, 261-283.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import RegularityError
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import within_time
from symfisher.score_matching.data_score import data_score, gradient
from symfisher.score_matching.ends import boundary_flux
from symfisher.score_matching.points import points_under
from symfisher.signs import Signs

_SECONDS = 5.0
Vector = tuple[Expr, ...]


@dataclass(frozen=True)
class LinearScore:
    """The parts of a data score that is linear in η, in our symbols.

    Attributes
    ----------
    natural
        η, shape (k,).
    statistics
        A: for every η its factors in the entries of the score, shape (k, d).
    base
        b, shape (d,).
    weights
        h, shape (d,): all 1 for the plain objective.
    normalized
        Whether the density is divided by its mass; the score does not need it, the variance does.
    targets, solved
        Symbols for η, and θ in terms of them, ``None`` if η does not solve for θ.
    """

    density: Density
    natural: Vector
    statistics: tuple[Vector, ...]
    base: Vector
    weights: Vector
    normalized: bool = True
    targets: tuple[Any, ...] = ()
    solved: Mapping[Any, Expr] | None = None


def linear_score(p: Density) -> LinearScore:
    """Split the data score into coefficients and functions of x.

    Raises
    ------
    RegularityError
        It has no such form, or more coefficients than parameters.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ exponential(rate)")
    >>> found = linear_score(density)
    >>> [density.present(e) for e in (*found.natural, *found.statistics[0], *found.base)]
    [-rate, 1, 0]
    """
    natural: list[Expr] = []
    fields: list[list[Expr]] = []
    base: list[Expr] = []
    for i, score in enumerate(data_score(p)):
        known, groups = _groups(p, score)
        base.append(known)
        for f, c in groups.items():
            j, ratio = _place(c, natural)
            if j == len(natural):
                natural.append(c)
                fields.append([sp.S.Zero] * len(p.variables))
            fields[j][i] += ratio * f
    _require_one_for_one(p, natural)
    ones = (sp.S.One,) * len(p.variables)
    return LinearScore(p, tuple(natural), tuple(map(tuple, fields)), tuple(base), ones)


def _groups(p: Density, score: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """Return the part of an entry without parameters, and the coefficient of each function of x in the rest."""
    groups: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(sp.expand(sp.expand_trig(score))):
        c, f = term.as_independent(*p.xs, as_Add=False)
        if f.has(*p.thetas):
            c, f = sp.factor(term).as_independent(*p.xs, as_Add=False)
        if f.has(*p.thetas):
            raise RegularityError(f"the data score is not linear in functions of the parameters: {p.present(term)}")
        groups[f] = groups.get(f, sp.S.Zero) + c
    base, found = sp.S.Zero, {}
    for f, c in groups.items():
        known, rest = sp.expand(c).as_independent(*p.thetas, as_Add=True)
        base += known * f
        if rest != 0:
            found[f] = sp.factor(rest)
    return base, found


def _place(c: Expr, natural: Sequence[Expr]) -> tuple[int, Expr]:
    """Return which coefficient this is a number times, and the number; a new one is the next."""
    for j, n in enumerate(natural):
        ratio = sp.cancel(c / n)
        if ratio.is_number:
            return j, ratio
    return len(natural), sp.S.One


def _require_one_for_one(p: Density, natural: Sequence[Expr]) -> None:
    if len(natural) != len(p.thetas) or sp.Matrix(natural).jacobian(list(p.thetas)).det() == 0:
        raise RegularityError(
            f"the data score has {len(natural)} free coefficients for {len(p.thetas)} parameters; "
            "score matching determines them one for one only"
        )


def weighted(linear: LinearScore) -> tuple[LinearScore, str]:
    """Choose the weights: 1 if nothing flows over the ends, else such that vanish there; and say why 1 was refused.

    Raises
    ------
    RegularityError
        No weights were found that help.
    """
    p = linear.density
    flows = _flows(linear)
    if flows == "":
        return linear, ""
    described = ", ".join(v.domain.describe(v.name) for v in p.variables)
    refused = f"[s p] {flows} at the ends of {described} on the whole domain"
    weights = tuple(_vanishing(p, i) for i in range(len(p.variables)))
    found = replace(linear, weights=weights)
    if all(w == 1 for w in weights) or _flows(found):
        raise RegularityError(f"the plain objective is refused: {refused}; and no weight was found that helps")
    return found, refused


def _flows(linear: LinearScore) -> str:
    """Say what is known of h s p at the ends of the support; empty where it is proved to be zero."""
    p, signs = linear.density, Signs.of(linear.density)
    bases = [_single(i, term, p) for i, b in enumerate(linear.base) for term in sp.Add.make_args(b) if term != 0]
    for field in (*linear.statistics, *bases):
        weighted_field = [h * f for h, f in zip(linear.weights, field, strict=True)]
        flux = boundary_flux(p, weighted_field, signs)
        if flux.total != 0:
            undecided = flux.total is None and not flux.unbounded
            return "is not proved to be zero" if undecided else "is not zero"
    return ""


def _single(i: int, term: Expr, p: Density) -> Vector:
    return tuple(term if k == i else sp.S.Zero for k in range(len(p.variables)))


def _vanishing(p: Density, i: int) -> Expr:
    """Return the square of the distance of a variable from its finite ends; 1 where an end is a parameter."""
    x, (lower, upper) = p.xs[i], p.variables[i].domain.ends
    if any(e.has(*p.thetas) for e in (lower, upper)):
        return sp.S.One
    return sp.Mul(*(d**2 for d, end in ((x - lower, lower), (upper - x, upper)) if not end.is_infinite))


def solved(linear: LinearScore) -> LinearScore:
    """Solve η(θ) for θ; the solution is the one that gives θ back at drawn points."""
    p = linear.density
    targets = tuple(sp.Symbol(f"_n{i}", real=True) for i in range(len(linear.natural)))
    candidates = [] if (polar := _polar(linear.natural, p.thetas, targets)) is None else [polar]
    for values in candidates or _by_solving(linear, targets):
        if _gives_back(values, linear, targets):
            return replace(linear, targets=targets, solved=values)
    return linear


def _polar(natural: Vector, thetas: Sequence[Any], targets: Sequence[Any]) -> dict[Any, Expr] | None:
    """Return radius and angle from multiples of r sin φ and r cos φ, in either order; ``None`` if η is no such pair."""
    if len(thetas) != 2:
        return None
    for angle, radius in (thetas, thetas[::-1]):
        ratios = [[sp.cancel(n / (radius * wave(angle))) for wave in (sp.sin, sp.cos)] for n in natural]
        for i, j in ((0, 1), (1, 0)):
            up, across = ratios[i][0], ratios[j][1]
            if up.is_number and across.is_number:
                y, x = targets[i] / up, targets[j] / across
                return {angle: sp.atan2(y, x), radius: sp.sqrt(x**2 + y**2)}
    return None


def _by_solving(linear: LinearScore, targets: Sequence[Any]) -> Iterator[dict[Any, Expr]]:
    """Yield solutions of η(θ) = targets that have a value for every parameter."""
    unknown = {t: sp.Symbol(f"_u{i}", real=True) for i, t in enumerate(linear.density.thetas)}
    equations = [(e - n).xreplace(unknown) for e, n in zip(linear.natural, targets, strict=True)]
    for solution in within_time(sp.solve, equations, list(unknown.values()), dict=True, seconds=_SECONDS) or []:
        values = {t: solution.get(u) for t, u in unknown.items()}
        if None not in values.values():
            yield values


def _gives_back(values: Mapping[Any, Expr], linear: LinearScore, targets: Sequence[Any]) -> bool:
    for point in points_under(linear.density, ()):
        natural = evaluate(list(linear.natural), point)
        given = {**point, **{t: float(n) for t, n in zip(targets, natural, strict=True)}}
        back = evaluate(list(values.values()), given)
        if not all(abs(float(b) - float(point[t])) < 1e-9 for t, b in zip(values, back, strict=True)):
            return False
    return True


def averages(linear: LinearScore) -> tuple[list[list[Expr]], list[Expr]]:
    """Return what is averaged: Σᵢ hᵢ Aᵢ Aᵢᵀ, shape (k, k), and Σᵢ hᵢ Aᵢ bᵢ + ∂ᵢ(hᵢ Aᵢ), shape (k,)."""
    xs, h, A, b = linear.density.xs, linear.weights, linear.statistics, linear.base
    d = range(len(xs))
    matrix = [[_plain(sum(h[i] * f[i] * g[i] for i in d), xs) for g in A] for f in A]
    vector = [_plain(sum(h[i] * f[i] * b[i] + gradient(h[i] * f[i], xs[i]) for i in d), xs) for f in A]
    return matrix, vector


def _plain(e: Expr, xs: Sequence[Any]) -> Expr:
    """Cancel what a weight and a denominator share, and expand."""
    return sp.expand(sp.cancel(e) if e.is_rational_function(*xs) else e)


def estimating_function(linear: LinearScore) -> list[Expr]:
    """Return ψ = Σᵢ hᵢ Aᵢ sᵢ + ∂ᵢ(hᵢ Aᵢ), whose mean is zero at the truth, shape (k,)."""
    matrix, vector = averages(linear)
    return [
        sp.expand(v + sum(n * e for n, e in zip(linear.natural, row, strict=True)))
        for row, v in zip(matrix, vector, strict=True)
    ]
