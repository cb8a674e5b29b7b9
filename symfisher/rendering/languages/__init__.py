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
        ``{name}`` stands for an argument of the step, ``{listing}`` for all of them.
    """

    title: str
    text: str = ""


def languages() -> tuple[str, ...]:
    """Return the languages there are.

    Examples
    --------
    >>> languages()
    ('en', 'zh')
    """
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def catalogue(language: str) -> Any:
    """Return the module that holds the sentences of a language."""
    return import_module(f"{__name__}.{language}")
