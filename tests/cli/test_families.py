"""``symfisher families``."""

import pytest

from tests.cli.helpers import symfisher


def test_list():
    """The list has a line for each family."""
    run = symfisher("families")
    assert run.returncode == 0
    assert any(line.startswith("weibull(k, s)") for line in run.stdout.splitlines())


def test_one():
    """One family is shown with density, support and source."""
    run = symfisher("families", "weibull")
    for words in ("density", "support", "source", "x > 0"):
        assert words in run.stdout


def test_unknown():
    """An unknown family is refused with the nearest name."""
    run = symfisher("families", "gama")
    assert (run.returncode, run.stderr) == (1, "Error: unknown family 'gama'; did you mean 'gamma'?\n")


@pytest.mark.parametrize(
    ("name", "mark"), [("latex", r"\begin{longtable}"), ("markdown", "| --- |"), ("html", "<math")]
)
def test_exam_table(name, mark):
    """The exam table of all families comes in three formats."""
    run = symfisher("families", "--format", name)
    assert run.returncode == 0, run.stderr
    assert mark in run.stdout
    assert "Weibull" in run.stdout
