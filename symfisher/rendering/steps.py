"""Steps as sentences: the rule picks the sentence, the certificate's expressions fill it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.rendering.languages import Sentence, catalogue
from symfisher.rendering.printers import to_latex
from symfisher.rendering.symbols import as_typed, escape_latex, names_in_latex

TOLD = "told"
"""Rule of a step that comes with its sentences ready, as its arguments."""


@dataclass(frozen=True)
class ToldStep:
    """A step as a reader gets it: a title, a sentence, and the line of algebra (or an empty text)."""

    title: str
    text: str
    latex: str


def tell(derivation: Derivation, language: str = "en") -> tuple[ToldStep, ...]:
    """Return the steps of a derivation in a language."""
    sentences = catalogue(language).SENTENCES
    return tuple(_tell_one(step, derivation.density, sentences) for step in derivation.steps)


def _tell_one(step: Step, density: Density, sentences: dict[str, Sentence]) -> ToldStep:
    """Return one step; a rule without a sentence is told by its name and arguments."""
    if step.rule == TOLD:
        return ToldStep(**dict(step.arguments))
    sentence = sentences.get(step.rule) or _improvised(step)
    words = _gaps(step, density, partial(_spell, density=density))
    formulas = _gaps(step, density, partial(_formula, density=density))
    condition = f"if {step.condition}" if step.condition else ""
    reference = f"({step.reference})" if step.reference else ""
    text = " ".join(part for part in (sentence.text.format_map(words), condition, reference) if part)
    sides = [side for side in ("before", "after") if side in formulas]
    complete = len(sides) == 2 or "{before} = {after}" not in sentence.equation
    equation = sentence.equation if complete else " = ".join(f"{{{side}}}" for side in sides)
    return ToldStep(sentence.title, text, equation.format_map(formulas))


def _improvised(step: Step) -> Sentence:
    """Return a sentence for a rule that the catalogue does not know."""
    return Sentence(step.rule.replace("_", " ").replace("-", " "), "{listing}")


def _gaps(step: Step, density: Density, write: Callable[[Any], str]) -> dict[str, str]:
    """Return what fills the gaps of a sentence; a gap that nothing fills becomes three dots."""
    filled = defaultdict(lambda: "…", {name: write(value) for name, value in step.arguments})
    for side in ("before", "after"):
        if getattr(step, side) is not None:
            filled[side] = write(getattr(step, side))
    filled["listing"] = ", ".join(f"{name} = {write(value)}" for name, value in step.arguments)
    weights = [(int(name), value) for name, value in step.arguments if name.isdecimal()]
    filled["combination"] = "".join(f" + ({write(w)})*score[{density.parameters[k].name}]" for k, w in weights)
    return filled


def _spell(value: Any, density: Density) -> str:
    """Write an expression in one line."""
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return str(sp.sstr(as_typed(value, density)))
    if isinstance(value, tuple | list):
        return ", ".join(_spell(item, density) for item in value)
    return str(value)


def _formula(value: Any, density: Density) -> str:
    """Write an expression in LaTeX."""
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return to_latex(as_typed(value, density), names_in_latex(density))
    return rf"\text{{{escape_latex(_spell(value, density))}}}"
