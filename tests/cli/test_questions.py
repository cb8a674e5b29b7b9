"""The commands that ask about inference."""

import json

import pytest

from tests.cli.helpers import symfisher

LOGIT = ["exp(x*(a+b*z))/(1+exp(a+b*z))", "--support", "x in {0, 1}", "-p", "a", "-p", "b", "--given", "z in R"]

QUESTIONS = {
    "bound": (
        ["x ~ poisson(m)", "--of", "exp(-m)", "--n", "n", "--order", "2", "--estimator", "x"],
        "bound of order 2",
    ),
    "design": ([*LOGIT, "--covariate", "z", "--at", "a=0, b=1", "--range", "-5, 5"], "-1.5434, 1.5434"),
    "geometry": (["x ~ normal(mu, sigma)"], "Gaussian curvature: -1/2"),
    "incomplete": (["theta*exp(-theta*x)", "--censor", "x > c", "--bins", "0, 1, oo"], "Grouped data"),
    "jeffreys": (["x ~ bernoulli(p)", "--source", "pymc"], 'pm.Uniform("p"'),
    "mle": (["x ~ cauchy(m, s)", "--data", "1.2, 0.7, 3.1, 0.9, 1.4", "--null", "m=1, s=1"], "p-value"),
    "nuisance": (["x ~ gamma(a, b)", "--interest", "a", "--orthogonal"], "Orthogonal parameter"),
    "reparametrize": (["x ~ bernoulli(p)", "--to", "eta = log(p/(1-p))", "--stabilize"], "Constant information"),
    "sample": (["theta*exp(-theta*x)", "--n", "10", "--smallest", "3"], "per cent: 70"),
    "sandwich": (["x ~ poisson(m)", "--under", "x ~ negative_binomial(3, p)"], "m tends to"),
}


@pytest.mark.parametrize("command", QUESTIONS)
def test_answer(command):
    """Every question is answered on standard output, with nothing on standard error."""
    arguments, said = QUESTIONS[command]
    run = symfisher(command, *arguments)
    assert run.returncode == 0, run.stderr
    assert said in run.stdout
    assert run.stderr == ""


def test_bound_without_derivatives():
    """Where there is no Cramér-Rao bound the one without derivatives is asked for: θ²/4 for one uniform observation."""
    run = symfisher("bound", "x ~ uniform_zero_theta(theta)", "--chapman-robbins", "theta=3")
    assert "its value: 2.25 (exact)" in run.stdout


def test_json():
    """JSON holds the answers in order."""
    run = symfisher("geometry", "x ~ poisson(m)", "--connections", "--distance", "--format", "json")
    titles = [a["title"] for a in json.loads(run.stdout)["answers"]]
    assert titles == ["Amari-Chentsov tensor and α-connections", "Fisher-Rao distance"]


def test_file(tmp_path):
    """``-o`` writes the answer to a file."""
    out = tmp_path / "bound.tex"
    run = symfisher("bound", "x ~ poisson(m)", "--format", "latex", "--steps", "-o", str(out))
    assert run.stdout == ""
    assert r"\begin{aligned}" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["bound", "x ~ uniform_zero_theta(theta)"], 4, "no Cramér-Rao bound"),
        (["mle", "x ~ gamma(a, b)"], 5, "no closed form"),
        (["mle", "x ~ gamma(a, b)", "--data", "1, two"], 1, "'two' is not a number"),
        (["incomplete", "x ~ poisson(m)"], 1, "say what is seen"),
        (["incomplete", "x ~ laplace(mu, b)", "--censor", "x > c"], 5, "--at gives numbers"),
        (["nuisance", "x ~ gamma(a, b)"], 1, "--interest"),
        (["sandwich", "x ~ poisson(m)"], 2, "--under"),
    ],
)
def test_mistakes(arguments, code, said):
    """A question without an answer is one line on standard error and the exit code of its kind."""
    run = symfisher(*arguments)
    assert (run.returncode, run.stdout) == (code, "")
    assert said in run.stderr


def test_json_mistake():
    """A program gets the mistake as JSON."""
    run = symfisher("bound", "x ~ uniform_zero_theta(theta)", "--format", "json")
    assert json.loads(run.stdout)["error"]["type"] == "RegularityError"
