"""Ratios of neighbouring probabilities, r(x) = p(x + 1)/p(x): what takes the place of the data score for counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, IntegerRange
from symfisher.errors import DomainError
from symfisher.inference.algebra import within_time
from symfisher.inference.expecting import value_at
from symfisher.score_matching.points import points_under
from symfisher.simplification import cost

_SECONDS = 5.0
_PLACES = (0, 1, 2, 5)
_CLOSE = 1e-12


def range_of(density: Density) -> IntegerRange:
    """Return the support of one count.

    Raises
    ------
    DomainError
        The density has several variables, or its variable is no count.
    """
    if len(density.variables) > 1:
        raise DomainError("ratio matching is given for one count; independent counts can be asked about one by one")
    v = density.variables[0]
    if not isinstance(v.domain, IntegerRange):
        raise DomainError(f"ratio matching compares neighbouring integers; {v.domain.describe(v.name)} are none")
    return v.domain


def neighbour_ratio(density: Density) -> tuple[Expr]:
    """Return p(x + step)/p(x) without factorials, as the only entry of a tuple.

    Raises
    ------
    DomainError
        The density is no count, or the ratio has pieces or was not brought to a closed form.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ poisson(m)")
    >>> density.present(neighbour_ratio(density)[0])
    m/(x + 1)
    """
    domain, x = range_of(density), density.xs[0]
    f = density.expression
    if f.has(sp.Piecewise, sp.KroneckerDelta, sp.Heaviside, sp.Abs, sp.sign):
        raise DomainError("the probabilities have pieces: their ratio is no single expression")
    quotient = (f.xreplace({x: x + domain.step}) / f).rewrite(sp.gamma)
    found = within_time(_without_factorials, quotient, seconds=_SECONDS)
    if found is None or not _agrees(density, domain, found):
        raise DomainError("no closed form was found for the ratio of neighbouring probabilities")
    return (found,)


def _without_factorials(quotient: Expr) -> Expr:
    plain = sp.powsimp(sp.gammasimp(quotient))
    forms = [plain, sp.factor(plain), sp.cancel(plain)]
    return min(forms, key=cost)


def _agrees(density: Density, domain: IntegerRange, ratio: Expr) -> bool:
    """Whether the ratio is that of the probabilities at a few places of the support, at drawn points."""
    x, compared = density.xs[0], 0
    for point in points_under(density, ()):
        for place in _places(domain, point):
            here, there = (value_at(density.expression, {**point, x: place + k}) for k in (0, domain.step))
            found = value_at(ratio, {**point, x: place})
            if here is None or there is None or not here:
                continue
            if found is None or abs(found - there / here) > _CLOSE * abs(found):
                return False
            compared += 1
    return compared > 0


def _places(domain: IntegerRange, point: Any) -> list[Expr]:
    lower, upper = (e.xreplace(dict(point)) for e in domain.ends)
    start = lower if lower.is_finite else upper - 6 * domain.step if upper.is_finite else sp.S.Zero
    places = [start + k * domain.step for k in _PLACES]
    return [p for p in places if not upper.is_finite or p + domain.step <= upper]


def weight_for(density: Density, ratios: Sequence[Expr], free_of: Sequence[Any]) -> Expr:
    """Return the product of the factors of the ratios' denominators that hold no parameter, such as x + 1.

    Parameters
    ----------
    free_of
        Symbols that a weight may not contain.
    """
    x, found = density.xs[0], []
    for ratio in ratios:
        bottom = sp.denom(sp.cancel(sp.together(ratio))) if ratio.is_rational_function(x) else sp.S.One
        factors = sp.factor_list(bottom)[1] if bottom.has(x) else []
        found.append({f: n for f, n in factors if f.has(x) and f.is_polynomial(x) and not f.has(*free_of)})
    powers = {f: max(d.get(f, 0) for d in found) for d in found for f in d}
    return sp.Mul(*(f**n for f, n in sorted(powers.items(), key=lambda item: sp.default_sort_key(item[0]))))
