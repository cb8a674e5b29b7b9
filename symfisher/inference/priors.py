"""Priors from the information, up to a constant: Jeffreys' √det I, and the reference prior where it is closed.

References
----------
Jeffreys (1946), Proc. R. Soc. A 186, 453-461; Bernardo & Smith (1994), Bayesian Theory, §5.4.4, proposition 5.29
(reference priors that factorise).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import ClosedFormNotFoundError, DomainError, RegularityError
from symfisher.inference.algebra import information_of, tidy
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.properness import Proper, normalizer, properness
from symfisher.inference.stabilization import root_of
from symfisher.signs import Signs


@dataclass(frozen=True)
class Prior:
    """A prior up to a constant, in the user's symbols.

    Attributes
    ----------
    density
        As a function of the parameters, without its constant.
    proper, reason
        Whether its integral is finite, and why.
    constant
        One over its integral where that is known in closed form, else ``None``.
    """

    density: Expr
    proper: Proper
    reason: str
    constant: Expr | None
    answer: Answer = field(repr=False)

    def source(self, framework: str) -> str:
        """Return the prior as a Python module for ``numpyro`` or ``pymc``; see `symfisher.codegen.priors`."""
        from symfisher.codegen.priors import prior_source

        return prior_source(self, framework)


def jeffreys_prior(derivation: Derivation) -> Prior:
    """Return √det I up to a constant, and whether it is proper.

    Raises
    ------
    ClosedFormNotFoundError
        The information has no closed form.
    RegularityError
        The information is singular.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = jeffreys_prior(derive("x ~ bernoulli(p)"))
    >>> found.density, found.proper, found.constant
    (1/(sqrt(p)*sqrt(1 - p)), 'yes', 1/pi)
    """
    information = information_of(derivation)
    signs = Signs.of(derivation.density)
    determinant = tidy(information.det(), signs)
    if determinant == 0:
        raise RegularityError("the information is singular: there is no Jeffreys prior; reduce the parameters first")
    steps = (
        Step("one-observation", None, information),
        Step("determinant", None, determinant),
        Step("jeffreys", None, root_of(determinant, signs), reference="Jeffreys 1946"),
    )
    return _prior("Jeffreys prior", derivation, root_of(determinant, signs), steps)


def reference_prior(derivation: Derivation, interest: str) -> Prior:
    """Return the reference prior for one parameter of interest before one nuisance parameter, where it factorises.

    If I_λλ^½ = f₁(ψ)·g₁(λ) and the efficient information about ψ has the root f₂(ψ)·g₂(λ), and the domain of λ is free
    of ψ, it is f₂(ψ)·g₁(λ).

    Raises
    ------
    DomainError
        There are not exactly two parameters.
    ClosedFormNotFoundError
        The roots do not factorise, or the information has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> reference_prior(derive("x ~ normal(mu, sigma)"), "mu").density
    1/sigma
    """
    density = derivation.density
    if len(density.parameters) != 2:
        raise DomainError("reference priors are found for one parameter of interest and one nuisance parameter")
    i = position(density, interest)
    psi, lam = density.parameters[i], density.parameters[1 - i]
    if any(psi.symbol in e.free_symbols for e in lam.domain.ends):
        raise ClosedFormNotFoundError(f"the domain of {lam.name} depends on {psi.name}: no reference prior was found")
    information, signs = information_of(derivation), Signs.of(density)
    nuisance = information[1 - i, 1 - i]
    efficient = tidy(information[i, i] - information[i, 1 - i] ** 2 / nuisance, signs)
    first = _factors(root_of(nuisance, signs), psi.symbol, lam.symbol)
    second = _factors(root_of(efficient, signs), psi.symbol, lam.symbol)
    if first is None or second is None:
        raise ClosedFormNotFoundError("the roots of the information do not factorise: no reference prior was found")
    value = second[0] * first[1]
    step = Step(
        "reference-prior", None, value, (("efficient", efficient),), reference="Bernardo & Smith 1994, prop. 5.29"
    )
    return _prior(f"Reference prior, {psi.name} before {lam.name}", derivation, value, (step,))


def _factors(e: Expr, psi: Any, lam: Any) -> tuple[Expr, Expr] | None:
    """Write e as (function of ψ)·(function of λ)."""
    f, g = sp.S.One, sp.S.One
    for factor in sp.Mul.make_args(sp.factor(e)):
        if lam not in factor.free_symbols:
            f *= factor
        elif psi not in factor.free_symbols:
            g *= factor
        else:
            return None
    return f, g


def _prior(title: str, derivation: Derivation, value: Expr, steps: tuple[Step, ...]) -> Prior:
    """Return a prior without the factors that contain no parameter, with the finding whether it is proper."""
    density = derivation.density
    signs = Signs.of(density)
    free, shape = value.as_independent(*density.thetas, as_Add=False)
    shape = -shape if signs.negative(free) else shape
    proper, reason = properness(shape, density)
    constant = normalizer(shape, density, signs) if proper == "yes" else None
    decided = Step(
        "proper" if proper == "yes" else "improper" if proper == "no" else "properness",
        None,
        None,
        (("reason", reason),),
    )
    found = rows(("prior, up to a constant", shape), ("proper", f"{proper}; {reason}"), ("constant", constant))
    show = density.present
    shown = None if constant is None else show(constant)
    answer = Answer(title, density, found, (*steps, decided)).under(derivation)
    return Prior(show(shape), proper, reason, shown, answer)
