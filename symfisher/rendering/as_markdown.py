"""Markdown with ``$$`` formulas, as notebooks and forges show it."""

from __future__ import annotations

import sympy as sp

from symfisher.derivation import Derivation
from symfisher.rendering import Style, prose
from symfisher.rendering.as_latex import equations
from symfisher.rendering.languages import catalogue
from symfisher.rendering.record import own_conditions
from symfisher.rendering.symbols import as_typed

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|$"})


def render(derivation: Derivation, style: Style) -> str:
    """Return the result as a page of Markdown, headings from level 2."""
    headings = catalogue(style.language).HEADINGS
    fields = ("density", "score", "observed_information", "expected_information", "hessian_information")
    formulas = zip(fields, equations(derivation), strict=False)
    parts = []
    for field, (left, right) in formulas:
        parts += [f"## {headings[field]}", f"$$\n{left} = {right}\n$$"]
        if field == "density":
            parts.append(_list([*prose.setting(derivation), *derivation.density.inferred, *derivation.notes]))
        if field == "expected_information":
            parts.append(_list(prose.routes(derivation, style.language)))
    for field, lines in _remarks(derivation):
        if lines:
            parts += [f"## {headings[field]}", _list(lines)]
    return "\n\n".join(parts)


def _remarks(derivation: Derivation) -> list[tuple[str, list[str]]]:
    """Return what is said in words, by section."""
    conditions = [sp.sstr(as_typed(c, derivation.density)) for c in own_conditions(derivation)]
    values = [
        f"{', '.join(f'{name} = {number}' for name, number in value.at.items())}: "
        f"{[list(row) for row in value.expected_information]}, error at most {value.error:.0e}"
        for value in derivation.values
    ]
    return [
        ("conditions", conditions),
        ("regularity", prose.regularity(derivation)),
        ("identifiable", prose.identifiability(derivation)),
        ("verification", prose.checked(derivation.verification)),
        ("values", values),
    ]


def _list(lines: list[str]) -> str:
    """Return a list whose items are taken literally."""
    return "\n".join(f"- {line.translate(_SPECIAL)}" for line in lines)
