"""How the commands on score matching ask the child and print its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import DENSITY_OPTIONS, LIMIT_OPTIONS, ResultFile, read_density
from symfisher.cli.session import Session, page
from symfisher.errors import SymfisherError

SCORE_OPTIONS = (
    click.option("--at", multiple=True, metavar="VALUES", help='Numbers at these values: "m=0, s=1". Repeatable.'),
    *DENSITY_OPTIONS,
    *LIMIT_OPTIONS,
    click.option(
        "--format", "format_", type=click.Choice(["text", "latex", "json"]), default="text", show_default=True
    ),
    click.option("-o", "--output", type=ResultFile(), help="Write the result to a file."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True),
)
"""What the density means, limits, and how the answer is to look."""


def ask_score(
    session: Session, job: str, density: str, format_: str, output: Path | None, color: str, **options: Any
) -> None:
    """Ask the child for a job of `symfisher.cli.score_jobs` and print the answer."""
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    style = page(color, to_file=output is not None)
    request = {**options, "density": read_density(density), "format": format_, "style": style}
    try:
        text: str = session.run(f"symfisher.cli.score_jobs:{job}", request, **limits)
    except SymfisherError as error:
        if format_ == "json":
            kind = getattr(error, "kind", type(error).__name__)
            _write(json.dumps({"schema": 1, "error": {"type": kind, "message": str(error)}}, indent=2) + "\n", output)
        raise
    _write(text, output)


def _write(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
