"""``symfisher reparametrize``: other parameters."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option(
    "--to",
    multiple=True,
    metavar="CHANGE",
    help='"eta = log(p/(1-p))", "lambda = 1/beta", or several: "m = a/b, k = a". Repeatable.',
)
@click.option("--stabilize", is_flag=True, help="Find the parameter for which the information is constant.")
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Information about other parameters of a DENSITY, with the Jacobian.

    \b
    symfisher reparametrize "x ~ bernoulli(p)" --to "eta = log(p/(1-p))"
    symfisher reparametrize "x ~ gamma(a, b)" --to "m = a/b, k = a"
    symfisher reparametrize "x ~ poisson(m)" --stabilize
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "reparametrize", density, **options)
