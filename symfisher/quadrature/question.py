"""What is integrated, its values at nodes, and the ends it is integrated between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.evaluation import Walk


@dataclass(frozen=True)
class Question:
    """What is integrated: ``combine`` turns values of ``expressions`` (m, n) into factors (count, n)."""

    density: Density
    log_density: Callable[[Walk], Any]
    expressions: tuple[Expr, ...]
    combine: Callable[[Walk, Any], Any]
    count: int
    scales: Callable[[Any], Any]
    watched: tuple[Expr, ...]
    expected: float | None = 1.0


def exact_ends(ends: tuple[Expr, Expr], point: Mapping[Any, Any]) -> list[Fraction | None]:
    """Return the ends where they are rational numbers at the point, else None."""
    rule = {s: v for s, v in point.items() if isinstance(v, sp.Basic)}
    values = [e.xreplace(rule) for e in ends]
    return [Fraction(int(v.p), int(v.q)) if v.is_Rational else None for v in values]


def at_nodes(question: Question, walk: Walk) -> tuple[Any, Any]:
    """Return log-density (n,) and factors (count, n) at the nodes that ``walk`` holds."""
    log = np.broadcast_to(question.log_density(walk), walk.shape)
    rows = [np.broadcast_to(walk.value(e), walk.shape).ravel() for e in question.expressions]
    values = np.array(rows).reshape(len(rows), log.size)
    with np.errstate(all="ignore"):
        return log.ravel(), question.combine(walk, values)


def end_values(ends: tuple[Expr, Expr], point: Mapping[Any, Any]) -> tuple[float, float]:
    """Return the two ends of a domain as floats, each the one nearest to the exact end where that is rational.

    What is exact is looked up by these floats: another rounding of the same end would lose it.
    """
    walk = Walk(dict(point))
    lower, upper = (
        float(walk.value(e) if f is None else f) for e, f in zip(ends, exact_ends(ends, point), strict=True)
    )
    return lower, upper
