"""Changes of variable in a certificate: x = ψ(u) is tested branch by branch against u = φ(x), and at its ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.replay.bench import Values, exact, inside, number, numbers, require, same, slope, tends

_PLACES = tuple(sp.Rational(*t) for t in ((23, 61), (47, 71)))
_RUNGS = (4, 8, 16, 32, 64)

Way = tuple[Any, Any]
"""A branch, as `symfisher.expectation.substitution` records it, with its symbol u."""

Place = tuple[int, Any, Any]
"""Number of the way, u, x."""


def check_ways(density: Density, ways: Sequence[Way]) -> None:
    """Refuse ways whose symbol u is not free to be used."""
    own = {q.symbol for q in density.quantities}
    require(ways and all(u not in own for _, u in ways), "there is no change of variable")


def ends_of(image: Any, point: Values) -> tuple[Any, Any]:
    """Return the ends of an image as numbers."""
    low, high = numbers((image.low, image.high), point)
    require(bool(low < high) and mp.isfinite(low), "the image is empty")
    return low, high


def places_of(density: Density, ways: Sequence[Way], samples: Sequence[Values]) -> Iterator[Place]:
    """Yield two places a way, and the places of the samples; each of those must be reached by exactly one way."""
    (x,) = density.xs
    for n, way in enumerate(ways):
        for t in _PLACES:
            u = inside(*ends_of(way[0].image, samples[0]), exact(t))
            yield n, u, number(way[0].inverse, {**samples[0], way[1]: u})
    for sample in samples:
        hits = 0
        for n, way in enumerate(ways):
            u, (low, high) = number(way[0].phi, sample), ends_of(way[0].image, sample)
            if low < u < high and same(number(way[0].inverse, {**sample, way[1]: u}), sample[x]):
                hits += 1
                yield n, u, sample[x]
        require(hits == 1, "a value of the support is in no part, or in two")


def speed(density: Density, way: Way, point: Values, u: Any) -> tuple[Any, Any]:
    """Return x = ψ(u) and |ψ′(u)|, after testing that φ and ψ are inverse to each other and of the direction stated."""
    (branch, symbol), (x,) = way, density.xs
    place = number(branch.inverse, {**point, symbol: u})
    low, high = numbers(density.variables[0].domain.ends, point)
    require(bool(low < place < high), "the inverse leaves the support")
    require(same(number(branch.phi, {**point, x: place}), u), "the branch does not invert the substitution")
    slope_ = slope(lambda v: number(branch.inverse, {**point, symbol: v}), u)
    require(bool(slope_ > 0) == branch.increasing and slope_ != 0, "the branch has the other direction")
    return place, abs(slope_)


def check_cover(density: Density, ways: Sequence[Way], point: Values) -> None:
    """Refuse unless the ways lie side by side and fill the support: outer ends reach its ends, inner ones meet."""
    support, ladders = numbers(density.variables[0].domain.ends, point), []
    for way in ways:
        low, high = ends_of(way[0].image, point)
        small = [mp.mpf(10) ** -n * min(mp.mpf(1), (high - low) / 2) for n in _RUNGS]
        above = [high - v for v in small] if mp.isfinite(high) else [low + mp.mpf(10) ** (n // 2) for n in _RUNGS]
        sides = [
            [number(way[0].inverse, {**point, way[1]: v}) for v in side] for side in ([low + v for v in small], above)
        ]
        ladders.append(sides if way[0].increasing else sides[::-1])
    ladders.sort(key=lambda sides: sides[0][0])
    require(
        tends(ladders[0][0], support[0]) and tends(ladders[-1][1], support[1]), "an end of the support is not reached"
    )
    for (_, right), (left, _) in pairwise(ladders):
        require(tends([b - a for a, b in zip(right, left, strict=True)], mp.mpf(0)), "neighbouring parts do not meet")
