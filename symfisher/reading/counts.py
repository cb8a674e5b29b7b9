"""Ranges such as x >= 0 that are meant in whole numbers: of a Poisson probability, whose integral is not one but whose sum is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp

from symfisher.domains import IntegerRange, Interval
from symfisher.errors import ParseError
from symfisher.reading.draft import Draft


def may_count(draft: Draft, names: Sequence[str]) -> bool:
    """Whether variables may be counts though their ranges do not say so.

    One stands in a factorial or binomial coefficient, or its range begins with a whole number that belongs to it.
    """
    symbols = {draft.symbols[n] for n in names}
    counted = draft.expression.atoms(sp.factorial, sp.binomial)
    if any(f.free_symbols & symbols for f in counted):
        return True
    domains = [draft.domains.get(n) for n in names]
    return any(isinstance(d, Interval) and d.closed_lower and d.lower.is_Integer for d in domains)


def in_whole_numbers(reading: Callable[[], Draft]) -> Draft:
    """Return a draft with the ranges of its variables in whole numbers.

    Raises
    ------
    ParseError
        No variable has such a range.
    """
    draft = reading()
    found = {n: _counts(d) for n in draft.variables if isinstance(d := draft.domains.get(n), Interval)}
    if not found or None in found.values():
        raise ParseError("no range of whole numbers is stated")
    draft.domains |= found
    said = ", ".join(domain.describe(n) for n, domain in _spelled(found, draft).items())
    draft.notes.append(f"support {said} (inferred: the density sums to 1 there)")
    return draft


def _counts(domain: Interval) -> IntegerRange | None:
    """Return the whole numbers of an interval whose ends are whole numbers or stand for them."""
    lower, upper = domain.ends
    if any(e.is_number and e.is_finite and not e.is_Integer for e in domain.ends):
        return None
    return IntegerRange(
        lower if domain.closed_lower or lower.is_infinite else lower + 1,
        upper if domain.closed_upper or upper.is_infinite else upper - 1,
    )


def _spelled(found: dict[str, Any], draft: Draft) -> dict[str, Any]:
    spelling = {symbol: sp.Symbol(name) for name, symbol in draft.symbols.items()}
    return {name: domain.xreplace(spelling) for name, domain in found.items()}
