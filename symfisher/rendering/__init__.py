"""Derivations as text: one file a format, named ``as_<format>.py``, gathered by themselves.

Each holds ``render(derivation, style) -> str``. What a sentence says is in ``languages``, how a symbol is spelled in
`symbols`, how an expression is printed in `printers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symfisher.derivation import Derivation


@dataclass(frozen=True)
class Style:
    """How the result is to look.

    Attributes
    ----------
    width
        Columns of the page, for formats that break lines.
    unicode
        Whether characters beyond ASCII can be shown.
    color
        Whether terminal colours can be shown.
    language
        Name of the catalogue in ``rendering/languages``.
    """

    width: int = 100
    unicode: bool = True
    color: bool = False
    language: str = "en"


def formats() -> tuple[str, ...]:
    """Return the names of the formats, ``text`` first; imports none of them.

    Examples
    --------
    >>> formats()[0], "json" in formats()
    ('text', True)
    """
    names = sorted(_module_names("as_"))
    return ("text", *(name for name in names if name != "text"))


def render(derivation: Derivation, format: str = "text", **style: Any) -> str:  # noqa: A002 (the option's name)
    """Write a derivation in one of the `formats`, ending with a newline.

    Parameters
    ----------
    style
        Fields of `Style` that differ from the default.

    Raises
    ------
    ValueError
        There is no such format.
    """
    if format not in formats():
        raise ValueError(f"unknown format {format!r}; there are {', '.join(formats())}")
    module = import_module(f"{__name__}.as_{format}")
    text: str = module.render(derivation, replace(Style(), **style))
    return text.rstrip("\n") + "\n"


def _module_names(prefix: str) -> Iterator[str]:
    """Yield what follows ``prefix`` in the names of this package's modules."""
    for module in iter_modules(__path__):
        if module.name.startswith(prefix):
            yield module.name.removeprefix(prefix)
