"""The sentences of the output, one file a language: a step's rule is the key, its arguments fill the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """What a step is called and what it says.

    Attributes
    ----------
    title, text
        ``{name}`` stands for an argument of the step; ``{before}``, ``{after}`` for its two ends, ``{combination}`` for
        the sum of scores whose weights are the arguments named by the number of a parameter, ``{listing}`` for all
        arguments.
    equation
        LaTeX of the line of algebra, filled in the same way with LaTeX.
    """

    title: str
    text: str = ""
    equation: str = "{before} = {after}"


def languages() -> tuple[str, ...]:
    """Return the languages there are.

    Examples
    --------
    >>> "en" in languages()
    True
    """
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def catalogue(language: str) -> Any:
    """Return the module that holds the sentences of a language."""
    return import_module(f"{__name__}.{language}")
