"""Priors from the information: Jeffreys', the reference prior where it is closed, and van Trees' inequality.

Jeffreys' prior is √det I up to a constant. It is proper where its integral is finite: decided from its order of
growth at the ends of every domain, one parameter after the other where it is a product of functions of one.

References
----------
Jeffreys (1946), Proc. R. Soc. A 186, 453-461; Bernardo & Smith (1994), Bayesian Theory, §5.4.4, proposition 5.29
(reference priors that factorise); van Trees (1968), §2.4; Gill & Levit (1995), Bernoulli 1, 59-79.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import mpmath
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError, RegularityError
from symfisher.inference.algebra import information_of, some_points, tidy, within_time
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.expecting import problem_for, require_expectations, told, value_at
from symfisher.inference.reparametrization import root_of
from symfisher.reading import read
from symfisher.regularity.order import DISTANCE, Order, Orders
from symfisher.signs import Signs

Proper = Literal["yes", "no", "undecided"]


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
    constant = _constant(shape, density, signs) if proper == "yes" else None
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


# ---------------------------------------------------------------- proper or not


def properness(prior: Expr, density: Density) -> tuple[Proper, str]:
    """Decide whether the integral of a positive function of the parameters is finite, and say why."""
    parts = _by_parameter(prior, density)
    if parts is None:
        return "undecided", "it is no product of functions of one parameter each"
    findings = [(_one(part, p, density), p.name) for part, p in zip(parts, density.parameters, strict=True)]
    for (proper, reason), _ in findings:
        if proper == "no":
            return proper, reason
    for (proper, reason), _ in findings:
        if proper == "undecided":
            return proper, reason
    return "yes", "; ".join(reason for (_, reason), _ in findings)


def _by_parameter(prior: Expr, density: Density) -> list[Expr] | None:
    """Split into functions of one parameter each, on domains that are free of the others."""
    thetas = set(density.thetas)
    if any(e.free_symbols & thetas for p in density.parameters for e in p.domain.ends):
        return None
    parts = dict.fromkeys(density.thetas, sp.S.One)
    for factor in sp.Mul.make_args(prior):
        inside = sorted(factor.free_symbols & thetas, key=str)
        if len(inside) > 1:
            return None
        if inside:
            parts[inside[0]] *= factor
    return list(parts.values())


def _one(part: Expr, parameter: Any, density: Density) -> tuple[Proper, str]:
    """Decide for one parameter, by the order of growth at both ends; in between the function is continuous."""
    domain, name = parameter.domain, parameter.name
    if not isinstance(domain, Interval):
        return "undecided", f"{name} is not continuous"
    orders = Orders(Signs.of(density), some_points(density, 1)[0])
    said: list[str] = []
    for end, side in zip(domain.ends, (1, -1), strict=True):
        place = -side / DISTANCE if end.is_infinite else end + side * DISTANCE
        known = not part.has(sp.Derivative)  # a derivative cannot be moved to another place unevaluated
        order = orders.of(_shifted(part, parameter.symbol).xreplace({parameter.symbol: place})) if known else None
        shown = density.present(end)
        finding = None if order is None else _integrable(order, bool(end.is_infinite), orders.signs)
        if finding is None:
            return "undecided", f"its growth as {name} → {shown} was not decided"
        if finding is False:
            return "no", f"its integral diverges as {name} → {shown}"
        said.append(f"{name} → {shown}")
    return "yes", f"its integral converges as {' and as '.join(said)}"


def _shifted(e: Expr, symbol: Any) -> Expr:
    """Move the pole of polygamma functions at zero into a power: ψ⁽ᵐ⁾(t) = ψ⁽ᵐ⁾(t + 1) − (−1)ᵐ m!/tᵐ⁺¹."""
    return e.replace(
        lambda a: isinstance(a, sp.polygamma) and a.args[1] == symbol and a.args[0].is_Integer,
        lambda a: (
            sp.polygamma(a.args[0], symbol + 1)
            - (-1) ** a.args[0] * sp.factorial(a.args[0]) / symbol ** (a.args[0] + 1)
        ),
    )


def _integrable(order: Order, at_infinity: bool, signs: Signs) -> bool | None:
    """Whether d^p·log(1/d)^q is integrable at d → 0; in u = 1/d, dx = du has two powers of d more at infinity."""
    if not order.is_algebraic:
        growth = order.exponent
        sign = (
            signs.sign(sp.limit(growth * DISTANCE, DISTANCE, 0, "+")) if growth.is_rational_function(DISTANCE) else None
        )
        return True if sign == -1 and order.exact else False if sign == 1 and order.exact else None
    power = order.power - 2 if at_infinity else order.power
    sign = signs.sign(sp.expand(power + 1))
    if sign == 1:
        return True
    if not order.exact:
        return None
    if sign == -1:
        return False
    if sign == 0:
        logs = signs.sign(order.logs + 1)
        return None if logs is None else logs == -1
    return None


def _constant(prior: Expr, density: Density, signs: Signs) -> Expr | None:
    """Return one over the integral, if SymPy finds it and numbers agree."""
    total = sp.S.One
    for part, p in zip(_by_parameter(prior, density) or [], density.parameters, strict=True):
        found = within_time(sp.integrate, part, (p.symbol, *p.domain.ends))
        if found is None or found.has(sp.Integral, sp.Piecewise, sp.oo, sp.nan, sp.meijerg):
            return None
        total *= tidy(found, signs)
    point = some_points(density, 1)[0]
    return 1 / total if _agrees(prior, density, total, point) else None


def _agrees(prior: Expr, density: Density, total: Expr, point: Any) -> bool:
    """Compare an integral over the parameters with mpmath's, at one point of the constants."""
    value, number = value_at(total, point), mpmath.mpf(1)
    for part, p in zip(_by_parameter(prior, density) or [], density.parameters, strict=True):
        ends = [mpmath.mpf(str(e)) if e.is_infinite else value_at(e, point) for e in p.domain.ends]
        number *= mpmath.quad(
            lambda t, part=part, s=p.symbol: value_at(part, {**point, s: t}) or 0, [ends[0], _middle(ends), ends[1]]
        )
    return value is not None and abs(number - value) <= 1e-6 * abs(value)


def _middle(ends: Sequence[Any]) -> Any:
    low, high = (bool(mpmath.isfinite(e)) for e in ends)
    return (ends[0] + ends[1]) / 2 if low and high else ends[0] + 1 if low else ends[1] - 1 if high else mpmath.mpf(0)


# ---------------------------------------------------------------- van Trees


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
