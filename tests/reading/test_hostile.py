"""Whatever is typed, only our own errors come out, and no user text is ever evaluated."""

from __future__ import annotations

import contextlib
import sys

import hypothesis
import pytest
import sympy as sp
from hypothesis import strategies as st

from symfisher.errors import SymfisherError
from symfisher.reading import read

HOSTILE = [
    "(" * 10_000 + "x" + ")" * 10_000,
    "x" * 1_000_000,
    "-" * 19_000 + "x",
    "-" * 50_000 + "x",
    "1" * 100_000,
    "1e999999999",
    "__import__('os').system('ls')",
    "x.__class__",
    "lambda x: x",
    "x^" * 5000 + "x",
    "|" * 5000,
    "1/" * 9000 + "0",
    "*".join(["9^9999"] * 2000) + "x",
    "{" * 99 + "}" * 99,
    "{0:1," * 2000 + "}",
    r"\frac{" * 3000,
    "{" * 9000 + "}" * 9000,
    r"\begin{cases}" * 1000,
    "a" * 19_000,
    "λ" * 19_000,
    "f'(x)",
    "<script>",
    "x;import os",
    "${x}",
    "x\x00y",
    "\u202ex",
    "",
    "[x for x in x]",
    "x if x else x",
    "eval('x')",
    "exec(x)",
    "sympify(x)",
    "Symbol(x)",
    "x = y = z",
    ",",
    ";",
    "~",
    "=",
    "|",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:20])
def test_hostile_text_is_refused(text: str) -> None:
    """Bombs, code and markup are one clear error each, never a traceback of another kind."""
    with pytest.raises(SymfisherError):
        read(text)


PIECES = st.sampled_from(
    "x p ( ) [ ] { } | ^ * / - + ! , ; : = ~ < > <= e E I pi oo 1 2 0 .5 1e3 gamma exp ln sqrt Piecewise True in for"
    " where \\ \\frac _ ... λ ² √ ∞ ∈ 𝟙 1{ Eq Min binomial factorial zeta polygamma nan x_1 lambda def N0 R and or"
    " not hyper & '".split(" ")
)
SEEDS = st.sampled_from(
    [
        "theta*exp(-theta*x)",
        "f(x; a) = a x^(a-1), 0 < x < 1",
        "{0: 1-p, 1: p}",
        "x ~ normal(mu, sigma)",
        r"\frac{1}{b}e^{-x/b}",
    ]
)


@hypothesis.given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=12).map("".join)))
@hypothesis.settings(max_examples=150, deadline=None, derandomize=True)
def test_soup_raises_only_our_errors(text: str) -> None:
    """Random characters and random pieces of the grammar are read or refused, nothing else."""
    _read_or_refuse(text)


@hypothesis.given(SEEDS, st.integers(0, 40), st.integers(0, 3), PIECES)
@hypothesis.settings(max_examples=150, deadline=None, derandomize=True)
def test_near_misses_raise_only_our_errors(seed: str, place: int, length: int, piece: str) -> None:
    """A valid density with a piece cut out or put in is read or refused, nothing else."""
    _read_or_refuse(seed[:place] + piece + seed[place + length :])


def _read_or_refuse(text: str) -> None:
    with contextlib.suppress(SymfisherError):
        read(text)


def test_no_text_reaches_sympify_or_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither SymPy's string reader nor Python's compiler ever sees a piece of the user's text."""
    sentinel = "zqsentinel"
    seen: list[str] = []
    audited = {"compile", "exec", "open", "os.system", "subprocess.Popen"}

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in audited and sentinel in repr(arguments):
            seen.append(event)

    def refuse(text: str, *_: object, **__: object) -> None:
        seen.append(f"parse_expr {text}")

    sys.addaudithook(hook)
    monkeypatch.setattr(sp.parsing.sympy_parser, "parse_expr", refuse)
    options = {"support": f"x > 0, x < {sentinel}", "parameters": [f"{sentinel} > 0"], "at": f"{sentinel}=2"}
    read(f"x*2/{sentinel}^2", **options)  # type: ignore[arg-type]
    read(rf"\frac{{2 x}}{{z_{{{sentinel}}}^2}}, 0 < x < z_{{{sentinel}}}")
    read(f"normal(mu, {sentinel})")
    assert seen == []
