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
from dataclasses import dataclass
from typing import Any, Unpack

from symfisher.domains import Expr
from symfisher.inference.answers import Answer, rows
from symfisher.limits import time_limit
from symfisher.reading import read_points
from symfisher.score_matching.data import Meaning, read_data
from symfisher.score_matching.model import read_model
from symfisher.score_matching.neighbours import neighbour_ratio
from symfisher.score_matching.objective import Divergence, Objective, common, objective, shown
from symfisher.score_matching.pairs import Pairs, left_out, means_of, numbers_of, pairs_of, symmetric, verified
from symfisher.score_matching.points import narrowed
from symfisher.score_matching.telling import check_text, constancy, minimum_rows, numbers_at, or_words
from symfisher.signs import Signs


@dataclass(frozen=True, kw_only=True)
class RatioDivergence(Divergence):
    """A model of counts against a density, in the user's symbols; ``None`` where no closed form was found.

    Attributes
    ----------
    data_ratio, model_ratio
        r_p(x) = p(x + 1)/p(x) and r_q.
    weight
        w, free of all parameters.
    data_term
        The third term, E[(w r_p)²] over the pairs of the support.
    left_out
        p(l) w(l−1)² r_q(l−1) at the lower end l: what a sum without regard to the end would add to E[w² r_q r_p].
    symmetric
        Hyvärinen's Σ (p(x) + p(x+1)) (π_q − π_p)², where it was found in closed form.

    Notes
    -----
    The rest is that of `symfisher.score_matching.objective.Divergence`: the terms ``squared`` E[(w r_q)²] and ``cross``
    −2E[w² r_q r_p], their sum D_R ``divergence``, the ``implicit_objective`` E[(w r_q)²] − 2E[w(X−1)² r_q(X−1); X > l], and the
    minimum.
    """

    data_ratio: Expr
    model_ratio: Expr
    weight: Expr
    data_term: Expr | None
    left_out: Expr | None
    symmetric: Expr | None

    def numbers(self, at: Mapping[str, Expr]) -> dict[str, float]:
        """Return the three terms, their sum and Hyvärinen's objective by summation at values of all parameters.

        Raises
        ------
        DomainError
            A value is missing or impossible.
        """
        (data,) = neighbour_ratio(self.model.density)
        return numbers_of(pairs_of(self.model, data), at)


def ratio_divergence(
    density: Any,
    *,
    model_ratio: str | None = None,
    model_density: Any = None,
    model_parameters: Sequence[str] = (),
    at: Any = None,
    timeout: float | None = 60.0,
    **meaning: Unpack[Meaning],
) -> RatioDivergence:
    """Return the ratio divergence of a model of counts from a density of counts.

    Parameters
    ----------
    density, model_parameters, at, timeout, meaning
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
        p = read_data(density, **meaning)
        (data,) = neighbour_ratio(p)
        model = read_model(p, model_ratio, model_density, model_parameters, neighbour_ratio)
        return _answered(pairs_of(model, data), read_points(at))


def _answered(pairs: Pairs, at: Sequence[Mapping[str, Expr]]) -> RatioDivergence:
    p, model, found = pairs.p, pairs.model, means_of(pairs)
    signs = Signs.of(narrowed(p, found.conditions))
    o = objective(model, [pairs.data], found, signs, same_minimum=True)
    left, shares = left_out(pairs, signs), symmetric(pairs, Signs.of(p))
    verification = verified(pairs, found.whole)
    values = tuple(numbers_of(pairs, point) for point in at)
    listed = rows(
        *_told(pairs, o, left),
        ("symmetric ratio matching, shares within pairs", or_words(shares)),
        *(("provided", c) for c in o.conditions),
        ("checked", check_text(verification, "against its defining sum")),
        *numbers_at(at, values, "by summation"),
    )
    return RatioDivergence(
        **common(p, o),
        data_ratio=p.present(pairs.data),
        model_ratio=p.present(model.score[0]),
        weight=p.present(pairs.weight),
        data_term=shown(p, o.data_term),
        left_out=shown(p, left),
        symmetric=shown(p, shares),
        verification=verification,
        values=values,
        model=model,
        answer=Answer("Ratio divergence of the model q from p, for counts", p, listed),
    )


def _told(pairs: Pairs, o: Objective, left: Expr | None) -> list[tuple[str, Any]]:
    """Return the rows about ratios, terms and minimum."""
    p = pairs.p
    x, step, lower = p.variables[0].name, pairs.domain.step, p.present(pairs.domain.lower)
    before = f"E[w({x}-{step})^2 r_q({x}-{step}); {x} > {lower}]"
    return [
        (f"data ratio r_p = p({x}+{step})/p({x})", pairs.data),
        (f"model ratio r_q = q({x}+{step})/q({x})", pairs.model.score[0]),
        ("weight w", pairs.weight),
        ("E[(w r_q)^2]", or_words(o.squared)),
        ("-2 E[w^2 r_q r_p]", or_words(o.cross)),
        ("E[(w r_p)^2]", or_words(o.data_term)),
        ("ratio divergence, the sum", or_words(o.divergence)),
        (f"what the lower end would add, p w^2 r_q one step below {x} = {lower}", _end_words(pairs, left)),
        (f"implicit objective E[(w r_q)^2] - 2 {before}", or_words(o.implicit)),
        ("divergence minus implicit objective", o.constant),
        ("this difference", constancy(o.constant, pairs.model)),
        *minimum_rows(o.least),
        ("the cross term is -2 E[(w r_p)^2]", o.twice),
    ]


def _end_words(pairs: Pairs, left: Expr | None) -> Any:
    """Return what the lower end would add; nothing without one, words where the ratio has a pole there."""
    if not pairs.domain.lower.is_finite:
        return None
    return "undefined: the ratio has a pole there" if left is None else left
