"""The Fisher divergence of a model score from a density, term by term, with what flows over the ends of the support.

D_F(p, s) = E[‖s − ∂ₓ log p‖²] = E[‖s‖²] − 2E[s·∂ₓ log p] + J°. By parts, E[s·∂ₓ log p] = [s p] − E[div s], so that the implicit
objective E[‖s‖² + 2 div s], which needs no p, is D_F − J° + 2[s p]. The flux [s p] is computed, never assumed to be zero.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709, theorem 1; Lyu (2009), UAI, 359-366.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symfisher.density import Density
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.inference.algebra import is_zero, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.data import read_data
from symfisher.score_matching.data_score import data_score, require_continuous
from symfisher.score_matching.means import Mean
from symfisher.score_matching.minimum import minimum, twice_text
from symfisher.score_matching.model import Model, read_model
from symfisher.score_matching.telling import (
    check_text,
    constancy,
    minimum_rows,
    named,
    numbers_at,
    or_words,
    shown,
)
from symfisher.score_matching.terms import Terms, norm, numbers_of, terms_of, verified
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
    model
        The density with the model, in our symbols.
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
    model: Model = field(repr=False, default=None)  # type: ignore[assignment]  # always given
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return the three terms and their sum by quadrature at values of all parameters.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        return numbers_of(self.model, data_score(self.model.density), at)

    def callables(self, backend: str = "numpy") -> Any:
        """Return functions of arrays; see `symfisher.codegen.scores.ScoreCallables`.

        ``data_score`` and ``model_score`` at data, ``implicit`` at data (its mean is Hyvärinen's objective), and the terms
        ``squared``, ``cross``, ``information``, ``divergence``, ``implicit_objective`` where they have a closed form.

        Parameters
        ----------
        backend
            ``numpy``, ``jax`` or ``torch``.

        Raises
        ------
        SymfisherError
            The backend is unknown, its package is not installed, or it has not got a function of a formula.
        """
        return above("codegen.score_formulas", "callables_of")(self, backend)


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
    normalize: bool = False,
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
    normalize
        Divide the density by its total mass first.
    at
        Values of all parameters and constants at which the terms are integrated numerically as well.
    timeout
        Seconds.

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
        p = read_data(
            density,
            normalize=normalize,
            variables=variables,
            support=support,
            parameters=parameters,
            constants=constants,
            functions=functions,
        )
        require_continuous(p)
        return _answered(read_model(p, model_score, model_density, model_parameters), read_points(at))


def _answered(model: Model, at: Sequence[Mapping[str, Expr]]) -> FisherDivergence:
    p, t = model.density, terms_of(model)
    signs = t.signs
    squared, information, divergence = (_value(m, signs) for m in (t.squared, t.information, t.divergence))
    cross = None if t.cross is None else tidy(-2 * t.cross.value, signs)
    implicit = None
    if t.squared is not None and t.mean_div is not None:
        implicit = tidy(t.squared.value + 2 * t.mean_div.value, signs)
    constant = None if divergence is None or implicit is None else tidy(divergence - implicit, signs)
    still = t.flux.total is not None and not t.flux.total.has(*(q.symbol for q in model.parameters))
    least = minimum(model, t.data, divergence, t.conditions, signs, implicit if still else None)
    found = FisherDivergence(
        data_score=tuple(map(p.present, t.data)),
        model_score=tuple(map(p.present, model.score)),
        squared=shown(p, squared),
        cross=shown(p, cross),
        data_information=shown(p, information),
        divergence=shown(p, divergence),
        flux=shown(p, t.flux.total),
        flux_ends=tuple((shown(p, a), shown(p, b)) for a, b in t.flux.ends),
        implicit_objective=shown(p, implicit),
        constant=shown(p, constant),
        gradient=named(p, least.gradient),
        minimizer=named(p, least.place),
        minimizer_kind=least.kind,
        minimum=shown(p, least.value),
        location_information=shown(p, t.location.value),
        cross_is_minus_twice=twice_text(t.cross and t.cross.value, t.information and t.information.value, model, signs),
        conditions=tuple(map(p.present, t.conditions)),
        verification=verified(model, t),
        values=tuple(numbers_of(model, t.data, point) for point in at),
        model=model,
    )
    listed = rows(
        *_scores(model, t.data),
        ("E[s^2]", or_words(squared, p, norm(model.score))),
        ("-2 E[s d log p]", or_words(cross)),
        ("J0 = E[(d log p)^2]", or_words(information, p, norm(t.data))),
        ("Fisher divergence, the sum", or_words(divergence)),
        *_flux_rows(p, t),
        ("implicit objective E[s^2 + 2 div s]", or_words(implicit)),
        ("divergence minus implicit objective", constant),
        ("this difference", constancy(constant, model)),
        *minimum_rows(least),
        ("the cross term is -2 J0", found.cross_is_minus_twice),
        ("J, information about a shift of x", t.location.value),
        ("because", t.location.reason),
        *(("provided", c) for c in t.conditions),
        ("checked", check_text(found.verification, "against quadrature")),
        *numbers_at(at, found.values, "by quadrature"),
    )
    return replace(found, answer=Answer("Fisher divergence of the model score s from p", p, listed))


def _value(mean: Mean | None, signs: Signs) -> Expr | None:
    return None if mean is None else tidy(mean.value, signs)


def _scores(model: Model, data: Sequence[Expr]) -> list[tuple[str, Expr]]:
    names = [v.name for v in model.density.variables]
    single = len(names) == 1
    found = [("data score d log p" if single else f"data score in {n}", e) for n, e in zip(names, data, strict=True)]
    return found + [
        ("model score s" if single else f"model score in {n}", e) for n, e in zip(names, model.score, strict=True)
    ]


def _flux_rows(p: Density, t: Terms) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for v, ends in zip(p.variables, t.flux.ends, strict=True):
        names = "s p" if len(p.variables) == 1 else f"s p, entry {v.name},"
        for end, value in zip(v.domain.ends, ends, strict=True):
            found.append((f"limit of {names} at {v.name} = {p.present(end)}", "not proved" if value is None else value))
    if len(p.variables) > 1 and t.flux.total == 0:
        found = []
    found.append(("boundary flux [s p]", "undecided" if t.flux.total is None else t.flux.total))
    if t.jumps is not None and not is_zero(t.jumps, t.signs):
        found.append(("s p jumps inside the support by", t.jumps))
    return found
