"""The information about a shift of the observation, which a jump makes infinite.

References
----------
Huber & Ronchetti (2009), Robust Statistics, section 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr, Interval
from symfisher.inference.algebra import is_zero
from symfisher.score_matching.ends import at_end, conditional_end, inner_jumps
from symfisher.signs import Signs


@dataclass(frozen=True)
class LocationInformation:
    """The information about a shift of the observation, and why.

    ``value`` is J° where the density has no jump, infinity where it has one, ``None`` where that is undecided or J° is not
    closed.
    """

    value: Expr | None
    reason: str
    continuous: bool = False


def location_information(density: Density, data_information: Expr | None, signs: Signs) -> LocationInformation:
    """Return J, the information about θ in p(x − θ), from J° = E[(∂ₓ log p)²] over the interior.

    J = J° if p is absolutely continuous on the whole line, or on the circle where the observation is an angle; a density that
    jumps has J = ∞.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ exponential(rate)")
    >>> location_information(density, density.thetas[0] ** 2, Signs.of(density)).reason
    'p jumps at x = 0'
    """
    if is_circular(density):
        angle = density.variables[0].name
        return LocationInformation(data_information, f"{angle} is an angle, and p has no jump on the circle", True)
    found = _at_ends(density, signs) or _inside(density, signs)
    if found is not None:
        return found
    if not all(isinstance(v.domain, Interval) for v in density.variables):
        return LocationInformation(None, "the observation is not continuous")
    return LocationInformation(data_information, "p has no jump", True)


def _at_ends(density: Density, signs: Signs) -> LocationInformation | None:
    """Return what a height at a finite end says, ``None`` where p vanishes at all of them."""
    for i, v in enumerate(density.variables):
        for upper in (False, True):
            end = conditional_end(density, i, upper=upper)
            if end is None:
                return LocationInformation(None, f"where the support ends in {v.name} was not found")
            if end.is_infinite:
                continue  # the tail of an integrable density of finite J° vanishes
            place, height = f"{v.name} = {density.present(end)}", at_end(density, sp.S.One, i, signs, upper=upper)
            if height is None:
                return LocationInformation(None, f"the height of p at {place} is undecided")
            if height != 0:
                what = "grows without bound" if height == sp.zoo else "jumps"
                return LocationInformation(sp.oo, f"p {what} at {place}")
    return None


def _inside(density: Density, signs: Signs) -> LocationInformation | None:
    """Return what jumps between pieces say; upward and downward ones are not set off against each other."""
    jumps = [inner_jumps(density, [c] * len(density.xs), signs) for c in (sp.S.One, density.xs[0])]
    if None in jumps:
        return LocationInformation(None, "whether p jumps between its pieces is not decided")
    if any(not is_zero(j, signs) for j in jumps if j is not None):
        return LocationInformation(sp.oo, "p jumps inside its support")
    return None


def is_circular(density: Density) -> bool:
    """Whether a density of one variable repeats itself beyond its finite support, as one of an angle does.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> is_circular(read("x ~ von_mises(m, k)")), is_circular(read("x ~ beta(a, b)"))
    (True, False)
    """
    if len(density.variables) > 1 or not isinstance(density.variables[0].domain, Interval):
        return False
    (x,), (lower, upper) = density.xs, density.variables[0].domain.ends
    waves = [w for w in density.expression.atoms(sp.sin, sp.cos) if w.has(x)]
    if not waves or lower.is_infinite or upper.is_infinite:
        return False
    return bool(density.expression.xreplace({x: x + upper - lower}) == density.expression)
