"""``symfisher check``: one claim about one density."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import (
    DENSITY_OPTIONS,
    LIMIT_OPTIONS,
    DensityCommand,
    ResultFile,
    add_options,
    read_density,
)
from symfisher.cli.session import Session, page
from symfisher.errors import SymfisherError

OFS = ("expected", "observed", "score", "bound", "expected-hessian")
"""What can be claimed; the same words as in `symfisher.claims.record`, which this process does not import."""


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option(
    "--claim", required=True, metavar="MATRIX", help='The answer to check: a scalar or "[[a, b], [c, d]]"; n is free.'
)
@click.option("--of", type=click.Choice(OFS), default="expected", show_default=True, help="What is claimed.")
@click.option("--claim-order", metavar="NAMES", help='The order of its rows: "sigma, mu"; else that of the density.')
@add_options(DENSITY_OPTIONS)
@add_options(LIMIT_OPTIONS)
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-o", "--output", type=ResultFile(), help="Write the result to a file.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.pass_obj
def command(session: Session, /, density: str, format_: str, output: Path | None, color: str, **options: Any) -> int:
    """Check a published or homework answer about a DENSITY.

    Is it right, right up to a named relation (n observations, another parameter, inverse, sign ...), wrong or
    undecided? Exit code 0 if right as it stands, 6 if not, 7 if undecided. A bound
    that contains n is compared with the bound for n observations.

    \b
    symfisher check "x ~ normal(mu, sigma)" --claim "[[1/sigma^2, 0], [0, 2/sigma^2]]"
    symfisher check "theta*exp(-theta*x)" --claim "theta^2/n" --of bound
    """  # noqa: D301 (click's mark for lines that are kept)
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    request = {
        **options,
        "density": read_density(density),
        "format": format_,
        "style": page(color, to_file=output is not None),
    }
    try:
        answer = session.run("symfisher.cli.claim_jobs:check", request, **limits)
    except SymfisherError as error:
        if format_ == "json":
            kind = getattr(error, "kind", type(error).__name__)
            _write(json.dumps({"error": {"type": kind, "message": str(error)}}, indent=2) + "\n", output)
        raise
    _write(answer["output"], output)
    code: int = answer["code"]
    return code


def _write(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
