"""What the commands that ask about inference share: their options, and one way to ask and to print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import DENSITY_OPTIONS, LIMIT_OPTIONS, ResultFile, read_density
from symfisher.cli.session import Session, page
from symfisher.errors import SymfisherError

ANSWER_OPTIONS = (
    *DENSITY_OPTIONS,
    *LIMIT_OPTIONS,
    click.option(
        "--format", "format_", type=click.Choice(["text", "latex", "json"]), default="text", show_default=True
    ),
    click.option("-o", "--output", type=ResultFile(), help="Write the result to a file."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True),
)
"""Options of every question: what the density means, limits, and how the answer is to look."""

QUESTION_OPTIONS = (*ANSWER_OPTIONS, click.option("--steps", is_flag=True, help="Tell the steps as well."))
"""Options of the questions about a derivation."""

SCORE_OPTIONS = (
    click.option("--at", multiple=True, metavar="VALUES", help='Numbers at these values: "m=0, s=1". Repeatable.'),
    *ANSWER_OPTIONS,
)
"""Options of the questions about the data score."""


def ask(
    session: Session,
    question: str,
    density: str,
    format_: str,
    output: Path | None,
    color: str,
    jobs: str = "question_jobs",
    **options: Any,
) -> None:
    """Ask the child one question about a density and print the answer.

    Parameters
    ----------
    question
        A name among the ``QUESTIONS`` of `symfisher.cli.question_jobs`, or of the module that ``jobs`` names; the options
        that are not shared are its own.
    """
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    request = {
        **options,
        "question": question,
        "density": read_density(density),
        "format": format_,
        "style": page(color, to_file=output is not None),
    }
    try:
        text: str = session.run(f"symfisher.cli.{jobs}:answer", request, **limits)
    except SymfisherError as error:
        if format_ == "json":
            kind = getattr(error, "kind", type(error).__name__)
            _write(json.dumps({"schema": 1, "error": {"type": kind, "message": str(error)}}, indent=2) + "\n", output)
        raise
    _write(text, output)


def ask_score(session: Session, question: str, density: str, **options: Any) -> None:
    """Ask one of the questions of `symfisher.cli.score_jobs`."""
    ask(session, question, density, jobs="score_jobs", **options)


def _write(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
