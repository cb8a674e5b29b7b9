"""The scripts of the course run, and what they find is what theory and books say."""

import json
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from symfisher.plotting.picture import Curve

COURSE = Path(__file__).parent.parent / "examples"
SCRIPTS = sorted(COURSE.glob("[0-9][0-9]_*.py"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the script of a number; return what its main finds. Its question is the first line printed, its picture drawn."""

    def lesson(number):
        monkeypatch.syspath_prepend(str(COURSE))
        (script,) = COURSE.glob(f"{number:02d}_*.py")
        sys.modules.pop("course", None)
        program = runpy.run_path(str(script))
        found = program["main"]()
        question = capsys.readouterr().out.splitlines()[0]
        assert question.endswith("?")
        assert question.replace("Cramer", "Cramér") == program["__doc__"].strip().splitlines()[0]
        return {**found, "picture": program["picture"](found)} if "picture" in program else found

    yield lesson
    sys.modules.pop("course", None)


def test_page_lists_all_scripts():
    """The page of the course links every script, in order."""
    page = (COURSE / "README.md").read_text(encoding="utf-8")
    assert [s.name for s in SCRIPTS] == [
        line.split("](")[1].split(")")[0] for line in page.splitlines() if "](" in line[:8]
    ]


def test_notebooks(tmp_path, monkeypatch, capsys):
    """The notebooks hold the scripts: the cells of one, run in order, find what the script finds."""
    monkeypatch.syspath_prepend(str(COURSE))
    runpy.run_path(str(COURSE / "notebooks.py"))["main"](tmp_path)
    assert sorted(p.stem for p in tmp_path.glob("*.ipynb")) == [s.stem for s in SCRIPTS]
    cells = json.loads((tmp_path / f"{SCRIPTS[7].stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {"__name__": "notebook"}
    for cell in cells[1:]:
        exec("".join(cell["source"]), names)
    assert cells[-1]["source"] == ["picture(found)"]
    assert names["found"]["angle"] == 4
    assert capsys.readouterr().out.startswith("".join(cells[0]["source"]).removeprefix("# "))
    sys.modules.pop("course", None)


def test_two_definitions(run):
    """Both definitions, integrated by SymPy, give the derived information; in the picture it is the area of both."""
    found = run(1)
    picture = found.pop("picture")
    for one, panel in zip(found.values(), picture.panels, strict=True):
        derived, squares, curvature = one["means"]
        assert derived == squares == curvature
        curves = [layer for layer in panel.layers if isinstance(layer, Curve)]
        areas = [float(np.sum((c.y[1:] + c.y[:-1]) * np.diff(c.x)) / 2) for c in curves]
        assert areas == pytest.approx([float(derived)] * 2, rel=0.03)


def test_observed_information_varies(run):
    """Cauchy samples differ in observed information, whose mean is the expected one."""
    found = run(2)
    assert max(found["observed"]) > 1.3 * min(found["observed"])
    assert found["mean"] == pytest.approx(found["expected"], rel=0.01)
    *samples, parabola = found["picture"].panels[0].layers
    assert len(samples) == len(found["observed"])
    assert min(s.y[0] for s in samples) < parabola.y[0] < max(s.y[0] for s in samples)


def test_exponential_families_agree(run):
    """At the estimate the two agree for gamma, and not for Weibull."""
    found = run(3)
    assert found["gamma"] < 1e-8
    assert found["weibull"] > 1e-2
    gaps = [np.ptp([np.ptp(layer.x) for layer in panel.layers[1:]]) for panel in found["picture"].panels]
    assert gaps[0] < 1e-8 < 0.1 < gaps[1]


def test_where_definitions_differ(run):
    """Laplace keeps the bound and loses the Hessian form, uniform loses both, raised cosine none."""
    found = run(4)
    b, theta = sp.Symbol("b"), sp.Symbol("theta")
    assert found["laplace"].expected_information[0] == b**-2
    assert found["laplace"].hessian_information[0] == 0
    assert found["uniform"].hessian_information[0] == -(theta**-2)
    assert found["raised cosine"].hessian_information is None
    kink, jump, smooth = (np.abs(np.diff(panel.layers[0].y)).max() for panel in found.pop("picture").panels)
    assert jump > 0.9
    assert max(kink, smooth) < 0.02
    applies = [derived.regularity.cramer_rao for derived in found.values()]
    assert applies == ["applies", "does not apply", "applies"]


def test_circles(run):
    """The circle through three points of the log-likelihood has radius 1/observed information."""
    found = run(5)
    np.testing.assert_allclose(found["radii"], found["inverses"], rtol=1e-4)
    (panel,) = found["picture"].panels
    drawn = [np.ptp(layer.x) / 2 for layer in panel.layers if isinstance(layer, Curve) and len(layer.x) == 361]
    np.testing.assert_allclose(drawn, found["radii"], rtol=1e-3)


def test_efficiency(run):
    """The mean reaches the bound, the median about 2/π of it."""
    found = run(6)
    assert found["mean"] == pytest.approx(found["bound"], rel=0.05)
    assert found["bound"] / found["median"] == pytest.approx(2 / np.pi, rel=0.06)
    mean, median, least = (layer for layer in found["picture"].panels[0].layers if isinstance(layer, Curve))
    assert median.y.max() < 0.9 * mean.y.max()
    assert least.y.max() == pytest.approx(mean.y.max(), rel=0.1)


def test_failure(run):
    """For the uniform distribution there is no bound, and (n + 1)/n max(x) has the variance θ²/(n(n + 2))."""
    found = run(7)
    assert "no Cramér-Rao bound" in found["refusal"]
    assert found["variance"] == pytest.approx(9 / (20 * 22), rel=0.08)
    assert found["variance"] < found["wrong"] / 10
    exact = [9 / (n * (n + 2)) for n in found["sizes"]]
    np.testing.assert_allclose(found["picture"].panels[0].layers[2].y, exact, rtol=0.12)


def test_reparametrization(run):
    """Information follows the chain rule, and is constant in the angle."""
    found = run(8)
    assert sp.simplify(found["odds"] - found["again"]) == 0
    assert found["rule"] == 0
    assert found["angle"] == 4
    probability, odds, angle = (panel.layers[0].y for panel in found["picture"].panels)
    assert (probability.min(), odds.max()) == pytest.approx((4, 1 / 4))
    np.testing.assert_allclose(angle, 4)


def test_nuisance(run):
    """An unknown σ costs nothing about μ; an unknown scale costs 1/a about the shape of a gamma distribution."""
    found = run(9)
    a = sp.Symbol("a")
    assert found["free"].orthogonal
    assert sp.simplify(found["costly"].information[0] - sp.polygamma(1, a) + 1 / a) == 0
    assert found["lost"] == pytest.approx(0.5 / (np.pi**2 / 6 - 1))
    _, known, unknown = found["picture"].panels[0].layers
    np.testing.assert_allclose(known.y - unknown.y, 1 / known.x)


def test_discrete(run):
    """Sums give 1/μ and n/(p(1−p)); the best unbiased estimator of P(x = 0) stays above the bound."""
    found = run(10)
    mu, n, p = sp.symbols("mu n p")
    assert found["poisson"].expected_information[0] == 1 / mu
    assert sp.simplify(found["binomial"].expected_information[0] - n / (p * (1 - p))) == 0
    assert found["bound"] < found["exact"]
    assert found["variance"] == pytest.approx(found["exact"], rel=0.05)
    *_, line, point = found["picture"].panels[0].layers
    assert point.y[0] == pytest.approx(np.interp(2, line.x, line.y), rel=0.05)


def test_homework(run):
    """Ten densities become one document, with a row in the table and a derivation for each."""
    found = run(11)
    assert len(found["found"]) == 10
    assert all(derived.closed_form for derived in found["found"].values())
    assert found["document"].count("\\newpage") == 10
    assert found["document"].count("\\begin{document}") == found["document"].count("\\end{document}") == 1


def test_score_matching(run):
    """The information of the data is free of the model, and over the end at zero flows what theory says."""
    found = run(12)
    sigma, a, b, lam = sp.symbols("sigma a b lam")
    information = found["gaussian"].data_information
    assert sp.simplify(information - 1 / sigma**2) == 0
    assert not information.free_symbols & {a, b}
    _, squared, cross, level, total, *_ = found["picture"].panels[0].layers
    np.testing.assert_allclose(squared.y + cross.y + level.y, total.y)
    assert np.ptp(level.y) == 0
    assert sp.simplify(found["exponential"].constant.subs({"lam": lam}) - (lam**2 - 2 * found["exponential"].flux)) == 0


def test_optimal_designs(run):
    """The D-optimal designs are the known ones, and nowhere would one more observation gain more than at their places."""
    found = run(13)
    known = {"logistic": (-1.543405, 1.543405), "Michaelis-Menten": (2 / 3, 4), "exponential decay": (0, 1)}
    for name, points in known.items():
        assert found["designs"][name].points == pytest.approx(points, abs=1e-5)
        assert max(found["gains"][name][1]) == pytest.approx(1, abs=1e-3)
        assert found["even"][name] < 0.7
