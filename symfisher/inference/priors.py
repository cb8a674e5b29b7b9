"""Priors from the information, up to a constant: Jeffreys' √det I, and the reference prior where it is closed.

References
----------
Jeffreys (1946), Proc. R. Soc. A 186, 453-461; Berger & Bernardo (1992), in Bayesian Statistics 4, 35-60;
Bernardo & Smith (1994), Bayesian Theory, §5.4.4, proposition 5.29
(reference priors that factorise).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.errors import ClosedFormNotFoundError, DomainError, RegularityError
from symfisher.inference.algebra import information_of, inverse, some_points, tidy
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.expecting import value_at
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
        source: str = above("codegen.priors", "prior_source")(self, framework)
        return source


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


def reference_prior(derivation: Derivation, interest: str | Sequence[str]) -> Prior:
    """Return the reference prior for an ordered grouping of the parameters, where it factorises.

    With h_j the information about group j when the groups before it are known and those after it are not, and
    |h_j|^½ = f_j(θ_j)·g_j(the others) on domains that are free of each other, it is the product of the f_j.

    Parameters
    ----------
    interest
        The order, most wanted first: ``"mu"``, ``["a", "b, c"]``; names joined by a comma are one group, and parameters
        that are not named are the last one.

    Raises
    ------
    DomainError
        A name is unknown or comes twice, or nothing is left to come after the first group.
    ClosedFormNotFoundError
        The roots do not factorise, or the information has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> reference_prior(derive("x ~ normal(mu, sigma)"), "mu").density
    1/sigma
    """
    density = derivation.density
    groups = _groups(density, [interest] if isinstance(interest, str) else list(interest))
    _require_free_domains(density, groups)
    information, signs = information_of(derivation), Signs.of(density)
    value, roots = sp.S.One, []
    for j, group in enumerate(groups):
        later = [i for g in groups[j + 1 :] for i in g]
        known = information.extract(group, group)
        mixed = information.extract(group, later)
        left = known - mixed * inverse(information.extract(later, later), signs) * mixed.T if later else known
        root = root_of(tidy(sp.Matrix(left).det(), signs), signs)
        factors = _factors(root, [density.thetas[i] for i in group], density.thetas)
        if factors is None:
            raise ClosedFormNotFoundError("the roots of the information do not factorise: no reference prior was found")
        value *= factors
        roots.append(root)
    step = Step(
        "reference-prior",
        None,
        value,
        (("roots", sp.ImmutableMatrix(roots)),),
        reference="Berger & Bernardo 1992; Bernardo & Smith 1994, prop. 5.29",
    )
    order = " before ".join(", ".join(density.parameters[i].name for i in g) for g in groups)
    return _prior(f"Reference prior, {order}", derivation, value, (step,))


def _groups(density: Density, texts: Sequence[str]) -> list[list[int]]:
    """Return the places of the parameters by group, those not named last."""
    groups = [[position(density, n.strip()) for n in text.split(",")] for text in texts]
    named = [i for g in groups for i in g]
    if len(set(named)) < len(named):
        raise DomainError("a parameter stands twice in the order of the reference prior")
    rest = [i for i in range(len(density.parameters)) if i not in named]
    found = [*groups, rest] if rest else groups
    if len(found) < 2:
        raise DomainError("a reference prior needs an order: a parameter of interest and others after it")
    return found


def _require_free_domains(density: Density, groups: Sequence[Sequence[int]]) -> None:
    place = {density.thetas[i]: j for j, g in enumerate(groups) for i in g}
    for j, group in enumerate(groups):
        for p in (density.parameters[i] for i in group):
            for s in (s for e in p.domain.ends for s in e.free_symbols if place.get(s, j) != j):
                other = density.parameters[density.thetas.index(s)].name
                raise ClosedFormNotFoundError(
                    f"the domain of {p.name} depends on {other}: no reference prior was found"
                )


def _factors(e: Expr, own: Sequence[Any], thetas: Sequence[Any]) -> Expr | None:
    """Return f where e is f(own parameters) times a function of the others, else ``None``."""
    mine, others = set(own), set(thetas) - set(own)
    found = sp.S.One
    for factor in sp.Mul.make_args(sp.factor(e)):
        if not factor.free_symbols & mine:
            continue
        if factor.free_symbols & others:
            return None
        found *= factor
    return found


def _positive(shape: Expr, density: Density, signs: Signs) -> Expr:
    """Return a factor of a positive function, which has one sign, with the sign that makes it positive."""
    value = value_at(shape, some_points(density, 1)[0])
    return tidy(-shape, signs) if value is not None and value < 0 else shape


def _prior(title: str, derivation: Derivation, value: Expr, steps: tuple[Step, ...]) -> Prior:
    """Return a prior without the factors that contain no parameter, with the finding whether it is proper."""
    density = derivation.density
    signs = Signs.of(density)
    shape = _positive(value.as_independent(*density.thetas, as_Add=False)[1], density, signs)
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
