"""Names of users in generated code: identifiers that are checked, unique and cannot hide a name of ours.

Everything of ours in generated code begins with an underscore (helpers, internal symbols) or is one of the four public
functions, which generated code never calls by that name; a user's name never begins with an underscore. So a parameter
called ``np``, ``score`` or ``print`` is harmless.
"""

from __future__ import annotations

import inspect
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

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


def neutral_names(density: Density) -> tuple[str, ...]:
    """Return argument names that hold nothing a user typed: ``x0``, then ``t1``, …, ``c1``, …."""
    return ("x0", *(q.symbol.name.lstrip("_") for q in density.parameters + density.constants))


def respelled(function: Callable[..., Any], names: Mapping[str, str]) -> Callable[..., Any]:
    """Return a function with its arguments, all of them required, called otherwise.

    Examples
    --------
    >>> def ratio(t1, t2):
    ...     return t1 / t2
    >>> respelled(ratio, {"t1": "mu", "t2": "sigma"})(sigma=2.0, mu=1.0)
    0.5
    """
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature([inspect.Parameter(n, kind) for n in names.values()])

    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*(signature.bind(*args, **kwargs).args if kwargs or len(args) != len(names) else args))

    call.__name__ = call.__qualname__ = function.__name__
    words = "|".join(sorted(names, key=len, reverse=True))
    call.__doc__ = re.sub(rf"\b(?:{words})\b", lambda m: names[m.group()], function.__doc__ or "")
    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _data_last(names: tuple[str, ...]) -> tuple[str, ...]:
    """Make the names unique, giving way with the data argument where it clashes with a parameter."""
    others = unique(names[1:])
    data = names[0]
    while data in others:
        data = f"{data}_"
    return (data, *others)
