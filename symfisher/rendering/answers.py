"""Answers to questions of inference as text, LaTeX or JSON: one labelled row after the other, then the steps."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.inference.answers import Answer, Row
from symfisher.rendering import Style
from symfisher.rendering.as_text import to_ascii
from symfisher.rendering.languages import catalogue
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.pretty_printer import pretty_lines
from symfisher.rendering.steps import ToldStep, as_record, plain_text, tell_step
from symfisher.rendering.symbols import as_safe, as_typed, describe_domain, escape_latex, names_in_latex

FORMATS = ("text", "latex", "json")
_INDENT = "  "


def render_answers(answers: Sequence[Answer], format_: str, style: Style, *, steps: bool = False) -> str:
    """Write answers one below the other, ending with a newline.

    Parameters
    ----------
    format_
        One of `FORMATS`.
    steps
        Whether the steps are told as well; JSON always holds them.

    Raises
    ------
    KeyError
        There is no such format.
    """
    if format_ == "json":
        return json.dumps({"schema": 1, "answers": [to_answer_record(a) for a in answers]}, indent=2) + "\n"
    write = {"text": _text, "latex": _latex}[format_]
    return "\n".join("\n".join(write(answer, style, steps)) + "\n" for answer in answers)


def to_answer_record(answer: Answer) -> dict[str, Any]:
    """Return plain JSON values: every row as SymPy text over safe names, steps as they are told."""
    density = answer.density
    return {
        "title": answer.title,
        "parameters": [describe_domain(q, density) for q in density.parameters],
        "rows": {row.label: _plain(row.value, density) for row in answer.rows},
        "conditions": [_plain(condition, density) for condition in answer.conditions],
        "steps": [as_record(step, density) for step in _told(answer)],
    }


def _plain(value: Any, density: Density) -> Any:
    if isinstance(value, sp.MatrixBase):
        return [[_plain(e, density) for e in row] for row in value.tolist()]
    if isinstance(value, sp.Basic):
        return str(sp.sstr(as_safe(value, density)))
    return value


def _text(answer: Answer, style: Style, steps: bool) -> Iterable[str]:
    bold = ("\x1b[1m", "\x1b[0m") if style.color else ("", "")
    lines = [f"{bold[0]}{answer.title}{bold[1]}"]
    for row in _all_rows(answer):
        lines += [f"{_INDENT}{line}".rstrip() for line in _row(row, answer.density, style)]
    for step in _told(answer, style.language) if steps else ():
        sentence = f"{step.title}. {plain_text(step)}"
        lines += textwrap.wrap(sentence, max(style.width, 20), subsequent_indent=_INDENT)
        lines += [f"{_INDENT * 2}{line}" for side in step.sides for line in _sheet(side, style, 2 * len(_INDENT))]
    return lines if style.unicode else [to_ascii(line) for line in lines]


def _all_rows(answer: Answer) -> tuple[Row, ...]:
    return (*answer.rows, *(Row("holds if", condition) for condition in answer.conditions))


def _row(row: Row, density: Density, style: Style) -> list[str]:
    """Return a label with its value beside it, or below it where that is too wide."""
    room = max(style.width - len(_INDENT), 20)
    if not isinstance(row.value, sp.Basic | sp.MatrixBase):
        return textwrap.wrap(f"{row.label}: {row.value}", room, subsequent_indent=_INDENT)
    shown = as_typed(row.value, density)
    lines = pretty_lines(shown, unicode=style.unicode)
    head = f"{row.label}: "
    if max(map(len, lines)) + len(head) <= room:
        middle = (len(lines) - 1) // 2
        return [(head if i == middle else " " * len(head)) + line for i, line in enumerate(lines)]
    broken = lines if max(map(len, lines)) + len(_INDENT) <= room else _broken(shown, style, room - len(_INDENT))
    return [head.rstrip(), *(f"{_INDENT}{line}" for line in broken)]


def _broken(value: Any, style: Style, room: int) -> list[str]:
    """Write what is too wide in lines of at most ``room`` columns, a matrix entry by entry."""
    if not isinstance(value, sp.MatrixBase):
        return pretty_lines(value, unicode=style.unicode, width=room)
    lines: list[str] = []
    for i in range(value.rows):
        for j in range(value.cols):
            entry = pretty_lines(value[i, j], unicode=style.unicode, width=room - len(_INDENT))
            lines += [f"({i + 1}, {j + 1})", *(f"{_INDENT}{line}" for line in entry)]
    return lines


def _latex(answer: Answer, style: Style, steps: bool) -> Iterable[str]:
    names = names_in_latex(answer.density)
    rows = [
        rf"\text{{{escape_latex(row.label)}}} &: {_formula(row.value, answer.density, names)}"
        for row in _all_rows(answer)
    ]
    lines = [r"\begin{aligned}", " \\\\\n".join(rows), r"\end{aligned}"]
    return [*lines, *(line for step in (_told(answer, style.language) if steps else ()) for line in _step(step, names))]


def _step(step: ToldStep, names: dict[Any, str]) -> list[str]:
    text = rf"\paragraph{{{escape_latex(step.title)}}} {escape_latex(plain_text(step))}"
    return [text, *(rf"\[{to_latex(side, names)}\]" for side in step.sides)]


def _told(answer: Answer, language: str = "en") -> list[ToldStep]:
    words = catalogue(language)
    return [tell_step(step, answer.density, words) for step in answer.steps]


def _sheet(value: Any, style: Style, indent: int) -> list[str]:
    """Return an expression in two dimensions, broken where it is too wide."""
    room = max(style.width - indent, 20)
    lines = pretty_lines(value, unicode=style.unicode)
    return lines if max(map(len, lines)) <= room else _broken(value, style, room)


def _formula(value: Any, density: Density, names: dict[Any, str]) -> str:
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return to_latex(as_typed(value, density), names)
    return rf"\text{{{escape_latex(str(value))}}}"
