"""Shared parts of formulas that only one case of a distinction needs: computed where that case is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symfisher.codegen.numpy_printer import to_numpy
from symfisher.domains import Expr

Pair = tuple[Any, Expr]
"""A symbol and what is assigned to it."""
Case = tuple[Any, bool]
"""A condition, and whether it is met."""

_ALWAYS: Case = (sp.true, True)


def assignments(common: Sequence[Pair], values: Sequence[Expr]) -> list[str]:
    """Return statements for shared parts, in an order in which each finds what it needs.

    Examples
    --------
    >>> t, v = sp.Symbol("_t1"), sp.Symbol("_v1")
    >>> assignments([(v, sp.exp(t))], [sp.Piecewise((v + v**2, t > 5), (t, True))])
    ['if _np.any(_t1 > 5.0):', '    _v1 = _np.exp(_t1)', 'else:', '    _v1 = 0.0']
    """
    needs = _needs(common, values)
    found = [_assigned(pair) for pair in common if needs[pair[0]] == _ALWAYS]
    groups: dict[Case, list[Pair]] = defaultdict(list)
    for pair in common:
        if needs[pair[0]] != _ALWAYS:
            groups[needs[pair[0]]].append(pair)
    for (condition, met), pairs in groups.items():
        test = f"_np.any({to_numpy(condition)})" if met else f"not _np.all({to_numpy(condition)})"
        names = " = ".join(str(symbol) for symbol, _ in pairs)
        found += [f"if {test}:", *(f"    {_assigned(p)}" for p in pairs), "else:", f"    {names} = 0.0"]
    return found


def _assigned(pair: Pair) -> str:
    return f"{pair[0]} = {to_numpy(pair[1])}"


def _needs(common: Sequence[Pair], values: Sequence[Expr]) -> dict[Any, Case]:
    """Return for every shared part the one case in which it is needed, or that it always is."""
    found: dict[Any, Case] = {}
    own = {symbol for symbol, _ in common}

    def note(symbol: Any, case: Case) -> None:
        found[symbol] = case if found.get(symbol, case) == case else _ALWAYS

    for value in values:
        for symbol, case in _uses(value, _ALWAYS, own):
            note(symbol, case)
    for symbol, value in reversed(common):
        for inner, case in _uses(value, found.setdefault(symbol, _ALWAYS), own):
            note(inner, case)
    return found


def _uses(e: Any, case: Case, own: set[Any]) -> Iterator[tuple[Any, Case]]:
    """Yield the shared parts in an expression, with the case in which they are looked at."""
    if isinstance(e, sp.Piecewise) and len(e.args) == 2 and e.args[1][1] == sp.true and case == _ALWAYS:
        (first, condition), (second, _) = e.args
        yield from _uses(condition, case, own)
        yield from _uses(first, (condition, True), own)
        yield from _uses(second, (condition, False), own)
        return
    if e in own:
        yield e, case
    for a in e.args:
        yield from _uses(a, case, own)
