"""The catalogue: one density a file, gathered by themselves. A new family is one new file with a record ``FAMILY``.

The records are plain strings; nothing here imports SymPy. Published information is a test oracle only: deriving a
catalogue family goes through the same engine as a typed density.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from symfisher.errors import ParseError
from symfisher.families.record import Binding, Family, Parameter, Parametrization

__all__ = ["Binding", "Family", "Parameter", "Parametrization", "all_families", "by_call", "get", "names"]

_NOT_FAMILIES = frozenset({"record"})


@cache
def names() -> tuple[str, ...]:
    """Return the names of all families in alphabetical order, without loading any.

    Examples
    --------
    >>> "gamma" in names()
    True
    """
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in _NOT_FAMILIES))


@cache
def all_families() -> tuple[Family, ...]:
    """Return every family of the catalogue in alphabetical order of its name."""
    return tuple(_load(name) for name in names())


def get(name: str) -> Family:
    """Return the family called ``name``; case, spaces, hyphens and underscores do not matter.

    Raises
    ------
    ParseError
        There is no such family; the message names the nearest one.

    Examples
    --------
    >>> get("Half-Normal").title
    'Half-normal'
    """
    key = _key(name)
    for candidate in names():
        if _key(candidate) == key:
            return _load(candidate)
    table = _aliases()
    if key in table:
        return _load(table[key])
    raise ParseError(f"unknown family '{name}'; {_hint(key, table)}")


def by_call(name: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Binding:
    """Return the binding of a family call such as ``gamma(shape=a, mean=m)``; see `Family.bind`.

    Raises
    ------
    ParseError
        No such family, or its arguments do not fit.

    Examples
    --------
    >>> by_call("gamma", (), {"shape": "a", "mean": "m"}).expressions
    (('a', 'a'), ('b', 'a/m'))
    """
    return get(name).bind(args, kwargs)


@cache
def _load(name: str) -> Family:
    """Import one file and return its record."""
    family: Family = importlib.import_module(f"{__name__}.{name}").FAMILY
    return family


@cache
def _aliases() -> dict[str, str]:
    """Return key → family name for every alias; this loads the whole catalogue."""
    return {_key(alias): family.name for family in all_families() for alias in family.aliases}


def _hint(key: str, aliases: Mapping[str, str]) -> str:
    """Return the nearest name as a question, or where to find the list."""
    import difflib  # only for mistakes

    known = {_key(name): name for name in names()} | {
        alias: family for alias, family in aliases.items() if len(alias) > 2
    }
    near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{known[near[0]]}'?" if near else "'symfisher families' lists them"


def _key(name: str) -> str:
    """Return ``name`` without case and separators."""
    return "".join(c for c in name.lower() if c.isalnum())
