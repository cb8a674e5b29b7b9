"""A claim about what does not contain the data, beside what was derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symfisher.claims.numbers import (
    Numbers,
    Point,
    computable,
    evaluate_exactly,
    information,
    may_saturate,
    parameter_points,
)
from symfisher.claims.reading import SAMPLE_SIZE, Claim
from symfisher.claims.record import Of
from symfisher.claims.relations import (
    Relation,
)
from symfisher.derivation import Derivation
from symfisher.domains import Expr

_POINTS = 5


_MOST_POINTS = 8


_SIZES = (3, 5, 7, 4, 6, 11, 8, 13, 10, 9, 12, 15, 14, 17, 16, 19, 18, 20, 22, 21)


@dataclass(frozen=True)
class Case:
    """A claim, a derivation, and the numbers of both at the points where there are numbers.

    ``doubtful``: agreement of numbers alone would say little, for the claim is out of reach at some point.
    """

    derivation: Derivation
    claim: Claim
    of: Of
    points: tuple[Point, ...]
    derived: tuple[Numbers, ...]
    claimed: tuple[Any, ...]
    doubtful: bool

    @property
    def names(self) -> list[str]:
        """Names of the parameters."""
        return [p.name for p in self.derivation.density.parameters]

    @property
    def of_sample(self) -> bool:
        """Whether the claim is the bound for n observations, and compared with that."""
        return self.of == "bound" and SAMPLE_SIZE in self.claim.symbols

    @property
    def as_it_stands(self) -> Relation:
        """The relation of a claim that is right."""
        order = tuple(range(len(self.names)))
        return (
            Relation(count=SAMPLE_SIZE, power=sp.S.NegativeOne, order=order)
            if self.of_sample
            else Relation(order=order)
        )


def case_of(derivation: Derivation, claim: Claim, of: Of) -> Case:
    """Gather numbers at points where the derivation has finite ones; where it has none anywhere, at all points."""
    infinite = any(c.name == "finite-information" and c.status == "fails" for c in derivation.regularity.conditions)
    points: list[Point] = []
    derived: list[Numbers] = []
    for point in parameter_points(derivation, _MOST_POINTS)[
        : 1 if infinite and not derivation.regularity.when else None
    ]:
        points.append(point)
        derived.append(_derived(derivation, of, point))
        if sum(np.isfinite(d.values).all() for d in derived) == _POINTS:
            break
    usable = [i for i, d in enumerate(derived) if np.isfinite(d.values).all()] or list(range(len(points)))
    sizes = [{SAMPLE_SIZE: sp.Integer(size)} if SAMPLE_SIZE in claim.symbols else {} for size in _SIZES]
    sized = [{**points[i], **sizes[i]} for i in usable]
    entries = [e for row in claim.rows for e in row]
    doubtful = any(may_saturate(entries, p) for p in sized)
    kept = [i for i, p in enumerate(sized) if computable(entries, p)]
    usable, sized = [usable[i] for i in kept], [sized[i] for i in kept]
    claimed = [matrix_at(claim.rows, p) for p in sized]
    first = int(
        len(usable) > 2 and not np.isfinite(claimed[0]).all()
    )  # the simple point may be a removable singularity
    numbers = tuple(_shared(derived[i], p, of) for i, p in zip(usable[first:], sized[first:], strict=True))
    return Case(derivation, claim, of, tuple(sized[first:]), numbers, tuple(claimed[first:]), doubtful)


def _shared(derived: Numbers, point: Point, of: Of) -> Numbers:
    """Return a bound for as many observations as the point says."""
    if of != "bound" or SAMPLE_SIZE not in point:
        return derived
    n = float(point[SAMPLE_SIZE])
    return Numbers(derived.values / n, derived.error / n)


def matrix_at(rows: Sequence[Sequence[Expr]], point: Point) -> Any:
    """Return the values (k, k) of a claimed matrix."""
    return evaluate_exactly([e for row in rows for e in row], point).reshape(len(rows), -1)


def _derived(derivation: Derivation, of: Of, point: Point) -> Numbers:
    """Return what the claim should be at one point."""
    if of == "expected-hessian":
        found = information(derivation, point, "hessian")
        return Numbers(-found.values, found.error)
    found = information(derivation, point)
    return inverse_of(found) if of == "bound" else found


def inverse_of(found: Numbers) -> Numbers:
    """Invert, with the error to first order; ``nan`` where the matrix is singular."""
    nothing = np.full_like(found.values, np.nan)
    if not np.isfinite(found.values).all():
        return Numbers(nothing, nothing)
    scale = np.sqrt(np.abs(np.diag(found.values)))
    if not (scale > 0).all():
        return Numbers(nothing, nothing)
    unit = found.values / np.outer(scale, scale)
    if np.linalg.cond(unit) > 1e10:
        return Numbers(nothing, nothing)
    inverse = np.linalg.inv(unit)
    error = np.abs(inverse) @ (found.error / np.outer(scale, scale) + 1e-15) @ np.abs(inverse)
    return Numbers(inverse / np.outer(scale, scale), error / np.outer(scale, scale))
