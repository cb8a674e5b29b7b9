"""Numbers against numbers, and the record that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

import numpy as np

from symfisher.claims.numbers import Numbers
from symfisher.claims.reading import SAMPLE_SIZE
from symfisher.claims.record import SUBJECTS, CheckedClaim, Of
from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.domains import Expr

_EQUAL = 1e-11
_DIFFERENT = 1e-10


@dataclass(frozen=True)
class Comparison:
    """What numbers say about a claim.

    Attributes
    ----------
    verdict
        ``right`` if they agree at every point, ``wrong`` if they surely differ at one.
    count
        Points compared.
    entry, point, claimed, derived
        Where they differ most at the first point that shows it; else the first entry at the first point.
    """

    verdict: Literal["right", "wrong", "undecided"]
    count: int
    entry: tuple[int, ...]
    point: Mapping[Any, Expr]
    claimed: float
    derived: float


def compare(points: Sequence[Mapping[Any, Expr]], claimed: Sequence[Any], derived: Sequence[Numbers]) -> Comparison:
    """Compare at every point.

    Entries that agree do so within rounding and the stated error, relative to sqrt(I_ii I_jj) (for a score, to the
    entry); entries that differ do so by more than a hundred times that. A claim that is no real number where the
    derivation is one differs there.
    """
    if not points:
        return Comparison("undecided", 0, (), {}, float("nan"), float("nan"))
    states: list[str] = []
    for point, claim, numbers in zip(points, claimed, derived, strict=True):
        state, entry = _state(claim, numbers)
        states.append(state)
        if state == "wrong":
            return Comparison("wrong", len(points), entry, point, float(claim[entry]), float(numbers.values[entry]))
    verdict: Literal["right", "undecided"] = "right" if set(states) == {"right"} else "undecided"
    place = (0, 0)
    return Comparison(verdict, len(points), place, points[0], float(claimed[0][place]), float(derived[0].values[place]))


def _state(claim: Any, numbers: Numbers) -> tuple[str, tuple[int, ...]]:
    values = numbers.values
    known = ~np.isnan(values)
    nowhere = _without_meaning(values)
    infinite = np.isinf(values)
    scale = _scale(values)
    with np.errstate(invalid="ignore"):
        gap = np.abs(claim - values) / scale
    same = np.where(infinite, claim == values, gap <= _EQUAL + 4 * numbers.error / scale)
    sure = np.where(infinite, claim != values, ~(gap <= _DIFFERENT + 100 * numbers.error / scale)) & known & ~nowhere
    if sure.any():
        ranked = np.where(sure, np.where(np.isfinite(gap), gap, np.inf), -1.0)
        row, column = np.unravel_index(int(np.argmax(ranked)), ranked.shape)
        return "wrong", (int(row), int(column))
    return ("right" if ((same & known) | nowhere).all() else "undecided"), (0, 0)


def _without_meaning(values: Any) -> Any:
    """Say which entries do not exist because the information in their row or column is infinite, shape (k, k)."""
    if values.shape[0] != values.shape[1]:
        return np.zeros_like(values, dtype=bool)
    infinite = np.isinf(np.diag(values))
    return (infinite[:, None] | infinite[None, :]) & ~np.eye(len(infinite), dtype=bool)


def _scale(values: Any) -> Any:
    """Return sqrt(v_ii v_jj), shape (k, k), or |v| for a vector; never zero."""
    finite = np.where(np.isfinite(values), values, 0.0)
    largest = max(float(np.abs(finite).max()), 1e-300)
    if values.shape[0] != values.shape[1]:
        return np.maximum(np.abs(finite), 1e-6 * largest)
    root = np.sqrt(np.abs(np.diag(finite)))
    root = np.maximum(root, 1e-6 * np.sqrt(largest))
    return np.outer(root, root)


def verdict_of(
    derivation: Derivation,
    of: Of,
    comparison: Comparison,
    names: Sequence[str],
    *,
    relation: str | None = None,
    wrong: bool = False,
    exact: bool = False,
    sentences: tuple[str, ...] = (),
) -> CheckedClaim:
    """Return the record of a comparison: a relation makes a wrong claim right up to it, unless ``wrong`` is said."""
    entry = tuple(names[i] for i in comparison.entry[: 1 if of == "score" else 2]) or None
    found = comparison.verdict
    both = numbers_in_words(derivation.density, of, comparison, entry) if entry else ()
    return CheckedClaim(
        "right-up-to" if found == "wrong" and relation is not None and not wrong else found,
        of,
        None,
        derivation,
        relation,
        entry,
        named(derivation.density, comparison.point) if entry else None,
        comparison.claimed if isfinite(comparison.claimed) else None,
        comparison.derived if isfinite(comparison.derived) else None,
        "exact" if exact else "numbers",
        (*sentences, *both),
    )


def named(density: Density, point: Mapping[Any, Expr]) -> dict[str, Expr]:
    """Return a point by the names of the density, with n if the claim is about n observations."""
    count = {"n": point[SAMPLE_SIZE]} if SAMPLE_SIZE in point else {}
    return {q.name: point[q.symbol] for q in density.quantities if q.symbol in point} | count


def numbers_in_words(density: Density, of: Of, comparison: Comparison, entry: tuple[str, ...]) -> tuple[str, ...]:
    """Say both numbers at the point."""
    at = ", ".join(f"{name} = {value}" for name, value in named(density, comparison.point).items())
    where = f"entry ({', '.join(entry)}) of {SUBJECTS[of]}" if len(density.parameters) > 1 else SUBJECTS[of]
    return (f"At {at} the claim gives {_shown(comparison.claimed)}, and {where} is {_shown(comparison.derived)}.",)


def _shown(number: float) -> str:
    if isfinite(number):
        return f"{number:.10g}"
    return "no real number" if number != number else "infinite"
