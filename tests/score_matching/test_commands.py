"""``symfisher divergence`` and ``symfisher noise``."""

import json

from tests.cli.helpers import symfisher


def test_divergence_text():
    """The flux over the ends is printed among the terms."""
    run = symfisher(
        "divergence", "x ~ exponential(r)", "--model-score", "-(x-1)/b", "--model-param", "b > 0", "--format", "json"
    )
    rows = json.loads(run.stdout)["answers"][0]["rows"]
    assert run.returncode == 0
    assert rows["boundary flux [s p]"] == "-r/b"
    assert rows["limit of s p at x = 0"] == "r/b"


def test_divergence_needs_a_model():
    """Without a model the command says what to give, as a record too."""
    run = symfisher("divergence", "x ~ normal(m, s)", "--format", "json")
    assert run.returncode == 1
    assert "--model-score" in json.loads(run.stdout)["error"]["message"]


def test_noise_text():
    """Text shows p_t, J, the floor and the checks; numbers where values are given."""
    run = symfisher("noise", "x ~ normal(m, s)", "--schedule", "ve", "--at", "m=0, s=1, sigma=1/2")
    assert run.returncode == 0
    for part in ("floor of the denoising loss", "de Bruijn's identity", "J 0.8, mmse 0.2, floor 3.2"):
        assert part in " ".join(run.stdout.split())  # lines are broken at the width of the terminal


def test_noise_custom():
    """A custom schedule is written in t."""
    run = symfisher(
        "noise", "x ~ bernoulli(p)", "--schedule", "custom", "--a", "exp(-t)", "--sigma", "sqrt(1-exp(-2*t))",
        "--format", "json",
    )  # fmt: skip
    rows = json.loads(run.stdout)["answers"][0]["rows"]
    assert run.returncode == 0
    assert rows["a"] == "exp(-t)"
    assert rows["J is at least 1/Var(x_t)"]
