"""The formats for readers."""

import re
from dataclasses import replace

import pytest
import sympy as sp

from symfisher.rendering import BINARY, formats, render
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.pretty_printer import pretty_lines
from symfisher.rendering.record import to_record
from tests.rendering import builders

FOR_READERS = [name for name in formats() if name not in ("python", *BINARY)]


@pytest.mark.parametrize("build", builders.ALL)
@pytest.mark.parametrize("name", FOR_READERS)
def test_every_format_renders(build, name):
    """Every format takes every derivation and ends with one newline."""
    text = render(build(), name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_unknown_format():
    """A format that is not there is refused with the list of those that are."""
    with pytest.raises(ValueError, match="latex"):
        render(builders.exponential(), "papyrus")


@pytest.mark.parametrize("build", builders.ALL)
@pytest.mark.parametrize("name", FOR_READERS)
def test_internal_symbols_do_not_show(build, name):
    """Readers see their own names, never ours."""
    assert not re.search(r"\b_[xtc]\d|\\_[xtc]\d", render(build(), name))


@pytest.mark.parametrize("build", builders.ALL)
def test_ascii(build):
    """On request text is pure ASCII."""
    text = render(build(), "text", unicode=False)
    assert text.isascii()
    assert "?" not in text


@pytest.mark.parametrize("build", builders.ALL)
@pytest.mark.parametrize("width", [40, 60, 100])
def test_width(build, width):
    """Text keeps to the width of the page."""
    assert max(map(len, render(build(), "text", width=width).splitlines())) <= width


def test_colour_only_on_request():
    """Escape sequences appear only where they were asked for."""
    assert "\x1b" not in render(builders.weibull(), "text")
    assert "\x1b[1m" in render(builders.weibull(), "text", color=True)


def test_text_says_what_was_inferred_and_how_it_was_checked():
    """Text shows inference, route, regularity and check."""
    text = render(builders.exponential(), "text")
    for words in ("support x > 0 (inferred", "span", "proved", "regular", "3.2e-15"):
        assert words in text


def test_latex_is_one_aligned_environment():
    """The LaTeX fragment is one environment that display mathematics can hold."""
    text = render(builders.weibull(), "latex")
    assert text.startswith(r"\begin{aligned}")
    assert text.count("{") == text.count("}")
    assert r"x_{m}" in text


@pytest.mark.parametrize(
    ("expression", "unicode", "expected"),
    [
        (sp.polygamma(0, sp.Symbol("p")), True, "ψ(p)"),
        (sp.polygamma(1, sp.Symbol("p")), True, "ψ′(p)"),
        (sp.polygamma(3, sp.Symbol("p")), True, "ψ⁽³⁾(p)"),
        (sp.polygamma(1, sp.Symbol("p")), False, "psi'(p)"),
        (sp.Derivative(sp.zeta(sp.Symbol("s")), sp.Symbol("s")), True, "ζ′(s)"),
        (sp.loggamma(sp.Symbol("s")), False, "log Gamma(s)"),
    ],
)
def test_pretty_notation(expression, unicode, expected):
    """Text uses the notation of statistics."""
    assert pretty_lines(expression, unicode=unicode) == [expected]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (sp.polygamma(1, sp.Symbol("p")), r"\psi'\left(p\right)"),
        (sp.polygamma(1, sp.Symbol("p")) ** 2, r"{\psi'}^{2}\left(p\right)"),
        (sp.polygamma(4, sp.Symbol("p")), r"\psi^{(4)}\left(p\right)"),
        (sp.Derivative(sp.zeta(sp.Symbol("s")), (sp.Symbol("s"), 2)), r"\zeta''\left(s\right)"),
        (sp.EulerGamma, r"\gamma"),
    ],
)
def test_latex_notation(expression, expected):
    """LaTeX uses the notation of statistics."""
    assert to_latex(expression, {}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "-x",
        "-x/2",
        "2*x/3",
        "x/y",
        "-x/y**2",
        "x**a/y",
        "1/(x*y)",
        "(x + 1)*(y - 1)/sqrt(a)",
        "-3*x*y",
        "exp(-x)/a",
    ],
)
def test_products_are_set_as_sympy_sets_them(text):
    """Our product printer, which exists for speed, gives what SymPy's gives."""
    expression = sp.sympify(text)
    assert "\n".join(pretty_lines(expression, unicode=True)) == "\n".join(
        line.rstrip() for line in sp.pretty(expression, use_unicode=True, wrap_line=False).split("\n")
    )


def test_undefined_functions_are_spelled_as_typed():
    """A function that the user left undefined appears under its own name."""
    mean = sp.Function("_f1")
    derivation = builders.build(
        lambda x, a: sp.exp(-((x - mean(a)) ** 2) / 2) / sp.sqrt(2 * sp.pi),
        [("x", builders.REAL)],
        [("a", builders.REAL)],
        lambda a: [[mean(a).diff(a) ** 2]],
    )
    derivation = replace(derivation, density=replace(derivation.density, functions=(("mu", mean),)))
    assert "μ(a)" in render(derivation, "text")
    assert "_f1" not in "".join(render(derivation, name) for name in FOR_READERS)
    assert to_record(derivation)["expected_information"] == [["Derivative(mu(a), a)**2"]]
