"""Expectations at several parameter points: what regularity is judged by and closed forms are compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from symfisher.calculus import Calculus, differentiate
from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.factors import independent_parts
from symfisher.quadrature.moments import Moments, moments
from symfisher.quadrature.points import draw_points, stretched

Point = dict[Any, Expr]
_FIRST = 3


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

    def usable(self, which: Literal["score", "hessian"]) -> list[tuple[Point, Any, Any]]:
        """Return (point, matrix, scales) where the matrix asked for exists and converged.

        Of E[score scoreᵀ] a part may exist: entries that diverge, or stand in a row that does, are nan.
        """
        found = []
        for point, m in zip(self.points, self.moments, strict=True):
            matrix = m.outer if which == "score" else m.neg_hessian
            whole = m.ok and (which == "score" or m.hessian_ok) and np.all(np.isfinite(matrix))
            if not whole and which == "score" and m.reached is not None:
                matrix = np.where(m.reached, matrix, np.nan)
            if whole or (which == "score" and m.reached is not None and m.reached.any()):
                scale = np.sqrt(np.maximum(np.diag(m.outer), 1e-300))
                found.append((point, matrix, scale[:, None] * scale[None, :]))
        return found

    def known(self, entry: tuple[int, int], which: Literal["score", "hessian"]) -> bool:
        """Whether there is a number for an entry at some point."""
        return any(np.isfinite(matrix[entry]) for _, matrix, _ in self.usable(which))

    def infinite(self) -> list[tuple[int, int]]:
        """Return the entries (i, j), i <= j, of E[score scoreᵀ] that diverge at every point."""
        tried = [m.divergent for m in self.moments]
        if not tried or any(d is None for d in tried):
            return []
        always = np.logical_and.reduce([np.asarray(d, dtype=bool) for d in tried])
        return [(int(i), int(j)) for i, j in np.argwhere(np.triu(always))]


def gather(
    density: Density,
    calculus: Calculus,
    wanted: int = 3,
    most: int = 12,
    inside: Callable[[], Sequence[Point] | None] = lambda: (),
) -> Evidence:
    """Evaluate at drawn points until the information exists at ``wanted`` of them, or ``most`` were tried.

    Points of moderate size come first, then those that ``inside`` names, where the theory is known to hold, then points
    nearer to the finite ends of the domains and farther from them. Where every entry diverges at the first three points
    and nothing is known, or ``inside`` answers ``None`` for nowhere, no others are tried.
    """
    points: list[Point] = []
    found: list[Moments] = []
    parts = independent_parts(density)
    for point in _candidates(density, most, inside, found):
        points.append(point)
        found.append(_moments(density, calculus, parts, point))
        if sum(m.ok for m in found) == wanted:
            break
    return Evidence(tuple(points), tuple(found))


def _candidates(
    density: Density, most: int, inside: Callable[[], Sequence[Point] | None], found: Sequence[Moments]
) -> Iterator[Point]:
    first = draw_points(density, _FIRST)
    yield from first
    known = inside()
    if known is None:
        return
    named = [p for p in known if p not in first]
    yield from named
    if not named and all(m.divergent is not None and np.all(np.diag(m.divergent)) for m in found):
        return
    for factor in (Fraction(1, 5), 3, Fraction(1, 12)):
        for point in first:
            moved = stretched(density, point, factor)
            if moved is not None and most > _FIRST:
                most -= 1
                yield moved


def _moments(density: Density, calculus: Calculus, parts: Sequence[Density], point: Point) -> Moments:
    if len(parts) == 1:
        return moments(density, calculus.log_density, calculus.score, calculus.hessian, point)
    return independent_moments(parts, point)


def independent_moments(parts: Sequence[Density], point: Point) -> Moments:
    """Return the moments of a product of densities, each normalised by its own mass.

    Scores add up, their covariances too: E[s sᵀ] = Σ Cov(s_g) + E[s] E[s]ᵀ. The factors of the parts that are free of
    the observation add a constant to the score, whose value E[score] is that of the product of the masses.
    """
    own = [differentiate(part) for part in parts]
    each = [moments(p, c.log_density, c.score, c.hessian, point) for p, c in zip(parts, own, strict=True)]
    if not all(np.isfinite(m.mass) and m.mass > 0 for m in each):
        return replace(each[0], ok=False, reason="a part of the product has no finite mass")
    mass = float(np.prod([m.mass for m in each]))
    means = [m.mean_score / m.mass for m in each]
    mean = sum(means)
    spread = sum(m.outer / m.mass - np.outer(e, e) for m, e in zip(each, means, strict=True))
    reason = next((m.reason for m in each if m.reason), "")
    return Moments(
        mass,
        mean,
        spread + np.outer(mean, mean),
        sum(m.neg_hessian / m.mass for m in each),
        sum(m.errors / m.mass for m in each),
        all(m.ok for m in each),
        reason,
        sum(m.hessian_errors / m.mass for m in each),
        mass * sum(m.mass_error / m.mass for m in each),
        np.any([m.divergent for m in each], axis=0),
        all(m.hessian_ok for m in each),
        all(m.mass_ok for m in each),
    )
