"""The Fisher divergence of a model score from a density, term by term, with what flows over the ends of the support.

D_F(p, s) = E[‖s − ∂ₓ log p‖²] = E[‖s‖²] − 2E[s·∂ₓ log p] + J°. By parts, E[s·∂ₓ log p] = [s p] − E[div s], so that the implicit
objective E[‖s‖² + 2 div s], which needs no p, is D_F − J° + 2[s p]. The flux [s p] is computed, never assumed to be zero.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709, theorem 1; Lyu (2009), UAI, 359-366.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.inference.algebra import is_zero
from symfisher.inference.answers import Answer, rows
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.data import Meaning, read_data
from symfisher.score_matching.data_score import data_score, require_continuous
from symfisher.score_matching.model import Model, read_model
from symfisher.score_matching.objective import Divergence, Objective, common, objective, shown
from symfisher.score_matching.telling import (
    NO_MEAN,
    NOT_FOUND,
    check_text,
    constancy,
    minimum_rows,
    numbers_at,
    or_words,
)
from symfisher.score_matching.terms import Terms, dot, integrands_of, numbers_of, terms_of, verified


@dataclass(frozen=True, kw_only=True)
class FisherDivergence(Divergence):
    """A model score against a density, in the user's symbols; ``None`` where no closed form was found.

    Attributes
    ----------
    data_score, model_score
        ∂ₓ log p and s, one entry a variable, in 1/unit(x).
    data_information
        The third term, J° = E[‖∂ₓ log p‖²] over the interior of the support.
    flux
        [s p] over the ends; ``flux_ends`` holds the limits at the lower and upper end of every variable, complex infinity where
        s p is unbounded.
    jumps
        By how much s p jumps up inside the support: E[s·∂ₓ log p] = flux − jumps − E[div s].
    location_information
        J, the information about a shift of x: J° where p has no jump, infinite where it has one.

    Notes
    -----
    The rest is that of `symfisher.score_matching.objective.Divergence`: the terms ``squared`` E[‖s‖²] and ``cross``
    −2E[s·∂ₓ log p], their sum D_F ``divergence``, Hyvärinen's ``implicit_objective`` E[‖s‖² + 2 div s], and the minimum.
    """

    data_score: tuple[Expr, ...]
    model_score: tuple[Expr, ...]
    data_information: Expr | None
    flux: Expr | None
    flux_ends: tuple[tuple[Expr | None, Expr | None], ...]
    jumps: Expr | None
    location_information: Expr | None

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return the three terms and their sum by quadrature at values of all parameters.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        return numbers_of(self.model, data_score(self.model.density), at)


def fisher_divergence(
    density: Any,
    *,
    model_score: str | Sequence[str] | None = None,
    model_density: Any = None,
    model_parameters: Sequence[str] = (),
    at: Any = None,
    timeout: float | None = 60.0,
    **meaning: Unpack[Meaning],
) -> FisherDivergence:
    """Return the Fisher divergence of a model score from a density.

    Parameters
    ----------
    density
        As `symfisher.derive` reads it; one without parameters is welcome.
    model_score, model_density
        One of them: s itself (``-(x-a)/b``, one expression a variable), or a density q with s = ∂ₓ log q, whose normaliser
        may be missing. A name that the density has as well means the same there.
    model_parameters
        Domains of the model's parameters (``b > 0``); what is not declared is real.
    at
        Values of all parameters and constants at which the terms are integrated numerically as well.
    timeout
        Seconds.
    meaning
        ``variables``, ``support``, ``parameters``, ``constants``, ``functions``, as `symfisher.derive` reads them, and
        ``normalize``, to divide the density by its total mass first.

    Raises
    ------
    ParseError, DomainError, NotNormalizedError
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
        p = read_data(density, **meaning)
        require_continuous(p)
        return _answered(read_model(p, model_score, model_density, model_parameters), read_points(at))


def _answered(model: Model, at: Sequence[Mapping[str, Expr]]) -> FisherDivergence:
    p, t = model.density, terms_of(model)
    o = objective(model, t.data, t.found, t.signs, same_minimum=t.parts_free_of(model))
    verification = verified(model, t)
    values = tuple(numbers_of(model, t.data, point) for point in at)
    listed = rows(
        *_scores(model, t.data),
        *_term_rows(model, t, o),
        *_flux_rows(model, t),
        ("implicit objective E[s^2 + 2 div s]", or_words(o.implicit)),
        ("divergence minus implicit objective", o.constant),
        ("this difference", constancy(o.constant, model)),
        *minimum_rows(o.least),
        ("the cross term is -2 J0", o.twice),
        *_location_rows(model, t),
        *(("provided", c) for c in o.conditions),
        ("checked", check_text(verification, "against quadrature")),
        *numbers_at(at, values, "by quadrature"),
    )
    return FisherDivergence(
        **common(p, o),
        data_score=tuple(map(p.present, t.data)),
        model_score=tuple(map(p.present, model.score)),
        data_information=shown(p, o.data_term),
        flux=shown(p, t.flux.total),
        flux_ends=tuple((shown(p, a), shown(p, b)) for a, b in t.flux.ends),
        jumps=shown(p, t.jumps),
        location_information=shown(p, t.location.value),
        verification=verification,
        values=values,
        model=model,
        answer=Answer("Fisher divergence of the model score s from p", p, listed),
    )


def _scores(model: Model, data: Sequence[Expr]) -> list[tuple[str, Expr]]:
    names = [v.name for v in model.density.variables]
    single = len(names) == 1
    found = [("data score d log p" if single else f"data score in {n}", e) for n, e in zip(names, data, strict=True)]
    return found + [
        ("model score s" if single else f"model score in {n}", e) for n, e in zip(names, model.score, strict=True)
    ]


def _term_rows(model: Model, t: Terms, o: Objective) -> list[tuple[str, Any]]:
    p, (squared, data, difference) = model.density, integrands_of(model, t.data)
    return [
        ("E[s^2]", or_words(o.squared, p, squared)),
        ("-2 E[s d log p]", or_words(o.cross, p, dot(model.score, t.data), said=NO_MEAN)),
        ("J0 = E[(d log p)^2]", or_words(o.data_term, p, data)),
        ("Fisher divergence, the sum", or_words(o.divergence, p, difference)),
    ]


def _flux_rows(model: Model, t: Terms) -> list[tuple[str, Any]]:
    p, found = model.density, list[tuple[str, Any]]()
    for i, (v, ends) in enumerate(zip(p.variables, t.flux.ends, strict=True)):
        names = "s p" if len(p.variables) == 1 else f"s p, entry {v.name},"
        for j, (end, value) in enumerate(zip(v.domain.ends, ends, strict=True)):
            told = "not proved" if value is None else _unbounded(t, (i, j), p) if value == sp.zoo else value
            found.append((f"limit of {names} at {v.name} = {p.present(end)}", told))
    if len(p.variables) > 1 and t.flux.total == 0:
        found = []
    missing = "does not exist" if t.flux.unbounded else "undecided"
    found.append(("boundary flux [s p]", missing if t.flux.total is None else t.flux.total))
    if t.jumps is None:
        found.append(("whether s p jumps inside the support", "undecided"))
    elif not is_zero(t.jumps, t.signs):
        found.append(("s p jumps inside the support by", t.jumps))
    return found


def _unbounded(t: Terms, place: tuple[int, int], p: Density) -> str:
    """Say that s p grows at an end, and for which parameters it does not."""
    exception = t.flux.exceptions.get(place)
    return "none, s p grows without bound" + (f" unless {p.present(exception)} = 0" if exception is not None else "")


def _location_rows(model: Model, t: Terms) -> list[tuple[str, Any]]:
    """Return J and why; where only its closed form is missing, whether it is infinite."""
    told: Any = t.location.value
    if told is None:
        told = or_words(None, model.density, integrands_of(model, t.data)[1]) if t.location.continuous else NOT_FOUND
    return [("J, information about a shift of x", told), ("because", t.location.reason)]
