"""``symfisher divergence``: a model score against the score of a density."""

from __future__ import annotations

from typing import Any

import click

from symfisher.cli.arguments import DensityCommand, add_options
from symfisher.cli.questions import SCORE_OPTIONS, ask_score
from symfisher.cli.session import Session


@click.command(cls=DensityCommand)
@click.argument("density")
@click.option(
    "--model-score", multiple=True, metavar="EXPR", help='The model score: "-(x-a)/b". Once for every variable.'
)
@click.option("--model-ratio", metavar="EXPR", help='For counts, q(x+1)/q(x): "l/(x+1)".')
@click.option("--model-density", metavar="DENSITY", help="A second density q; the model score is its data score.")
@click.option(
    "--model-param", "model_parameters", multiple=True, metavar="DOMAIN", help='Domain of a model parameter: "b > 0".'
)
@add_options(SCORE_OPTIONS)
@click.pass_obj
def command(session: Session, /, density: str, **options: Any) -> None:
    """Find the Fisher divergence of a model score from a DENSITY: its three terms, the flux over the ends, the minimum.

    For counts the ratios of neighbouring probabilities are compared (ratio matching).

    \b
    symfisher divergence "x ~ normal(m, s)" --model-score "-(x-a)/b"
    symfisher divergence "x ~ gamma(a, b)" --model-density "x ~ gamma(c, d)"
    symfisher divergence "x ~ poisson(m)" --model-density "x ~ poisson(l)"
    """  # noqa: D301 (click's mark for lines that are kept)
    ask_score(session, "divergence", density, **options)
