"""Writes the scripts of the course as Jupyter notebooks: ``python examples/notebooks.py FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HELPERS = ("course.py", "homework.toml")
"""Files that the scripts need beside them."""


def notebook(script: Path) -> dict[str, Any]:
    """Return a script as a notebook (format 4.5): its question, its definitions, and a cell that runs it."""
    text = script.read_text(encoding="utf-8")
    question, body = text.split('"""\n', 1)
    program = (
        body.split('\n\nif __name__ == "__main__":')[0].strip().replace("Path(__file__)", f'Path("{script.name}")')
    )
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [f"# {question.removeprefix(chr(34) * 3).strip()}"]},
        _code(program),
        _code("found = main()"),
        *([_code("picture(found)")] if "\ndef picture(" in program else []),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells, start=1)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _code(text: str) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def main(folder: Path) -> None:
    """Write a notebook for every script into a folder, with the files that they need."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in sorted(HERE.glob("[0-9][0-9]_*.py")):
        text = json.dumps(notebook(script), indent=1, ensure_ascii=False) + "\n"
        (folder / f"{script.stem}.ipynb").write_text(text, encoding="utf-8")
    for name in HELPERS:
        (folder / name).write_bytes((HERE / name).read_bytes())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python examples/notebooks.py FOLDER")
    main(Path(sys.argv[1]))
