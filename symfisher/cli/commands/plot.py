"""``symfisher plot``: pictures of what Fisher information means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from symfisher.cli.arguments import (
    DENSITY_OPTIONS,
    LIMIT_OPTIONS,
    DensityCommand,
    ResultFile,
    add_options,
    read_density,
)
from symfisher.cli.session import Session
from symfisher.plotting import FORMATS, KINDS


@click.command(cls=DensityCommand)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("density")
@click.option(
    "-o", "--output", required=True, type=ResultFile(), help="File to write: .png, .svg, .pdf or .tex (PGFPlots)."
)
@click.option("--data", multiple=True, metavar="FILE|NUMBERS", help='A sample: a file, or "2.1, 0.4". Repeatable.')
@click.option(
    "--simulate", multiple=True, type=click.IntRange(1, 100_000), metavar="N", help="Draw a sample. Repeatable."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Another seed, another sample.")
@click.option("--at", metavar="VALUES", help='Values of constants, and of parameters to simulate: "theta=2, n=10".')
@click.option("--range", "ranges", multiple=True, metavar="ENDS", help='Of an axis, or of each parameter: "0.5, 4".')
@click.option("--n", type=click.IntRange(min=1), default=1, show_default=True, help="information: size for the bound.")
@click.option("--entry", metavar="ROW,COLUMN", help="information: what to show of two parameters, det by default.")
@click.option(
    "--level", type=click.FloatRange(0, 1, True, True), default=0.95, show_default=True, help="ellipse: confidence."
)
@click.option("--model-score", multiple=True, metavar="EXPR", help='A model score: "-(x-a)/b".')
@click.option("--model-ratio", metavar="EXPR", help="For counts, the model's q(x+1)/q(x).")
@click.option("--model-density", metavar="DENSITY", help="A second density, whose score is the model score.")
@click.option("--model-param", "model_parameters", multiple=True, metavar="DOMAIN", help="Domain of a model parameter.")
@click.option("--vary", metavar="NAME", help="divergence, efficiency: the parameter on the horizontal axis.")
@click.option(
    "--schedule", type=click.Choice(["vp", "ve", "custom"]), default="vp", show_default=True, help="Of noise."
)
@click.option("--a", metavar="EXPR", help='Custom signal in t: "exp(-t)".')
@click.option("--sigma", metavar="EXPR", help='Custom noise in t: "sqrt(1-exp(-2*t))".')
@add_options(DENSITY_OPTIONS)
@add_options(LIMIT_OPTIONS)
@click.pass_obj
def command(session: Session, /, kind: str, density: str, output: Path, data: tuple[str, ...], **options: Any) -> None:
    """Draw a picture of the information in a DENSITY.

    \b
    curvature    log-likelihood around its maximum, circle of radius 1/observed information
    information  expected information over a range, with the Cramer-Rao bound beneath
    score        scores of several observations, their slope and their spread
    ellipse      confidence ellipses for two parameters
    datascore    a model score against the data score, over the density
    divergence   the three terms of the Fisher divergence against a model parameter
    noise        information, its bounds and the denoising floor against the noise level
    diffusion    the density from data to noise, with its information
    efficiency   score matching against maximum likelihood

    Samples are given with --data, or drawn with --simulate by inverting the distribution function.

    \b
    symfisher plot curvature "theta*exp(-theta*x)" --simulate 10 --simulate 40 --at "theta=2" -o circles.png
    symfisher plot information "x ~ binomial(n, p)" --at "n=10" --n 20 -o information.svg
    symfisher plot datascore "x ~ logistic(m, s)" --model-score "-x/2" --at "m=0, s=1" -o scores.svg
    symfisher plot diffusion "x ~ bernoulli(p)" --at "p=1/3" -o diffusion.svg
    """  # noqa: D301 (click's mark for lines that are kept)
    format_ = output.suffix.lower().removeprefix(".")
    if format_ not in FORMATS:
        raise click.BadParameter(f"a picture ends in .{', .'.join(FORMATS)}", param_hint="--output")
    limits = {"timeout": options["timeout"], "memory": options.pop("memory")}
    request = {
        **options,
        "kind": kind,
        "density": read_density(density),
        "format": format_,
        "data": [_text(given) for given in data],
    }
    output.write_bytes(session.run("symfisher.plotting.job:draw", request, **limits))


def _text(given: str) -> str:
    """Return the content of a file of that name, or else what was typed."""
    path = Path(given)
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else given
    except UnicodeDecodeError:
        raise click.BadParameter(f"{given!r} is no text file", param_hint="--data") from None
    except (OSError, ValueError):
        return given  # too long, or with characters that no file name has
