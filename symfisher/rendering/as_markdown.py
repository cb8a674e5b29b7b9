"""Markdown with ``$$`` formulas, as notebooks and forges show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.document import Block, Equation, Items, page
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.latex_rows import aligned_rows
from symfisher.rendering.layout import PAGE

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|$"})


def render(derivation: Derivation, style: Style) -> str:
    """Return the result as a page of Markdown, headings from level 2."""
    shown = page(derivation, style, PAGE, bool(style.steps))
    names = names_of(derivation.density, style)
    parts = []
    for section in shown.sections:
        parts.append(f"## {section.heading}")
        parts += [_block(block, names) for block in section.blocks]
    return "\n\n".join(parts)


def _block(part: Block, names: Mapping[Any, str]) -> str:
    if isinstance(part, Items):
        return "\n".join(f"- {_line(line, names)}" for line in part.lines)
    if isinstance(part, Equation):
        return f"$$\n{_equation(part, names)}\n$$"
    head = f"**{part.number}. {part.title.translate(_SPECIAL)}.** " if part.title else ""
    return head + _line(part.fragments, names)


def _line(fragments: tuple[Any, ...], names: Mapping[Any, str]) -> str:
    return "".join(f.translate(_SPECIAL) if isinstance(f, str) else f"${to_latex(f, names)}$" for f in fragments)


def _equation(part: Equation, names: Mapping[Any, str]) -> str:
    if not part.rows:
        return part.latex
    found = aligned_rows(part.rows, names)
    if len(found) == 1 and r"\begin{" not in found[0].split("&", 1)[0]:
        return found[0].replace("&", "", 1)
    return "\\begin{aligned}\n" + " \\\\\n".join(found) + "\n\\end{aligned}"
