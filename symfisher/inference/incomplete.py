"""Data that are not seen whole: truncated, censored, grouped; what they tell about θ, and how much is lost.

With P(A) the probability of a set A and S(A) the integral of score·scoreᵀ over it:

    truncated to A:            S(A)/P(A) − ∂log P(A) ∂log P(A)ᵀ   (an observation is seen only in A)
    censored outside of A:     S(A) + ∂P(Aᶜ) ∂P(Aᶜ)ᵀ/P(Aᶜ)       (outside of A only that it is there is seen)
    grouped into bins B:       Σ ∂P(B) ∂P(B)ᵀ/P(B)

Where the data are censored on one side, the same is the integral of ∂log h ∂log hᵀ over A, h = f/P(beyond x) being the
hazard, which is shorter. Censoring and grouping never add information; truncation is a different experiment and may.

References
----------
Cox & Oakes (1984), Analysis of Survival Data, §3.2; Efron & Johnstone (1990), Ann. Statist. 18, 38-62 (hazards);
Escobar & Meeker (1994), Applied Statistics 43, 533-540 (censored extreme value, normal, logistic); Kulldorff (1961),
Estimation from Grouped and Partially Grouped Samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.algebra import Matrix, information_of, some_points, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.inference.conditions import bins_of, part_of, parts_beside
from symfisher.inference.expecting import value_at
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.inference.quadratures import Coarsened, Seen, Truncated
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs

_ELEMENTARY = (sp.exp, sp.log)
_LIMIT = 1e-7


@dataclass(frozen=True)
class Incomplete:
    """Information in incomplete data, in the user's symbols.

    Attributes
    ----------
    information
        Of one observation, shape (k, k).
    complete
        Of one observation that is seen whole, shape (k, k).
    lost
        1 − information/complete for each parameter alone, shape (k, 1); negative where more is told, which only
        truncation can do.
    """

    information: Any
    complete: Any
    lost: Any
    answer: Answer = field(repr=False)


def truncate(derivation: Derivation, condition: str) -> Incomplete:
    """Return the information of an observation that is seen only under a condition.

    Parameters
    ----------
    condition
        Where it is seen: ``"x > c"``, ``"a < x < b"``, ``"x <= 3"``; names that the density does not know are new
        constants inside its support.

    Raises
    ------
    ParseError, DomainError
        The condition is not an interval of the variable.
    ClosedFormNotFoundError
        An integral has no closed form that was found; see `symfisher.inference.quadratures.incomplete_at` for numbers.

    Examples
    --------
    >>> from symfisher import derive
    >>> truncate(derive("theta*exp(-theta*x)"), "x > c").information[0]
    theta**(-2)
    """
    density, kept = part_of(derivation.density, condition)
    integrals = PartialIntegrals(density)
    outside = parts_beside(kept, density)
    mass = _probability(kept, outside, integrals)
    inner = _squares(kept, outside, integrals, derivation)
    slopes = _slopes(sp.log(mass), density)
    value = tidy(inner / mass - slopes * slopes.T, integrals.signs)
    step = Step("truncated", None, value, (("mass", mass),))
    return _finished("Truncated data", Truncated(kept), integrals, derivation, value, step)


def censor(derivation: Derivation, condition: str) -> Incomplete:
    """Return the information of an observation of which, under a condition, only that the condition holds is seen.

    Parameters
    ----------
    condition
        Where it is censored, as in `truncate`: ``"x > c"`` for type-I censoring on the right.

    Raises
    ------
    ParseError, DomainError, ClosedFormNotFoundError
        As for `truncate`.

    Examples
    --------
    >>> from symfisher import derive
    >>> censor(derive("theta*exp(-theta*x)"), "x > c").lost[0]
    exp(-c*theta)
    """
    density, hidden = part_of(derivation.density, condition)
    integrals = PartialIntegrals(density)
    shown = parts_beside(hidden, density)
    value, step = _by_hazard(hidden, shown, integrals, derivation) or _by_scores(hidden, shown, integrals, derivation)
    return _finished("Censored data", Coarsened(tuple(shown), (hidden,)), integrals, derivation, value, step)


_Found = tuple[Matrix, Step]


def _by_scores(hidden: Part, shown: Sequence[Part], integrals: PartialIntegrals, derivation: Derivation) -> _Found:
    """Add what is seen of the score's squares, and what the probability of the hidden part tells."""
    mass = _probability(hidden, shown, integrals)
    slopes = _slopes(mass, integrals.density)
    inner = sp.zeros(len(slopes))
    for part in shown:
        inner += _squares(part, parts_beside(part, integrals.density), integrals, derivation)
    value = tidy(inner + slopes * slopes.T / mass, integrals.signs)
    return value, Step("censored", None, value, (("mass", mass),), reference="Cox & Oakes 1984, §3.2")


def _by_hazard(
    hidden: Part, shown: Sequence[Part], integrals: PartialIntegrals, derivation: Derivation
) -> _Found | None:
    """Integrate the squares of ∂ log h over what is seen, where one side is hidden and log h is elementary."""
    if integrals.density.discrete or len(shown) != 1:
        return None
    try:
        slopes = hazard_slopes(integrals, derivation, right=hidden.upper == integrals.domain.ends[1])
        if any(not isinstance(a, _ELEMENTARY) for a in slopes.atoms(sp.Function)):
            return None
        k = range(len(slopes))
        upper = {(i, j): integrals.integral(slopes[i] * slopes[j], shown[0]) for i in k for j in k if i <= j}
    except ClosedFormNotFoundError:
        return None
    value = sp.ImmutableMatrix(len(k), len(k), lambda i, j: upper[min(i, j), max(i, j)])
    return value, Step("censored-hazard", None, value, (("hazard", slopes),), reference="Efron & Johnstone 1990")


def hazard_slopes(integrals: PartialIntegrals, derivation: Derivation, *, right: bool = True) -> Matrix:
    """Return ∂ log h(x; θ) with h = f/(1 − F), or f/F where not ``right``; shape (k, 1), in our symbols.

    Raises
    ------
    ClosedFormNotFoundError
        The distribution function has no closed form that was found, or the variable is discrete.
    """
    if integrals.density.discrete:
        raise ClosedFormNotFoundError("hazards of discrete variables are not supported")
    beyond = tidy(integrals.tail(right=right), integrals.signs)
    logarithm = Rewriter(integrals.signs).rewrite(sp.log(beyond))
    return tidy(sp.ImmutableMatrix(_slopes(derivation.own.log_density - logarithm, integrals.density)), integrals.signs)


def group(derivation: Derivation, edges: str | Sequence[Any]) -> Incomplete:
    """Return the information of an observation of which only the bin is seen.

    Parameters
    ----------
    edges
        In increasing order, from one end of the support to the other: ``"0, 1, 2, oo"``; each bin is closed on the left
        where the variable is discrete.

    Raises
    ------
    ParseError, DomainError, ClosedFormNotFoundError
        As for `truncate`; edges that do not cover the support.

    Examples
    --------
    >>> from symfisher import derive
    >>> group(derive("x ~ normal(mu, 1)"), "-oo, mu0, oo").answer.title
    'Grouped data'
    """
    density, parts = bins_of(derivation.density, edges)
    integrals = PartialIntegrals(density)
    masses = [_probability(part, parts_beside(part, density), integrals) for part in parts]
    total = sp.zeros(len(density.parameters))
    for mass in masses:
        slopes = _slopes(mass, density)
        total += slopes * slopes.T / mass
    value = tidy(sp.ImmutableMatrix(total), integrals.signs)
    told = Step("grouped", None, value, (("masses", sp.ImmutableMatrix(masses)),), reference="Kulldorff 1961")
    return _finished("Grouped data", Coarsened((), tuple(parts)), integrals, derivation, value, told)


# ---------------------------------------------------------------- the pieces


def _finished(
    title: str, seen: Seen, integrals: PartialIntegrals, derivation: Derivation, value: Matrix, step: Step
) -> Incomplete:
    """Return the record, after the matrix was compared with quadrature."""
    density = integrals.density
    _require_agreement(value, seen, integrals, derivation)
    signs = Signs.of(density)
    complete = information_of(derivation)
    k = len(density.parameters)
    lost = sp.ImmutableMatrix([tidy(1 - value[i, i] / complete[i, i], signs) for i in range(k)])
    percent = sp.ImmutableMatrix([100 * e for e in lost])
    found = rows(
        ("information", value[0] if k == 1 else value),
        ("of complete data", complete[0] if k == 1 else complete),
        ("information lost, in per cent", percent[0] if k == 1 else percent),
    )
    show = density.present
    first = Step("one-observation", None, derivation.own.expected_information)
    answer = Answer(title, density, found, (first, step), tuple(integrals.conditions)).under(derivation)
    return Incomplete(show(value), show(complete), show(lost), answer)


def _require_agreement(value: Matrix, seen: Seen, integrals: PartialIntegrals, derivation: Derivation) -> None:
    for point in some_points(integrals.density, 2):
        numbers = seen.information(integrals, derivation.own.score, point)
        for i in range(value.rows):
            for j in range(value.cols):
                found, scale = value_at(value[i, j], point), abs(numbers[i, i] * numbers[j, j]) ** 0.5
                if found is None or not abs(float(found) - numbers[i, j]) <= _LIMIT * scale:
                    raise ClosedFormNotFoundError("the information in these data did not pass its numerical check")


def _slopes(e: Expr, density: Density) -> Matrix:
    return sp.Matrix([sp.diff(e, t) for t in density.thetas])


def _probability(part: Part, others: Sequence[Part], integrals: PartialIntegrals) -> Expr:
    """Return P(part); where it is an endless range of integers, one minus the others."""
    if not part.is_endless(integrals.density):
        return integrals.probability(part)
    return tidy(1 - sp.Add(*(integrals.probability(p) for p in others)), integrals.signs)


def _squares(part: Part, others: Sequence[Part], integrals: PartialIntegrals, derivation: Derivation) -> Matrix:
    """Return the integral of score·scoreᵀ over a part; the whole minus the others for an endless range of integers."""
    score, k = derivation.own.score, len(integrals.density.parameters)
    endless = part.is_endless(integrals.density)
    upper: dict[tuple[int, int], Expr] = {}
    for i in range(k):
        for j in range(i, k):
            h = score[i] * score[j]
            if endless:
                whole = information_of(derivation)[i, j]
                upper[i, j] = whole - sp.Add(*(integrals.integral(h, p) for p in others))
            else:
                upper[i, j] = integrals.integral(h, part)
    return sp.ImmutableMatrix(k, k, lambda i, j: upper[min(i, j), max(i, j)])
