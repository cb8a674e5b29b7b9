"""Closed forms against numbers that do not come from them: nothing is shown that did not pass here.

The numbers are expectations by quadrature or summation at drawn parameter points (`symfisher.quadrature`); a closed form is
compared with them relative to sqrt(I_ii I_jj). The certificate of the route is replayed as well (`symfisher.replay`).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof, Verification
from symfisher.domains import Expr
from symfisher.errors import NotNormalizedError
from symfisher.evaluation import CannotEvaluateError, evaluate_mp
from symfisher.quadrature import draw_points
from symfisher.quadrature import total_mass as numerical_mass
from symfisher.quadrature.evidence import Evidence

Entry = tuple[int, int]

TOLERANCE = {1: 1e-8, 2: 1e-6}
"""Largest relative error by number of variables; beyond two, the error that the quadrature states is added."""
LOOSE = 1e-5


def tolerance(density: Density) -> float:
    """Return the largest relative error at which a closed form passes."""
    return TOLERANCE.get(len(density.variables), LOOSE)


def disagreement(proof: Proof, entry: Entry, evidence: Evidence, which: Literal["score", "hessian"]) -> float | None:
    """Return the largest relative difference between a closed form and the numbers, where its conditions hold.

    Returns
    -------
    The difference relative to sqrt(I_ii I_jj); infinity where the form has no finite real value; ``None`` where there
    is no point to compare at.
    """
    admissible = [u for u in evidence.usable(which) if all(c.xreplace(u[0]) == sp.true for c in proof.conditions)]
    usable = [u for u in admissible if np.isfinite(u[1][entry])]
    if not usable:
        return None
    worst = 0.0
    for point, matrix, scales in usable:
        try:
            found = complex(evaluate_mp([proof.value], point, 25)[0])
        except (CannotEvaluateError, ZeroDivisionError, OverflowError, ValueError):
            return float("inf")
        difference = float(abs(found - matrix[entry]) / scales[entry])
        worst = max(worst, difference) if difference == difference else float("inf")
    return worst


def check_mass(density: Density, mass: Expr) -> None:
    """Compare a closed form of the total mass with quadrature at two points.

    Raises
    ------
    NotNormalizedError
        They disagree, or there is nothing to compare with.
    """
    for point in draw_points(density, 2):
        value, error = numerical_mass(density, point)
        found = complex(evaluate_mp([mass], point, 25)[0])
        if not abs(found - value) <= 1e-8 * abs(value) + 10 * error:
            raise NotNormalizedError(
                "the closed form found for the normalising constant did not pass its numerical check"
            )


def summary(density: Density, evidence: Evidence, worst: float | None) -> Verification:
    """Return the record of the comparison."""
    if worst is None:
        return Verification()
    method = "summation" if density.discrete else "quadrature"
    points = tuple(
        {q.name: p[q.symbol] for q in density.parameters + density.constants} for p, *_ in evidence.usable("score")
    )
    text = f"E[score scoreᵀ] by {method} at {len(points)} points, and the certificate of each route replayed"
    return Verification("passed", text, points, worst)
