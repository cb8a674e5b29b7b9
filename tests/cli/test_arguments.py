"""Sorting arguments into options and densities."""

import click
import pytest

from symfisher.cli.arguments import sort_arguments
from symfisher.cli.session import read_size

KNOWN = {"-p": True, "-x": True, "--param": True, "--format": True, "--strict": False, "-h": False}


@pytest.mark.parametrize(
    ("arguments", "options", "positional"),
    [
        (["-p**x/(x*log(1-p))", "-p", "0 < p < 1"], ["-p", "0 < p < 1"], ["-p**x/(x*log(1-p))"]),
        (["-x*log(a)", "-x", "x"], ["-x", "x"], ["-x*log(a)"]),
        (["-p", "-1 < r < 1", "r*x"], ["-p", "-1 < r < 1"], ["r*x"]),
        (["--strict", "f", "--format", "json"], ["--strict", "--format", "json"], ["f"]),
        (["--format=json", "f"], ["--format=json"], ["f"]),
        (["--", "-p"], [], ["-p"]),
        (["-"], [], ["-"]),
        (["--x**2"], [], ["--x**2"]),
        (["--unknown", "f"], ["--unknown"], ["f"]),
    ],
)
def test_sorting(arguments, options, positional):
    """What is not exactly a known option, or looks like a long one, is a density."""
    assert sort_arguments(arguments, KNOWN) == (options, positional)


def test_option_without_value():
    """An option at the end without its value is wrong usage."""
    with pytest.raises(click.UsageError, match="requires an argument"):
        sort_arguments(["x", "-p"], KNOWN)


@pytest.mark.parametrize(("text", "size"), [("100", 100), ("2K", 2048), ("500 MB", 500 * 2**20), ("1GiB", 2**30)])
def test_sizes(text, size):
    """Sizes are read with the usual units, which are powers of 1024."""
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "-1", "2T", "many"])
def test_bad_sizes(text):
    """What is not a size is refused."""
    with pytest.raises(ValueError, match="not a size"):
        read_size(text)
