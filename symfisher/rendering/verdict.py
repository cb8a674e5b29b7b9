"""A checked claim as text, Markdown or JSON: the finding in a paragraph, then what was derived."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import sympy as sp

from symfisher.claims import CheckedClaim
from symfisher.claims.record import SUBJECTS
from symfisher.errors import RegularityError
from symfisher.inference.algebra import inverse, within_time
from symfisher.rendering import Style
from symfisher.rendering.as_text import to_ascii
from symfisher.rendering.pretty_printer import pretty_lines
from symfisher.rendering.record import scalar_if_single
from symfisher.rendering.symbols import as_safe, as_typed
from symfisher.signs import Signs

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
    title, derived = _derived(checked)
    lines = [*paragraph, "", f"{title}:", *(f"  {line}".rstrip() for line in _matrix(checked, derived, style))]
    text = "\n".join(lines) + "\n"
    return text if style.unicode else to_ascii(text)


def _markdown(checked: CheckedClaim, style: Style) -> str:
    title, derived = _derived(checked)
    matrix = "\n".join(line.rstrip() for line in _matrix(checked, derived, style))
    text = f"**{_headline(checked)}** {checked}\n\n{title}:\n\n```text\n{matrix}\n```\n"
    return text if style.unicode else to_ascii(text)


def _json(checked: CheckedClaim, style: Style) -> str:
    del style
    return json.dumps(to_claim_record(checked), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_claim_record(checked: CheckedClaim) -> dict[str, Any]:
    """Return plain JSON values: the finding, and the derived matrix as SymPy text, ``None`` where it is not closed."""
    derivation = checked.derivation
    closed: Any = derivation.proofs if checked.of in ("expected", "bound") else None
    matrix = as_safe(_derived(checked)[1], derivation.density).tolist()
    shown = [
        [sp.sstr(e) if closed is None or closed[i][j] else None for j, e in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    return {**checked.to_json(), "matrix": shown, "regularity": derivation.regularity.verdict}


def _headline(checked: CheckedClaim) -> str:
    if checked.verdict == "right-up-to":
        return f"Right up to: {checked.relation}."
    return {"right": "Right.", "wrong": "Wrong.", "undecided": "Undecided."}[checked.verdict]


def _derived(checked: CheckedClaim) -> tuple[str, Any]:
    """Return what was derived for the question: its title, and the matrix in our symbols."""
    own, of, size = checked.derivation.own, checked.of, "of one observation"
    matrix = own.expected_information
    if of == "bound":
        bound = _bound(checked)
        of, matrix = ("expected", matrix) if bound is None else (of, bound)
        size = "for n independent observations" if bound is not None and _of_sample(checked) else size
    elif of == "score":
        matrix = checked.derivation.written.score
    elif of == "observed":
        matrix = -checked.derivation.written.hessian
    elif of == "expected-hessian":
        matrix = -(matrix if own.hessian_information is None else own.hessian_information)
    order = ", ".join(p.name for p in checked.derivation.density.parameters)
    return f"Derived: {SUBJECTS[of]} {size}, order {order}", matrix


def _of_sample(checked: CheckedClaim) -> bool:
    """Say whether the claim is about n observations."""
    n, known = sp.Symbol("n"), {q.name for q in checked.derivation.density.quantities}
    return checked.claim is not None and n in checked.claim.free_symbols and n.name not in known


def _bound(checked: CheckedClaim) -> Any | None:
    """Return the Cramér-Rao bound in our symbols, ``None`` where there is none or it is not closed."""
    derivation = checked.derivation
    if not derivation.closed_form or derivation.regularity.cramer_rao == "does not apply":
        return None
    try:
        found = within_time(inverse, derivation.own.expected_information, Signs.of(derivation.density))
    except RegularityError:
        return None
    return found / sp.Symbol("n") if found is not None and _of_sample(checked) else found


def _matrix(checked: CheckedClaim, matrix: Any, style: Style) -> list[str]:
    shown = as_typed(scalar_if_single(matrix), checked.derivation.density)
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
