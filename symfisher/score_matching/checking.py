"""One way to compare closed forms with numbers at drawn points, and to say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symfisher.density import Density
from symfisher.derivation import Verification
from symfisher.score_matching.points import Point, points_under
from symfisher.verification import tolerance


def compared(p: Density, conditions: Sequence[Any], gap: Callable[[Point], float | None], how: str) -> Verification:
    """Compare at points where the conditions hold.

    Parameters
    ----------
    gap
        The largest relative difference at a point, or ``None`` where there is no number to compare with.
    how
        What the comparison is with.

    Returns
    -------
    Verification
        Passed if no difference reaches the tolerance, 1e-8 in one variable, and there was one at least; else not tested.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> compared(read("x ~ exponential(rate)"), (), lambda point: 1e-3, "a wrong number").status
    'not tested'
    """
    gaps = [(point, g) for point in points_under(p, conditions) if (g := gap(point)) is not None]
    if not gaps or not all(g < tolerance(p) for _, g in gaps):
        return Verification()
    places = tuple({q.name: point[q.symbol] for q in (*p.parameters, *p.constants)} for point, _ in gaps)
    return Verification("passed", how, places, max(g for _, g in gaps))


def difference(closed: Any, number: Any) -> float:
    """Return |closed − number| relative to the number, or to 1 where that is smaller."""
    return float(abs(closed - number) / max(1.0, abs(number)))
