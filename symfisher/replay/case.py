"""What a certificate is about."""

from __future__ import annotations

from dataclasses import dataclass

from symfisher.density import Density
from symfisher.signs import Signs


@dataclass(frozen=True)
class Case:
    """A density, the prover of signs on its domains, and what is taken for granted about it.

    Attributes
    ----------
    mean_score_zero
        Whether E[score] = 0 is established.
    normalised
        Whether the total mass is one; a part of a product is a density only up to a factor.
    """

    density: Density
    signs: Signs
    mean_score_zero: bool
    normalised: bool = True
