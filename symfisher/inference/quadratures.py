"""Information in incomplete data as numbers, by quadrature alone: the check of every closed form, and the answer without.

∂P(B) is the integral of the score over B, so that only integrals of 1, score and score·scoreᵀ over parts are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.inference.answers import Answer, rows
from symfisher.inference.conditions import bins_of, part_of, parts_beside
from symfisher.inference.partial import Part, PartialIntegrals
from symfisher.inference.sample import point_of
from symfisher.quadrature import expectations

Point = Mapping[Any, Any]


class Seen(Protocol):
    """What is seen of an observation."""

    def information(self, integrals: PartialIntegrals, score: Sequence[Any], point: Point) -> Any:
        """Return the information of one observation at a point, shape (k, k)."""


@dataclass(frozen=True)
class Truncated:
    """Seen only in ``kept``."""

    kept: Part

    def information(self, integrals: PartialIntegrals, score: Sequence[Any], point: Point) -> Any:
        """Return the second moments of the score given that it is seen, about their mean."""
        mass, first, second = _moments(self.kept, integrals, score, point)
        return second / mass - np.outer(first, first) / mass**2


@dataclass(frozen=True)
class Coarsened:
    """Seen as it is in ``parts``; in the ``cells`` only which of them."""

    parts: tuple[Part, ...]
    cells: tuple[Part, ...]

    def information(self, integrals: PartialIntegrals, score: Sequence[Any], point: Point) -> Any:
        """Return the second moments of the score, those of its means in the cells."""
        total = np.zeros((len(score), len(score)))
        for part in self.parts:
            total += _moments(part, integrals, score, point)[2]
        for cell in self.cells:
            mass, first, _ = _moments(cell, integrals, score, point)
            total += np.outer(first, first) / mass
        return total


def _moments(part: Part, integrals: PartialIntegrals, score: Sequence[Any], point: Point) -> tuple[float, Any, Any]:
    """Return the integrals of 1, score and score·scoreᵀ over a part; an endless range is the whole without the others."""
    k = len(score)
    upper = [(i, j) for i in range(k) for j in range(i, k)]
    integrands = [*score, *(score[i] * score[j] for i, j in upper)]
    if part.is_endless(integrals.density):
        whole = np.array([1.0, *expectations(integrals.density, integrands, point)[0]])
        others = parts_beside(part, integrals.density)
        values = whole - sum(integrals.numbers(integrands, p, point)[0] for p in others)
    else:
        values, _ = integrals.numbers(integrands, part, point)
    second = np.zeros((k, k))
    for (i, j), v in zip(upper, values[k + 1 :], strict=True):
        second[i, j] = second[j, i] = v
    return float(values[0]), values[1 : k + 1], second


@dataclass(frozen=True)
class IncompleteNumbers:
    """Information in incomplete data at one point.

    Attributes
    ----------
    information, complete
        Of one observation, shape (k, k).
    lost
        1 − information/complete for each parameter alone, shape (k,).
    """

    information: Any
    complete: Any
    lost: Any
    answer: Answer = field(repr=False)


def incomplete_at(
    derivation: Derivation,
    at: str | Mapping[str, Any],
    *,
    truncate: str | None = None,
    censor: str | None = None,
    bins: str | Sequence[Any] | None = None,
) -> IncompleteNumbers:
    """Return the information in truncated, censored or grouped data as numbers, closed form or not.

    Parameters
    ----------
    at
        Values of all parameters and constants, those of the condition too: ``"a=2, b=1, c=3"``.
    truncate, censor, bins
        One of them; as in `symfisher.inference.incomplete`.

    Raises
    ------
    DomainError
        A value is missing, not exactly one question is asked, or a quadrature failed.
    ParseError
        The condition cannot be read.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = incomplete_at(derive("x ~ gamma(a, b)"), "a=2, b=1, c=3", censor="x > c")
    >>> [round(float(e), 4) for e in found.lost]
    [0.0187, 0.1431]
    """
    density, seen = _seen(derivation.density, truncate, censor, bins)
    point = point_of(density, at)
    integrals = PartialIntegrals(density)
    value = seen.information(integrals, list(derivation.own.score), point)
    complete = _complete(density, list(derivation.own.score), point)
    if not (np.isfinite(value).all() and np.isfinite(complete).all()):
        raise DomainError("the integrals over these parts were not found to the precision wanted at this point")
    lost = 1 - np.diag(value) / np.diag(complete)
    names = [p.name for p in density.parameters]
    found = rows(
        *(
            (f"information ({names[i]}, {names[j]})", f"{value[i, j]:.10g}")
            for i in range(len(names))
            for j in range(i + 1)
        ),
        *((f"information lost about {n}, in per cent", f"{100 * e:.6g}") for n, e in zip(names, lost, strict=True)),
    )
    return IncompleteNumbers(value, complete, lost, Answer("Incomplete data, by quadrature", density, found))


def _seen(density: Density, truncate: Any, censor: Any, bins: Any) -> tuple[Density, Seen]:
    if sum(1 for asked in (truncate, censor, bins) if asked) != 1:
        raise DomainError("say what is seen, by one of truncate, censor and bins")
    if bins:
        density, parts = bins_of(density, bins)
        return density, Coarsened((), tuple(parts))
    density, part = part_of(density, truncate or censor)
    return density, Truncated(part) if truncate else Coarsened(tuple(parts_beside(part, density)), (part,))


def _complete(density: Density, score: Sequence[Any], point: Point) -> Any:
    """Return E[score scoreᵀ], shape (k, k)."""
    k = len(score)
    products = [a * b for a in score for b in score]
    return np.array(expectations(density, products, point)[0]).reshape(k, k)
