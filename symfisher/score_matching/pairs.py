"""Means over the pairs x, x + 1 of the support of a count: the terms of the ratio divergence.

A mean over pairs is one over the lower neighbour, or over the upper one shifted; the end that is no such neighbour is taken
out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Verification
from symfisher.domains import Expr, IntegerRange
from symfisher.evaluation import evaluate
from symfisher.inference.algebra import tidy, within_time
from symfisher.inference.expecting import value_at
from symfisher.quadrature import expectations
from symfisher.score_matching.checking import compared, difference
from symfisher.score_matching.means import Mean, combined, means
from symfisher.score_matching.model import Model
from symfisher.score_matching.neighbours import weight_for
from symfisher.score_matching.objective import Found
from symfisher.score_matching.points import Point, point_of
from symfisher.signs import Signs
from symfisher.simplification import cost

_LONGEST = 300
"""Cost of a closed form beyond which numbers say more."""
_SECONDS = 3.0


@dataclass(frozen=True)
class Pairs:
    """A model and a density over the pairs of neighbours of its support, in our symbols."""

    model: Model
    domain: IntegerRange
    data: Expr
    weight: Expr

    @property
    def p(self) -> Density:
        """The density of the data."""
        return self.model.density

    @property
    def fields(self) -> tuple[Expr, Expr]:
        """The weighted ratios of the model and of the data, cancelled."""
        (ratio,) = self.model.score
        return sp.cancel(self.weight * ratio), sp.cancel(self.weight * self.data)

    @property
    def shifted(self) -> Expr:
        """w(x)² r_q(x), whose mean one step lower is the cross term."""
        return sp.cancel(self.weight * self.fields[0])

    def height(self, place: Expr) -> Expr:
        """Return the probability of an end of the support."""
        return self.p.expression.xreplace({self.p.xs[0]: place}).doit()

    def mean(self, h: Expr) -> Mean | None:
        """Return the mean of a function of the lower neighbour: the upper end of the support is none."""
        found, upper = means(self.p, [h], patient=False)[0], self.domain.upper
        if found is None or not upper.is_finite:
            return found
        return self._without(found, h, upper)

    def mean_below(self, h: Expr) -> Mean | None:
        """Return E[h(X − step); X > lower end]."""
        x, lower = self.p.xs[0], self.domain.lower
        moved = sp.cancel(h.xreplace({x: x - self.domain.step}))
        found = means(self.p, [moved], patient=False)[0]
        return found if found is None or not lower.is_finite else self._without(found, moved, lower)

    def _without(self, found: Mean, h: Expr, end: Expr) -> Mean | None:
        value = h.xreplace({self.p.xs[0]: end})
        if value.has(sp.zoo, sp.nan, sp.oo):
            return None
        return replace(found, value=found.value - self.height(end) * value)

    def number(self, h: Expr, point: Mapping[Any, Any]) -> float:
        """Return the mean of a function of the lower neighbour by summation."""
        total = float(expectations(self.p, [h], point)[0][0])
        upper = self.domain.upper
        if not upper.is_finite:
            return total
        rule = {**point, self.p.xs[0]: upper.xreplace(dict(point))}
        return total - float(evaluate([self.p.expression * h], rule)[0])


def pairs_of(model: Model, data: Expr) -> Pairs:
    """Put a model and the data's ratio together, with the weight that makes their ratios polynomials where one does."""
    p = model.density
    barred = [*p.thetas, *(q.symbol for q in model.parameters)]
    domain = p.variables[0].domain
    assert isinstance(domain, IntegerRange)  # neighbour_ratio refuses any other
    return Pairs(model, domain, data, weight_for(p, [data, model.score[0]], barred))


def means_of(pairs: Pairs) -> Found:
    """Find the terms; what the shift of the sum gives has to agree with the cross term."""
    q, d = pairs.fields
    squared, cross, data = (pairs.mean(h) for h in (sp.expand(q**2), sp.expand(q * d), sp.expand(d**2)))
    below = pairs.mean_below(pairs.shifted)
    cross = below if cross is None else cross
    implicit = None if squared is None or below is None else combined(sp.S.One, squared, -2 * sp.S.One, below)
    if squared is None or cross is None or data is None:
        return Found(squared, cross, data, None, implicit)
    whole = combined(sp.S.One, squared, -2 * sp.S.One, cross) + data
    if verified(pairs, whole).status == "passed":
        return Found(squared, cross, data, whole, implicit)
    return Found(None, None, None, None, None)


def verified(pairs: Pairs, whole: Mean | None) -> Verification:
    """Compare the sum of the terms with the sum of p(x) (w(x) q(x+1)/q(x) − w(x) p(x+1)/p(x))²."""
    if whole is None:
        return Verification()
    q, d = pairs.fields

    def gap(point: Point) -> float | None:
        number, closed = pairs.number((q - d) ** 2, point), value_at(whole.value, point)
        return None if closed is None or not abs(number) < sp.oo else difference(closed, number)

    return compared(pairs.p, whole.conditions, gap, "summation of the squared difference of the ratios")


def _symmetric_integrand(pairs: Pairs) -> Expr:
    """(1 + r_p)(π_q − π_p)² with π = r/(1 + r)."""
    (ratio,), data = pairs.model.score, pairs.data
    return (1 + data) * (ratio / (1 + ratio) - data / (1 + data)) ** 2


def symmetric(pairs: Pairs, signs: Signs) -> Expr | None:
    """Return Hyvärinen's objective in closed form, where the ratios are constant or the pairs few, unless it fills pages."""
    h, domain = sp.factor(_symmetric_integrand(pairs)), pairs.domain
    finite = domain.lower.is_Integer and domain.upper.is_Integer
    if h.has(pairs.p.xs[0]) and not finite:
        return None
    found = pairs.mean(h)
    short = None if found is None else within_time(tidy, found.value, signs, seconds=_SECONDS)
    return None if short is None or cost(short) > _LONGEST else short


def numbers_of(pairs: Pairs, at: Mapping[str, Expr]) -> dict[str, float]:
    """Return the terms by summation at one point."""
    point, (q, d) = point_of(pairs.p, at), pairs.fields
    squared, cross, data, whole, symmetric = (
        pairs.number(h, point) for h in (q**2, q * d, d**2, (q - d) ** 2, _symmetric_integrand(pairs))
    )
    return {
        "squared": squared,
        "cross": -2 * cross,
        "data_term": data,
        "divergence": whole,
        "symmetric": symmetric,
    }


def left_out(pairs: Pairs, signs: Signs) -> Expr | None:
    """Return p(l) w(l−1)² r_q(l−1), zero without a lower end; ``None`` where the formula has a pole there."""
    lower = pairs.domain.lower
    if not lower.is_finite:
        return sp.S.Zero
    value = pairs.shifted.xreplace({pairs.p.xs[0]: lower - pairs.domain.step})
    return None if value.has(sp.zoo, sp.nan, sp.oo) else tidy(pairs.height(lower) * value, signs)
