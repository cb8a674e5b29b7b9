"""``symfisher scorematching``: estimation without the normaliser of a density."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import SCORE_OPTIONS, ask_score
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--data", metavar="NUMBERS", help='Estimate from these as well: "1.2, 0.7, 3.1".')
@add_options(SCORE_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Estimate the parameters of a DENSITY by score matching: the estimator, its variance, its efficiency.

    Where something flows over the ends of the support the plain objective is refused, and a weighted one is used. The
    density may lack its normaliser.

    \b
    symfisher scorematching "x ~ gamma(a, b)"
    symfisher scorematching "x ~ exponential(rate)" --data "1.2, 0.7, 3.1"
    symfisher scorematching "exp(-a*x^4-b*x^2)" --support "x in R" --param "a > 0" --param b --at "a=1, b=0"
    """  # noqa: D301 (click's mark for lines that are kept)
    ask_score(session, "scorematching", density, **options)
