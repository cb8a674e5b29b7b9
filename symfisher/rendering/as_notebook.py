"""A Jupyter notebook (format 4.5): the derivation in Markdown, and cells that derive it again and compute with it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.rendering import Style, as_markdown
from symfisher.rendering.languages import catalogue
from symfisher.rendering.symbols import as_typed, describe_domain


def render(derivation: Derivation, style: Style) -> str:
    """Return the notebook as JSON."""
    words = catalogue(style.language)
    told = as_markdown.render(derivation, replace(style, steps=style.steps is not False))
    cells = [
        _markdown(f"# {words.WORDS['derivation-of']}"),
        _code(_call(derivation.density)),
        _code("derivation.expected_information"),
        _code("print(derivation.regularity.verdict)\nprint(derivation.verification.method)"),
        *(_markdown(part) for part in _sections(told)),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells, start=1)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=not style.unicode)


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def _sections(text: str) -> list[str]:
    """Cut a page of Markdown before every heading."""
    first, *rest = text.split("\n\n## ")
    return [first, *(f"## {part}" for part in rest)]


def _call(density: Density) -> str:
    """Return the program that derives a density again, with the names as typed."""
    arguments = [
        f"    {sp.sstr(as_typed(density.expression, density))!r},",
        f"    variables={[v.name for v in density.variables]!r},",
        f"    support={', '.join(describe_domain(v, density) for v in density.variables)!r},",
        f"    parameters={[describe_domain(p, density) for p in density.parameters]!r},",
    ]
    if density.constants:
        arguments.append(f"    constants={[describe_domain(c, density) for c in density.constants]!r},")
    if density.functions:
        arguments.append(f"    functions={[name for name, _ in density.functions]!r},")
    lines = ["import symfisher", "", "derivation = symfisher.derive(", *arguments, ")", "derivation"]
    return "\n".join(lines)
