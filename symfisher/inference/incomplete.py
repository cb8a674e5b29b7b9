"""Data that are not seen whole: truncated, censored, grouped; what they tell about θ, and how much is lost.

With P(A) the probability of a set A and S(A) the integral of score·scoreᵀ over it:

    truncated to A:            S(A)/P(A) − ∂log P(A) ∂log P(A)ᵀ   (an observation is seen only in A)
    censored outside of A:     S(A) + ∂P(Aᶜ) ∂P(Aᶜ)ᵀ/P(Aᶜ)       (outside of A only that it is there is seen)
    grouped into bins B:       Σ ∂P(B) ∂P(B)ᵀ/P(B)

Censoring and grouping never add information; truncation is a different experiment and may.

References
----------
Cox & Oakes (1984), Analysis of Survival Data, §3.2; Efron & Johnstone (1990), Ann. Statist. 18, 38-62 (hazards);
Kulldorff (1961), Estimation from Grouped and Partially Grouped Samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr, FiniteSet, IntegerRange, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError, ParseError
from symfisher.inference.algebra import Matrix, information_of, tidy
from symfisher.inference.answers import Answer, rows, with_constant
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.reading import read_expression
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.functions import TABLE
from symfisher.reading.tokens import scan
from symfisher.signs import Signs


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
        An integral has no closed form that was found.

    Examples
    --------
    >>> from symfisher import derive
    >>> truncate(derive("theta*exp(-theta*x)"), "x > c").information[0]
    theta**(-2)
    """
    density, kept = _parts(derivation, condition)
    integrals = PartialIntegrals(density)
    outside = _rest(kept, integrals)
    mass = _probability(kept, outside, integrals)
    inner = _squares(kept, outside, integrals, derivation)
    slopes = _slopes(sp.log(mass), density)
    value = tidy(inner / mass - slopes * slopes.T, integrals.signs)
    return _finished("Truncated data", density, derivation, value, Step("truncated", None, value, (("mass", mass),)))


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
    density, hidden = _parts(derivation, condition)
    integrals = PartialIntegrals(density)
    seen = _rest(hidden, integrals)
    mass = _probability(hidden, seen, integrals)
    slopes = _slopes(mass, density)
    inner = sp.zeros(len(density.parameters))
    for part in seen:
        inner += _squares(part, _rest(part, integrals), integrals, derivation)
    value = tidy(inner + slopes * slopes.T / mass, integrals.signs)
    step = Step("censored", None, value, (("mass", mass),), reference="Cox & Oakes 1984, §3.2")
    return _finished("Censored data", density, derivation, value, step)


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
    texts = [e.strip() for e in edges.split(",")] if isinstance(edges, str) else [str(e) for e in edges]
    density, values = _with_names(derivation.density, texts)
    lower, upper = density.variables[0].domain.ends
    if len(values) < 3 or (values[0], values[-1]) != (lower, upper):
        show = density.present
        raise DomainError(f"bins must go from {show(lower)} to {show(upper)}, with at least one edge between")
    integrals = PartialIntegrals(density)
    step = density.variables[0].domain.step if isinstance(density.variables[0].domain, IntegerRange) else 0
    parts = [Part(a, b - step if b != upper else b) for a, b in pairwise(values)]
    masses = [_probability(part, _rest(part, integrals), integrals) for part in parts]
    total = sp.zeros(len(density.parameters))
    for mass in masses:
        slopes = _slopes(mass, density)
        total += slopes * slopes.T / mass
    value = tidy(sp.ImmutableMatrix(total), integrals.signs)
    told = Step("grouped", None, value, (("masses", sp.ImmutableMatrix(masses)),), reference="Kulldorff 1961")
    return _finished("Grouped data", density, derivation, value, told)


def proportional_hazards(derivation: Derivation) -> Matrix:
    """Return ∂ log h(x; θ), h = f/(1 − F) the hazard, where it is free of x; shape (k, 1), in our symbols.

    Raises
    ------
    ClosedFormNotFoundError
        It contains x, or the survival function has no closed form.
    """
    density = derivation.density
    integrals = PartialIntegrals(density)
    upper = density.variables[0].domain.ends[1]
    survival = _survival(integrals, upper)
    slopes = _slopes(derivation.own.log_density - sp.log(survival), density)
    found = tidy(sp.ImmutableMatrix(slopes), integrals.signs)
    if found.free_symbols & set(density.xs):
        raise ClosedFormNotFoundError("the hazards are not proportional: this information was not found in closed form")
    return found


def _survival(integrals: PartialIntegrals, upper: Expr) -> Expr:
    if integrals.density.discrete:
        raise ClosedFormNotFoundError("order statistics of discrete variables are not supported")
    x = integrals.x
    return tidy(integrals.tail(x, upper), integrals.signs)


# ---------------------------------------------------------------- the pieces


def _finished(title: str, density: Density, derivation: Derivation, value: Matrix, step: Step) -> Incomplete:
    signs = Signs.of(density)
    complete = information_of(derivation)
    k = len(density.parameters)
    lost = sp.ImmutableMatrix([tidy(1 - value[i, i] / complete[i, i], signs) for i in range(k)])
    percent = lost[0] if k == 1 else lost
    found = rows(
        ("information", value[0] if k == 1 else value),
        ("of complete data", complete[0] if k == 1 else complete),
        ("part of the information that is lost", percent),
    )
    show = density.present
    answer = Answer(title, density, found, (*step_of(derivation), step)).under(derivation)
    return Incomplete(show(value), show(complete), show(lost), answer)


def step_of(derivation: Derivation) -> tuple[Step, ...]:
    """Return the step that states the information of one observation."""
    return (Step("one-observation", None, derivation.own.expected_information),)


def _slopes(e: Expr, density: Density) -> Matrix:
    return sp.Matrix([sp.diff(e, t) for t in density.thetas])


def _probability(part: Part, others: Sequence[Part], integrals: PartialIntegrals) -> Expr:
    """Return P(part); where it is an endless range of integers, one minus the others."""
    if not _is_endless(part, integrals.density):
        return integrals.probability(part)
    return tidy(1 - sp.Add(*(integrals.probability(p) for p in others)), integrals.signs)


def _squares(part: Part, others: Sequence[Part], integrals: PartialIntegrals, derivation: Derivation) -> Matrix:
    """Return the integral of score·scoreᵀ over a part; the whole minus the others for an endless range of integers."""
    score, k = derivation.own.score, len(integrals.density.parameters)
    endless = _is_endless(part, integrals.density)
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


def _is_endless(part: Part, density: Density) -> bool:
    return density.discrete and bool(part.lower.is_infinite or part.upper.is_infinite)


def _rest(part: Part, integrals: PartialIntegrals) -> list[Part]:
    """Return the parts of the support on both sides of a part."""
    lower, upper = integrals.domain.ends
    step = integrals.domain.step if isinstance(integrals.domain, IntegerRange) else 0
    found = [] if part.lower == lower else [Part(lower, part.lower - step)]
    return found + ([] if part.upper == upper else [Part(part.upper + step, upper)])


# ---------------------------------------------------------------- reading conditions


def _parts(derivation: Derivation, condition: str) -> tuple[Density, Part]:
    """Read a condition on the variable; return the density with new constants and the interval."""
    density = derivation.density
    if len(density.variables) != 1 or isinstance(density.variables[0].domain, FiniteSet):
        raise DomainError("conditions are for one variable on an interval or a range of integers")
    name = density.variables[0].name
    pieces, signs = _chain(condition)
    if len(pieces) == 2 and pieces[1] == name:
        pieces, signs = pieces[::-1], [{"<": ">", "<=": ">=", ">": "<", ">=": "<="}[signs[0]]]
    if len(pieces) == 3 and pieces[1] == name and signs[0][0] == signs[1][0] == ">":
        pieces, signs = pieces[::-1], ["<" + s[1:] for s in signs[::-1]]
    lower, upper = density.variables[0].domain.ends
    if len(pieces) == 2 and pieces[0] == name:
        density, (edge,) = _with_names(density, pieces[1:])
        whole = _whole(density, edge, signs[0])
        return density, Part(whole, upper) if signs[0][0] == ">" else Part(lower, whole)
    if len(pieces) == 3 and pieces[1] == name and signs[0][0] == signs[1][0] == "<":
        density, (left, right) = _with_names(density, [pieces[0], pieces[2]])
        flipped = ">=" if signs[0] == "<=" else ">"
        return density, Part(_whole(density, left, flipped), _whole(density, right, signs[1]))
    raise ParseError(f"expected a condition such as '{name} > c' or 'a < {name} < b', got {condition!r}")


def _whole(density: Density, edge: Expr, sign: str) -> Expr:
    """Return the first or last integer that satisfies a strict inequality; other edges as they are."""
    domain = density.variables[0].domain
    if not isinstance(domain, IntegerRange) or sign.endswith("="):
        return edge
    return edge + domain.step if sign == ">" else edge - domain.step


def _chain(condition: str) -> tuple[list[str], list[str]]:
    """Split at comparison signs."""
    pieces, signs = [""], []
    for token in scan(condition):
        if token.text in ("<", ">", "<=", ">=", "≤", "≥"):
            signs.append({"≤": "<=", "≥": ">="}.get(token.text, token.text))
            pieces.append("")
        else:
            pieces[-1] += f" {token.text}"
    return [p.strip() for p in pieces], signs


def _with_names(density: Density, texts: Sequence[str]) -> tuple[Density, list[Expr]]:
    """Read expressions over known constants; other names become new constants inside the support."""
    lower, upper = density.variables[0].domain.ends
    values: list[Expr] = []
    for text in texts:
        known = {q.name for q in density.quantities}
        for token in scan(text):
            if token.kind == "NAME" and token.text not in known | set(TABLE) | set(CONSTANTS):
                domain = density.variables[0].domain
                after = values[-1] if values else lower
                inside = domain if isinstance(domain, IntegerRange) else Interval(after, upper)
                density, _ = with_constant(density, token.text, inside)
        values.append(read_expression(text, {q.name: q.symbol for q in density.constants}))
    return density, values
