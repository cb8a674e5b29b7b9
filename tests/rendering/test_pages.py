"""Documents: LaTeX, PDF, HTML, notebooks."""

import html.parser
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sympy as sp

import symfisher
from symfisher.domains import POSITIVE
from symfisher.errors import MissingProgramError, ParseError
from symfisher.rendering import as_pdf, render, render_bytes
from symfisher.rendering.as_tex import latex_text
from symfisher.rendering.chosen_names import read_names
from symfisher.rendering.layout import PAGE, columns, rows
from symfisher.rendering.mathml import symbol_element, to_mathml
from tests.rendering import builders

PAGES = ("tex", "html", "notebook", "markdown", "text", "latex")


class Checker(html.parser.HTMLParser):
    """Counts open elements and keeps what must not be there."""

    void = frozenset({"meta", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.links, self.mistakes = [], [], []

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.links += [value for key, value in attrs if key in ("src", "href")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):  # noqa: D102
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(tag)


@pytest.mark.parametrize("build", builders.ALL)
def test_html_is_balanced_and_alone(build):
    """Every element is closed, and the file asks for nothing from elsewhere."""
    checker = Checker()
    text = render(build(), "html")
    checker.feed(text)
    assert (checker.open, checker.mistakes, checker.links) == ([], [], [])
    assert not re.search(r"<script|@import|url\(|https?:", text)


@pytest.mark.parametrize("build", builders.ALL)
@pytest.mark.parametrize("name", PAGES)
def test_steps_are_shown_and_left_out(build, name):
    """Steps can be had and left out in every format."""
    with_steps, without = (render(build(), name, steps=shown) for shown in (True, False))
    assert len(with_steps) > len(without)


@pytest.mark.parametrize("name", PAGES)
def test_brief_is_shorter(name):
    """The brief account is shorter."""
    found = [render(builders.weibull(), name, steps=True, detail=detail) for detail in ("brief", "full")]
    assert len(found[0]) < len(found[1])


def hostile():
    """A derivation in which everything that a user types is markup."""
    derivation = builders.exponential()
    nasty = r'<script>alert(1)</script> \input{/etc/passwd} $x$ **b** & % # ~ ^ "'
    density = replace(derivation.density, inferred=(nasty,), origin=nasty)
    return replace(derivation, density=density, notes=(nasty,))


@pytest.mark.parametrize("steps", [True, False])
def test_markup_is_escaped(steps):
    """What a user typed is shown as it is, in HTML and in LaTeX."""
    assert "<script" not in render(hostile(), "html", steps=steps)
    tex = render(hostile(), "tex", steps=steps)
    assert r"\input" not in tex.replace(r"\usepackage", "")
    assert r"\textbackslash{}input\{/etc/passwd\}" in tex


@pytest.mark.parametrize("name", ["t<b>", "a&b"])
def test_names_are_escaped_in_mathml(name):
    """A symbol's name cannot open an element."""
    shown = to_mathml(sp.Symbol(name), {})
    assert "<b>" not in shown
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"\lambda", "<mi>λ</mi>"),
        (r"\hat{\theta}_{1}", '<msub><mover accent="true"><mi>θ</mi><mo>^</mo></mover><mn>1</mn></msub>'),
        (r"\mathrm{rate}", '<mi mathvariant="normal">rate</mi>'),
    ],
)
def test_latex_of_symbols_becomes_mathml(latex, wanted):
    """Greek, accents, fonts and indices have their elements."""
    assert symbol_element(latex) == wanted


def test_chosen_names():
    """A symbol is written as it was asked for, in LaTeX and in MathML."""
    names = read_names(r"theta=\hat{\beta}_0")
    assert r"\hat{\beta}_0" in render(builders.exponential(), "tex", symbol_names=names)
    assert "β" in render(builders.exponential(), "html", symbol_names=names)


@pytest.mark.parametrize("text", [r"a=\input{x}", "a=b}c{", "a", r"a=\def\b", "a=$x$", "=x", r"a=\\"])
def test_names_that_act_are_refused(text):
    """LaTeX that is more than the name of a symbol is refused."""
    with pytest.raises(ParseError, match="symbol-names"):
        read_names(text)


@pytest.mark.parametrize("width", [40, 72, 100])
def test_long_sums_are_cut(width):
    """A sum is cut between terms so that each row fits; the rows add up to the sum."""
    x = sp.symbols("x0:30")
    total = sp.Add(*(s**2 / (k + 1) for k, s in enumerate(x)))
    found = rows((sp.Symbol("f"), total), width)
    assert len(found) > 1
    assert sp.Add(*(row.right for row in found)) == total
    assert all(columns(row.right) <= width for row in found)


def test_wide_matrices_are_shown_entry_by_entry():
    """A matrix that is wider than the page becomes its upper triangle, each entry with its place."""
    x = sp.symbols("x0:30")
    wide = sp.ImmutableMatrix(3, 3, lambda i, j: sp.Add(*x[: 10 + i + j]))
    labels = [row.label for row in rows((sp.Symbol("I"), wide), PAGE) if row.label]
    assert labels == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]


@pytest.mark.parametrize("name", ["html", "tex"])
def test_a_row_that_goes_on_has_one_sign(name):
    """A sum that goes on with a minus is not written + −."""
    x = sp.symbols("_x1 x1:40", positive=True)
    derivation = builders.exponential()
    total = -sp.Add(*(k * s for k, s in enumerate(x)))
    derivation = replace(derivation, own=replace(derivation.own, score=sp.ImmutableMatrix([total])))
    text = re.sub(r"<[^>]*>", "", render(derivation, name, steps=False)).replace(" ", "")
    assert not re.search(r"\+[-−]|\{\}\+-", text)


def test_texts_for_latex():
    """Signs of LaTeX are escaped, signs beyond its fonts spelled; Chinese stays Chinese."""
    assert latex_text("50% of x_1") == r"50\% of x\_1"
    assert latex_text("得分") == "??"
    assert latex_text("得分", "zh") == "得分"


def test_notebook_is_a_notebook_and_runs():
    """The notebook has the form of version 4.5, and its code cells run one after the other."""
    derivation = symfisher.derive("x ~ weibull(k, lambda)")
    notebook = json.loads(render(derivation, "notebook"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    program = f"{code}\nprint(derivation.expected_information)"
    home = Path(symfisher.__file__).parents[1]
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True, cwd=home
    )
    assert run.stdout.splitlines()[-1] == str(derivation.expected_information)


def test_what_jupyter_shows():
    """A density and a derivation show themselves in LaTeX and HTML."""
    derivation = builders.weibull()
    for shown in (derivation, derivation.density):
        bundle = shown._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "text/html", "text/latex"}
        assert bundle["text/latex"].startswith("$$")
        assert "<math" in bundle["text/html"]


def test_no_latex_is_said(monkeypatch):
    """Without LaTeX the message says what was looked for and what to do."""
    monkeypatch.setattr(as_pdf.shutil, "which", lambda name: None)
    with pytest.raises(MissingProgramError, match=r"latexmk.*--format tex"):
        render_bytes(builders.exponential(), "pdf")


def test_pdf_is_no_text():
    """A binary format is not given as text."""
    with pytest.raises(ValueError, match="render_bytes"):
        render(builders.exponential(), "pdf")


LATEX = [("en", "pdflatex"), ("zh", "xelatex")]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "engine"), LATEX)
@pytest.mark.parametrize("density", ["x ~ weibull(k, s)", "x ~ zero_inflated_poisson(w, m)", "x ~ gompertz(b, eta)"])
def test_documents_compile_without_warnings(density, language, engine, tmp_path):
    """LaTeX has nothing to complain about: no warning, no line too wide."""
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    source = render(symfisher.derive(density), "tex", language=language)
    (tmp_path / "page.tex").write_text(source, encoding="utf-8")
    run = subprocess.run(
        [engine, "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=False,
    )
    log = (tmp_path / "page.log").read_text(encoding="utf-8", errors="replace")
    if "not found" in log:
        pytest.skip("a LaTeX package is missing")
    assert run.returncode == 0
    assert re.findall(r"^.*(?:Warning|Overfull|Underfull).*$", log, re.MULTILINE) == []


def test_domains_in_mathml_and_latex():
    """Positive quantities are written x > 0."""
    from symfisher.notation import lies
    from symfisher.rendering.latex_printer import to_latex
    from symfisher.rendering.line_printer import to_line

    node = lies(sp.Symbol("x"), POSITIVE)
    assert to_line(node) == "x > 0"
    assert to_latex(node, {}) == "x > 0"
    assert "&gt;" in to_mathml(node, {})
