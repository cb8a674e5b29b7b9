"""A LaTeX fragment in math mode: density, score, observed and expected information, aligned; steps with titles."""

from __future__ import annotations

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.document import result_sides
from symfisher.rendering.latex_rows import aligned_rows
from symfisher.rendering.layout import PAGE, Row, rows
from symfisher.rendering.steps import tell
from symfisher.rendering.symbols import escape_latex


def render(derivation: Derivation, style: Style) -> str:
    r"""Return an ``aligned`` environment, to be put between ``\[`` and ``\]``."""
    names = names_of(derivation.density, style)
    found: list[str] = []
    for _, sides in result_sides(derivation):
        cut = rows(sides, PAGE) if style.steps else (Row(sides[0], "=", sides[1]),)
        found += aligned_rows(cut, names)
    if style.steps:
        for step in tell(derivation, style.language, style.detail, style.definition):
            lines = aligned_rows(rows(step.sides, PAGE), names) if step.sides else [step.latex] * bool(step.latex)
            found += [
                rf"{line} && \text{{{escape_latex(step.title)}}}" * (n == 0) or line for n, line in enumerate(lines)
            ]
    return "\\begin{aligned}\n" + " \\\\\n".join(found) + "\n\\end{aligned}"
