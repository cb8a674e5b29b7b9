"""A derivation as a page: title, sections, and in them sentences, equations and lists, still free of any format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Derivation
from symfisher.notation import lies, named
from symfisher.rendering import Style, prose
from symfisher.rendering.languages import catalogue
from symfisher.rendering.layout import Row, rows
from symfisher.rendering.record import own_conditions, scalar_if_single
from symfisher.rendering.steps import ToldStep, tell
from symfisher.rendering.symbols import as_typed, shown

Line = tuple[Any, ...]
"""Texts and expressions in a row, the latter spelled as typed."""


@dataclass(frozen=True)
class Sentence:
    """A line, after a number and a short title if it is a step."""

    fragments: Line
    title: str = ""
    number: int = 0


@dataclass(frozen=True)
class Equation:
    """An equation in rows; ``latex`` where it comes from a record, which has no expressions."""

    rows: tuple[Row, ...]
    latex: str = ""


@dataclass(frozen=True)
class Items:
    """A list of lines."""

    lines: tuple[Line, ...]


Block = Sentence | Equation | Items


@dataclass(frozen=True)
class Section:
    """A heading with its blocks."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A whole derivation."""

    title: str
    language: str
    sections: tuple[Section, ...]


def page(derivation: Derivation, style: Style, width: int, steps: bool) -> Page:
    """Return the page of a derivation, with or without its steps; equations are cut at ``width`` columns."""
    words = catalogue(style.language)
    found = list(_results(derivation, style, width))
    if steps:
        told = tell(derivation, style.language, style.detail, style.definition)
        found.append(Section(words.HEADINGS["steps"], tuple(told_blocks(told, width))))
    else:
        found += _findings(derivation, style)
    found += _listed([("values", _plain(_values(derivation, style.language)))], style)
    return Page(words.WORDS["derivation-of"], style.language, tuple(s for s in found if s.blocks))


def told_blocks(told: Iterable[ToldStep], width: int) -> Iterator[Block]:
    """Yield sentence and equation of every step, numbered."""
    for number, step in enumerate(told, start=1):
        yield Sentence(step.sentence, step.title, number)
        if step.sides or step.latex:
            yield Equation(rows(step.sides, width) if step.sides else (), step.latex)


def result_sides(derivation: Derivation) -> list[tuple[str, tuple[Any, Any]]]:
    """Return (field, sides) of every equation of the result, spelled as typed."""
    density, own = derivation.density, derivation.written
    groups = sp.Tuple(*density.xs), sp.Tuple(*density.thetas)
    parts = [
        ("density", named("density", density.expression, *groups), density.expression),
        ("score", named("score-vector", sp.S.Zero, *groups), own.score),
        ("observed_information", named("observed-matrix", sp.S.Zero, *groups), -own.hessian),
        ("expected_information", named("information-mean", sp.S.Zero, *groups), own.expected_information),
    ]
    if own.hessian_information is not None:
        parts.append(("hessian_information", named("hessian-matrix", sp.S.Zero), own.hessian_information))
    return [(field, (as_typed(left, density), shown(_single(right), density))) for field, left, right in parts]


def _single(value: Any) -> Any:
    return scalar_if_single(value) if isinstance(value, sp.MatrixBase) else value


def _results(derivation: Derivation, style: Style, width: int) -> Iterator[Section]:
    """Yield the sections of the result."""
    language = style.language
    headings: Mapping[str, str] = catalogue(language).HEADINGS
    said = _plain([*prose.inferred(derivation, language), *prose.notes(derivation, language)])
    more = {
        "density": [*_setting(derivation, language), *said],
        "expected_information": _routes(derivation, language),
    }
    for field, sides in result_sides(derivation):
        lines = (Items(tuple(more[field])),) if more.get(field) else ()
        yield Section(headings[field], (Equation(rows(sides, width)), *lines))


def _setting(derivation: Derivation, language: str) -> list[Line]:
    """Return one line each for the support, the parameters and the constants."""
    density, said = derivation.density, catalogue(language).PROSE
    lines = []
    for key, group in prose.groups_of(density):
        before, after = said[key].split("{listing}")
        domains = (as_typed(lies(q.symbol, q.domain), density) for q in group)
        lines.append((before, *_separated(domains, ", "), after))
    return lines


def _routes(derivation: Derivation, language: str) -> list[Line]:
    """Return how the entries were found, a line a way."""
    symbols = [sp.Symbol(p.name) for p in derivation.density.parameters]
    return [
        (way, *([": "] if entries else []), *_separated((sp.Tuple(symbols[i], symbols[j]) for i, j in entries), " "))
        for way, entries in prose.ways(derivation, language)
    ]


def _separated(parts: Iterable[Any], text: str) -> Iterator[Any]:
    """Yield parts with a text between them."""
    for number, part in enumerate(parts):
        if number:
            yield text
        yield part


def _findings(derivation: Derivation, style: Style) -> list[Section]:
    """Return what is said in words where no steps say it."""
    language = style.language
    conditions = [(as_typed(c, derivation.density),) for c in own_conditions(derivation)]
    return _listed(
        [
            ("conditions", conditions),
            ("regularity", _plain(prose.regularity(derivation, language))),
            ("identifiable", _plain(prose.identifiability(derivation, language))),
            ("verification", _plain(prose.checked(derivation.verification, language))),
        ],
        style,
    )


def _plain(lines: list[str]) -> list[Line]:
    return [(line,) for line in lines]


def _listed(parts: list[tuple[str, list[Line]]], style: Style) -> list[Section]:
    headings = catalogue(style.language).HEADINGS
    return [Section(headings[field], (Items(tuple(lines)),)) for field, lines in parts if lines]


def _values(derivation: Derivation, language: str) -> list[str]:
    """Return the information at every point that was asked for, one line each."""
    said = catalogue(language).PROSE
    lines = []
    for value in derivation.values:
        point = ", ".join(f"{name} = {number}" for name, number in value.at.items())
        numbers = "; ".join(", ".join(row) for row in value.expected_information)
        lines.append(f"{said['at'].format(point=point, error=f'{value.error:.0e}')}: [{numbers}]")
    return lines
