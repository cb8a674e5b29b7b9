"""Ratio matching: the Fisher divergence for counts, with the ratio of neighbouring probabilities in place of the score.

A count cannot be differentiated by. What needs no normaliser is the ratio r(x) = p(x + 1)/p(x), and the analogue of the Fisher
divergence is, over the pairs x, x + 1 of the support,

    D_R(p, q) = E[w(X)² (r_q(X) − r_p(X))²] = E[w² r_q²] − 2E[w² r_q r_p] + E[w² r_p²],

with a weight w that is free of all parameters. A shift of the sum replaces the integration by parts:
E[w² r_q r_p] = E[w(X−1)² r_q(X−1); X > lower end]. If the condition X > lower end is left away, p(l) w(l−1)² r_q(l−1) comes in:
the counterpart of the boundary flux. The weight here is the product of the denominators of the ratios, x + 1 for the Poisson,
binomial and negative binomial families, whose weighted ratios are then linear in x.

Hyvärinen's own ratio matching compares the share of x + 1 in each pair, π = r/(1 + r), in its symmetric form
Σ (p(x) + p(x+1)) (π_q − π_p)²; it is bounded, but seldom closed.

References
----------
Hyvärinen (2007), Comput. Stat. Data Anal. 51, 2499-2512, section 2; Lyu (2009), UAI, 359-366, generalized score matching with
a linear operator, here the shift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.inference.algebra import tidy
from symfisher.inference.answers import Answer, rows
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.data import read_data
from symfisher.score_matching.means import narrowed
from symfisher.score_matching.minimum import Minimum, minimum, twice_text
from symfisher.score_matching.model import Model, read_model
from symfisher.score_matching.neighbours import neighbour_ratio
from symfisher.score_matching.pairs import Pairs, left_out, means_of, numbers_of, pairs_of, symmetric, verified
from symfisher.score_matching.telling import (
    check_text,
    constancy,
    minimum_rows,
    named,
    numbers_at,
    or_words,
    shown,
)
from symfisher.signs import Signs


@dataclass(frozen=True)
class RatioDivergence:
    """A model of counts against a density, in the user's symbols; ``None`` where no closed form was found.

    Attributes
    ----------
    data_ratio, model_ratio
        r_p(x) = p(x + 1)/p(x) and r_q.
    weight
        w, free of all parameters.
    squared, cross, data_term
        E[(w r_q)²], −2E[w² r_q r_p] and E[(w r_p)²] over the pairs of the support.
    divergence
        Their sum D_R.
    left_out
        p(l) w(l−1)² r_q(l−1) at the lower end l: what a sum without regard to the end would add to E[w² r_q r_p].
    implicit_objective
        E[(w r_q)²] − 2E[w(X−1)² r_q(X−1); X > l], which needs no p.
    constant
        D_R minus the implicit objective, which is E[(w r_p)²].
    gradient, minimizer, minimizer_kind, minimum
        As for `FisherDivergence`.
    cross_is_minus_twice
        When the cross term is −2E[(w r_p)²].
    symmetric
        Hyvärinen's Σ (p(x) + p(x+1)) (π_q − π_p)², where it was found in closed form.
    conditions
        Where the closed forms hold, beyond the declared domains.
    verification
        D_R against its defining sum at drawn points.
    values
        The terms by summation at each point asked for with ``at``.
    """

    data_ratio: Expr
    model_ratio: Expr
    weight: Expr
    squared: Expr | None
    cross: Expr | None
    data_term: Expr | None
    divergence: Expr | None
    left_out: Expr | None
    implicit_objective: Expr | None
    constant: Expr | None
    gradient: Mapping[str, Expr] | None
    minimizer: Mapping[str, Expr] | None
    minimizer_kind: str
    minimum: Expr | None
    cross_is_minus_twice: str
    symmetric: Expr | None
    conditions: tuple[Any, ...]
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    model: Model = field(repr=False, default=None)  # type: ignore[assignment]  # always given
    answer: Answer = field(repr=False, default=None)  # type: ignore[assignment]  # always given

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return the three terms, their sum and Hyvärinen's objective by summation at values of all parameters.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        (data,) = neighbour_ratio(self.model.density)
        return numbers_of(pairs_of(self.model, data), at)

    def callables(self, backend: str = "numpy") -> Any:
        """Return functions of arrays; see `symfisher.codegen.scores.ScoreCallables`.

        ``data_ratio`` and ``model_ratio`` at data, ``implicit`` at data (its mean is the implicit objective), and the terms
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


def ratio_divergence(
    density: Any,
    *,
    model_ratio: str | None = None,
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
) -> RatioDivergence:
    """Return the ratio divergence of a model of counts from a density of counts.

    Parameters
    ----------
    density, variables, support, parameters, constants, functions, normalize, model_parameters, at, timeout
        As for `fisher_divergence`; the density is one of a count.
    model_ratio, model_density
        One of them: q(x + 1)/q(x) itself, or a density q. A name that the density has as well means the same there.

    Raises
    ------
    ParseError, DomainError, NotNormalizedError
        One of the two cannot be read, or is none of a count, or its ratio has pieces.
    TimeLimitError
        Not done in time.

    Examples
    --------
    >>> found = ratio_divergence("x ~ poisson(m)", model_density="x ~ poisson(l)")
    >>> found.weight, found.divergence.factor(), found.minimizer
    (x + 1, (l - m)**2, {'l': m})
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
        (data,) = neighbour_ratio(p)
        model = read_model(p, model_ratio, model_density, model_parameters, neighbour_ratio)
        return _answered(pairs_of(model, data), read_points(at))


def _answered(pairs: Pairs, at: Sequence[Mapping[str, Expr]]) -> RatioDivergence:
    p, model, t = pairs.p, pairs.model, means_of(pairs)
    signs = Signs.of(narrowed(p, t.conditions))
    squared, data, divergence = (None if m is None else tidy(m.value, signs) for m in (t.squared, t.data, t.whole))
    cross = None if t.cross is None else tidy(-2 * t.cross.value, signs)
    implicit = None
    if t.squared is not None and t.below is not None:
        implicit = tidy(t.squared.value - 2 * t.below.value, signs)
    constant = None if divergence is None or implicit is None else tidy(divergence - implicit, signs)
    left = left_out(pairs, signs)
    least = minimum(model, [pairs.data], divergence, t.conditions, signs, implicit)
    found = RatioDivergence(
        data_ratio=p.present(pairs.data),
        model_ratio=p.present(model.score[0]),
        weight=p.present(pairs.weight),
        squared=shown(p, squared),
        cross=shown(p, cross),
        data_term=shown(p, data),
        divergence=shown(p, divergence),
        left_out=shown(p, left),
        implicit_objective=shown(p, implicit),
        constant=shown(p, constant),
        gradient=named(p, least.gradient),
        minimizer=named(p, least.place),
        minimizer_kind=least.kind,
        minimum=shown(p, least.value),
        cross_is_minus_twice=twice_text(t.cross and t.cross.value, t.data and t.data.value, model, signs),
        symmetric=shown(p, symmetric(pairs, signs)),
        conditions=tuple(map(p.present, t.conditions)),
        verification=verified(pairs, t.whole),
        values=tuple(numbers_of(pairs, point) for point in at),
        model=model,
    )
    return replace(
        found, answer=_told(pairs, found, (squared, cross, data, divergence, implicit, constant, left), least, at)
    )


def _told(pairs: Pairs, found: RatioDivergence, terms: Any, least: Minimum, at: Sequence[Mapping[str, Expr]]) -> Answer:
    """Return the rows of the answer."""
    p, (squared, cross, data, divergence, implicit, constant, left) = pairs.p, terms
    x, step, lower = p.variables[0].name, pairs.domain.step, p.present(pairs.domain.lower)
    before = f"E[w({x}-{step})^2 r_q({x}-{step}); {x} > {lower}]"
    listed = rows(
        (f"data ratio r_p = p({x}+{step})/p({x})", pairs.data),
        (f"model ratio r_q = q({x}+{step})/q({x})", pairs.model.score[0]),
        ("weight w", pairs.weight),
        ("E[(w r_q)^2]", or_words(squared)),
        ("-2 E[w^2 r_q r_p]", or_words(cross)),
        ("E[(w r_p)^2]", or_words(data)),
        ("ratio divergence, the sum", or_words(divergence)),
        (f"what the lower end would add, p w^2 r_q one step below {x} = {lower}", _end_words(pairs, left)),
        (f"implicit objective E[(w r_q)^2] - 2 {before}", or_words(implicit)),
        ("divergence minus implicit objective", constant),
        ("this difference", constancy(constant, pairs.model)),
        *minimum_rows(least),
        ("the cross term is -2 E[(w r_p)^2]", found.cross_is_minus_twice),
        ("symmetric ratio matching, shares within pairs", or_words(symmetric(pairs, Signs.of(p)))),
        *(("provided", pairs_condition) for pairs_condition in found.conditions),
        ("checked", check_text(found.verification, "against its defining sum")),
        *numbers_at(at, found.values, "by summation"),
    )
    return Answer("Ratio divergence of the model q from p, for counts", p, listed)


def _end_words(pairs: Pairs, left: Expr | None) -> Any:
    """Return what the lower end would add; nothing without one, words where the ratio has a pole there."""
    if not pairs.domain.lower.is_finite:
        return None
    return "undefined: the ratio has a pole there" if left is None else left
