"""The Bhattacharyya bound of order 2 for one parameter: derivatives of the likelihood up to the second.

With V the covariance of (f′/f, f″/f) of the whole sample, Var(T) >= (g′, g″) V⁻¹ (g′, g″)ᵀ, never below Cramér-Rao.
For n observations, with s and w the two ratios of one: V₁₁ = n E[s²], V₁₂ = n E[s w], V₂₂ = n E[w²] + 2 n (n − 1)
E[s²]².

References
----------
Bhattacharyya (1946), Sankhyā 8, 1-14; Lehmann & Casella (1998), Theory of Point Estimation, problem 2.6.22.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.inference.algebra import information_of, inverse, require_bound, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.inference.cramer_rao import functions_of, sample_size
from symfisher.inference.expecting import problem_of, require_expectations, told
from symfisher.signs import Signs


@dataclass(frozen=True)
class SecondOrderBound:
    """A Bhattacharyya bound of order 2, in the user's symbols.

    Attributes
    ----------
    of, value
        The function of the parameter, and the bound.
    first_order
        The Cramér-Rao bound, never greater.
    """

    of: Expr
    value: Expr
    first_order: Expr
    answer: Answer = field(repr=False)


def bhattacharyya_bound(derivation: Derivation, of: Any = None, *, n: int | str | None = None) -> SecondOrderBound:
    """Return the bound of order 2 for the variance of unbiased estimators of a function of one parameter.

    Raises
    ------
    DomainError
        There are several parameters, or several functions.
    RegularityError, ClosedFormNotFoundError
        There is no such bound, or a moment has no closed form.

    Notes
    -----
    Beside the conditions of the Cramér-Rao bound, two derivatives of ∫ T f may be taken under the integral.

    Examples
    --------
    >>> from symfisher import derive
    >>> bhattacharyya_bound(derive("x ~ normal(mu, 1)"), "mu^2", n="n").value
    4*mu**2/n + 2/n**2
    """
    require_bound(derivation)
    if len(derivation.density.parameters) != 1:
        raise DomainError("the bound of order 2 is for densities with one parameter; give the others with --given")
    density, size = sample_size(derivation.density, n)
    signs = Signs.of(density)
    functions = functions_of(derivation.density, of)
    if len(functions) != 1:
        raise DomainError(f"the bound of order 2 is for one function, got {len(functions)}")
    problem = problem_of(derivation)
    s = problem.score[0]
    w = s**2 - problem.negative_hessian[0, 0]
    fisher = information_of(derivation)[0]
    mixed, squared = require_expectations(problem, [s * w, w**2], "the second-order moments of the score")
    corner = size * squared.value + 2 * size * (size - 1) * fisher**2
    covariance = tidy(sp.ImmutableMatrix([[size * fisher, size * mixed.value], [size * mixed.value, corner]]), signs)
    g = functions[0]
    slopes = sp.ImmutableMatrix([[sp.diff(g, density.thetas[0]), sp.diff(g, density.thetas[0], 2)]])
    first = tidy(slopes[0] ** 2 / (size * fisher), signs)
    degenerate = covariance[0, 0] * covariance[1, 1] - covariance[0, 1] ** 2
    value = first if tidy(degenerate, signs) == 0 else tidy((slopes * inverse(covariance, signs) * slopes.T)[0], signs)
    steps = (*told(mixed, squared), Step("bhattacharyya", None, covariance), Step("bhattacharyya-bound", None, value))
    found = rows(("of", g), ("observations", size), ("bound of order 2", value), ("Cramér-Rao bound", first))
    answer = Answer("Bhattacharyya bound", density, found, steps).under(derivation, mixed, squared)
    show = density.present
    return SecondOrderBound(show(g), show(value), show(first), answer)
