"""The data score ∂ₓ log p, what flows over the ends of the support, and the information about a shift of x.

The data score is the gradient in the observation; the score of statistics is the gradient in the parameters.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709; Huber & Ronchetti (2009), Robust Statistics, section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density
from symfisher.domains import REAL, Expr, Interval
from symfisher.errors import DomainError
from symfisher.expectation.limits import limit
from symfisher.inference.expecting import problem_for
from symfisher.score_matching.gaussian_means import is_gaussian
from symfisher.signs import Signs
from symfisher.simplification import shorten

_ENTIRE = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh)


@dataclass(frozen=True)
class Flux:
    """What flows out of the support: Σᵢ [sᵢ p] from the lower to the upper ends.

    Attributes
    ----------
    ends
        For every variable the limits of sᵢ p at the lower and the upper end, ``None`` where not proved.
    total
        Upper minus lower, summed; ``None`` where undecided. In several variables it is given only where all are zero.
    """

    ends: tuple[tuple[Expr | None, Expr | None], ...]
    total: Expr | None


def data_score(density: Density) -> tuple[Expr, ...]:
    """Return ∂ log p/∂xᵢ for every variable, almost everywhere, in our symbols and 1/unit(xᵢ).

    Raises
    ------
    DomainError
        A variable is not continuous.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ normal(m, s)")
    >>> density.present(data_score(density)[0])
    (m - x)/s**2
    """
    require_continuous(density)
    signs = Signs.of(density)
    log_density = differentiate(density, signs).log_density
    return tuple(_tidy(gradient(log_density, x), signs) for x in density.xs)


def require_continuous(density: Density) -> None:
    """Refuse a density whose observation cannot be differentiated by.

    Raises
    ------
    DomainError
        A variable is discrete.
    """
    for v in density.variables:
        if v.domain.discrete:
            raise DomainError(f"{v.name} is discrete: there is no score of the data; for counts see ratio_divergence")


def gradient(e: Expr, x: Any) -> Expr:
    """Differentiate almost everywhere: point masses at jumps are left out, log|b| gives b′/b."""
    bars = {a: sp.log(a.args[0].args[0]) for a in e.atoms(sp.log) if isinstance(a.args[0], sp.Abs)}
    found = sp.diff(e.xreplace(bars), x)
    return found.replace(lambda a: isinstance(a, sp.DiracDelta), lambda _: sp.S.Zero)


def _tidy(e: Expr, signs: Signs) -> Expr:
    return e if e.has(sp.sign, sp.Abs, sp.Piecewise) else shorten(e, signs)


def boundary_flux(density: Density, field: Sequence[Expr], signs: Signs) -> Flux:
    """Return the limits of sᵢ p at both ends of every variable, proved or not given.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ exponential(rate)")
    >>> found = boundary_flux(density, [1 - density.xs[0]], Signs.of(density))
    >>> [density.present(e) for e in (*found.ends[0], found.total)]
    [rate, 0, -rate]
    """
    ends = tuple(
        (at_end(density, s, i, signs, upper=False), at_end(density, s, i, signs, upper=True))
        for i, s in enumerate(field)
    )
    if any(e is None for pair in ends for e in pair):
        return Flux(ends, sp.S.Zero if _gaussian_beats(density, field) else None)
    if len(ends) > 1:
        return Flux(ends, sp.S.Zero if all(e == 0 for pair in ends for e in pair) else None)
    lower, upper = ends[0]
    return Flux(ends, None if lower is None or upper is None else shorten(upper - lower, signs))


def _gaussian_beats(density: Density, field: Sequence[Expr]) -> bool:
    """Whether the density is Gaussian on the whole space and the field polynomial, so that nothing flows."""
    return is_gaussian(problem_for(density)) and all(s.is_polynomial(*density.xs) for s in field)


def conditional_end(density: Density, variable: int, *, upper: bool) -> Expr | None:
    """Return where the support ends in one variable while the others stand still; ``None`` where that was not found.

    Supports are nested: y in (0, 1 − x) for every x in (0, 1). At x = 1 nothing is left of y, so that the end of x at a fixed
    y is 1 − y.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("6*(1-x-y)", support="x > 0, y > 0, x + y < 1", require_parameters=False)
    >>> density.present(conditional_end(density, 0, upper=True))
    1 - y
    """
    x, end = density.xs[variable], density.variables[variable].domain.ends[int(upper)]
    for v in density.variables:
        ends = [e for e in v.domain.ends if e.has(x)]
        if not ends:
            continue
        low, high = (e.xreplace({x: end}) for e in v.domain.ends)
        if not (low == high or sp.expand(high - low) in (0, sp.nan)):
            continue
        found = (
            [sol for e in ends for sol in sp.solve(e - v.symbol, x)] if all(e.is_polynomial(x) for e in ends) else []
        )
        return found[0] if len(found) == 1 else None
    return end


def at_end(density: Density, factor: Expr, variable: int, signs: Signs, *, upper: bool) -> Expr | None:
    """Return the limit of factor·p as one variable tends to an end of its support; ``None`` where not proved finite."""
    quantity = density.variables[variable]
    x, end = quantity.symbol, conditional_end(density, variable, upper=upper)
    if end is None:
        return None
    product = near(factor * density.expression, x, end, signs)
    if product is None:
        return None
    if not end.is_infinite and _entire(product, x):
        return shorten(product.xreplace({x: end}), signs)
    found = _limit(product, x, end, upper, signs)
    if found is None and product.has(sp.log) and quantity.domain.ends == (0, sp.oo):
        z = sp.Symbol("_z", real=True)
        image = sp.powsimp(sp.expand_log(product.xreplace({x: sp.exp(z)})))
        found = _limit(image, z, sp.oo if upper else -sp.oo, upper, signs.extended({z: REAL}))
    return found


def _entire(e: Expr, x: Any) -> bool:
    """Whether an expression is continuous in x everywhere, by what it is made of."""
    if not e.has(x) or e == x:
        return True
    power = e.is_Pow and e.exp.is_Integer and e.exp > 0
    return (power or isinstance(e, _ENTIRE)) and all(_entire(a, x) for a in e.args)


def _limit(product: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> Expr | None:
    """Return the limit of a product, or of a sum of products term by term."""
    whole = limit(product, x, end, upper, signs)
    if whole is not None:
        return shorten(whole, signs)
    terms = sp.Add.make_args(sp.expand_mul(product))
    values = [limit(t, x, end, upper, signs) for t in terms]
    return None if any(v is None for v in values) else shorten(sp.Add(*values), signs)


def near(e: Expr, x: Any, end: Expr, signs: Signs) -> Expr | None:
    """Return an expression without |u| and sign(u), as it is near an infinite end; ``None`` where that is not clear."""
    if not e.has(sp.Abs, sp.sign, sp.Piecewise):
        return e
    if e.has(sp.Piecewise) or not end.is_infinite:
        return None
    rule = {}
    for a in sorted(e.atoms(sp.Abs, sp.sign), key=sp.default_sort_key):
        inner = a.args[0]
        slope = sp.diff(inner, x)
        way = None if slope.has(x) else signs.sign(slope)
        if way in (None, 0):
            return None
        side = way if end == sp.oo else -way
        rule[a] = side * inner if isinstance(a, sp.Abs) else sp.Integer(side)
    return e.xreplace(rule)


@dataclass(frozen=True)
class LocationInformation:
    """The information about a shift of the observation, and why.

    ``value`` is J° where the density has no jump, infinity where it has one, ``None`` where that is undecided.
    """

    value: Expr | None
    reason: str


def location_information(density: Density, data_information: Expr | None, signs: Signs) -> LocationInformation:
    """Return J, the information about θ in p(x − θ), from J° = E[(∂ₓ log p)²] over the interior.

    J = J° if p is absolutely continuous on the whole line; a density that jumps has J = ∞.
    """
    for i, v in enumerate(density.variables):
        for upper in (False, True):
            height = at_end(density, sp.S.One, i, signs, upper=upper)
            end = conditional_end(density, i, upper=upper)
            if end is None:
                return LocationInformation(None, f"where the support ends in {v.name} was not found")
            if end.is_infinite:
                continue  # the tail of an integrable density of finite J° vanishes
            if height is None:
                return LocationInformation(None, f"the height of p at {v.name} = {density.present(end)} is undecided")
            if height != 0:
                return LocationInformation(sp.oo, f"p jumps at {v.name} = {density.present(end)}")
    if density.expression.has(sp.Piecewise, sp.Heaviside, sp.sign):
        return LocationInformation(None, "whether p jumps between its pieces is not decided")
    if not all(isinstance(v.domain, Interval) for v in density.variables):
        return LocationInformation(None, "the observation is not continuous")
    return LocationInformation(data_information, "p has no jump")
