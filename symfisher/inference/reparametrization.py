"""New parameters for old: I_η = Jᵀ I_θ J with J = ∂θ/∂η, in both directions.

A change is typed as ``eta = log(p/(1-p))`` (a new name, a function of the old parameters) or ``lambda = 1/beta`` (an
old name, a function of new ones). The new density is derived numerically at points of its own and has to agree.

References
----------
Lehmann & Casella (1998), Theory of Point Estimation, §2.5 and theorem 2.6.4 (J I⁻¹ Jᵀ).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.inference.algebra import (
    Matrix,
    information_of,
    inverse,
    some_points,
    tidy,
)
from symfisher.inference.answers import Answer, rows
from symfisher.inference.changes import change_of
from symfisher.inference.expecting import value_at
from symfisher.quadrature import moments
from symfisher.signs import Signs

_LIMIT = 1e-6


@dataclass(frozen=True)
class Reparametrized:
    """Information about new parameters, in the user's symbols.

    Attributes
    ----------
    information
        For one observation, shape (k, k), in the new parameters.
    in_old
        The same matrix written in the old parameters, or ``None`` where they were typed as functions of the new ones.
    jacobian
        ∂old/∂new, shape (k, k), in the new parameters.
    density
        The density in the new parameters; ``symfisher.derive`` takes it.
    """

    information: Any
    in_old: Any
    jacobian: Any
    density: Density
    answer: Answer = field(repr=False)


def reparametrize(derivation: Derivation, to: str | Sequence[str]) -> Reparametrized:
    """Return the information about new parameters.

    Parameters
    ----------
    to
        One or several changes, ``"eta = log(p/(1-p))"`` or ``"lambda = 1/beta"``; parameters not named stay.

    Raises
    ------
    ParseError
        A change is not of the form ``name = function``.
    DomainError
        The change is not one to one on the domain, or its domain was not recognised.
    ClosedFormNotFoundError
        The information, or the inverse of the change, has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = reparametrize(derive("x ~ bernoulli(p)"), "eta = log(p/(1-p))")
    >>> found.in_old[0], found.information[0]
    (p*(1 - p), exp(eta)/(exp(eta) + 1)**2)
    """
    information = information_of(derivation)
    change = change_of(derivation.density, [to] if isinstance(to, str) else list(to))
    signs = Signs.of(change.density)
    thetas = derivation.density.thetas
    jacobian = tidy(sp.ImmutableMatrix(change.old).jacobian(sp.Matrix(change.density.thetas)), signs)
    inserted = information.xreplace(dict(zip(thetas, change.old, strict=True)))
    value = tidy(jacobian.T * inserted * jacobian, signs)
    _verify(change.density, value)
    in_old = None if change.new is None else _in_old(information, change.new, derivation.density)
    steps = (
        Step("one-observation", None, information),
        Step("inverse-change", None, sp.ImmutableMatrix(change.old)),
        Step("jacobian", None, jacobian),
        Step("transformed", None, value, reference="Lehmann & Casella 1998, §2.5"),
    )
    both = replace(change.density, constants=(*change.density.constants, *_renamed(derivation.density, change.density)))
    k = len(thetas)
    found = rows(
        ("old parameters", change.old[0] if k == 1 else sp.ImmutableMatrix(change.old)),
        ("Jacobian", jacobian[0] if k == 1 else jacobian),
        ("information", value[0] if k == 1 else value),
        ("in the old parameters", None if in_old is None else in_old[0] if k == 1 else in_old),
    )
    answer = Answer("Information about new parameters", both, found, steps).under(derivation)
    shown_old = None if in_old is None else derivation.density.present(in_old)
    show = change.density.present
    return Reparametrized(show(value), shown_old, show(jacobian), change.density, answer)


def _renamed(old: Density, new: Density) -> tuple[Quantity, ...]:
    """Return the old parameters as constants, for spelling; those that stayed have the new symbols as well."""
    taken = {q.symbol for q in new.quantities}
    return tuple(p for p in old.parameters if p.symbol not in taken)


def _in_old(information: Matrix, new: Sequence[Expr], density: Density) -> Matrix:
    signs = Signs.of(density)
    inverted = inverse(sp.ImmutableMatrix(new).jacobian(sp.Matrix(density.thetas)), signs)
    return tidy(inverted.T * information * inverted, signs)


def _verify(density: Density, information: Matrix) -> None:
    """Compare with E[score scoreᵀ] of the new density by quadrature.

    Raises
    ------
    DomainError
        They disagree, or the new density is none: the change is not one to one, or leaves the domain.
    """
    calculus = differentiate(density)
    for point in some_points(density, 2):
        found = moments(density, calculus.log_density, calculus.score, calculus.hessian, point)
        for i in range(information.rows):
            for j in range(information.cols):
                value = value_at(information[i, j], point)
                if value is None or not abs(float(value) - found.outer[i, j]) <= _LIMIT * found.scale[i, j]:
                    raise DomainError(
                        "the information about the new parameters did not pass its numerical check: "
                        "the change may not be one to one on the domain"
                    )
