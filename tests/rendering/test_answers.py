"""Answers of inference as text, LaTeX and JSON."""

import json

import pytest

from symfisher.inference.cramer_rao import cramer_rao_bound
from symfisher.inference.geometry import geometry
from symfisher.inference.incomplete import censor
from symfisher.rendering import Style
from symfisher.rendering.answers import FORMATS, render_answers, to_answer_record
from tests.inference.laws import derived

BOUND = cramer_rao_bound(derived("x ~ normal(mu, sigma)"), n="n").answer


def test_text():
    """Text has the title, one row a label, and the user's spelling."""
    text = render_answers([BOUND], "text", Style())
    assert text.startswith("Cramér-Rao bound\n")
    assert "observations: n" in text
    assert "attained: yes, no" in text


def test_steps_are_told_on_request():
    """Steps are told if they are asked for."""
    assert "Jacobian." not in render_answers([BOUND], "text", Style())
    assert "Jacobian." in render_answers([BOUND], "text", Style(), steps=True)
    assert r"\paragraph{Jacobian}" in render_answers([BOUND], "latex", Style(), steps=True)


def test_another_language():
    """Steps are told in another language."""
    assert "雅可比矩阵" in render_answers([BOUND], "text", Style(language="zh"), steps=True)


@pytest.mark.parametrize("width", [40, 72])
def test_width(width):
    """No line is wider than the page, nor beyond ASCII if that is asked for."""
    answer = censor(derived("x ~ normal(mu, sigma)"), "x > c").answer
    text = render_answers([answer], "text", Style(width=width, unicode=False), steps=True)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= width


def test_json():
    """JSON reads back, and its rows are SymPy text over safe names."""
    record = json.loads(render_answers([BOUND], "json", Style()))
    assert record["answers"][0]["rows"]["bound"] == [["sigma**2/n", "0"], ["0", "sigma**2/(2*n)"]]
    assert record["answers"][0] == json.loads(json.dumps(to_answer_record(BOUND)))


def test_latex():
    """LaTeX is an aligned list of rows in math mode."""
    text = render_answers([geometry(derived("x ~ normal(mu, sigma)")).answer], "latex", Style())
    assert text.startswith("\\begin{aligned}")
    assert r"\text{Gaussian curvature} &: - \frac{1}{2}" in text


def test_formats():
    """Every format ends with a newline; another one is an error."""
    assert all(render_answers([BOUND], f, Style()).endswith("\n") for f in FORMATS)
    with pytest.raises(KeyError):
        render_answers([BOUND], "pdf", Style())
