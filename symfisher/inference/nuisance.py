"""Parameters of interest beside nuisance parameters: what is left of the information, and how to make them orthogonal.

The efficient information about ψ with λ unknown is I_ψψ − I_ψλ I_λλ⁻¹ I_λψ, the inverse of the block of I⁻¹. New
nuisance parameters ζ(ψ, λ) are orthogonal to ψ where ζ_ψ = ζ_λ I_λλ⁻¹ I_λψ (Cox & Reid): a differential equation that
is solved here for one nuisance parameter where its variables can be separated, it is linear, or ψ is a natural parameter.

References
----------
Cox & Reid (1987), J. R. Statist. Soc. B 49, 1-39, equation 4; Lehmann & Casella (1998), theorem 2.6.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import antiderivative, information_of, inverse, is_zero, tidy, within_time
from symfisher.inference.answers import Answer, fresh_name, position, rows
from symfisher.signs import Signs


@dataclass(frozen=True)
class Efficient:
    """Information about parameters of interest, in the user's symbols.

    Attributes
    ----------
    interest, nuisance
        Names.
    information
        Efficient information, shape (m, m).
    known
        The block of the information that would hold if the nuisance parameters were known, never smaller.
    orthogonal
        Whether the two are orthogonal: then nothing is lost.
    """

    interest: tuple[str, ...]
    nuisance: tuple[str, ...]
    information: Any
    known: Any
    orthogonal: bool
    answer: Answer = field(repr=False)


def efficient_information(derivation: Derivation, interest: str | Sequence[str]) -> Efficient:
    """Return the information about some parameters when the others are unknown.

    Parameters
    ----------
    interest
        Names of the parameters of interest; all others are nuisance.

    Raises
    ------
    DomainError
        A name is unknown, or nothing is left as nuisance.
    ClosedFormNotFoundError, RegularityError
        The information has no closed form, or that about the nuisance parameters is singular.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = efficient_information(derive("x ~ weibull(k, lam)"), "k")
    >>> found.information[0], found.orthogonal
    (pi**2/(6*k**2), False)
    """
    density = derivation.density
    names = [interest] if isinstance(interest, str) else list(interest)
    chosen = [position(density, n.strip()) for text in names for n in text.split(",")]
    others = [i for i in range(len(density.parameters)) if i not in chosen]
    if not others:
        raise DomainError("every parameter is of interest: there is no nuisance parameter")
    information, signs = information_of(derivation), Signs.of(density)
    known = information.extract(chosen, chosen)
    mixed = information.extract(chosen, others)
    left = tidy(known - mixed * inverse(information.extract(others, others), signs) * mixed.T, signs)
    orthogonal = all(is_zero(e, signs) for e in mixed)
    steps = (
        Step("one-observation", None, information),
        Step(
            "orthogonal" if orthogonal else "efficient", None, left, reference="Lehmann & Casella 1998, theorem 2.6.4"
        ),
    )
    single = len(chosen) == 1
    found = rows(
        ("of interest", ", ".join(density.parameters[i].name for i in chosen)),
        ("nuisance", ", ".join(density.parameters[i].name for i in others)),
        ("efficient information", left[0] if single else left),
        ("if the nuisance were known", known[0] if single else known),
        ("orthogonal", "yes" if orthogonal else "no"),
    )
    show = density.present
    return Efficient(
        tuple(density.parameters[i].name for i in chosen),
        tuple(density.parameters[i].name for i in others),
        show(left),
        show(sp.ImmutableMatrix(known)),
        orthogonal,
        Answer("Efficient information", density, found, steps).under(derivation),
    )


@dataclass(frozen=True)
class Orthogonal:
    """A nuisance parameter orthogonal to the parameter of interest, in the user's symbols.

    Attributes
    ----------
    parameter
        ζ(ψ, λ); any function of it does as well.
    """

    parameter: Expr
    answer: Answer = field(repr=False)


def orthogonalize(derivation: Derivation, interest: str) -> Orthogonal:
    """Return a nuisance parameter that is orthogonal to the parameter of interest.

    Raises
    ------
    DomainError
        There are not exactly two parameters.
    ClosedFormNotFoundError
        The differential equation was not solved.

    Examples
    --------
    >>> from symfisher import derive
    >>> orthogonalize(derive("x ~ gamma(a, b)"), "a").parameter
    a/b
    """
    density, signs = derivation.density, Signs.of(derivation.density)
    if len(density.parameters) != 2:
        raise DomainError("orthogonal parameters are found for one parameter of interest and one nuisance parameter")
    i = position(density, interest)
    psi, lam = density.thetas[i], density.thetas[1 - i]
    information = information_of(derivation)
    slope = tidy(-information[i, 1 - i] / information[1 - i, 1 - i], signs)
    zeta = _integral(slope, psi, lam, [_mean_of_statistic(derivation, 1 - i)], signs)
    if zeta is None:
        raise ClosedFormNotFoundError("the differential equation for an orthogonal parameter was not solved")
    steps = (
        Step("cox-reid", None, slope, (("nuisance", lam), ("interest", psi)), reference="Cox & Reid 1987, equation 4"),
        Step("orthogonal-parameter", None, zeta),
    )
    name = fresh_name(density, ("zeta", "eta", "xi"))
    answer = Answer(
        "Orthogonal parameter", density, rows(("of interest", density.parameters[i].name), (name, zeta)), steps
    )
    return Orthogonal(density.present(zeta), answer)


def _mean_of_statistic(derivation: Derivation, j: int) -> Expr:
    """Return E[T] where score_j = c·(T(x) − E[T]): orthogonal to the other parameter where that one is natural."""
    xs = derivation.density.xs
    free, bound = sp.expand(derivation.own.score[j]).as_independent(*xs, as_Add=True)
    weight, _ = sp.factor_terms(bound).as_independent(*xs, as_Add=False)
    return -free / weight


def _integral(slope: Expr, psi: Any, lam: Any, candidates: Sequence[Expr], signs: Signs) -> Expr | None:
    """Return a function that is constant along dλ/dψ = ``slope``: shown by ζ_ψ + slope·ζ_λ = 0."""
    for zeta in chain(_integrals(slope, psi, lam, signs), candidates):
        if sp.diff(zeta, lam) != 0 and is_zero(sp.diff(zeta, psi) + slope * sp.diff(zeta, lam), signs):
            return zeta
    return None


def _integrals(slope: Expr, psi: Any, lam: Any, signs: Signs) -> Iterator[Expr]:
    if slope == 0:
        yield lam
        return
    free, bound = slope.as_independent(lam, as_Add=False)
    if psi not in bound.free_symbols:
        left, right = antiderivative(1 / bound, lam, signs), antiderivative(free, psi, signs)
        if left is not None and right is not None:
            yield from _simplest(left - right, signs)
    factor = sp.diff(slope, lam)
    rest = tidy(slope - factor * lam, signs)
    if lam not in factor.free_symbols and lam not in rest.free_symbols:
        growth = antiderivative(factor, psi, signs)
        weight = None if growth is None else sp.exp(-growth)
        shift = None if weight is None else antiderivative(tidy(weight * rest, signs), psi, signs)
        if weight is not None and shift is not None:
            yield tidy(weight * lam - shift, signs)


def _simplest(zeta: Expr, signs: Signs) -> Iterator[Expr]:
    """Yield exp ζ, or exp −ζ, where ζ is a sum of logarithms: any function of an integral is one."""
    if all(t.has(sp.log) for t in sp.Add.make_args(sp.expand(zeta))):
        forms = [within_time(tidy, sp.exp(s * zeta), signs) for s in (1, -1)]
        found = [f for f in forms if f is not None and not f.has(sp.log)]
        yield from sorted(found, key=lambda f: (sp.count_ops(f), str(f)))
    yield zeta
