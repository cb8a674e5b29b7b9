"""Names of users in generated code: identifiers that are checked, unique and cannot hide a name of ours.

Everything of ours in generated code begins with an underscore (helpers, internal symbols) or is one of the four public
functions, which generated code never calls by that name; a user's name never begins with an underscore. So a parameter
called ``np``, ``score`` or ``print`` is harmless.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from symfisher.density import Density, safe_name

SYMBOL = re.compile(r"_[xtc][1-9][0-9]*")


def identifier(name: str, fallback: str) -> str:
    """Return ``name`` as an identifier without leading underscore, or ``fallback`` if nothing of it can be kept.

    Examples
    --------
    >>> identifier("lambda", "t1"), identifier("x_m", "t1"), identifier("a);import os#", "t1"), identifier("__", "t1")
    ('lambda_', 'x_m', 'aimport_os', 't1')
    """
    plain = re.sub(r"[^\w\s]", "", unicodedata.normalize("NFKC", name)).strip()
    plain = unicodedata.normalize("NFKC", re.sub(r"\s+", "_", plain)).lstrip("_")
    plain = plain if plain.isidentifier() else ""
    found = safe_name(plain) if plain else fallback
    if not found.isidentifier() or keyword.iskeyword(found) or found.startswith("_"):
        return fallback
    return found


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, the second and later bearer of one with an underscore added until it is its own.

    Examples
    --------
    >>> unique(["x", "a", "x"])
    ('x', 'a', 'x_')
    """
    taken: list[str] = []
    for name in names:
        while name in taken:
            name = f"{name}_"
        taken.append(name)
    return tuple(taken)


def argument_names(density: Density) -> tuple[str, ...]:
    """Return the argument names of the generated functions: the data, then parameters, then constants.

    The data argument is the variable's own name, or ``x`` where there are several variables.
    """
    data = identifier(density.variables[0].name, "x") if len(density.variables) == 1 else "x"
    others = [identifier(p.name, p.symbol.name.lstrip("_")) for p in density.parameters + density.constants]
    return _data_last((data, *others))


def _data_last(names: tuple[str, ...]) -> tuple[str, ...]:
    """Make the names unique, giving way with the data argument where it clashes with a parameter."""
    others = unique(names[1:])
    data = names[0]
    while data in others:
        data = f"{data}_"
    return (data, *others)
