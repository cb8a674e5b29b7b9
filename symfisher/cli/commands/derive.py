"""``symfisher derive``: one density."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import (
    DENSITY_OPTIONS,
    LIMIT_OPTIONS,
    READER_OPTIONS,
    DensityCommand,
    ResultFile,
    add_options,
    read_density,
    reader_style,
)
from symfisher.cli.session import Session, page
from symfisher.errors import SymfisherError
from symfisher.rendering import BINARY, formats


@click.command(cls=DensityCommand)
@click.argument("density")
@add_options(DENSITY_OPTIONS)
@click.option("--at", multiple=True, metavar="VALUES", help='Numbers at a point: "a=5/2, b=1.3". Repeatable.')
@add_options(LIMIT_OPTIONS)
@click.option("--strict", is_flag=True, help="Exit with 4 if not regular, 5 if there is no closed form.")
@click.option("--format", "format_", type=click.Choice(formats()), default="text", show_default=True)
@add_options(READER_OPTIONS)
@click.option("-o", "--output", type=ResultFile(), help="Write the result to a file.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.pass_obj
def command(session: Session, /, density: str, format_: str, output: Path | None, color: str, **options: Any) -> int:
    """Derive score, observed and expected information of a DENSITY.

    DENSITY is a formula in x, a whole statement with its header and conditions, LaTeX, a family such as
    "x ~ gamma(a, b)", or - for standard input.

    \b
    symfisher derive "theta*exp(-theta*x)"
    symfisher derive "x ~ normal(mu, sigma)" --at "mu=0, sigma=2"
    """  # noqa: D301 (click's mark for lines that are kept)
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    request = {
        **options,
        "density": read_density(density),
        "format": format_,
        "style": page(color, to_file=output is not None) | reader_style(options),
    }
    if format_ in BINARY and output is None and sys.stdout.isatty():
        raise click.UsageError(f"--format {format_} is no text: write it to a file with -o FILE")
    try:
        answer = session.run("symfisher.cli.jobs:derive", request, **limits)
    except SymfisherError as error:
        if format_ == "json":
            _write(json.dumps(failure(error), indent=2) + "\n", output)
        raise
    if isinstance(answer["output"], bytes):
        _write_bytes(answer["output"], output)
    else:
        _write(answer["output"], output)
    if answer["hint"]:
        click.echo(answer["hint"], err=True)
    code: int = answer["code"]
    return code


def _write_bytes(content: bytes, output: Path | None) -> None:
    """Write a binary result to a file, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def failure(error: SymfisherError) -> dict[str, Any]:
    """Return the JSON record of an error."""
    return {"schema": 1, "error": {"type": getattr(error, "kind", type(error).__name__), "message": str(error)}}


def _write(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
