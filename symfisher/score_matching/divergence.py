"""The Fisher divergence of a model score from a density, term by term, with what flows over the ends of the support.

D_F(p, s) = E[‖s − ∂ₓ log p‖²] = E[‖s‖²] − 2E[s·∂ₓ log p] + J°. By parts, E[s·∂ₓ log p] = [s p] − E[div s], so that the implicit
objective E[‖s‖² + 2 div s], which needs no p, is D_F − J° + 2[s p]. The flux [s p] is computed, never assumed to be zero.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709, theorem 1; Lyu (2009), UAI, 359-366.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.errors import ParseError
from symfisher.inference.algebra import is_zero, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.inference.expecting import value_at
from symfisher.limits import time_limit
from symfisher.quadrature import expectations
from symfisher.reading import read, read_points
from symfisher.score_matching.data_score import (
    Flux,
    LocationInformation,
    boundary_flux,
    data_score,
    gradient,
    location_information,
    require_continuous,
)
from symfisher.score_matching.means import (
    Mean,
    agrees,
    combined,
    diverges,
    means,
    narrowed,
    point_of,
    points_under,
    strongest,
)
from symfisher.score_matching.model import Model, model_by_density, model_by_score
from symfisher.signs import Signs


@dataclass(frozen=True)
class FisherDivergence:
    """A model score against a density, in the user's symbols; ``None`` where no closed form was found.

    Attributes
    ----------
    data_score, model_score
        ∂ₓ log p and s, one entry a variable, in 1/unit(x).
    squared, cross, data_information
        The three terms E[‖s‖²], −2E[s·∂ₓ log p] and J° = E[‖∂ₓ log p‖²] over the interior of the support.
    divergence
        Their sum D_F.
    flux
        [s p] over the ends; ``flux_ends`` holds the limits at the lower and upper end of every variable.
    implicit_objective
        E[‖s‖² + 2 div s], Hyvärinen's objective.
    constant
        D_F minus the implicit objective; free of the model's parameters if the flux is.
    gradient, minimizer
        Derivatives of D_F in the model's parameters, by name, and where all of them vanish, if that was solved.
    minimizer_kind
        ``global`` (the divergence is zero there, or it is a convex quadratic), ``local`` or ``stationary``; empty without one.
    minimum
        D_F there.
    location_information
        J, the information about a shift of x: J° where p has no jump, infinite where it has one.
    cross_is_minus_twice
        When the cross term is −2J°: ``always``, ``never``, an equation, or ``undecided``.
    conditions
        Where the closed forms hold, beyond the declared domains.
    verification
        D_F against quadrature of E[‖s − ∂ₓ log p‖²] at drawn points.
    values
        The terms by quadrature at each point asked for with ``at``.
    """

    data_score: tuple[Expr, ...]
    model_score: tuple[Expr, ...]
    squared: Expr | None
    cross: Expr | None
    data_information: Expr | None
    divergence: Expr | None
    flux: Expr | None
    flux_ends: tuple[tuple[Expr | None, Expr | None], ...]
    implicit_objective: Expr | None
    constant: Expr | None
    gradient: Mapping[str, Expr] | None
    minimizer: Mapping[str, Expr] | None
    minimizer_kind: str
    minimum: Expr | None
    location_information: Expr | None
    cross_is_minus_twice: str
    conditions: tuple[Any, ...]
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given


def fisher_divergence(
    density: Any,
    *,
    model_score: str | Sequence[str] | None = None,
    model_density: Any = None,
    model_parameters: Sequence[str] = (),
    variables: Any = None,
    support: Any = None,
    parameters: Any = None,
    constants: Any = None,
    functions: Any = None,
    at: Any = None,
    timeout: float | None = 60.0,
) -> FisherDivergence:
    """Return the Fisher divergence of a model score from a density.

    Parameters
    ----------
    density, variables, support, parameters, constants, functions
        As `symfisher.derive` reads them; a density without parameters is welcome.
    model_score, model_density
        One of them: s itself (``-(x-a)/b``, one expression a variable), or a density q with s = ∂ₓ log q. A name that
        the density has as well means the same there.
    model_parameters
        Domains of the model's parameters (``b > 0``); what is not declared is real.
    at
        Values of all parameters and constants at which the terms are integrated numerically as well.
    timeout
        Seconds.

    Raises
    ------
    ParseError, DomainError
        One of the two cannot be read, or the observation is discrete.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = fisher_divergence("x ~ exponential(rate)", model_score="-(x-1)/b", model_parameters=["b > 0"])
    >>> found.flux, found.cross
    (-rate/b, (2*rate - 2)/b)
    """
    with time_limit(timeout):
        p = read(
            density,
            variables=variables,
            support=support,
            parameters=parameters,
            constants=constants,
            functions=functions,
            require_parameters=False,
        )
        require_continuous(p)
        model = _model(p, model_score, model_density, model_parameters)
        return _answered(model, _terms(model), read_points(at))


def _model(p: Density, score: Any, density: Any, declared: Sequence[str]) -> Model:
    if (score is None) == (density is None):
        raise ParseError("give a model: either its score, --model-score, or its density, --model-density")
    if score is not None:
        return model_by_score(p, score, declared)
    return model_by_density(p, density, declared)


@dataclass(frozen=True)
class _Terms:
    """Everything that was found, in our symbols; ``jumps`` is what s·p loses at jumps inside the support."""

    data: tuple[Expr, ...]
    squared: Mean | None
    cross: Mean | None
    information: Mean | None
    divergence: Mean | None
    mean_div: Mean | None
    flux: Flux
    jumps: Expr | None
    location: LocationInformation
    signs: Signs


def _terms(model: Model) -> _Terms:
    """Find the means, the flux and their sum."""
    p, s = model.density, model.score
    data = data_score(p)
    div = sp.Add(*(gradient(e, x) for e, x in zip(s, p.xs, strict=True)))
    product = sp.Add(*(a * b for a, b in zip(s, data, strict=True)))
    squared, cross, information, mean_div = means(p, [_norm(s), product, _norm(data), div])
    found = [m for m in (squared, cross, information, mean_div) if m is not None]
    conditions = tuple(dict.fromkeys(c for m in found for c in m.conditions))
    signs = Signs.of(narrowed(p, conditions))
    flux = boundary_flux(narrowed(p, conditions), s, signs)
    smooth = not any(e.has(sp.Piecewise, sp.sign, sp.Abs, sp.Heaviside) for e in (*s, p.expression))
    exists = squared is not None and information is not None  # then so does E[s·∂ₓ log p], by Cauchy-Schwarz
    if cross is None and exists and mean_div is not None and flux.total is not None and smooth:
        cross = combined(sp.S.One, Mean(flux.total), -sp.S.One, mean_div)
    if flux.total is None and cross is not None and mean_div is not None and smooth:
        flux = Flux(flux.ends, tidy(cross.value + mean_div.value, signs))
    jumps = None
    if flux.total is not None and cross is not None and mean_div is not None:
        jumps = tidy(flux.total - cross.value - mean_div.value, signs)
    location = location_information(p, information.value if information else None, signs)
    whole = _sum(squared, cross, information)
    difference = _norm([a - b for a, b in zip(s, data, strict=True)])
    if whole is None:
        whole = means(p, [difference])[0]
    elif not agrees(p, whole.value, whole.conditions, difference):
        whole = None
    return _Terms(data, squared, cross, information, whole, mean_div, flux, jumps, location, signs)


def _norm(vector: Sequence[Expr]) -> Expr:
    return sp.Add(*(e**2 for e in vector))


def _sum(squared: Mean | None, cross: Mean | None, information: Mean | None) -> Mean | None:
    if squared is None or cross is None or information is None:
        return None
    return combined(sp.S.One, squared, -2 * sp.S.One, cross) + information


def _answered(model: Model, t: _Terms, at: Sequence[Mapping[str, Expr]]) -> FisherDivergence:
    p, signs = model.density, t.signs
    found = [m for m in (t.squared, t.cross, t.information, t.divergence, t.mean_div) if m is not None]
    conditions = strongest(c for m in found for c in m.conditions)
    squared, information = _value(t.squared, signs), _value(t.information, signs)
    cross = None if t.cross is None else tidy(-2 * t.cross.value, signs)
    divergence = _value(t.divergence, signs)
    implicit = None
    if t.squared is not None and t.mean_div is not None:
        implicit = tidy(t.squared.value + 2 * t.mean_div.value, signs)
    constant = None if divergence is None or implicit is None else tidy(divergence - implicit, signs)
    slopes = None if divergence is None else {q: tidy(sp.diff(divergence, q.symbol), signs) for q in model.parameters}
    place, kind = _minimizer(divergence, slopes, model.parameters, signs)
    minimum = None
    if place is not None and divergence is not None:
        minimum = tidy(divergence.xreplace({q.symbol: v for q, v in place.items()}), signs)
    twice = _twice(t, model.parameters, p)
    verification = _verified(model, t, conditions)
    show = p.present
    numbers = tuple(_numbers(model, t.data, point) for point in at)
    listed = rows(
        *_scores(model, t.data),
        ("E[s^2]", _or_words(squared, p, _norm(model.score))),
        ("-2 E[s d log p]", _or_words(cross)),
        ("J0 = E[(d log p)^2]", _or_words(information, p, _norm(t.data))),
        ("Fisher divergence, the sum", _or_words(divergence)),
        *_flux_rows(p, t),
        ("implicit objective E[s^2 + 2 div s]", _or_words(implicit)),
        ("divergence minus implicit objective", constant),
        ("this difference", _constancy(constant, model.parameters)),
        *((f"derivative in {q.name}", e) for q, e in (slopes or {}).items()),
        *((f"{_KINDS[kind]}: {q.name}", v) for q, v in (place or {}).items()),
        ("divergence there", minimum),
        ("the cross term is -2 J0", twice),
        ("J, information about a shift of x", t.location.value),
        ("because", t.location.reason),
        *(("provided", c) for c in conditions),
        ("checked", _told_check(verification)),
        *((f"by quadrature at {_point_text(point)}", _number_text(n)) for point, n in zip(at, numbers, strict=True)),
    )
    return FisherDivergence(
        data_score=tuple(map(show, t.data)),
        model_score=tuple(map(show, model.score)),
        squared=_shown(p, squared),
        cross=_shown(p, cross),
        data_information=_shown(p, information),
        divergence=_shown(p, divergence),
        flux=_shown(p, t.flux.total),
        flux_ends=tuple((_shown(p, a), _shown(p, b)) for a, b in t.flux.ends),
        implicit_objective=_shown(p, implicit),
        constant=_shown(p, constant),
        gradient=None if slopes is None else {q.name: show(e) for q, e in slopes.items()},
        minimizer=None if place is None else {q.name: show(v) for q, v in place.items()},
        minimizer_kind=kind,
        minimum=_shown(p, minimum),
        location_information=_shown(p, t.location.value),
        cross_is_minus_twice=twice,
        conditions=tuple(map(show, conditions)),
        verification=verification,
        values=numbers,
        answer=Answer("Fisher divergence of the model score s from p", p, listed),
    )


_KINDS = {"global": "least at", "local": "a local minimum at", "stationary": "stationary at", "": ""}


def _value(mean: Mean | None, signs: Signs) -> Expr | None:
    return None if mean is None else tidy(mean.value, signs)


def _shown(p: Density, e: Expr | None) -> Expr | None:
    return None if e is None else p.present(e)


def _or_words(e: Expr | None, p: Density | None = None, h: Expr | None = None) -> Any:
    """Return a closed form, or say that there is none; of a square that diverges, that it is infinite."""
    if e is not None:
        return e
    infinite = p is not None and h is not None and diverges(p, h)
    return "infinite, as quadrature finds at the drawn points" if infinite else "no closed form found"


def _scores(model: Model, data: Sequence[Expr]) -> list[tuple[str, Expr]]:
    names = [v.name for v in model.density.variables]
    single = len(names) == 1
    found = [("data score d log p" if single else f"data score in {n}", e) for n, e in zip(names, data, strict=True)]
    return found + [
        ("model score s" if single else f"model score in {n}", e) for n, e in zip(names, model.score, strict=True)
    ]


def _flux_rows(p: Density, t: _Terms) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    if len(t.flux.ends) == 1:
        v = p.variables[0]
        for end, value in zip(v.domain.ends, t.flux.ends[0], strict=True):
            found.append((f"limit of s p at {v.name} = {p.present(end)}", "not proved" if value is None else value))
    found.append(("boundary flux [s p]", "undecided" if t.flux.total is None else t.flux.total))
    if t.jumps is not None and not is_zero(t.jumps, t.signs):
        found.append(("s p jumps inside the support by", t.jumps))
    return found


def _constancy(constant: Expr | None, parameters: Sequence[Quantity]) -> str | None:
    if constant is None:
        return None
    moving = [q.name for q in parameters if constant.has(q.symbol)]
    if moving:
        return f"depends on {', '.join(moving)}: minimising the implicit objective does not minimise the divergence"
    return "is free of the model's parameters: both objectives have the same minimum"


def _minimizer(
    divergence: Expr | None, slopes: Mapping[Quantity, Expr] | None, parameters: Sequence[Quantity], signs: Signs
) -> tuple[dict[Quantity, Expr] | None, str]:
    """Solve gradient = 0 for the only admissible place, and say what kind of place it is."""
    if divergence is None or not slopes:
        return None, ""
    symbols = [q.symbol for q in parameters]
    tops = [sp.numer(sp.together(e)) for e in slopes.values()]
    places = []
    for solution in within_time(sp.solve, tops, symbols, dict=True, seconds=8.0) or []:
        values = {q: solution.get(q.symbol) for q in parameters}
        if any(v is None or v.has(*symbols) or v.has(sp.I) for v in values.values()):
            continue
        place = {q: tidy(v, signs) for q, v in values.items()}
        rule = {q.symbol: v for q, v in place.items()}
        against = any(q.symbol.is_positive and signs.sign(v) != 1 for q, v in place.items())
        if not against and all(is_zero(e.xreplace(rule), signs) for e in slopes.values()):
            places.append(place)
    if len(places) != 1:
        return None, ""
    return places[0], _kind(divergence, places[0], signs)


def _kind(divergence: Expr, place: Mapping[Quantity, Expr], signs: Signs) -> str:
    rule = {q.symbol: v for q, v in place.items()}
    if is_zero(divergence.xreplace(rule), signs):
        return "global"
    symbols = list(rule)
    hessian = sp.hessian(divergence, symbols)
    there = [[tidy(e.xreplace(rule), signs) for e in row] for row in hessian.tolist()]
    minors = [sp.Matrix(there)[:k, :k].det() for k in range(1, len(symbols) + 1)]
    if not all(signs.positive(tidy(m, signs)) for m in minors):
        return "stationary"
    return "global" if not any(sp.expand(e).has(*symbols) for e in hessian) else "local"


def _twice(t: _Terms, parameters: Sequence[Quantity], p: Density) -> str:
    """Say when E[s·∂ₓ log p] = J°: the cross term is −2J° then, and only then."""
    if t.cross is None or t.information is None:
        return "undecided"
    gap = tidy(t.cross.value - t.information.value, t.signs)
    if is_zero(gap, t.signs):
        return "always"
    for q in parameters:
        if not gap.has(q.symbol):
            continue
        solved = within_time(sp.solve, sp.numer(sp.together(gap)), q.symbol, seconds=5.0)
        if solved and len(solved) == 1:
            place = tidy(solved[0], t.signs)
            doubt = q.symbol.is_positive and t.signs.sign(place) != 1
            return f"exactly when {q.name} = {p.present(place)}{', where that is admissible' if doubt else ''}"
        return f"exactly when {p.present(gap)} = 0"
    return "never" if t.signs.sign(gap) in (1, -1) else f"exactly when {p.present(gap)} = 0"


def _verified(model: Model, t: _Terms, conditions: Sequence[Any]) -> Verification:
    """Compare the sum with quadrature of E[‖s − ∂ₓ log p‖²]."""
    if t.divergence is None:
        return Verification()
    p = model.density
    integrand = _norm([a - b for a, b in zip(model.score, t.data, strict=True)])
    points, worst = [], 0.0
    for point in points_under(p, conditions):
        values, errors = expectations(p, [integrand], point)
        closed = value_at(t.divergence.value, point)
        if closed is None or not (float(errors[0]) < sp.oo):
            continue
        worst = max(worst, float(abs(closed - values[0]) / max(1.0, abs(values[0]))))
        points.append({q.name: point[q.symbol] for q in (*p.parameters, *p.constants)})
    if not points:
        return Verification()
    return Verification("passed", "quadrature of the squared difference of the scores", tuple(points), worst)


def _told_check(v: Verification) -> str:
    if v.status != "passed":
        return "not tested"
    return f"against quadrature at {len(v.points)} points, largest relative difference {v.max_relative_error:.0e}"


def _numbers(model: Model, data: Sequence[Expr], at: Mapping[str, Expr]) -> dict[str, float]:
    """Return the terms by quadrature at one point."""
    s = model.score
    product = sp.Add(*(a * b for a, b in zip(s, data, strict=True)))
    difference = _norm([a - b for a, b in zip(s, data, strict=True)])
    values, _ = expectations(model.density, [_norm(s), product, _norm(data), difference], point_of(model.density, at))
    squared, cross, information, divergence = map(float, values)
    return {"squared": squared, "cross": -2 * cross, "data_information": information, "divergence": divergence}


def _point_text(point: Mapping[str, Expr]) -> str:
    return ", ".join(f"{name}={value}" for name, value in point.items())


def _number_text(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.12g}" for name, value in numbers.items())
