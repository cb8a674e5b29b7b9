"""Fisher-Rao distances and Kullback-Leibler divergences between two members of a family.

References
----------
Rao (1945); Atkinson & Mitchell (1981), Sankhyā A 43, 345-365 (distances); Kullback (1959), Information Theory and
Statistics, §2.6 (the second-order expansion).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import sympy as sp

from symfisher.density import Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import Matrix, information_of, is_zero, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.inference.expecting import expect, problem_of, told
from symfisher.inference.stabilization import line_element
from symfisher.signs import Signs


@dataclass(frozen=True)
class Between:
    """A distance or divergence between the members at θ and at θ′, in the user's symbols.

    Attributes
    ----------
    value
        The parameters of the second member are called like those of the first with ``_2`` behind.
    """

    value: Expr
    answer: Answer = field(repr=False)


def _second(derivation: Derivation) -> tuple[Any, Mapping[Any, Any]]:
    """Return the density with a second set of parameters as constants, and the map onto it."""
    density = derivation.density
    image = {p.symbol: sp.Symbol(f"_w{i}", **p.symbol.assumptions0) for i, p in enumerate(density.parameters)}
    second = tuple(Quantity(f"{p.name}_2", image[p.symbol], p.domain.xreplace(image)) for p in density.parameters)
    return replace(density, constants=(*density.constants, *second)), image


def distance(derivation: Derivation) -> Between:
    """Return the Fisher-Rao distance between two members where it is closed.

    One parameter: |η(θ) − η(θ′)| with η = ∫ √I. Location and scale, I constant but for 1/σ²: the half-plane's distance.

    Raises
    ------
    ClosedFormNotFoundError
        It is neither, or √I has no closed antiderivative.

    Examples
    --------
    >>> from symfisher import derive
    >>> distance(derive("x ~ poisson(m)")).value
    2*Abs(sqrt(m) - sqrt(m_2))
    """
    density, image = _second(derivation)
    signs = Signs.of(density)
    metric, thetas = information_of(derivation), derivation.density.thetas
    if len(thetas) == 1:
        eta = line_element(metric[0], thetas[0], signs)
        value = None if eta is None else sp.factor_terms(sp.Abs(eta - eta.xreplace(image)))
    else:
        value = _half_plane(metric, thetas, image, signs)
    if value is None:
        raise ClosedFormNotFoundError("no closed form found for the Fisher-Rao distance")
    step = Step("distance", None, value, reference="Atkinson & Mitchell 1981")
    answer = Answer("Fisher-Rao distance", density, rows(("distance", value)), (step,))
    return Between(density.present(value), answer)


_Chart = tuple[Callable[[Expr], Expr], Callable[[Expr], Expr]]
_LOCATIONS: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (sp.log, lambda t: 1 / t))
_SCALES: tuple[_Chart, ...] = ((lambda t: t, lambda _: sp.S.One), (lambda t: 1 / t, lambda t: -1 / t**2))
"""Location and scale of x or of log x: the parameter, or its logarithm or reciprocal; with slopes."""


def _half_plane(metric: Matrix, thetas: Any, image: Mapping[Any, Any], signs: Signs) -> Expr | None:
    """Return the distance for g = [[a, b], [b, c]]/σ²: with μ + (b/a)σ for μ √c′ times the hyperbolic one."""
    for i in (0, 1) if len(thetas) == 2 else ():
        first, second = thetas[i], thetas[1 - i]
        for (location, slope), (scale, steep) in product(_LOCATIONS, _SCALES):
            if not second.is_positive or (location is sp.log and not first.is_positive):
                continue
            slopes = slope(first), steep(second)
            entries = ((i, i, 0, 0), (i, 1 - i, 0, 1), (1 - i, 1 - i, 1, 1))
            scaled = [
                tidy(metric[p, q] * scale(second) ** 2 / (slopes[m] * slopes[n]), signs) for p, q, m, n in entries
            ]
            if any(e.free_symbols & set(thetas) for e in scaled) or not signs.positive(scaled[0]):
                continue
            a, b, c = scaled
            c = tidy(c - b**2 / a, signs)
            sigmas = scale(second), scale(image[second])
            along = location(first) - location(image[first]) + b / a * (sigmas[0] - sigmas[1])
            inner = 1 + (a / c * along**2 + (sigmas[0] - sigmas[1]) ** 2) / (2 * sigmas[0] * sigmas[1])
            return sp.sqrt(c) * sp.acosh(inner)
    return None


def kullback_leibler(derivation: Derivation) -> Between:
    """Return the Kullback-Leibler divergence E_θ[log f(x; θ) − log f(x; θ′)].

    Its second derivative in θ′ at θ is the expected information; that is checked where the model is regular.

    Raises
    ------
    ClosedFormNotFoundError
        The expectation has no closed form that was found.
    DomainError
        The support depends on the parameters: the divergence may be infinite.

    Examples
    --------
    >>> from symfisher import derive
    >>> kullback_leibler(derive("x ~ poisson(m)")).value
    m*log(m) - m*log(m_2) - m + m_2
    """
    if derivation.density.support_depends_on_parameters:
        raise DomainError("the support depends on the parameters: the divergence is infinite for some of them")
    density, image = _second(derivation)
    problem = problem_of(replace(derivation, density=density))
    ratio = derivation.own.log_density - derivation.own.log_density.xreplace(image)
    (proof,) = expect(problem, [ratio])
    if proof is None:
        raise ClosedFormNotFoundError("no closed form found for the Kullback-Leibler divergence")
    value = min((proof.value, tidy(proof.value, problem.signs)), key=lambda e: (sp.count_ops(e), str(e)))
    _check_expansion(value, image, derivation)
    steps = (*told(proof), Step("expansion", None, derivation.own.expected_information))
    found = rows(("divergence", value), ("its Hessian at equal parameters", derivation.own.expected_information))
    return Between(density.present(value), Answer("Kullback-Leibler divergence", density, found, steps).under(proof))


def _check_expansion(value: Expr, image: Mapping[Any, Any], derivation: Derivation) -> None:
    """Refuse unless value, gradient and Hessian at θ′ = θ are 0, 0 and the information."""
    signs, thetas = Signs.of(derivation.density), derivation.density.thetas
    back = {new: old for old, new in image.items()}
    zeros = [value, *(sp.diff(value, image[t]) for t in thetas)]
    if (
        derivation.closed_form
        and derivation.regularity.cramer_rao == "applies"
        and derivation.own.hessian_information is None
    ):
        zeros += [
            sp.diff(value, image[s], image[t]) - derivation.own.expected_information[i, j].xreplace(image)
            for i, s in enumerate(thetas)
            for j, t in enumerate(thetas)
        ]
    if not all(is_zero(e.xreplace(back), signs) for e in zeros):
        raise ClosedFormNotFoundError("the divergence found does not expand to the information")
