"""``symfisher jeffreys``: priors."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option(
    "--interest", multiple=True, metavar="NAMES", help="Reference prior: groups of parameters, most wanted first."
)
@click.option("--van-trees", metavar="PRIOR", help='Van Trees\' bound under a prior: "mu ~ normal(0, 2)".')
@click.option("--source", type=click.Choice(["numpyro", "pymc"]), help="The prior as Python source for a model.")
@click.option("--n", metavar="N", help="Number of observations, with --van-trees: a number or a name.")
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Jeffreys prior of a DENSITY up to a constant, and whether it is proper.

    \b
    symfisher jeffreys "x ~ bernoulli(p)"
    symfisher jeffreys "x ~ weibull(k, lam)" --source numpyro
    symfisher jeffreys "x ~ normal(mu, 1)" --van-trees "mu ~ normal(0, 2)" --n n
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "jeffreys", density, **options)
