"""``symfisher check``."""

import json

from tests.cli.helpers import symfisher

NORMAL = "x ~ normal(mu, sigma)"


def test_right():
    """A right answer exits with 0, and our matrix is printed below the finding."""
    run = symfisher("check", NORMAL, "--claim", "[[1/sigma^2, 0], [0, 2/sigma^2]]")
    assert run.returncode == 0
    assert run.stdout.startswith("Right. The claim is the Fisher information")
    assert "Derived: the Fisher information of one observation, order mu, sigma:" in run.stdout
    assert run.stderr == ""


def test_right_up_to_a_relation():
    """An answer to another question exits with 6 and names the question."""
    run = symfisher("check", NORMAL, "--claim", "[[1/sigma^2, 0], [0, 2]]", "--format", "json")
    found = json.loads(run.stdout)
    assert run.returncode == 6
    assert (found["verdict"], found["relation"]) == ("right-up-to", "log(sigma) instead of sigma")
    assert found["matrix"] == [["sigma**(-2)", "0"], ["0", "2/sigma**2"]]


def test_wrong():
    """A wrong answer exits with 6 and shows entry, point and both numbers."""
    run = symfisher("check", "theta*exp(-theta*x)", "--claim", "-3/theta^3", "--format", "json")
    found = json.loads(run.stdout)
    assert run.returncode == 6
    assert (found["verdict"], found["entry"], found["at"]) == ("wrong", ["theta", "theta"], {"theta": "2"})
    assert (found["claimed"], found["derived"]) == (-0.375, 0.25)


def test_of_and_order():
    """What is claimed and the order of its rows are options."""
    bound = symfisher(
        "check", NORMAL, "--claim", "diag(sigma^2/2, sigma^2)", "--of", "bound", "--claim-order", "sigma, mu"
    )
    assert bound.returncode == 0
    shared = symfisher("check", "theta*exp(-theta*x)", "--claim", "theta^2/n", "--of", "bound", "--format", "json")
    assert (shared.returncode, json.loads(shared.stdout)["matrix"]) == (0, [["theta**2/n"]])
    score = symfisher("check", "theta*exp(-theta*x)", "--claim", "1/theta - x", "--of", "score", "--format", "markdown")
    assert score.returncode == 0
    assert score.stdout.startswith("**Right.**")


def test_ascii():
    """Where only ASCII can be shown, the finding is spelled in it."""
    run = symfisher("check", NORMAL, "--claim", "[[1, 0], [0, 1]]", "--of", "bound", PYTHONIOENCODING="ascii")
    assert run.returncode == 6
    assert "Cramer-Rao" in run.stdout


def test_output_file(tmp_path):
    """The finding can go to a file."""
    out = tmp_path / "found.json"
    run = symfisher("check", NORMAL, "--claim", "diag(1, 1)", "--format", "json", "-o", str(out))
    assert (run.returncode, run.stdout) == (6, "")
    assert json.loads(out.read_text())["verdict"] == "wrong"


def test_refusals():
    """A claim of the wrong shape, an unknown name and a bad density are one-line errors with exit code 1."""
    shape = symfisher("check", NORMAL, "--claim", "1/sigma^2")
    assert (shape.returncode, shape.stdout) == (1, "")
    assert shape.stderr.startswith("Error: the density has 2 parameters, so that the answer is 2 × 2")
    assert "undeclared symbol 'rho'" in symfisher("check", NORMAL, "--claim", "diag(rho, 1)").stderr
    density = symfisher("check", "2*theta*exp(-theta*x)", "--support", "x > 0", "--claim", "1", "--format", "json")
    assert density.returncode == 1
    assert json.loads(density.stdout)["error"]["type"] == "NotNormalizedError"


def test_usage():
    """A check without a claim is wrong usage."""
    assert symfisher("check", NORMAL).returncode == 2
