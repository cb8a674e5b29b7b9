"""Derivations as text: one file a format, named ``as_<format>.py``, gathered by themselves.

Each holds ``render(derivation, style) -> str``. What a sentence says is in ``languages``, how a symbol is spelled in
`symbols`, how an expression is printed in `pretty_printer`, `line_printer` and `latex_printer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symfisher.derivation import Derivation


BINARY = ("pdf",)
"""Formats that are no text; `render_bytes` writes them."""


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
    steps
        Whether the derivation is shown step by step; ``None`` leaves it to the format.
    detail
        ``brief`` or ``full``: which steps.
    definition
        ``score``, ``hessian`` or ``both``: what the information is shown to be the mean of; empty for the way in which
        it was found.
    symbol_names
        (name, LaTeX) for symbols that are to be written in another way.
    """

    width: int = 100
    unicode: bool = True
    color: bool = False
    language: str = "en"
    steps: bool | None = None
    detail: str = "full"
    definition: str = ""
    symbol_names: tuple[tuple[str, str], ...] = ()


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
    chosen = replace(Style(), **style)
    if not hasattr(module, "render"):
        raise ValueError(f"format {format!r} is no text: use symfisher.rendering.render_bytes")
    text: str = module.render(derivation, chosen)
    return text.rstrip("\n") + "\n"


def render_bytes(derivation: Derivation, format: str, **style: Any) -> bytes:  # noqa: A002 (the option's name)
    """Write a derivation in one of the `formats` as a file's content; texts are in UTF-8.

    Raises
    ------
    ValueError
        There is no such format.
    MissingProgramError
        The format needs a program that is not installed.
    """
    module = import_module(f"{__name__}.as_{format}") if format in formats() else None
    if module is None or hasattr(module, "render"):
        return render(derivation, format, **style).encode()
    content: bytes = module.render_bytes(derivation, replace(Style(), **style))
    return content


def _module_names(prefix: str) -> Iterator[str]:
    """Yield what follows ``prefix`` in the names of this package's modules."""
    for module in iter_modules(__path__):
        if module.name.startswith(prefix):
            yield module.name.removeprefix(prefix)
