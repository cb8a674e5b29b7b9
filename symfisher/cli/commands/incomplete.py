"""``symfisher incomplete``: data that are not seen whole."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--truncate", metavar="CONDITION", help='Seen only there: "x > c".')
@click.option("--censor", metavar="CONDITION", help='There only the condition is seen: "x > c".')
@click.option("--bins", metavar="EDGES", help='Only the bin is seen: "0, 1, 2, oo".')
@click.option("--through", metavar="KERNEL", help='Seen is y drawn from a known kernel: "y ~ binomial(x, q)".')
@click.option("--at", metavar="VALUES", help='By quadrature at these values, closed form or not: "a=2, b=1, c=3".')
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Information in truncated, censored or grouped data of a DENSITY, and how much is lost.

    \b
    symfisher incomplete "theta*exp(-theta*x)" --censor "x > c"
    symfisher incomplete "x ~ poisson(m)" --truncate "x > 0"
    symfisher incomplete "x ~ poisson(m)" --through "y ~ binomial(x, q)"
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "incomplete", density, **options)
