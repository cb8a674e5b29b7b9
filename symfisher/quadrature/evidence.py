"""Expectations at several parameter points: what regularity is judged by and closed forms are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from symfisher.domains import Expr
from symfisher.quadrature.moments import Moments

Point = dict[Any, Expr]


@dataclass(frozen=True)
class Evidence:
    """Expectations at drawn points: what closed forms are compared with.

    Attributes
    ----------
    points
        Parameter points, symbol to exact number.
    moments
        The expectations at each.
    """

    points: tuple[Point, ...]
    moments: tuple[Moments, ...]

    def usable(self, which: Literal["score", "hessian"]) -> list[tuple[Point, Any, Any, Any]]:
        """Return (point, matrix, errors, scales) where the matrix asked for exists and converged."""
        found = []
        for point, m in zip(self.points, self.moments, strict=True):
            matrix = m.outer if which == "score" else m.neg_hessian
            if m.ok and (which == "score" or m.hessian_ok) and np.all(np.isfinite(matrix)):
                scale = np.sqrt(np.maximum(np.diag(m.outer), 1e-300))
                found.append((point, matrix, scale[:, None] * scale[None, :]))
        return found


