"""``symfisher noise``: a density after noise."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import SCORE_OPTIONS, ask_score
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option(
    "--schedule",
    type=click.Choice(["vp", "ve", "custom"]),
    default="vp",
    show_default=True,
    help="vp: a^2 = 1 - sigma^2; ve: a = 1; custom: --a and --sigma.",
)
@click.option("--a", metavar="EXPR", help='Custom signal in t: "exp(-t)".')
@click.option("--sigma", metavar="EXPR", help='Custom noise in t: "sqrt(1-exp(-2*t))".')
@click.option("--level", default="t > 0", show_default=True, metavar="DOMAIN", help="Domain of t.")
@add_options(SCORE_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Find what noise does to a DENSITY: x_t = a x + sigma epsilon, its score, information, and denoising floor.

    \b
    symfisher noise "x ~ normal(m, s)" --schedule ve
    symfisher noise "x ~ bernoulli(p)" --schedule vp --at "p=1/3, sigma=1/2"
    symfisher noise "x ~ bivariate_normal(m1, m2, s1, s2, r)" --schedule ve
    """  # noqa: D301 (click's mark for lines that are kept)
    ask_score(session, "noise", density, **options)
