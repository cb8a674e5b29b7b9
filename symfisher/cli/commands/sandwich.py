"""``symfisher sandwich``: a model under another density."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--under", required=True, metavar="DENSITY", help='The true density: "x ~ gamma(a, b)".')
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Find what estimating a DENSITY does when the data come from another one: A, B, variance.

    \b
    symfisher sandwich "x ~ poisson(m)" --under "x ~ negative_binomial(3, p)"
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "sandwich", density, **options)
