"""``symfisher sample``: n observations instead of one."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--n", default="n", show_default=True, metavar="N", help="Number of observations: a number or a name.")
@click.option("--covariate", multiple=True, metavar="NAME", help="A known constant that differs between observations.")
@click.option("--smallest", metavar="R", help="Only the R smallest are seen (type-II censoring).")
@click.option("--order", metavar="R", help="Only the R-th smallest is seen.")
@click.option("--at", metavar="VALUES", help="With --smallest: by quadrature at these values, closed form or not.")
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Information, likelihood and score of n independent observations of a DENSITY.

    \b
    symfisher sample "x ~ gamma(a, b)"
    symfisher sample "theta*exp(-theta*x)" --n 10 --smallest 3
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "sample", density, **options)
