"""``symfisher mle``: maximum likelihood."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--n", default="n", show_default=True, metavar="N", help="Number of observations: a number or a name.")
@click.option("--data", metavar="NUMBERS", help='Fit these instead: "1.2, 0.7, 3.1".')
@click.option("--method", type=click.Choice(["newton", "scoring"]), default="newton", show_default=True)
@click.option("--null", metavar="VALUES", help='With --data: tests of these values of all parameters, "m=3".')
@click.option("--level", type=click.FloatRange(0, 1, min_open=True, max_open=True), default=0.95, show_default=True)
@click.option("--constants", metavar="VALUES", help='Values of known constants, with --data: "n=10".')
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Maximum likelihood estimator of the parameters of a DENSITY, in closed form or from data.

    \b
    symfisher mle "x ~ normal(mu, sigma)"
    symfisher mle "x ~ cauchy(m, s)" --data "1.2, 0.7, 3.1, 0.9, 1.4"
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "mle", density, **options)
