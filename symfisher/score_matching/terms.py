"""The terms of a Fisher divergence, each a mean under the density, and what flows over the ends of its support.

D_F(p, s) = E[‖s‖²] − 2E[s·∂ₓ log p] + J°, and by parts E[s·∂ₓ log p] = [s p] − Σ jumps of s p − E[div s]: the two sides are
found apart from each other where that is possible, and have to agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.inference.algebra import is_zero
from symfisher.inference.expecting import value_at
from symfisher.quadrature import expectations
from symfisher.score_matching.checking import compared, difference
from symfisher.score_matching.data_score import data_score, gradient
from symfisher.score_matching.ends import Flux, boundary_flux, inner_jumps
from symfisher.score_matching.forms import short
from symfisher.score_matching.location import LocationInformation, location_information
from symfisher.score_matching.means import Mean, agrees, combined, means
from symfisher.score_matching.model import Model
from symfisher.score_matching.objective import Found
from symfisher.score_matching.points import Point, narrowed, point_of, strongest
from symfisher.signs import Signs


@dataclass(frozen=True)
class Terms:
    """Everything that was found, in our symbols.

    Attributes
    ----------
    data
        ∂ₓ log p, one entry a variable.
    found
        E[‖s‖²], E[s·∂ₓ log p], J°, D_F, and E[‖s‖² + 2 div s].
    flux, jumps
        [s p] over the ends, and by how much s p jumps up inside; ``jumps`` is ``None`` where that is not clear.
    location
        The information about a shift.
    """

    data: tuple[Expr, ...]
    found: Found
    flux: Flux
    jumps: Expr | None
    location: LocationInformation
    signs: Signs

    def parts_free_of(self, model: Model) -> bool:
        """Whether what flows and jumps is known and the same for all values of the model's parameters."""
        known = (self.flux.total, self.jumps)
        return all(e is not None and not e.has(*(q.symbol for q in model.parameters)) for e in known)


def terms_of(model: Model) -> Terms:
    """Find the means, the flux and their sum."""
    p, s = model.density, model.score
    data = data_score(p)
    product = dot(s, data)
    div = sp.Add(*(gradient(e, x) for e, x in zip(s, p.xs, strict=True)))
    squared, cross, information, mean_div = means(p, [dot(s, s), product, dot(data, data), div])
    conditions = strongest(c for m in (squared, cross, information, mean_div) if m is not None for c in m.conditions)
    narrow = narrowed(p, conditions)
    signs = Signs.of(narrow)
    flux, jumps = boundary_flux(narrow, s, signs), inner_jumps(narrow, s, signs)
    if mean_div is not None:
        if cross is None:
            cross = _by_parts(model, flux.total, jumps, mean_div, product)
        else:
            flux, jumps = _reconciled(flux, jumps, short(cross.value + mean_div.value, signs), signs)
    implicit = None if squared is None or mean_div is None else combined(sp.S.One, squared, sp.Integer(2), mean_div)
    whole = _whole(model, data, squared, cross, information)
    location = location_information(narrow, information.value if information else None, signs)
    return Terms(data, Found(squared, cross, information, whole, implicit), flux, jumps, location, signs)


def dot(a: Sequence[Expr], b: Sequence[Expr]) -> Expr:
    """Return Σ aᵢ bᵢ."""
    return sp.Add(*(e * f for e, f in zip(a, b, strict=True)))


def squared_difference(model: Model, data: Sequence[Expr]) -> Expr:
    """Return ‖s − ∂ₓ log p‖²."""
    gap = [a - b for a, b in zip(model.score, data, strict=True)]
    return dot(gap, gap)


def _by_parts(model: Model, flux: Expr | None, jumps: Expr | None, mean_div: Mean, product: Expr) -> Mean | None:
    """Return E[s·∂ₓ log p] as [s p] − jumps − E[div s], if quadrature agrees."""
    if flux is None or jumps is None:
        return None
    found = combined(sp.S.One, Mean(flux - jumps), -sp.S.One, mean_div)
    return found if agrees(model.density, found.value, found.conditions, product) else None


def _reconciled(flux: Flux, jumps: Expr | None, wanted: Expr, signs: Signs) -> tuple[Flux, Expr | None]:
    """Let [s p] − jumps be what the means say, E[s·∂ₓ log p + div s]: one unknown follows, a contradiction takes both away."""
    if jumps is None and flux.total is not None:
        return flux, short(flux.total - wanted, signs)
    if jumps is None:
        return flux, None
    if flux.total is None:
        return (flux if flux.unbounded else Flux(flux.ends, short(wanted + jumps, signs))), jumps
    if not is_zero(flux.total - jumps - wanted, signs):
        return Flux(flux.ends, None), None
    return flux, jumps


def _whole(
    model: Model, data: Sequence[Expr], squared: Mean | None, cross: Mean | None, information: Mean | None
) -> Mean | None:
    """Return the sum of the terms, compared with quadrature of the squared difference, or the mean of that itself."""
    p, h = model.density, squared_difference(model, data)
    if squared is None or cross is None or information is None:
        return means(p, [h], patient=False)[0]
    found = combined(sp.S.One, squared, -2 * sp.S.One, cross) + information
    return found if agrees(p, found.value, found.conditions, h) else None


def verified(model: Model, t: Terms) -> Verification:
    """Compare the sum with quadrature of E[‖s − ∂ₓ log p‖²]."""
    p, whole, h = model.density, t.found.whole, squared_difference(model, t.data)
    if whole is None:
        return Verification()

    def gap(point: Point) -> float | None:
        values, errors = expectations(p, [h], point)
        closed = value_at(whole.value, point)
        return None if closed is None or not float(errors[0]) < sp.oo else difference(closed, values[0])

    return compared(p, t.found.conditions, gap, "quadrature of the squared difference of the scores")


def numbers_of(model: Model, data: Sequence[Expr], at: Mapping[str, Expr]) -> dict[str, float]:
    """Return the terms by quadrature at one point."""
    p, s = model.density, model.score
    wanted = [dot(s, s), dot(s, data), dot(data, data), squared_difference(model, data)]
    squared, cross, information, divergence = map(float, expectations(p, wanted, point_of(p, at))[0])
    return {"squared": squared, "cross": -2 * cross, "data_information": information, "divergence": divergence}


def integrands_of(model: Model, data: Sequence[Expr]) -> tuple[Expr, Expr, Expr]:
    """Return ‖s‖², ‖∂ₓ log p‖² and ‖s − ∂ₓ log p‖², whose means may be infinite."""
    return dot(model.score, model.score), dot(data, data), squared_difference(model, data)
