"""Van Trees' inequality: the mean squared error of every estimator under a prior is at least 1/(n E[I(θ)] + J).

References
----------
van Trees (1968), Detection, Estimation, and Modulation Theory I, §2.4; Gill & Levit (1995), Bernoulli 1, 59-79.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import DomainError, RegularityError
from symfisher.inference.algebra import information_of, some_points, tidy
from symfisher.inference.answers import Answer, rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.expecting import problem_for, require_expectations, told
from symfisher.reading import read
from symfisher.regularity.order import DISTANCE, Orders
from symfisher.signs import Signs


@dataclass(frozen=True)
class VanTrees:
    """A bound for the mean squared error of every estimator under a prior, in the user's symbols.

    Attributes
    ----------
    bound
        1/(n·E[I(θ)] + J), for biased estimators as well.
    mean_information, prior_information
        E[I(θ)] under the prior, and J = E[(∂ log prior)²].
    """

    bound: Expr
    mean_information: Expr
    prior_information: Expr
    answer: Answer = field(repr=False)


def van_trees_bound(derivation: Derivation, prior: str, *, n: int | str | None = None) -> VanTrees:
    """Return van Trees' bound for the only parameter.

    Parameters
    ----------
    prior
        A density of the parameter, by its name: ``"p*(1-p)*6"``, ``"m ~ gamma(3, 2)"``; other names are constants.
    n
        Number of independent observations, a number or a name; one by default.

    Raises
    ------
    DomainError
        There are several parameters, or the prior is not for this parameter's domain.
    RegularityError
        The prior does not vanish at the ends of the domain.
    ClosedFormNotFoundError
        A mean under the prior has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> van_trees_bound(derive("x ~ normal(mu, 1)"), "mu ~ normal(0, 2)", n="n").bound
    1/(n + 1/4)
    """
    model = derivation.density
    if len(model.parameters) != 1:
        raise DomainError("van Trees' bound is for one parameter; give the others with --given")
    theta = model.parameters[0]
    belief = read(prior, variables=theta.name, constants=None, require_parameters=False)
    if len(belief.variables) != 1 or belief.variables[0].name != theta.name:
        raise DomainError(f"the prior must be a density of {theta.name}")
    x = belief.variables[0]
    if [belief.present(e) for e in x.domain.ends] != [model.present(e) for e in theta.domain.ends]:
        raise DomainError(f"the prior must live where {theta.name} does: {theta.domain.describe(theta.name)}")
    problem = problem_for(_as_constants(belief))
    rule = {theta.symbol: x.symbol, **_shared(model, problem.density)}
    information = information_of(derivation)[0].xreplace(rule)
    _require_vanishing(problem.density)
    slope = sp.diff(problem.calculus.log_density, x.symbol)
    mean, own = require_expectations(problem, [information, slope**2], "a mean under the prior")
    density, size = sample_size(problem.density, n)
    signs = Signs.of(density)
    bound = tidy(1 / (size * mean.value + own.value), signs)
    bound = min((bound, 1 / (size * tidy(mean.value, signs) + own.value)), key=lambda e: (sp.count_ops(e), str(e)))
    found = rows(("mean information", mean.value), ("information in the prior", own.value), ("bound", bound))
    steps = (*told(mean, own), Step("van-trees", None, bound, reference="van Trees 1968, §2.4"))
    show = density.present
    answer = Answer("van Trees' bound", density, found, steps).under(derivation, mean, own)
    return VanTrees(show(bound), show(mean.value), show(own.value), answer)


def _as_constants(density: Density) -> Density:
    """Return a density whose parameters are known constants."""
    return replace(density, parameters=(), constants=(*density.parameters, *density.constants))


def _shared(model: Density, belief: Density) -> dict[Any, Any]:
    """Map the model's constants to the prior's symbols of the same name."""
    named = {c.name: c.symbol for c in belief.constants}
    if missing := [c.name for c in model.constants if c.name not in named]:
        raise DomainError(f"{missing[0]} is a constant of the model that the prior does not have: give it a number")
    return {c.symbol: named[c.name] for c in model.constants}


def _require_vanishing(density: Density) -> None:
    """Refuse a prior that does not vanish at both ends, as far as that is decided."""
    x = density.variables[0]
    orders = Orders(Signs.of(density), some_points(density, 1)[0])
    for end, side in zip(x.domain.ends, (1, -1), strict=True):
        place = -side / DISTANCE if end.is_infinite else end + side * DISTANCE
        if orders.limit(density.expression.xreplace({x.symbol: place})) != 0:
            raise RegularityError(
                f"the prior is not seen to vanish as {x.name} → {density.present(end)}: the bound may fail"
            )
