"""Where a divergence E[‖s − d‖²] is least in the model's parameters, and when its cross term is −2E[‖d‖²].

The divergence is a convex quadratic in the coefficients cⱼ of s = Σ cⱼ(φ) fⱼ(x). Where the gradient in φ vanishes and the
Jacobian ∂c/∂φ has a row for every coefficient and full rank, the gradient in c vanishes too: the place is a global minimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import sympy as sp
from sympy.simplify.fu import TR10i

from symfisher.density import Density, Quantity
from symfisher.domains import Expr
from symfisher.inference.algebra import is_zero, within_time
from symfisher.inference.expecting import value_at
from symfisher.score_matching.data_score import gradient as slope
from symfisher.score_matching.forms import short
from symfisher.score_matching.model import Model
from symfisher.score_matching.points import points_under
from symfisher.signs import Signs

_SECONDS = 4.0
_MOST_TRIED = 120

KINDS = {"global": "least at", "local": "a local minimum at", "stationary": "stationary at", "": ""}
"""What is said of each kind of place."""


@dataclass(frozen=True)
class Minimum:
    """The gradient in the model's parameters, and where it vanishes, in our symbols.

    Attributes
    ----------
    gradient
        ∂D/∂φ by parameter; ``None`` without a closed objective.
    place
        The only admissible zero of the gradient that was found, or a place where the divergence is zero.
    kind
        A key of `KINDS`.
    value
        The divergence there.
    implicit
        Whether gradient and place are those of the implicit objective, the divergence having no closed form.
    """

    gradient: Mapping[Quantity, Expr] | None = None
    place: Mapping[Quantity, Expr] | None = None
    kind: str = ""
    value: Expr | None = None
    implicit: bool = False


def minimum(
    model: Model,
    data: Sequence[Expr],
    divergence: Expr | None,
    conditions: Sequence[Any],
    signs: Signs,
    instead: Expr | None = None,
) -> Minimum:
    """Differentiate a divergence in the model's parameters and find where it is least.

    Parameters
    ----------
    data
        What the model's field is compared with, one entry a variable.
    conditions
        Where the divergence holds.
    instead
        An objective that differs from the divergence by a constant, for where that one has no closed form.
    """
    parameters = model.parameters
    same = _where_equal(model, data, signs) if parameters else None
    objective = instead if divergence is None else divergence
    gradient = None if objective is None else {q: short(slope(objective, q.symbol), signs) for q in parameters}
    implicit = divergence is None and objective is not None
    if same is not None:
        return Minimum(gradient, same, "global", sp.S.Zero)
    place = _stationary(model, gradient or {}, conditions, signs)
    if place is None or objective is None:
        return Minimum(gradient, implicit=implicit)
    rule = {q.symbol: v for q, v in place.items()}
    value = None if divergence is None else short(divergence.xreplace(rule), signs)
    vanishes = value is not None and is_zero(value, signs)
    kind = "global" if vanishes else _kind(model, objective, place, signs)
    return Minimum(gradient, place, kind, value, implicit)


def _where_equal(model: Model, data: Sequence[Expr], signs: Signs) -> dict[Quantity, Expr] | None:
    """Return the quantities of the density under which the model's field is the data's; the divergence is zero there."""
    p = model.density
    own = [q for q in (*p.parameters, *p.constants) if q not in model.parameters]
    symbols = [q.symbol for q in model.parameters]
    points = points_under(p, (), 1)
    if len(own) < len(symbols) or not points:
        return None
    at = {**points[0], **{x: sp.Rational(1 + 3 * i, 2) for i, x in enumerate(p.xs)}}
    wanted = value_at(data[0], at)
    for n, chosen in enumerate(permutations(own, len(symbols))):
        if n == _MOST_TRIED or wanted is None:
            return None
        rule = {s: q.symbol for s, q in zip(symbols, chosen, strict=True)}
        close = value_at(model.score[0].xreplace(rule), at)
        if close is None or abs(close - wanted) > 1e-12 * (1 + abs(wanted)):
            continue
        if all(_covers(q, c) for q, c in zip(model.parameters, chosen, strict=True)) and all(
            is_zero(s.xreplace(rule) - d, signs) for s, d in zip(model.score, data, strict=True)
        ):
            return {q: c.symbol for q, c in zip(model.parameters, chosen, strict=True)}
    return None


def _covers(q: Quantity, other: Quantity) -> bool:
    """Whether a parameter can take all values of another quantity."""
    return q.domain == other.domain or (not q.domain.discrete and q.domain.ends == (-sp.oo, sp.oo))


def _stationary(
    model: Model, gradient: Mapping[Quantity, Expr], conditions: Sequence[Any], signs: Signs
) -> dict[Quantity, Expr] | None:
    """Solve gradient = 0 for the only admissible place."""
    if not gradient:
        return None
    points = points_under(model.density, conditions)
    angle = _matched_angle(model, gradient, signs)
    if angle is not None:
        rule = {angle[0].symbol: angle[1]}
        rest = {q: short(e.xreplace(rule), signs) for q, e in gradient.items() if q != angle[0]}
        found = _stationary(model, rest, conditions, signs)
        return None if found is None else {angle[0]: angle[1], **found}
    symbols = [q.symbol for q in gradient]
    tops = [sp.numer(sp.together(e)) for e in gradient.values()]
    places = []
    for solution in within_time(sp.solve, tops, symbols, dict=True, seconds=_SECONDS) or []:
        values = {q: solution.get(q.symbol) for q in gradient}
        if any(v is None or v.has(*symbols) or v.has(sp.I) for v in values.values()):
            continue
        place = {q: short(v, signs) for q, v in values.items()}
        rule = {q.symbol: v for q, v in place.items()}
        if _admissible(place, points, signs) and all(is_zero(e.xreplace(rule), signs) for e in gradient.values()):
            places.append(place)
    return places[0] if len(places) == 1 else None


def _matched_angle(model: Model, gradient: Mapping[Quantity, Expr], signs: Signs) -> tuple[Quantity, Expr] | None:
    """Return a direction of the model whose derivative vanishes where it is one of the density's, beside other parameters.

    The derivative vanishes in the opposite direction too; a factor that changes its sign stands for that.
    """
    own = [q for q in (*model.density.parameters, *model.density.constants) if q not in model.parameters]
    for q, e in gradient.items() if len(gradient) > 1 else ():
        if not any(w.has(q.symbol) for w in e.atoms(sp.sin, sp.cos)):
            continue
        for c in own:
            if _covers(q, c) and is_zero(short(e.xreplace({q.symbol: c.symbol}), signs), signs):
                return q, c.symbol
    return None


def _admissible(place: Mapping[Quantity, Expr], points: Sequence[Mapping[Any, Any]], signs: Signs) -> bool:
    """Whether a place lies in the domains of the model's parameters: positive where it must be, and at drawn points."""
    if any(q.symbol.is_positive and signs.sign(v) != 1 for q, v in place.items()):
        return False
    return all(q.domain.contains(v.xreplace(dict(at)), at) for at in points for q, v in place.items())


def _kind(model: Model, objective: Expr, place: Mapping[Quantity, Expr], signs: Signs) -> str:
    """Say what kind of stationary place this is."""
    rule = {q.symbol: v for q, v in place.items()}
    if _linear_in_coefficients(model, rule, signs):
        return "global"
    symbols = list(rule)
    hessian = sp.hessian(objective, symbols)
    there = [[short(e.xreplace(rule), signs) for e in row] for row in hessian.tolist()]
    minors = [sp.Matrix(there)[:k, :k].det() for k in range(1, len(symbols) + 1)]
    return "local" if all(signs.positive(short(m, signs)) for m in minors) else "stationary"


def _linear_in_coefficients(model: Model, rule: Mapping[Expr, Expr], signs: Signs) -> bool:
    """Whether the coefficients of the model's field move freely with its parameters around a place."""
    coefficients: list[Expr] = []
    for s in model.score:
        groups: dict[Expr, Expr] = {}
        top, bottom = sp.fraction(sp.factor(sp.together(sp.expand_trig(s))))
        below, rest = bottom.as_independent(*model.density.xs, as_Add=False)
        for term in sp.Add.make_args(sp.expand(top)):
            c, f = term.as_independent(*model.density.xs, as_Add=False)
            if f.has(*rule) or rest.has(*rule):
                return False
            groups[f] = groups.get(f, sp.S.Zero) + c / below
        for c in groups.values():
            moves = c.has(*rule) and all(sp.cancel(c / kept).has(*rule) for kept in coefficients)
            coefficients += [c] if moves else []
    if len(coefficients) != len(rule):
        return False
    jacobian = short(sp.Matrix(coefficients).jacobian(list(rule)).det(), signs)
    nowhere_zero = not sp.numer(jacobian).free_symbols and jacobian != 0
    return nowhere_zero or signs.sign(short(jacobian.xreplace(rule), signs)) in (1, -1)


def twice_text(cross: Expr | None, information: Expr | None, model: Model, signs: Signs) -> str:
    """Say when E[s·d] = E[‖d‖²]: the cross term is minus twice the latter then, and only then."""
    p: Density = model.density
    if cross is None or information is None:
        return "undecided"
    gap = short(cross - information, signs)
    if is_zero(gap, signs):
        return "always"
    gap = _essential(gap, signs)
    within = [q for q in model.parameters if gap.has(q.symbol)]
    for q in sorted(within, key=lambda q: not _is_linear(gap, q)):
        place = _only_zero(gap, q, signs)
        if place is not None:
            doubt = q.symbol.is_positive and signs.sign(place) != 1
            return f"exactly when {q.name} = {p.present(place)}{', where that is admissible' if doubt else ''}"
    return "never" if signs.sign(gap) in (1, -1) else f"exactly when {p.present(gap)} = 0"


def _essential(gap: Expr, signs: Signs) -> Expr:
    """Return the factors of a numerator that may vanish, cosines and sines of sums put together."""
    factors = sp.Mul.make_args(sp.factor(sp.numer(sp.together(gap))))
    left = [TR10i(f) if f.has(sp.cos, sp.sin) else f for f in factors if signs.sign(f) not in (1, -1)]
    return sp.Mul(*left)


def _is_linear(gap: Expr, q: Quantity) -> bool:
    return bool(gap.is_polynomial(q.symbol)) and sp.degree(gap, q.symbol) == 1


def _only_zero(gap: Expr, q: Quantity, signs: Signs) -> Expr | None:
    """Solve gap = 0 for one parameter, if it has one solution and no other factor can vanish."""
    waves = gap.atoms(sp.sin, sp.cos, sp.Abs, sp.sign)
    if any(not f.has(q.symbol) for f in sp.Mul.make_args(gap)) or any(w.has(q.symbol) for w in waves):
        return None
    found = within_time(sp.solve, gap, q.symbol, seconds=2.0)
    return short(found[0], signs) if found and len(found) == 1 else None
