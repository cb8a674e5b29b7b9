"""What users type is shown in HTML and LaTeX, never obeyed by them."""

from __future__ import annotations

import re

import pytest

from symfisher import ParseError, derive
from symfisher.rendering import render
from symfisher.rendering.chosen_names import check_names, read_names

HOSTILE = (
    r"a=\input{/etc/passwd}",
    r"a=\write18{id}",
    r"a=^^5cinput",
    r"a=x^^M",
    r"a=\csname input\endcsname",
    r"a=x}\end{document}",
    r"a=\def\x{}",
    r"a=\catcode",
    r"a=\verb|x|",
    r"a=\href{javascript:alert(1)}{x}",
    "a=</math><script>alert(1)</script>",
    "a=<b>",
    "a=&lt;",
    "a=$",
    "a=%",
    "a=#1",
    "a=~",
    "a=\\",
    "a={",
    "a=}{",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_for_latex_only_name(text: str) -> None:
    """Commands that act, characters with a meaning to TeX or HTML and open braces are refused."""
    with pytest.raises(ParseError):
        read_names(text)


def test_names_for_latex_are_of_the_density() -> None:
    """A name that the density does not have is a slip of the pen, and said."""
    density = derive("rate*exp(-rate*x)").density
    check_names(density, ["rate", "x"])
    with pytest.raises(ParseError, match="did you mean 'rate'"):
        check_names(density, ["ratee"])


@pytest.mark.parametrize("name", ["html", "notebook", "markdown", "tex", "latex"])
def test_what_was_typed_is_escaped(name: str) -> None:
    """Signs of a statement that are markup elsewhere are written as characters."""
    derivation = derive("f(x; a_1) = 1/a_1, 0 < x < a_1, a_1 > 0")
    page = render(derivation, name)
    if name == "html":
        assert "0 < x < a" not in page.replace('"', "")
    else:
        assert not re.search(r"<[A-Za-z/!]", page.replace('<script src="', ""))  # in formulas a space follows
    assert "<script" not in page.replace('<script src="', "")
