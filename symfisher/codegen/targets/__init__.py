"""Target languages: a printer, what code needs before it, and a template; one file each, gathered by themselves."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from symfisher.codegen.program import Program
from symfisher.errors import SymfisherError


@dataclass(frozen=True)
class Target:
    """A language that programs can be written in.

    Attributes
    ----------
    name
        As it is asked for: ``python``.
    suffix
        Of the files it writes, with the dot.
    source
        Writes a whole module from a program.
    load
        Turns source into callables for ``derivation.callables(backend)``; ``None`` if the language does not run here.
    backends
        Other names of it.
    form
        How formulas are given to it: ``guarded`` (numbers of 20 digits, its own guard against lost digits and its own
        integrals), ``series`` (numbers of 20 digits, series near removable singularities), ``exact`` (as derived).
    """

    name: str
    suffix: str
    source: Callable[[Program], str]
    load: Callable[[str], dict[str, Any]] | None = None
    backends: tuple[str, ...] = ()
    form: Literal["guarded", "series", "exact"] = "series"


@cache
def all_targets() -> dict[str, Target]:
    """Return every target by name, in alphabetical order."""
    found = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        target = importlib.import_module(f"{__name__}.{module}").TARGET
        found[target.name] = target
    return dict(sorted(found.items()))


def get(name: str) -> Target:
    """Return the target of a name or of a backend's name.

    Raises
    ------
    SymfisherError
        There is no such target.
    """
    for target in all_targets().values():
        if name == target.name or name in target.backends:
            return target
    known = ", ".join(sorted({n for t in all_targets().values() for n in (t.name, *t.backends)}))
    raise SymfisherError(f"unknown target {name!r}; known are {known}")
