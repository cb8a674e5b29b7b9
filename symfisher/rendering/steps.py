"""Steps as sentences: the rule picks the sentence, the certificate's expressions fill it.

A told step is free of any format: its sentence is a row of texts and expressions, its equation a chain of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.rendering.languages import Sentence, catalogue
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.line_printer import to_line
from symfisher.rendering.symbols import names_in_latex, shown

Fragment = Any
"""A text, or an expression whose symbols are spelled as typed."""


@dataclass(frozen=True)
class ToldStep:
    """A step as a reader gets it.

    Attributes
    ----------
    rule, title
        Key of the catalogue, and what the step is called.
    sentence
        Texts and expressions, to be set one after the other.
    sides
        Expressions or matrices that are equal, in the order of reading; empty where a fact is stated.
    latex
        The equation in LaTeX where it comes from a record, which has no expressions.
    """

    rule: str
    title: str
    sentence: tuple[Fragment, ...]
    sides: tuple[Any, ...] = ()
    latex: str = ""


def tell(
    derivation: Derivation, language: str = "en", detail: str = "full", definition: str = ""
) -> tuple[ToldStep, ...]:
    """Return the steps of a derivation in a language, all of them or those of a brief account."""
    from symfisher.steps import all_steps, in_brief  # which know every route, only where steps are shown

    words = catalogue(language)
    steps = all_steps(derivation, definition)
    chosen = steps if detail == "full" else in_brief(steps)
    return tuple(tell_step(step, derivation.density, words) for step in chosen)


def as_record(told: ToldStep, density: Density) -> dict[str, str]:
    """Return title, text and LaTeX as plain text."""
    names = names_in_latex(density)
    latex = told.latex or " = ".join(to_latex(side, names) for side in told.sides)
    return {"title": told.title, "text": plain_text(told), "latex": latex}


def plain_text(told: ToldStep, *, unicode: bool = False) -> str:
    """Return the sentence with expressions in one line each."""
    return "".join(part if isinstance(part, str) else to_line(part, unicode=unicode) for part in told.sentence)


def tell_step(step: Step, density: Density, words: Any) -> ToldStep:
    """Return one step; a rule without a sentence is told by its name and arguments."""
    if step.rule == "told":
        said = dict(step.arguments)
        return ToldStep(step.rule, said["title"], (said["text"],), latex=said["latex"])
    sentence = words.SENTENCES.get(step.rule) or Sentence(_spaced(step.rule), "{listing}")
    fragments = list(_filled(sentence.text, step, density, words))
    if step.condition:
        fragments.append(f" {words.WORDS['if']} {step.condition}")
    if step.reference:
        fragments.append(f" ({step.reference})")
    chain = (step.before, dict(step.arguments).get("through"), step.after)
    sides = tuple(dict.fromkeys(shown(side, density) for side in chain if side is not None))
    return ToldStep(step.rule, sentence.title, tuple(fragments), sides)


def _spaced(rule: str) -> str:
    return rule.replace("_", " ").replace("-", " ")


def _filled(text: str, step: Step, density: Density, words: Any) -> Iterator[Fragment]:
    """Yield the parts of a sentence with its gaps filled; a gap that nothing fills becomes three dots."""
    arguments = {name: value for name, value in step.arguments if name != "where"}
    for literal, gap, *_ in Formatter().parse(text):
        if literal:
            yield literal
        if gap == "listing":
            for number, (name, value) in enumerate(arguments.items()):
                yield ", " * (number > 0) + f"{name} = "
                yield from _value(value, density, words)
        elif gap is not None:
            yield from _value(arguments.get(gap, "…"), density, words)


def _value(value: Any, density: Density, words: Any) -> Iterator[Fragment]:
    if isinstance(value, str):
        yield words.WORDS.get(value) or translated(value, words)
    elif isinstance(value, tuple) and value:
        for number, item in enumerate(value):
            if number:
                yield ", "
            yield from _value(item, density, words)
    elif isinstance(value, sp.Basic | sp.MatrixBase):
        yield shown(value, density)
    else:
        yield str(value)


def translated(text: str, words: Any) -> str:
    """Return a sentence of the engine in the language of the catalogue, as far as that knows it.

    Examples
    --------
    >>> translated("the support is fixed", catalogue("en"))
    'the support is fixed'
    """
    for pattern, replacement in words.REASONS:
        match = re.fullmatch(pattern, text)
        if match:
            gaps = {name: translated(part, words) for name, part in match.groupdict().items() if part is not None}
            return str(replacement.format_map(gaps))
    return text
