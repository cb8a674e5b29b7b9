"""The parameter for which the information is constant: η(θ) = ∫ √I dθ.

References
----------
Bartlett (1947), Biometrics 3, 39-52 (variance-stabilising transformations).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import antiderivative, information_of, tidy
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.normal_form import Rewriter
from symfisher.signs import Signs


@dataclass(frozen=True)
class Stabilized:
    """The parameter for which the information is one, in the user's symbols.

    Attributes
    ----------
    parameter
        η(θ) = ∫ √I dθ, up to a constant: g(θ̂) has asymptotic variance 1/n whatever θ is.
    """

    parameter: Expr
    answer: Answer = field(repr=False)


def stabilize(derivation: Derivation) -> Stabilized:
    """Return the variance-stabilising transformation of the only parameter.

    Raises
    ------
    DomainError
        There are several parameters.
    ClosedFormNotFoundError
        √I has no closed antiderivative that was found.

    Examples
    --------
    >>> from symfisher import derive
    >>> stabilize(derive("x ~ poisson(m)")).parameter
    2*sqrt(m)
    """
    if len(derivation.density.parameters) != 1:
        raise DomainError("constant information is asked of one parameter; give the others with --given")
    value = information_of(derivation)[0]
    theta = derivation.density.thetas[0]
    signs = Signs.of(derivation.density)
    found = line_element(value, theta, signs)
    if found is None:
        raise ClosedFormNotFoundError(
            "no closed form found for the antiderivative of the square root of the information"
        )
    steps = (
        Step("root-of-information", None, tidy(sp.sqrt(value), signs)),
        Step("stabilized", None, found, reference="Bartlett 1947"),
    )
    show = derivation.density.present
    name = fresh_name(derivation.density, ("eta", "zeta", "xi"))
    answer = Answer(
        "Constant information", derivation.density, rows((name, found), ("its information", sp.S.One)), steps
    )
    return Stabilized(show(found), answer)


def line_element(value: Expr, theta: Any, signs: Signs) -> Expr | None:
    """Return ∫ √I dθ as a function whose derivative is shown to be √I, or ``None``."""
    by_sine = 2 * sp.asin(sp.sqrt(theta))
    ratio = tidy(value / sp.diff(by_sine, theta) ** 2, signs)
    if theta not in ratio.free_symbols and signs.positive(1 - theta):
        return sp.sqrt(ratio) * by_sine
    found = antiderivative(root_of(value, signs), theta, signs)
    return None if found is None else sp.factor_terms(found)


def root_of(value: Expr, signs: Signs) -> Expr:
    """Return the square root of what is positive, taken apart under proved signs."""
    return Rewriter(signs).rewrite(sp.sqrt(value))
