"""Linear relations between functions of the observation, found by matching coefficients in a field.

Given functions g_1 … g_n whose expectations are known, h = c + Σ λ_k g_k (λ free of x) gives E[h] = c + Σ λ_k E[g_k].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symfisher.domains import Expr
from symfisher.normal_form import Element, Field
from symfisher.polynomials import product


def relations(
    field: Field, known: Sequence[Element], targets: Sequence[Element], xs: Sequence[Any]
) -> list[tuple[Element, list[Element]] | None]:
    """Write each target as c + Σ λ_k·known_k with c, λ free of ``xs``; ``None`` where that is not possible.

    Targets that are equal are solved for once.

    Returns
    -------
    For each target the pair (c, [λ_1 … λ_n]) of field elements.
    """
    distinct = list(dict.fromkeys(targets))
    rows = _coefficients(field, [*known, *distinct], field.indices(xs))
    constant = rows.pop((), None) or [field.K.zero] * (len(known) + len(distinct))
    reduced, pivots = _reduced(list(rows.values()), len(known))
    found = {h: _read(field, reduced, pivots, constant, len(known), t) for t, h in enumerate(distinct)}
    return [found[h] for h in targets]


def _read(
    field: Field, rows: list[list[Element]], pivots: list[int], constant: list[Element], n: int, target: int
) -> tuple[Element, list[Element]] | None:
    if any(row[n + target] for row in rows[len(pivots) :]):
        return None
    weights = [field.K.zero] * n
    for row, pivot in zip(rows, pivots, strict=False):
        weights[pivot] = row[n + target]
    c = constant[n + target]
    for weight, k in zip(weights, constant, strict=False):
        c = c - weight * k if weight else c
    return c, weights


def _coefficients(field: Field, elements: list[Element], x_indices: tuple[int, ...]) -> dict[Any, list[Element]]:
    """Put all over one denominator in x and collect, for every monomial in x, one coefficient an element."""
    K, ring = field.K, field.K.ring
    chosen = set(x_indices)
    common: dict[Any, int] = {}
    for e in elements:
        common |= {f: max(n, common.get(f, 0)) for f, n in e.powers.items() if _contains(f, chosen)}
    rows: dict[Any, list[Element]] = {}
    for column, e in enumerate(elements):
        missing = {f: n - e.powers.get(f, 0) for f, n in common.items()}
        fixed = {f: n for f, n in e.powers.items() if f not in common}
        for key, part in _split(e.top * product(ring, missing), chosen).items():
            row = rows.setdefault(key, [K.zero] * len(elements))
            row[column] = K.over(ring.from_dict(part), fixed)
    return _with_constant(field, rows, _split(product(ring, common), chosen), len(elements))


def _contains(poly: Any, chosen: set[int]) -> bool:
    return any(m[i] for m in poly.itermonoms() for i in chosen)


def _with_constant(
    field: Field, rows: dict[Any, list[Element]], denominator: dict[Any, Any], width: int
) -> dict[Any, list[Element]]:
    """Add the function 1 (times the common denominator) as what constants are multiples of.

    The row of the denominator's leading monomial becomes the constant row, under the key ``()``; its multiples are taken
    from the other rows of the denominator.
    """
    K, ring = field.K, field.K.ring
    lead = max(denominator)
    lead_value = K(ring.from_dict(denominator[lead]))
    constant = [v / lead_value for v in rows.pop(lead, [K.zero] * width)]
    for key, part in denominator.items():
        if key == lead:
            continue
        value = K(ring.from_dict(part))
        row = rows.get(key, [K.zero] * width)
        rows[key] = [r - value * c for r, c in zip(row, constant, strict=True)]
    rows[()] = constant
    return rows


def _split(poly: Any, chosen: set[int]) -> dict[Any, dict[Any, Any]]:
    """Collect a polynomial by its monomials in the chosen generators."""
    parts: dict[Any, dict[Any, Any]] = {}
    for m, c in poly.terms():
        key = tuple(e if i in chosen else 0 for i, e in enumerate(m))
        rest = tuple(0 if i in chosen else e for i, e in enumerate(m))
        parts.setdefault(key, {})[rest] = c
    return parts


def _reduced(rows: list[list[Element]], n: int) -> tuple[list[list[Element]], list[int]]:
    """Row-reduce on the first ``n`` columns only, so that no pivot falls in a target's column."""
    rows = [row for row in rows if any(row)]
    pivots: list[int] = []
    top = 0
    for column in range(n):
        pick = min(
            (r for r in range(top, len(rows)) if rows[r][column]),
            key=lambda r: _size(rows[r][column]),
            default=None,
        )
        if pick is None:
            continue
        rows[top], rows[pick] = rows[pick], rows[top]
        lead = rows[top][column]
        rows[top] = [v / lead if v else v for v in rows[top]]
        for r, row in enumerate(rows):
            if r != top and row[column]:
                factor = row[column]
                rows[r] = [a - factor * b if b else a for a, b in zip(row, rows[top], strict=True)]
        pivots.append(column)
        top += 1
    return rows, pivots


def _size(element: Element) -> int:
    return len(element.numer) + len(element.denom)


def is_constant(field: Field, element: Element, xs: Sequence[Any]) -> bool:
    """Say whether an element is free of ``xs``."""
    chosen = set(field.indices(xs))
    return not any(_contains(p, chosen) for p in (element.numer, element.denom))


__all__ = ["Expr", "is_constant", "relations"]
