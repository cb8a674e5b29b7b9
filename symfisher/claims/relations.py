"""What a claim may be instead of what was asked for: named relations, smallest first.

A relation is undone on the claim (divide by n, put rows in order, put η = h(θ) for the letter, multiply by h′h′ᵀ); what
is left is compared with a base matrix: the derivation itself, its negative, −E[Hessian], its inverse, a square root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, permutations, product
from math import factorial
from typing import Any, Literal

import numpy as np
import sympy as sp

from symfisher.claims.charts import Chart
from symfisher.claims.reading import SAMPLE_SIZE
from symfisher.domains import Expr

Base = Literal["same", "sign", "hessian", "inverse", "root", "root-inverse"]

_PREFERRED: tuple[Base, ...] = ("hessian", "sign", "inverse", "same", "root", "root-inverse")
"""Of relations of one size, which is named first."""
ROOTS = ("root", "root-inverse")
TOLERANCE = 1e-10
_MOST_ORDERS = 120
_MOST_COMBINATIONS = 64
_MOST_RENAMED = 2


@dataclass(frozen=True)
class Change:
    """Another coordinate for one parameter; ``renamed`` if the claim writes the new one with the old letter."""

    index: int
    chart: Chart
    renamed: bool = False


@dataclass(frozen=True)
class Relation:
    """One way in which a claim differs from the derivation.

    Attributes
    ----------
    base
        The matrix that the claim is, but for what follows.
    count, power
        The number of observations, n or a whole number, and its power: 1 in an information, −1 in a variance.
    order
        The parameter that each row belongs to.
    changes
        Parameters that were replaced.
    """

    base: Base = "same"
    count: Expr = sp.S.One
    power: Expr = sp.S.One
    order: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def size(self) -> int:
        """How much it takes to get from the derivation to the claim."""
        base = {"same": 0, "root-inverse": 2}.get(self.base, 1)
        turned = self.order != tuple(sorted(self.order))
        renamed = sum(c.renamed for c in self.changes)
        return int(base + (self.count != 1) + turned + len(self.changes) + renamed)

    @property
    def trivial(self) -> bool:
        """Whether the claim is the derivation itself."""
        return self.size == 0

    def undone(self, claim: Any, thetas: Sequence[Any]) -> Any:
        """Return what a symbolic claim is without this relation, to be compared with the base."""
        rule = {thetas[c.index]: c.chart.image(thetas[c.index]) for c in self.changes if c.renamed}
        k = len(thetas)
        places = {parameter: row for row, parameter in enumerate(self.order)}
        slopes = {c.index: c.chart.slope(thetas[c.index]) for c in self.changes}
        way = -1 if self.base in ("inverse", "root-inverse") else 1
        factor = self.count**self.power

        def entry(i: int, j: int) -> Expr:
            value = claim[places[i], places[j]].xreplace(rule)
            return value * (slopes.get(i, 1) * slopes.get(j, 1)) ** way / factor

        return sp.Matrix(k, k, entry)


@dataclass(frozen=True)
class Samples:
    """What the search sees: numbers at points; s points, k parameters.

    Attributes
    ----------
    claim
        ``claim(renamed)``: the claim with the charts of ``renamed`` put for its letters, shape (s, k, k).
    sizes
        n at each point, shape (s,); all ones if the claim has no n.
    bases
        The base matrices, shape (s, k, k) each.
    powers
        The power of n in a claim that is this base.
    slopes
        (parameter, chart name) to h′ at each point, shape (s,).
    has_n
        Whether the claim contains n.
    """

    claim: Callable[[tuple[Change, ...]], Any]
    sizes: Any
    bases: Mapping[Base, Any]
    powers: Mapping[Base, Expr]
    slopes: Mapping[tuple[int, str], Any]
    has_n: bool


def search(samples: Samples, charts: Sequence[Sequence[Chart]], orders: Sequence[tuple[int, ...]]) -> list[Relation]:
    """Return every relation that holds at all points, smallest first."""
    found = list(_with_claim(samples, samples.claim(()), charts, orders, ()))
    if not found:
        for renamed in _renamings(charts):
            found += _with_claim(samples, samples.claim(renamed), charts, orders[:1], renamed)
    if not found and not samples.has_n:
        found = list(_whole_factors(samples, orders))
    return sorted(found, key=lambda r: (r.size, _PREFERRED.index(r.base), len(r.changes)))


def orders_of(count: int) -> list[tuple[int, ...]]:
    """Return the orders of ``count`` parameters that are tried, the given one first."""
    if factorial(min(count, 10)) <= _MOST_ORDERS:
        return list(permutations(range(count)))
    same = tuple(range(count))
    swaps = (tuple({i: j, j: i}.get(p, p) for p in same) for i, j in combinations(same, 2))
    return [same, same[::-1], *swaps]


def _renamings(charts: Sequence[Sequence[Chart]]) -> Iterator[tuple[Change, ...]]:
    options = [Change(i, chart, True) for i, row in enumerate(charts) for chart in row]
    for count in range(1, _MOST_RENAMED + 1):
        for chosen in combinations(options, count):
            if len({c.index for c in chosen}) == count:
                yield chosen


def _with_claim(
    samples: Samples,
    claim: Any,
    charts: Sequence[Sequence[Chart]],
    orders: Sequence[tuple[int, ...]],
    renamed: tuple[Change, ...],
) -> Iterator[Relation]:
    """Yield the relations of a claim whose letters have been read as ``renamed`` says."""
    if not np.isfinite(claim).all():
        return
    count = SAMPLE_SIZE if samples.has_n else sp.S.One
    for base, order in product(samples.bases, orders):
        scaled = claim / (samples.sizes ** float(samples.powers[base]))[:, None, None]
        places = np.argsort(order)
        turned = scaled[:, places[:, None], places[None, :]]
        for changes in _fitting(samples, base, turned, charts, renamed):
            yield Relation(base, count, samples.powers[base], order, changes)


def _fitting(
    samples: Samples, base: Base, claim: Any, charts: Sequence[Sequence[Chart]], renamed: tuple[Change, ...]
) -> Iterator[tuple[Change, ...]]:
    """Yield the changes under which the claim is the base: diagonal entries choose, the others confirm."""
    target = samples.bases[base]
    fixed = {c.index: c for c in renamed}
    options: list[list[Change | None]] = []
    for i, row in enumerate(charts):
        others = () if base in ROOTS else row
        tried: list[Change | None] = [fixed[i]] if i in fixed else [None, *(Change(i, chart) for chart in others)]
        options.append([c for c in tried if close(claim[:, i, i] * _slope(samples, base, c) ** 2, target[:, i, i])])
    for chosen in islice(product(*options), _MOST_COMBINATIONS):
        slopes = np.stack([_slope(samples, base, c) for c in chosen], axis=1)
        undone = claim * slopes[:, :, None] * slopes[:, None, :]
        scale = np.sqrt(np.abs(np.einsum("sii->si", target)))
        if (np.abs(undone - target) <= TOLERANCE * scale[:, :, None] * scale[:, None, :]).all():
            yield tuple(c for c in chosen if c is not None)


def _slope(samples: Samples, base: Base, change: Change | None) -> Any:
    if change is None:
        return np.ones_like(samples.sizes)
    slope = samples.slopes[change.index, change.chart.name]
    return 1 / slope if base in ("inverse", "root-inverse") else slope


def _whole_factors(samples: Samples, orders: Sequence[tuple[int, ...]]) -> Iterator[Relation]:
    """Yield a whole number of observations, the same at every point and in every entry."""
    claim = samples.claim(())
    if not np.isfinite(claim).all():
        return
    for base in [b for b in samples.bases if b in ("same", "inverse")]:
        ratio = constant_ratio(claim, samples.bases[base])
        power = samples.powers[base]
        count = ratio ** float(power) if ratio else 0.0
        if round(count) >= 2 and abs(count - round(count)) < TOLERANCE * count:
            yield Relation(base, sp.Integer(round(count)), power, orders[0])


def constant_ratio(left: Any, right: Any, tolerance: float = TOLERANCE) -> float | None:
    """Return the number by which ``left`` is a multiple of ``right`` everywhere, or ``None``."""
    ratios = left[right != 0] / right[right != 0]
    if not len(ratios) or not np.isfinite(ratios).all():
        return None
    ratio = float(ratios[0])
    return ratio if close(left, ratio * right, tolerance) else None


def close(left: Any, right: Any, tolerance: float = TOLERANCE) -> bool:
    """Whether two arrays agree to ten digits, or within the relative tolerance given, entry by entry."""
    return bool((np.abs(left - right) <= tolerance * np.maximum(np.abs(left), np.abs(right))).all())
