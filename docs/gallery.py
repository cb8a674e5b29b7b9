"""Makes the gallery: ``python docs/gallery.py`` draws the pictures of docs/pictures and writes docs/gallery.md."""

from __future__ import annotations

import ast
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
COURSE = HERE.parent / "examples"


@dataclass(frozen=True)
class Entry:
    """One picture: its file's name, its heading, what it shows, and what is typed after ``symfisher plot``."""

    name: str
    title: str
    text: str
    arguments: str


PEAKS = "(exp(-(x-mu)^2/(2*v)) + exp(-(x+mu)^2/(2*v)))/(2*sqrt(2*pi*v))"

ENTRIES = (
    Entry(
        "circle",
        "Information is curvature",
        "The log-likelihood of twelve exponential waiting times, seen from its top, both axes in the same unit. The circle "
        "that fits it best there has radius 1/observed information: the estimated variance of the estimate.",
        'curvature "theta*exp(-theta*x)" --simulate 12 --at "theta=2"',
    ),
    Entry(
        "circles",
        "More data, smaller circle",
        "Three sample sizes with their tops laid on each other. The smallest circle is too small to be seen and has a "
        "window of its own.",
        'curvature "theta*exp(-theta*x)" --simulate 5 --simulate 10 --simulate 100 --at "theta=2"',
    ),
    Entry(
        "cauchy",
        "Where the normal approximation ends",
        "Five observations of a Cauchy location: at the top the log-likelihood follows circle and parabola, farther out "
        "neither.",
        'curvature "x ~ cauchy(m, s)" -p m --data "-2, 0.3, 0.5, 1.9, 4" --at "s=1"',
    ),
    Entry(
        "binomial",
        "Information over a range, and the bound beneath",
        "A success probability is easiest to learn near 0 and 1. Beneath, the least variance of an unbiased estimator from "
        "twenty observations of ten trials each.",
        'information "x ~ binomial(n, p)" --at "n=10" --n 20',
    ),
    Entry(
        "uniform",
        "No bound",
        "The square of the score of a uniform density on (0, theta) has a mean, but the Cramér-Rao bound does not apply: "
        "none is drawn.",
        'information "x ~ uniform_zero_theta(theta)"',
    ),
    Entry(
        "gamma",
        "Two parameters: the determinant",
        "The determinant of the information about shape and scale, and of its inverse, which bounds the generalised "
        "variance.",
        'information "x ~ gamma(shape=a, scale=b)" --n 10 --range "0.3, 5" --range "0.3, 3"',
    ),
    Entry(
        "trinomial",
        "A triangle of probabilities",
        "Where the domain of one parameter ends at the other, the map is blank: three probabilities add up to one.",
        'information "x ~ trinomial" --at "n=5"',
    ),
    Entry(
        "scores",
        "Scores cross zero together",
        "The score of each observation, and their mean, which is zero at the estimate and falls there with the observed "
        "information. On the right the spread of the score: its variance is the expected information.",
        'score "theta*exp(-theta*x)" --simulate 12 --at "theta=2"',
    ),
    Entry(
        "counts",
        "The same for counts",
        "Poisson observations: the score of one observation has a few values only, and the same two moments.",
        'score "x ~ poisson(m)" --data "3, 4, 1, 0, 2, 7, 4"',
    ),
    Entry(
        "ellipse",
        "Observed and expected information disagree",
        "Confidence ellipses of a Cauchy location and scale from fifteen observations. The observed information knows how "
        "these fifteen lie.",
        'ellipse "x ~ cauchy(m, s)" --simulate 15 --at "m=0, s=1"',
    ),
    Entry(
        "same",
        "And agree in an exponential family",
        "For a gamma distribution both give the same ellipses; their tilt is the price of not knowing the other parameter.",
        'ellipse "x ~ gamma(shape=a, scale=b)" --simulate 40 --at "a=2, b=3"',
    ),
    Entry(
        "datascore",
        "A model score against the data score",
        "Above, a Gaussian model score is a line; that of logistic data levels off. Beneath, what their difference costs where "
        "the data are: the area is the Fisher divergence.",
        'datascore "x ~ logistic(m, s)" --model-score "-(x-a)/b" --at "m=0, s=1, a=1/2, b=3"',
    ),
    Entry(
        "divergence",
        "Three terms, one minimum",
        "The terms of the Fisher divergence of a Gaussian model against its variance b. The information of the data is a "
        "constant; the sum is zero at the truth.",
        'divergence "x ~ normal(m, s)" --model-score "-(x-a)/b" --model-param "b > 0" --vary b --at "m=0, s=1, a=0"',
    ),
    Entry(
        "ratio",
        "The same for counts",
        "Ratios of neighbouring probabilities take the place of scores.",
        'divergence "x ~ poisson(m)" --model-density "x ~ poisson(l)" --at "m=3"',
    ),
    Entry(
        "noise",
        "Information after noise, and the floor of the denoising loss",
        "Two narrow peaks under variance-preserving noise. The information lies between 1/Var and 1/sigma^2; what is missing "
        "to the upper bound is the least denoising loss that any network can reach.",
        f'noise "{PEAKS}" --support "x in R" -p mu -p "v > 0" --at "mu=1, v=1/25"',
    ),
    Entry(
        "diffusion",
        "From data to noise",
        "The same two peaks, and what noise leaves of them and of their information.",
        f'diffusion "{PEAKS}" --support "x in R" -p mu -p "v > 0" --at "mu=1, v=1/25"',
    ),
    Entry(
        "efficiency",
        "What score matching costs",
        "The variance of maximum likelihood over that of score matching for shape and rate of a gamma distribution, with the "
        "weight that its end at 0 makes necessary.",
        'efficiency "x ~ gamma(a, b)"',
    ),
)


LESSONS = tuple(p for p in sorted(COURSE.glob("[0-9][0-9]_*.py")) if "\ndef picture(" in p.read_text(encoding="utf-8"))
"""The scripts of the course that draw a picture."""


def page() -> str:
    """Return the text of docs/gallery.md."""
    head = (
        "# Gallery\n\n`python docs/gallery.py` draws all pictures of this page again. Files may end in `.png`, `.svg`, "
        "`.pdf`, or `.tex` for\nPGFPlots.\n\n## From the course\n\nThe scripts of `examples/` answer one question each, and "
        "draw what they found when a file is named after them. Beneath each\npicture stands the function that drew it.\n"
    )
    commands = (
        "\n## From the command line\n\nWhat `symfisher plot` draws, each with the command that drew it. In Python the same "
        "pictures are `plot_curvature`,\n`plot_information`, `plot_score`, `plot_ellipse`, `plot_data_score`, "
        "`plot_divergence`, `plot_noise`, `plot_diffusion` and\n`plot_efficiency` of `symfisher.plotting`, which return a "
        "matplotlib figure.\n"
    )
    return head + "".join(map(_lesson, LESSONS)) + commands + "".join(map(_section, ENTRIES))


def _lesson(script: Path) -> str:
    """Return a script's question, its picture, how it is made, and the function that makes it."""
    text = script.read_text(encoding="utf-8")
    tree = ast.parse(text)
    question = ast.get_docstring(tree)
    drawing = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "picture")
    shown = (ast.get_docstring(drawing) or "").replace("Draw ", "", 1)
    name = _file(script)
    return (
        f"\n### {question}\n\n{shown[:1].upper()}{shown[1:]}\n\n![{question}](pictures/{name})\n\n"
        f"```sh\npython examples/{script.name} {name}\n```\n\n"
        f"```python\n{ast.get_source_segment(text, drawing)}\n```\n"
    )


def _file(script: Path) -> str:
    """Return the name of a script's picture."""
    return f"course_{script.name[:2]}.svg"


def _section(entry: Entry) -> str:
    command = f"symfisher plot {entry.arguments} -o {entry.name}.svg"
    return (
        f"\n### {entry.title}\n\n{entry.text}\n\n![{entry.title}](pictures/{entry.name}.svg)\n\n```sh\n{command}\n```\n"
    )


def main() -> None:
    """Draw all pictures and write the page."""
    PICTURES.mkdir(exist_ok=True)
    for script in LESSONS:
        _run(str(script), str(PICTURES / _file(script)))
    for entry in ENTRIES:
        output = PICTURES / f"{entry.name}.svg"
        _run("-m", "symfisher", "plot", *shlex.split(entry.arguments), "-o", str(output))
    (HERE / "gallery.md").write_text(page(), encoding="utf-8", newline="\n")


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, timeout=120, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
