"""The density of the data as every question of this room takes it: read, divided by its mass if asked, and checked to be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

import numpy as np

from symfisher.density import Density
from symfisher.errors import NotNormalizedError
from symfisher.expectation.normalization import total_mass as closed_mass
from symfisher.inference.algebra import within_time
from symfisher.inference.expecting import problem_for
from symfisher.quadrature import total_mass
from symfisher.quadrature.evidence import Evidence
from symfisher.quadrature.moments import Moments
from symfisher.reading import read
from symfisher.regularity import refuse_unless_density
from symfisher.score_matching.points import points_under

_ONE = 1e-6
"""How far a mass may be from one before a density is taken to lack its normaliser."""
_SECONDS = 5.0


class Reading(TypedDict, total=False):
    """What a density means, as `symfisher.derive` reads it: what is observed and where, what is estimated, what is known."""

    variables: Any
    support: Any
    parameters: Any
    constants: Any
    functions: Any


class Meaning(Reading, total=False):
    """What the density of the data means, and whether it is divided by its total mass first."""

    normalize: bool


def read_data(
    density: Any, *, normalize: bool = False, require_parameters: bool = False, **meaning: Unpack[Reading]
) -> Density:
    """Read a density, and refuse what is none.

    Parameters
    ----------
    normalize
        Divide by the total mass first.
    require_parameters
        Whether a density without parameters is refused.
    meaning
        See `Reading`.

    Raises
    ------
    ParseError, DomainError
        It cannot be read.
    NotNormalizedError
        Its mass is not one, it is negative somewhere, or no closed form of its mass was found.

    Examples
    --------
    >>> read_data("exp(-x^2)", support="x in R", normalize=True).inferred[-1]
    'divided by its total mass sqrt(pi)'
    """
    found = read(density, **meaning, require_parameters=require_parameters)
    if normalize:
        found = _divided(found)
    points = tuple(dict(p) for p in points_under(found, ()))
    if points:
        refuse_unless_density(found, Evidence(points, tuple(_mass(found, p) for p in points)))
    return found


def read_up_to_constant(density: Any, *, normalize: bool = False, **meaning: Unpack[Reading]) -> tuple[Density, bool]:
    """Read a density that may lack its normaliser, which its data score does not contain.

    Returns
    -------
    density, normalized
        The density, divided by its total mass where that was found in closed form, and whether its mass is one.

    Raises
    ------
    ParseError, DomainError
        It cannot be read.
    NotNormalizedError
        It is negative somewhere, or its mass is infinite or zero at all drawn points.
    """
    found = read(density, **meaning, require_parameters=True)
    points = tuple(dict(p) for p in points_under(found, ()))
    moments = tuple(_mass(found, p) for p in points)
    if not normalize and all(abs(m.mass - 1) < _ONE for m in moments):
        return read_data(density, require_parameters=True, **meaning), True
    refuse_unless_density(found, Evidence(points, tuple(replace(m, mass=1.0) for m in moments)))
    if not any(0 < m.mass < np.inf and m.mass_ok for m in moments):
        raise NotNormalizedError("the total mass is not finite and positive, so that no constant makes this a density")
    try:
        divided = within_time(_divided, found, seconds=_SECONDS)
        if divided is not None:
            refuse_unless_density(divided, Evidence(points, tuple(_mass(divided, p) for p in points)))
            return divided, True
    except NotNormalizedError:
        pass  # no closed form for the normaliser, or one that does not hold on the whole domain
    return found, False


def _divided(density: Density) -> Density:
    """Divide by the total mass; that it is right is seen from the mass of the quotient."""
    mass = closed_mass(problem_for(density))
    if mass is None:
        raise NotNormalizedError(
            "no closed form for the normalising constant was found: divide the density by it yourself"
        )
    said = f"divided by its total mass {density.present(mass)}"
    return replace(density, expression=density.expression / mass, inferred=(*density.inferred, said))


def _mass(density: Density, point: Mapping[Any, Any]) -> Moments:
    """Return the mass at a point, without any moment of a score."""
    mass, error = total_mass(density, point)
    none, known = np.zeros((0, 0)), bool(np.isfinite(error)) or mass == np.inf
    return Moments(
        mass,
        np.zeros(0),
        none,
        none,
        none,
        known,
        mass_error=error,
        mass_ok=known,
        divergent=np.zeros((0, 0), dtype=bool),
    )
