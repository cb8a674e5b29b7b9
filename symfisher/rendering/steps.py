"""Steps as sentences: the rule picks the sentence, the certificate's expressions fill it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.rendering.languages import Sentence, catalogue
from symfisher.rendering.printers import to_latex
from symfisher.rendering.symbols import as_typed, escape_latex, names_in_latex


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
    arguments = {name: _spell(value, density) for name, value in step.arguments}
    sentence = sentences.get(step.rule)
    if sentence is None:
        title = step.rule.replace("_", " ").replace("-", " ")
        text = ", ".join(f"{name} = {value}" for name, value in arguments.items())
    else:
        title, text = sentence.title, sentence.text.format_map(defaultdict(lambda: "…", arguments))
    ends = [
        part for part in (step.condition and f"if {step.condition}", step.reference and f"({step.reference})") if part
    ]
    return ToldStep(title, " ".join(part for part in (text, *ends) if part), _algebra(step, density))


def _spell(value: Any, density: Density) -> str:
    """Write an argument of a step in one line."""
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return str(sp.sstr(as_typed(value, density)))
    if isinstance(value, tuple | list):
        return ", ".join(_spell(item, density) for item in value)
    return str(value)


def _algebra(step: Step, density: Density) -> str:
    """Return ``before = after`` in LaTeX, or the one that is there."""
    names = names_in_latex(density)
    sides = [side for side in (step.before, step.after) if side is not None]
    written = [to_latex(as_typed(side, density), names) if _is_algebra(side) else _words(side) for side in sides]
    return " = ".join(written)


def _is_algebra(value: Any) -> bool:
    """Whether SymPy can print it."""
    return isinstance(value, sp.Basic | sp.MatrixBase)


def _words(value: Any) -> str:
    return rf"\text{{{escape_latex(str(value))}}}"
