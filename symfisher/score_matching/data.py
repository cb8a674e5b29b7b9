"""The density of the data as every question of this room takes it: read, divided by its mass if asked, and checked to be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, Unpack

import numpy as np

from symfisher.density import Density
from symfisher.errors import NotNormalizedError
from symfisher.expectation.normalization import total_mass as closed_mass
from symfisher.inference.expecting import problem_for
from symfisher.quadrature import total_mass
from symfisher.quadrature.evidence import Evidence
from symfisher.quadrature.moments import Moments
from symfisher.reading import read
from symfisher.regularity import refuse_unless_density
from symfisher.score_matching.points import points_under


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
