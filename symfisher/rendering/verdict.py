"""A checked claim as text, Markdown or JSON: the finding in a paragraph, then what was derived."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import sympy as sp

from symfisher.claims import CheckedClaim
from symfisher.claims.record import SUBJECTS
from symfisher.rendering import Style
from symfisher.rendering.as_text import to_ascii
from symfisher.rendering.printers import pretty_lines
from symfisher.rendering.record import scalar_if_single
from symfisher.rendering.symbols import as_safe, as_typed

FORMATS = ("text", "json", "markdown")


def render_claim(checked: CheckedClaim, format_: str, style: Style) -> str:
    """Write a checked claim, ending with a newline.

    Raises
    ------
    KeyError
        There is no such format.
    """
    return {"text": _text, "json": _json, "markdown": _markdown}[format_](checked, style)


def _text(checked: CheckedClaim, style: Style) -> str:
    paragraph = textwrap.wrap(f"{_headline(checked)} {checked}", max(style.width, 20), break_on_hyphens=False)
    if style.color and paragraph:
        paragraph[0] = paragraph[0].replace(_headline(checked), f"\x1b[1m{_headline(checked)}\x1b[0m", 1)
    lines = [*paragraph, "", f"{_title(checked)}:", *(f"  {line}".rstrip() for line in _matrix(checked, style))]
    text = "\n".join(lines) + "\n"
    return text if style.unicode else to_ascii(text)


def _markdown(checked: CheckedClaim, style: Style) -> str:
    matrix = "\n".join(line.rstrip() for line in _matrix(checked, style))
    text = f"**{_headline(checked)}** {checked}\n\n{_title(checked)}:\n\n```text\n{matrix}\n```\n"
    return text if style.unicode else to_ascii(text)


def _json(checked: CheckedClaim, style: Style) -> str:
    del style
    return json.dumps(to_claim_record(checked), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_claim_record(checked: CheckedClaim) -> dict[str, Any]:
    """Return plain JSON values: the finding, and the derived matrix as SymPy text, ``None`` where it is not closed."""
    derivation = checked.derivation
    closed: Any = derivation.proofs if checked.of in ("expected", "bound") else None
    matrix = as_safe(_derived(checked), derivation.density).tolist()
    shown = [
        [sp.sstr(e) if closed is None or closed[i][j] else None for j, e in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    return {**checked.to_json(), "matrix": shown, "regularity": derivation.regularity.verdict}


def _headline(checked: CheckedClaim) -> str:
    if checked.verdict == "right-up-to":
        return f"Right up to: {checked.relation}."
    return {"right": "Right.", "wrong": "Wrong.", "undecided": "Undecided."}[checked.verdict]


def _title(checked: CheckedClaim) -> str:
    subject = "the Fisher information" if checked.of == "bound" else SUBJECTS[checked.of]
    order = ", ".join(p.name for p in checked.derivation.density.parameters)
    return f"Derived: {subject} of one observation, order {order}"


def _derived(checked: CheckedClaim) -> Any:
    """Return what was derived for the question, in our symbols."""
    own = checked.derivation.own
    if checked.of == "score":
        return own.score
    if checked.of == "observed":
        return -own.hessian
    if checked.of == "expected-hessian":
        return -(own.expected_information if own.hessian_information is None else own.hessian_information)
    return own.expected_information


def _matrix(checked: CheckedClaim, style: Style) -> list[str]:
    shown = as_typed(scalar_if_single(_derived(checked)), checked.derivation.density)
    lines = pretty_lines(shown, unicode=style.unicode)
    if all(len(line) <= style.width - 2 for line in lines) or not isinstance(shown, sp.MatrixBase):
        return lines
    names = [p.name for p in checked.derivation.density.parameters]
    return [
        line
        for i in range(shown.rows)
        for j in range(i if shown.cols > 1 else 0, shown.cols)
        for line in (
            f"({names[i]}, {names[j]})" if shown.cols > 1 else f"({names[i]})",
            *(f"  {part}" for part in pretty_lines(shown[i, j], unicode=style.unicode, width=style.width - 6)),
        )
    ]
