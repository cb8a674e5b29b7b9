"""The verdict: what the named conditions together allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.calculus import Calculus
from symfisher.density import Density
from symfisher.derivation import Regularity
from symfisher.quadrature.evidence import Evidence
from symfisher.regularity.normalization import normalized
from symfisher.signs import Signs


@dataclass(frozen=True)
class Theory:
    """What the conductor needs to know.

    Attributes
    ----------
    regularity
        Conditions and verdict.
    mean_score_zero
        Whether E[score] = 0 (where the verdict's ``when`` holds).
    definitions_agree
        Whether E[score scoreᵀ] = −E[Hessian] (where the verdict's ``when`` holds).
    """

    regularity: Regularity
    mean_score_zero: bool
    definitions_agree: bool


def decide(density: Density, calculus: Calculus, signs: Signs, evidence: Evidence) -> Theory:
    """Decide every condition and the verdict."""
    usable = [m for m in evidence.moments if m.ok]
    mean = bool(usable) and all(np.all(np.abs(m.mean_score) <= 1e-6 * np.sqrt(np.maximum(np.diag(m.outer), 1e-12))) for m in usable)
    agree = bool(usable) and all(np.all(np.abs(m.outer - m.neg_hessian) <= 1e-6 * np.maximum(m.scale, 1e-12)) for m in usable)
    return Theory(Regularity(conditions=(normalized(density, evidence),)), mean, agree)


__all__: list[Any] = ["Theory", "decide"]
