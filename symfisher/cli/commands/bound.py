"""``symfisher bound``: how precisely functions of the parameters can be estimated."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--of", multiple=True, metavar="FUNCTION", help='What is estimated: "exp(-theta)". Repeatable.')
@click.option("--n", metavar="N", help="Number of independent observations: a number or a name.")
@click.option("--bias", multiple=True, metavar="FUNCTION", help="Bias of the estimator of each --of.")
@click.option("--order", type=click.IntRange(1, 2), default=1, show_default=True, help="2: also Bhattacharyya's bound.")
@click.option("--estimator", multiple=True, metavar="STATISTIC", help='Its efficiency: "x" is the sample mean.')
@click.option("--chapman-robbins", metavar="VALUES", help='The bound without derivatives instead, at "theta=2".')
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Cramér-Rao bound for functions of the parameters of a DENSITY, and whether it is attained.

    \b
    symfisher bound "x ~ poisson(m)" --of "exp(-m)" --n n
    symfisher bound "x ~ logistic(mu, s)" --estimator x
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "bound", density, **options)
