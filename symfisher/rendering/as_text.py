"""Text for a terminal: sections with expressions set in two dimensions, in the user's spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation, NumericalValue
from symfisher.rendering import Style, prose
from symfisher.rendering.languages import catalogue
from symfisher.rendering.layout import rows
from symfisher.rendering.pretty_printer import call_lines, pretty_lines, row_lines
from symfisher.rendering.record import own_conditions, scalar_if_single
from symfisher.rendering.steps import ToldStep, plain_text, tell
from symfisher.rendering.symbols import as_typed, shown
from symfisher.rendering.wrapping import wrapped

_INDENT = "  "
_ASCII = str.maketrans(
    {"−": "-", "ᵀ": "^T", "×": "x", "–": "-", "—": "-", "é": "e", "ö": "o", "ü": "u", "≤": "<=", "≥": ">=", "≠": "!=",
     "∞": "oo", "√": "sqrt", "∂": "d", "π": "pi", "→": "->", "…": "...", "′": "'", "″": "''", "·": "*", "²": "^2",
     "θ": "theta", "λ": "lambda", "σ": "sigma", "μ": "mu", "ψ": "psi", "ζ": "zeta", "Γ": "Gamma", "∈": "in"}
)  # fmt: skip


def render(derivation: Derivation, style: Style) -> str:
    """Return the whole result, a section a heading; in ASCII if ``style`` asks for it."""
    headings = catalogue(style.language).HEADINGS
    blocks = [_block(headings[field], lines, style) for field, lines in _sections(derivation, style) if lines]
    text = "\n\n".join(blocks)
    return text if style.unicode else to_ascii(text)


def to_ascii(text: str) -> str:
    """Spell what is beyond ASCII; what has no spelling becomes a question mark."""
    return text.translate(_ASCII).encode("ascii", "replace").decode("ascii")


def _block(heading: str, lines: Iterable[str], style: Style) -> str:
    """Return a heading with its lines below, indented."""
    titles = wrapped(heading, max(style.width, 20))
    if style.color:
        titles = [f"\x1b[1m{title}\x1b[0m" for title in titles]
    return "\n".join([*titles, *(f"{_INDENT}{line}".rstrip() for line in lines)])


def _sections(derivation: Derivation, style: Style) -> Iterable[tuple[str, list[str]]]:
    """Yield every section's field and lines; a section without lines is left out."""
    density, own = derivation.density, derivation.written
    names = [p.name for p in density.parameters]
    yield (
        "density",
        _expression("f", density.expression, derivation, style)
        + _words(prose.setting(derivation, style.language), style),
    )
    yield "inferred", _words(prose.inferred(derivation, style.language), style)
    yield "notes", _words(prose.notes(derivation, style.language), style)
    yield "score", _matrix(own.score, derivation, style, names)
    yield "observed_information", _matrix(-own.hessian, derivation, style, names)
    found = _matrix(own.expected_information, derivation, style, names)
    yield "expected_information", [*found, *_words(prose.routes(derivation, style.language), style)]
    if own.hessian_information is not None:
        yield "hessian_information", _matrix(own.hessian_information, derivation, style, names)
    if style.steps:
        yield "steps", list(_steps(derivation, style))
        yield "values", [line for value in derivation.values for line in _numbers(value, style, names)]
        return
    yield "conditions", [_condition(as_typed(condition, density)) for condition in own_conditions(derivation)]
    yield "regularity", _words(prose.regularity(derivation, style.language), style)
    yield "identifiable", _words(prose.identifiability(derivation, style.language), style)
    yield "verification", _words(prose.checked(derivation.verification, style.language), style)
    yield "values", [line for value in derivation.values for line in _numbers(value, style, names)]


def _condition(condition: Any) -> str:
    """Write a condition with its sign: ``k != 0`` where SymPy writes ``Ne(k, 0)``."""
    signs = {sp.Ne: "!=", sp.Eq: "=="}
    if isinstance(condition, (sp.Ne, sp.Eq)):
        return f"{sp.sstr(condition.lhs)} {signs[type(condition)]} {sp.sstr(condition.rhs)}"
    return str(sp.sstr(condition))


def _steps(derivation: Derivation, style: Style) -> Iterable[str]:
    """Yield the steps: a numbered sentence, and below it the equation, cut where it is too wide."""
    for number, step in enumerate(tell(derivation, style.language, style.detail, style.definition), start=1):
        yield from _words([f"{number}. {step.title}. {plain_text(step, unicode=style.unicode)}"], style)
        yield from (f"    {line}" for line in _equation(step, style))
        yield ""


def _equation(step: ToldStep, style: Style) -> list[str]:
    """Return the lines of an equation, a line break before a sign where one line is too short."""
    if not step.sides:
        return _words([step.latex], style) if step.latex else []
    room = _room(style) - 4
    lines = [line for row in rows(step.sides, room) for line in (row_lines(row, unicode=style.unicode) or [])]
    if all(len(line) <= room for line in lines):
        return lines
    return [line for side in step.sides for line in pretty_lines(side, unicode=style.unicode, width=room)]


def _expression(name: str, expression: Any, derivation: Derivation, style: Style) -> list[str]:
    """Return ``name(x; theta) = …`` in two dimensions, or the right side alone, broken, if it is too wide."""
    density = derivation.density
    groups = [[v.name for v in density.variables], [p.name for p in density.parameters]]
    right = shown(expression, density)
    lines = call_lines(name, groups, right, unicode=style.unicode)
    return lines if _fits(lines, style) else pretty_lines(right, unicode=style.unicode, width=_room(style))


def _matrix(matrix: Any, derivation: Derivation, style: Style, names: list[str]) -> list[str]:
    """Return a matrix in two dimensions; a 1 × 1 matrix as a number, one that is too wide entry by entry."""
    found = shown(scalar_if_single(matrix), derivation.density)
    lines = pretty_lines(found, unicode=style.unicode)
    if _fits(lines, style):
        return lines
    if not isinstance(found, sp.MatrixBase):
        return pretty_lines(found, unicode=style.unicode, width=_room(style))
    return [line for label, entry in _entries(found, names) for line in _entry(label, entry, style)]


def _entries(matrix: Any, names: list[str]) -> Iterable[tuple[str, Any]]:
    """Yield the entries of a vector, or of the upper triangle of a symmetric matrix, with their labels."""
    rows, columns = matrix.shape
    for i in range(rows):
        for j in range(i if columns > 1 else 0, columns):
            yield (f"({names[i]}, {names[j]})" if columns > 1 else f"({names[i]})"), matrix[i, j]


def _entry(label: str, entry: Any, style: Style) -> list[str]:
    """Return a label and the entry below it, indented and broken at the width of the page."""
    lines = pretty_lines(entry, unicode=style.unicode, width=_room(style) - len(_INDENT))
    return [label, *(f"{_INDENT}{line}" for line in lines)]


def _numbers(value: NumericalValue, style: Style, names: list[str]) -> list[str]:
    """Return the information at one point with its error: in columns, or entry by entry if they are too wide."""
    at = ", ".join(f"{name} = {sp.sstr(number)}" for name, number in value.at.items())
    rows = value.expected_information
    widths = [max(len(row[j]) for row in rows) for j in range(len(rows))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    if not _fits([f"{_INDENT}{line}" for line in lines], style):
        lines = [f"({names[i]}, {names[j]})  {rows[i][j]}" for i in range(len(rows)) for j in range(i, len(rows))]
    return [*_words([f"at {at} (error at most {value.error:.0e})"], style), *(f"{_INDENT}{line}" for line in lines)]


def _words(lines: Iterable[str], style: Style) -> list[str]:
    """Break sentences at the width of the page."""
    return [part for line in lines for part in wrapped(line, max(_room(style), 20), _INDENT)]


def _room(style: Style) -> int:
    """Return the columns between the indentation and the edge of the page."""
    return max(style.width - len(_INDENT), 20)


def _fits(lines: list[str], style: Style) -> bool:
    """Whether every line fits on the page."""
    return all(len(line) <= _room(style) for line in lines)
