"""``symfisher geometry``: the Fisher-Rao geometry."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import QUESTION_OPTIONS, ask
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option("--distance", is_flag=True, help="The Fisher-Rao distance between two members.")
@click.option("--divergence", is_flag=True, help="The Kullback-Leibler divergence between two members.")
@click.option("--connections", is_flag=True, help="The Amari-Chentsov tensor and the alpha-connections.")
@add_options(QUESTION_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Find connection, curvature and geodesics of a DENSITY, the information being the metric.

    \b
    symfisher geometry "x ~ normal(mu, sigma)"
    symfisher geometry "x ~ poisson(m)" --distance --divergence
    """  # noqa: D301 (click's mark for lines that are kept)
    ask(session, "geometry", density, **options)
