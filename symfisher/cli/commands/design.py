"""``symfisher design``: where to observe."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--covariate", required=True, metavar="NAME", help="The known constant that is chosen.")
@click.option("--points", metavar="DESIGN", help='Information of a design: "-1: 1/2, 1: 1/2".')
@click.option("--at", metavar="VALUES", help='Find the best design at these parameters: "a=0, b=1".')
@click.option("--range", "range_", metavar="ENDS", help='Where the covariate is chosen: "-5, 5".')
@click.option("--criterion", type=click.Choice(["D", "A", "c"]), default="D", show_default=True)
@click.option("--combination", metavar="NUMBERS", help='What is estimated, with --criterion c: "0, 1".')
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Information of a design over a covariate of a DENSITY, or the best design.

    \b
    symfisher design "exp(x*(a+b*z))/(1+exp(a+b*z))" --support "x in {0, 1}" \\
        -p a -p b --given "z in R" --covariate z --at "a=0, b=1" --range "-5, 5"
    """  # noqa: D301 (click's mark for lines that are kept)
    options["range"] = options.pop("range_")
    ask(session, "design", density, **options)
