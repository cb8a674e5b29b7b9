"""Each kind of bad input is one clear line of the right class, from the library and from the command line alike."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import symfisher
from symfisher.errors import DomainError, NotNormalizedError, ParseError
from tests.cli.helpers import symfisher as command

POSITIVE = {"support": "x > 0", "parameters": ["a > 0"]}
CASES: dict[str, tuple[str, dict[str, Any], type[Exception], str]] = {
    "not normalised": ("2*a*exp(-a*x)", POSITIVE, NotNormalizedError, r"is 2, not 1.*--normalize"),
    "constraint left out": ("{0: p, 1: q}", {}, NotNormalizedError, r"it is p \+ q, so write 1 - p for q"),
    "a mass beside a density": ("p*1{x=0} + (1-p)*a*exp(-a*x), x >= 0", {}, NotNormalizedError, "read in two parts"),
    "a comma left out": ("1/theta 0 < x < theta", {}, ParseError, "',' before a condition"),
    "constant missing": ("exp(-a*x)", POSITIVE, NotNormalizedError, "--normalize"),
    "diverges": ("a/x", POSITIVE, NotNormalizedError, "diverges"),
    "normalised at one point only": (
        "a^2*exp(-x)",
        {"support": "x > 0", "parameters": ["a > 0"]},
        NotNormalizedError,
        "not 1",
    ),
    "normalised where a = 2 only": ("(1+(a-2)/10^3)*exp(-x)", POSITIVE, NotNormalizedError, "not 1"),
    "negative": ("-a*exp(-a*x)", POSITIVE, NotNormalizedError, "negative|not a density"),
    "negative for some parameters": (
        "1+a*(2*x-1)",
        {"support": "0 < x < 1", "parameters": ["a in R"]},
        NotNormalizedError,
        "negative",
    ),
    "negative for large parameters": (
        "1+a*(2*x-1)/30",
        {"support": "0 < x < 1", "parameters": ["a > 0"]},
        NotNormalizedError,
        "negative",
    ),
    "complex": ("I*a*exp(-a*x)", POSITIVE, ParseError, "complex"),
    "complex on a part": ("sqrt(x-1)*a*exp(-a*x)", POSITIVE, NotNormalizedError, "not a real number|not 1"),
    "complex on half of the line": ("a*(1-x)^(a-1)", POSITIVE, NotNormalizedError, "not a real number"),
    "zero": ("0", POSITIVE, ParseError, "zero"),
    "zero in disguise": ("a*(x-x)", POSITIVE, ParseError, "zero"),
    "nan": ("nan", POSITIVE, ParseError, ""),
    "divided by zero": ("a*x/0", POSITIVE, ParseError, "division by zero"),
    "infinite": ("oo*a*x", POSITIVE, ParseError, "infinity"),
    "wrong support": ("a*exp(-a*x)", {**POSITIVE, "support": "x > 1"}, NotNormalizedError, "not 1"),
    "reversed support": ("a*exp(-a*x)", {**POSITIVE, "support": "1 < x < 0"}, DomainError, "empty"),
    "reversed interval": ("a*exp(-a*x)", {**POSITIVE, "support": "x in (1, 0)"}, DomainError, "empty"),
    "empty support": ("a*exp(-a*x)", {**POSITIVE, "support": "0 < x < 0"}, DomainError, "empty"),
    "empty set": ("a*exp(-a*x)", {**POSITIVE, "support": "x in {}"}, symfisher.SymfisherError, ""),
    "support names its variable": (
        "a*exp(-a*x)",
        {**POSITIVE, "support": "0 < x < 2*x"},
        symfisher.SymfisherError,
        "x",
    ),
    "support without variable": ("a*exp(-a*x)", {**POSITIVE, "support": "y > 0"}, symfisher.SymfisherError, ""),
    "continuous called discrete": (
        "a*exp(-a*x)",
        {**POSITIVE, "support": "x in {0, 1, 2, ...}"},
        NotNormalizedError,
        "sum over the support",
    ),
    "discrete called continuous": (
        "exp(-a)*a^x/factorial(x)",
        {**POSITIVE, "support": "x > 0"},
        NotNormalizedError,
        "integral over the support",
    ),
    "variable absent": ("a", {"support": "0 < x < 1", "parameters": ["a > 0"]}, NotNormalizedError, "not 1"),
    "parameter absent": ("exp(-x)", {"support": "x > 0", "parameters": ["a > 0"]}, symfisher.SymfisherError, "a"),
    "no parameter": ("exp(-x)", {"support": "x > 0"}, ParseError, "no parameter"),
    "undeclared symbol": ("a*exp(-a*x)*b/b^1.5", {**POSITIVE, "parameters": ["a > 0"]}, symfisher.SymfisherError, "b"),
    "contradictory domains": (
        "a*exp(-a*x)",
        {"support": "x > 0", "parameters": ["a > 0", "a < 0"]},
        symfisher.SymfisherError,
        "a",
    ),
    "two domains that exclude each other": (
        "a*exp(-a*x)",
        {"support": "x > 0", "parameters": ["2 < a < 1"]},
        DomainError,
        "empty",
    ),
    "constant and parameter": ("a*exp(-a*x)", {**POSITIVE, "constants": ["a > 0"]}, symfisher.SymfisherError, "a"),
    "boolean": ("x > a", POSITIVE, ParseError, ""),
    "truth": ("True", POSITIVE, ParseError, ""),
    "tuple": ("(a, x)", POSITIVE, ParseError, ""),
    "list": ("[a, x]", POSITIVE, ParseError, ""),
    "markup": ("<script>alert(1)</script>", POSITIVE, ParseError, ""),
    "html": ("a*exp(-a*x)<br>", POSITIVE, ParseError, ""),
    "empty": ("", POSITIVE, ParseError, "empty"),
    "blank": ("  ", POSITIVE, ParseError, "empty"),
    "unknown function": ("gama(x)*a", POSITIVE, ParseError, "did you mean 'gamma'"),
    "point outside": ("a*exp(-a*x)", {**POSITIVE, "at": ["a=-1"]}, DomainError, "a"),
    "point of another": ("a*exp(-a*x)", {**POSITIVE, "at": ["b=1"]}, symfisher.SymfisherError, "b"),
    "point incomplete": ("a*exp(-a*x)", {**POSITIVE, "at": ["c=1, a=2"]}, symfisher.SymfisherError, "c"),
    "point infinite": ("a*exp(-a*x)", {**POSITIVE, "at": ["a=oo"]}, DomainError, "real number"),
}


@pytest.mark.parametrize("kind", CASES)
def test_the_library_refuses(kind: str) -> None:
    """One of our own errors with what is wrong in its first line."""
    density, options, error, message = CASES[kind]
    with pytest.raises(error) as caught:
        symfisher.derive(density, **options)
    assert isinstance(caught.value, symfisher.SymfisherError)
    first, *rest = str(caught.value).splitlines()
    assert re.search(message, first)
    assert first.strip()
    assert len(rest) in {0, 2}, "the line in question and its caret, or nothing"


OPTIONS = {"parameters": "-p", "constants": "--given", "at": "--at", "functions": "--function", "variables": "-x"}
AT_THE_SHELL = (
    "not normalised",
    "negative for some parameters",
    "reversed support",
    "tuple",
    "markup",
    "contradictory domains",
)


@pytest.mark.parametrize("kind", AT_THE_SHELL)
def test_the_command_refuses(kind: str) -> None:
    """Exit code 1 or 2, a message on standard error, nothing but a JSON error on standard output."""
    density, options, _, _ = CASES[kind]
    arguments = ["derive", density, "--format", "json"]
    for name, value in options.items():
        for item in [value] if isinstance(value, str) else value:
            arguments += [OPTIONS.get(name, "--support"), item]
    run = command(*arguments)
    assert run.returncode in {1, 2}
    assert run.stderr.startswith("Error: ")
    assert "Traceback" not in run.stderr
    assert list(json.loads(run.stdout)) == ["schema", "error"]


NOT_TEXT = (True, False, None, 1, 2.5, (1, 2), ["a*exp(-a*x)"], {"x": 1}, b"a*exp(-a*x)", object(), int, {1, 2}, 1j)


@pytest.mark.parametrize("density", NOT_TEXT, ids=lambda d: type(d).__name__)
def test_what_is_no_density_is_refused(density: object) -> None:
    """A boolean, a tuple, bytes or any other object is one clear error."""
    with pytest.raises(symfisher.SymfisherError):
        symfisher.derive(density)


@pytest.mark.parametrize("option", ["variables", "support", "parameters", "constants", "functions", "at"])
@pytest.mark.parametrize(
    "value",
    [1, True, object(), [object()], [[1]], b"a", [None]],
    ids=["number", "boolean", "object", "objects", "lists", "bytes", "none"],
)
def test_options_of_another_kind_are_refused(option: str, value: object) -> None:
    """An option that is no text is one clear error, too."""
    with pytest.raises(symfisher.SymfisherError):
        symfisher.derive("a*exp(-a*x)", **{option: value})
