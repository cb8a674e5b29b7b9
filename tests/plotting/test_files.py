"""Pictures become files of every format, always the same bytes; without matplotlib the extra is named."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import symfisher
from symfisher.families import all_families
from symfisher.plotting import FORMATS, KINDS, curvature, ellipse, information, plot_curvature, score, write
from symfisher.plotting.job import draw
from symfisher.plotting.kinds import datascore, diffusion, divergence, efficiency, noise
from symfisher.plotting.picture import hat
from symfisher.plotting.request import read_sample
from symfisher.rendering.symbols import latex_name
from symfisher.score_matching import add_noise, fisher_divergence, ratio_divergence, score_matching_estimator
from tests.cli.helpers import symfisher as run

MAGIC = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "tex": b"\\documentclass"}
DATA = [0.3, 1.1, 0.2, 0.9]


@pytest.fixture(scope="module")
def pictures():
    exponential, normal = symfisher.derive("theta*exp(-theta*x)"), symfisher.derive("x ~ normal(mu, sigma)")
    coin = add_noise("x ~ bernoulli(p)", schedule="vp")
    counts = ratio_divergence("x ~ poisson(m)", model_density="x ~ poisson(l)")
    laplace = fisher_divergence("x ~ laplace(m, b)", model_score="-x/c").model
    return {
        "datascore": datascore.picture(laplace, "m=0, b=1, c=2"),
        "diffusion": diffusion.picture(coin, "p=1/3"),
        "divergence": divergence.picture(counts, "m=3"),
        "efficiency": efficiency.picture(score_matching_estimator("x ~ gamma(a, b)")),
        "noise": noise.picture(coin, "p=1/3"),
        "curvature": curvature.picture(exponential, [DATA, DATA * 20]),
        "information": information.picture(normal),
        "score": score.picture(exponential, DATA),
        "ellipse": ellipse.picture(normal, DATA),
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format_", FORMATS)
def test_format(pictures, kind, format_):
    """Every picture can be written in every format, twice the same."""
    first = write(pictures[kind], format_)
    assert first.startswith(MAGIC[format_])
    assert first == write(pictures[kind], format_)


def test_pgfplots_is_balanced(pictures):
    """Braces and environments of the LaTeX source are closed."""
    for picture in pictures.values():
        text = write(picture, "tex").decode()
        assert text.count("{") == text.count("}")
        assert sorted(re.findall(r"\\begin{(\w+)}", text)) == sorted(re.findall(r"\\end{(\w+)}", text))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdfLaTeX with PGFPlots")
@pytest.mark.parametrize("kind", KINDS)
def test_pgfplots_compiles(pictures, kind, tmp_path):
    """The LaTeX source compiles."""
    (tmp_path / "picture.tex").write_bytes(write(pictures[kind], "tex"))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "picture.tex"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)


def test_figure():
    """The functions return figures of matplotlib, which notebooks show as they show pictures."""
    figure = plot_curvature(symfisher.derive("theta*exp(-theta*x)"), DATA)
    assert isinstance(figure, Figure)
    assert figure._repr_png_().startswith(MAGIC["png"])
    (axes,) = figure.axes
    assert axes.get_aspect() == 1
    assert axes.get_xlabel() == r"$\theta$"


def test_names_of_the_catalogue_can_be_drawn():
    """Matplotlib sets the estimate of every parameter in the catalogue."""
    from matplotlib.mathtext import MathTextParser

    names = sorted({q.name for family in all_families() for q in family.parameters + family.constants})
    parser = MathTextParser("path")
    assert all(parser.parse(f"${hat(latex_name(name))}$").width > 0 for name in names)


def test_without_matplotlib(monkeypatch):
    """A missing matplotlib is said with the extra to install; PGFPlots source needs none."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    picture = information.picture(symfisher.derive("theta*exp(-theta*x)"))
    with pytest.raises(symfisher.MissingExtraError, match=r"symfisher\[plot\]"):
        write(picture, "png")
    assert write(picture, "tex")


@pytest.mark.parametrize("text", ["2.1, 0.4", "2.1 0.4", "# sample\nx\n2.1\n0.4\n", "2.1;0.4"])
def test_sample(text):
    """Numbers are read from lists and columns."""
    assert read_sample(text).tolist() == [2.1, 0.4]


def test_sample_of_two_variables():
    """Rows of a table are observations."""
    assert read_sample("x,y\n1,2\n3,4\n", 2).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("text", "message"), [("1, foo", "foo"), ("", "no numbers"), ("1 nan", "nan"), ("1 2 3", "whole")]
)
def test_bad_sample(text, message):
    """What is no sample is refused with the piece that is wrong."""
    with pytest.raises(symfisher.DomainError, match=message):
        read_sample(text, 2 if message == "whole" else 1)


def test_job_needs_a_sample():
    """Without data nothing is drawn, and the options are named."""
    request = {
        "density": "theta*exp(-theta*x)",
        "kind": "score",
        "at": None,
        "data": [],
        "simulate": [],
        "timeout": 30.0,
    }
    with pytest.raises(symfisher.DomainError, match="--simulate"):
        draw(request)


def test_command(tmp_path):
    """The command reads a file of data and writes a picture."""
    (tmp_path / "data.csv").write_text("x\n0.3\n1.1\n0.2\n", encoding="utf-8")
    picture = tmp_path / "picture.svg"
    done = run("plot", "score", "theta*exp(-theta*x)", "--data", str(tmp_path / "data.csv"), "-o", str(picture))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert picture.read_bytes().startswith(MAGIC["svg"])


def test_kinds_are_told():
    """The help of the command says what every kind shows."""
    told = run("plot", "--help").stdout
    assert [kind for kind in KINDS if not re.search(rf"^ +{kind} +\w", told, re.MULTILINE)] == []


def test_command_refuses_an_ending(tmp_path):
    """A file of another ending is a wrong usage."""
    done = run("plot", "score", "theta*exp(-theta*x)", "-o", str(tmp_path / "picture.bmp"))
    assert done.returncode == 2
    assert ".png, .svg, .pdf, .tex" in done.stderr


def test_gallery_page(monkeypatch):
    """The gallery page is what its program writes, and every picture in it exists."""
    docs = Path(__file__).parents[2] / "docs"
    monkeypatch.syspath_prepend(str(docs))
    import gallery

    text = (docs / "gallery.md").read_text(encoding="utf-8")
    assert text == gallery.page()
    assert all((docs / name).is_file() for name in re.findall(r"\((pictures/\w+\.svg)\)", text))
    assert np.unique([entry.name for entry in gallery.ENTRIES]).size == len(gallery.ENTRIES)
