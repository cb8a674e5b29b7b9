"""``symfisher nuisance``: parameters of interest."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--interest", multiple=True, metavar="NAME", help="A parameter of interest; the others are nuisance.")
@click.option("--orthogonal", is_flag=True, help="Find a nuisance parameter orthogonal to the one of interest.")
@click.option("--reduce", is_flag=True, help="Reduce parameters that cannot be told apart.")
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Efficient information about some parameters of a DENSITY when the others are unknown.

    \b
    symfisher nuisance "x ~ weibull(k, lam)" --interest k
    symfisher nuisance "x ~ gamma(a, b)" --interest a --orthogonal
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "nuisance", density, **options)
