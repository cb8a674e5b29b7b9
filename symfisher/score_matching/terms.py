"""The terms of a Fisher divergence, each a mean under the density, and what flows over the ends of its support.

D_F(p, s) = E[‖s‖²] − 2E[s·∂ₓ log p] + J°, and by parts E[s·∂ₓ log p] = [s p] − E[div s]: the two sides are found apart from
each other where that is possible, and have to agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.inference.algebra import is_zero, tidy
from symfisher.inference.expecting import value_at
from symfisher.quadrature import expectations
from symfisher.score_matching.data_score import (
    Flux,
    LocationInformation,
    boundary_flux,
    data_score,
    gradient,
    location_information,
)
from symfisher.score_matching.means import Mean, agrees, combined, means, narrowed, point_of, points_under, strongest
from symfisher.score_matching.model import Model
from symfisher.signs import Signs


@dataclass(frozen=True)
class Terms:
    """Everything that was found, in our symbols.

    Attributes
    ----------
    data
        ∂ₓ log p, one entry a variable.
    squared, cross, information, divergence
        E[‖s‖²], E[s·∂ₓ log p], J°, and D_F, compared with quadrature as a whole.
    mean_div
        E[div s].
    flux
        [s p] over the ends.
    jumps
        What s·p loses at jumps inside the support.
    location
        The information about a shift.
    """

    data: tuple[Expr, ...]
    squared: Mean | None
    cross: Mean | None
    information: Mean | None
    divergence: Mean | None
    mean_div: Mean | None
    flux: Flux
    jumps: Expr | None
    location: LocationInformation
    signs: Signs

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Where the closed forms hold, beyond the declared domains."""
        found = (self.squared, self.cross, self.information, self.divergence, self.mean_div)
        return strongest(c for m in found if m is not None for c in m.conditions)


def terms_of(model: Model) -> Terms:
    """Find the means, the flux and their sum."""
    p, s = model.density, model.score
    data = data_score(p)
    div = sp.Add(*(gradient(e, x) for e, x in zip(s, p.xs, strict=True)))
    product = sp.Add(*(a * b for a, b in zip(s, data, strict=True)))
    squared, cross, information, mean_div = means(p, [norm(s), product, norm(data), div])
    found = [m for m in (squared, cross, information, mean_div) if m is not None]
    conditions = tuple(dict.fromkeys(c for m in found for c in m.conditions))
    signs = Signs.of(narrowed(p, conditions))
    flux = boundary_flux(narrowed(p, conditions), s, signs)
    smooth = not any(e.has(sp.Piecewise, sp.sign, sp.Abs, sp.Heaviside) for e in (*s, p.expression))
    exists = squared is not None and information is not None  # then so does E[s·∂ₓ log p], by Cauchy-Schwarz
    if cross is None and exists and mean_div is not None and flux.total is not None and smooth:
        cross = combined(sp.S.One, Mean(flux.total), -sp.S.One, mean_div)
    if flux.total is None and cross is not None and mean_div is not None and smooth:
        flux = Flux(flux.ends, tidy(cross.value + mean_div.value, signs))
    jumps = None
    if flux.total is not None and cross is not None and mean_div is not None:
        jumps = tidy(flux.total - cross.value - mean_div.value, signs)
        if smooth and not is_zero(jumps, signs):
            flux, jumps = Flux(flux.ends, None), None  # limits and means contradict each other
    location = location_information(p, information.value if information else None, signs)
    whole = _sum(squared, cross, information)
    difference = norm([a - b for a, b in zip(s, data, strict=True)])
    if whole is None:
        whole = means(p, [difference], patient=False)[0]
    elif not agrees(p, whole.value, whole.conditions, difference):
        whole = None
    return Terms(data, squared, cross, information, whole, mean_div, flux, jumps, location, signs)


def norm(vector: Sequence[Expr]) -> Expr:
    """Return ‖v‖²."""
    return sp.Add(*(e**2 for e in vector))


def _sum(squared: Mean | None, cross: Mean | None, information: Mean | None) -> Mean | None:
    if squared is None or cross is None or information is None:
        return None
    return combined(sp.S.One, squared, -2 * sp.S.One, cross) + information


def verified(model: Model, t: Terms) -> Verification:
    """Compare the sum with quadrature of E[‖s − ∂ₓ log p‖²]."""
    if t.divergence is None:
        return Verification()
    p = model.density
    integrand = norm([a - b for a, b in zip(model.score, t.data, strict=True)])
    points, worst = [], 0.0
    for point in points_under(p, t.conditions):
        values, errors = expectations(p, [integrand], point)
        closed = value_at(t.divergence.value, point)
        if closed is None or not (float(errors[0]) < sp.oo):
            continue
        worst = max(worst, float(abs(closed - values[0]) / max(1.0, abs(values[0]))))
        points.append({q.name: point[q.symbol] for q in (*p.parameters, *p.constants)})
    if not points:
        return Verification()
    return Verification("passed", "quadrature of the squared difference of the scores", tuple(points), worst)


def numbers_of(model: Model, data: Sequence[Expr], at: Mapping[str, Expr]) -> dict[str, float]:
    """Return the terms by quadrature at one point."""
    s = model.score
    product = sp.Add(*(a * b for a, b in zip(s, data, strict=True)))
    difference = norm([a - b for a, b in zip(s, data, strict=True)])
    values, _ = expectations(model.density, [norm(s), product, norm(data), difference], point_of(model.density, at))
    squared, cross, information, divergence = map(float, values)
    return {"squared": squared, "cross": -2 * cross, "data_information": information, "divergence": divergence}
