"""How named quantities of a proof are written: one table, three spellings.

``{0}``, ``{1}`` stand for the symbols in a name, ``{all}`` for all of them, ``{last}`` for the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Spelling:
    """A name in LaTeX, as a line of text, and in MathML."""

    latex: str
    text: str
    mathml: str

    @property
    def in_unicode(self) -> str:
        """The line of text with the signs of mathematics: ∂²log f and Γ″ for d^2 log f and Gamma''."""
        shown = self.text
        for plain, sign in _SIGNS:
            shown = re.sub(plain, sign, shown)
        return shown


_SIGNS = (
    (r"-d\^2 log f/d\{0\} d\{1\}", "-∂² log f/∂{0} ∂{1}"),
    (r"-d\^2 log f/d\{0\}\^2", "-∂² log f/∂{0}²"),
    (r"I\^-1", "I⁻¹"),
    ("Gamma'{2}", "Γ″"),
    ("Gamma'", "Γ′"),
    ("Gamma", "Γ"),
    (r"\bd1\b", "∂₁"),
    (r"\bd2\b", "∂₂"),
    ("d([mA])/d", r"∂\1/∂"),
    (r"\^T", "ᵀ"),
    (r"A\^-1", "A⁻¹"),
    (r"(?<=[\w)\]])\*(?=[\w|(])", "⋅"),
    ("gradient of log f at m", "∇log f(m)"),
)
"""What stands for signs of mathematics in plain text."""


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _sub(base: str, below: str) -> str:
    return f"<msub>{base}{_row(below)}</msub>"


_I, _J, _H = "<mi>ℐ</mi>", "<mi>𝒥</mi>", "<mi>H</mi>"
_D, _A, _M = "<mo>∂</mo>", "<mi>A</mi>", "<mi>m</mi>"
_OPEN, _CLOSE = "<mo stretchy='false'>(</mo>", "<mo stretchy='false'>)</mo>"
_F = f"<mi>f</mi><mo>\u2061</mo>{_OPEN}{{xs}}{_CLOSE}"
_SLOPE = "<mo>|</mo><mfrac><mrow><mi>d</mi>{0}</mrow><mrow><mi>d</mi>{last}</mrow></mfrac><mo>|</mo>"
_INVERSE = "<msup><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup>"
_TURNED = "<msup>" + _row("<mo>(</mo>", _sub(_D, "{0}"), _M, "<mo>)</mo>") + "<mi>T</mi></msup>"


def _scores(letter: str, suffix: str) -> dict[str, Spelling]:
    """Return how what contains the score is written with a letter for the score; ``suffix`` ends the keys."""
    s = f"<mi>{letter}</mi>"
    product = f"{s}<msup>{s}<mi>T</mi></msup>"
    component = Spelling(rf"{letter}_{{{{{{0}}}}}}", f"{letter}[{{0}}]", _sub(s, "{0}"))
    found = {
        "score": component,
        "tail-score": component,
        "score-product": Spelling(
            rf"{letter}_{{{{{{0}}}}}}\,{letter}_{{{{{{1}}}}}}",
            f"{letter}[{{0}}]*{letter}[{{1}}]",
            _row(_sub(s, "{0}"), _sub(s, "{1}")),
        ),
        "score-vector": Spelling(
            f"{letter}({{arguments}})", f"{letter}({{arguments}})", _row(s, "<mo>(</mo>{arguments}<mo>)</mo>")
        ),
        "score-mean": Spelling(
            rf"\operatorname{{{{E}}}}\left[{letter}\,{letter}^{{{{\mathsf T}}}}\right]",
            f"E[{letter} {letter}^T]",
            _row("<mi>E</mi><mo>[</mo>", product, "<mo>]</mo>"),
        ),
        "information-mean": Spelling(
            rf"\mathcal{{{{I}}}}({{thetas}}) = \operatorname{{{{E}}}}[{letter}\,{letter}^{{{{\mathsf T}}}}]",
            f"I({{thetas}}) = E[{letter} {letter}^T]",
            _row(_I, "<mo>(</mo>{thetas}<mo>)</mo><mo>=</mo><mi>E</mi><mo>[</mo>", product, "<mo>]</mo>"),
        ),
    }
    return {f"{kind}{suffix}": spelling for kind, spelling in found.items()}


def _beta_slope(m: int, n: int) -> Spelling:
    """Return how derivatives of B, of orders m and n in its arguments, over B are written."""
    orders = [(place, order) for place, order in ((1, m), (2, n)) if order]
    latex = "".join(rf"\partial_{place}" + (f"^{{{{{order}}}}}" if order > 1 else "") for place, order in orders)
    text = " ".join(f"d{place}" + (f"^{order}" if order > 1 else "") for place, order in orders)
    signs = "".join(
        f"<msubsup><mo>∂</mo><mn>{place}</mn><mn>{order}</mn></msubsup>"
        if order > 1
        else f"<msub><mo>∂</mo><mn>{place}</mn></msub>"
        for place, order in orders
    )
    below = _row("<mi>B</mi><mo>(</mo>{2}<mo>,</mo>{3}<mo>)</mo>")
    return Spelling(
        rf"\frac{{{{{latex}\mathrm{{{{B}}}}\left({{0}},\, {{1}}\right)}}}}{{{{\mathrm{{{{B}}}}\left({{2}},\, {{3}}\right)}}}}",
        f"({text} B)({{0}}, {{1}})/B({{2}}, {{3}})",
        f"<mfrac>{_row(signs, '<mi>B</mi><mo>(</mo>{0}<mo>,</mo>{1}<mo>)</mo>')}{below}</mfrac>",
    )


OTHER_SCORE = "-as-u"
"""Ends the kinds of names whose score is U, because the density has an s of its own."""

NOTATION: dict[str, Spelling] = {
    "density": Spelling(r"f({arguments})", "f({arguments})", _row("<mi>f</mi><mo>(</mo>{arguments}<mo>)</mo>")),
    "log-density": Spelling(
        r"\log f",
        "log f",
        _row("<mspace width='0.17em'></mspace><mi>log</mi><mo>\u2061</mo><mspace width='0.17em'></mspace><mi>f</mi>"),
    ),
    **_scores("s", ""),
    **_scores("U", OTHER_SCORE),
    **{
        f"gamma-moment-{order}": Spelling(
            rf"\frac{{{{\Gamma{mark}\left({{0}}\right)}}}}{{{{\Gamma\left({{1}}\right)}}}}",
            f"Gamma{text}({{0}})/Gamma({{1}})",
            f"<mfrac>{_row(above, '<mo>(</mo>{0}<mo>)</mo>')}{_row('<mi>Γ</mi><mo>(</mo>{1}<mo>)</mo>')}</mfrac>",
        )
        for order, (mark, text, above) in enumerate(
            (
                ("", "", "<mi>Γ</mi>"),
                ("'", "'", "<msup><mi>Γ</mi><mo>′</mo></msup>"),
                ("''", "''", "<msup><mi>Γ</mi><mo>″</mo></msup>"),
                ("^{{({2})}}", "^({2})", "<msup><mi>Γ</mi><mrow><mo>(</mo>{2}<mo>)</mo></mrow></msup>"),
            )
        )
    },
    "beta-ratio": Spelling(
        r"\frac{{\mathrm{{B}}\left({0},\, {1}\right)}}{{\mathrm{{B}}\left({2},\, {3}\right)}}",
        "B({0}, {1})/B({2}, {3})",
        "<mfrac>"
        + _row("<mi>B</mi><mo>(</mo>{0}<mo>,</mo>{1}<mo>)</mo>")
        + _row("<mi>B</mi><mo>(</mo>{2}<mo>,</mo>{3}<mo>)</mo>")
        + "</mfrac>",
    ),
    **{f"beta-moment-{m}-{n}": _beta_slope(m, n) for m in range(5) for n in range(5) if m or n},
    "observed-matrix": Spelling(
        r"\mathcal{{J}}({arguments})", "J({arguments})", _row(_J, "<mo>(</mo>{arguments}<mo>)</mo>")
    ),
    "integrand": Spelling(r"h_{{{all}}}", "h[{commas}]", _sub("<mi>h</mi>", "{all}")),
    "integrand-second": Spelling(
        r"\tilde{{h}}_{{{all}}}",
        "h2[{commas}]",
        _sub('<mover accent="true"><mi>h</mi><mo>~</mo></mover>', "{all}"),
    ),
    "integrand-part": Spelling(r"h_{{{all}}}", "h[{commas}]", _sub("<mi>h</mi>", "{all}")),
    "form-shape": Spelling("A", "A", _A),
    "ellipsoid-mean": Spelling(
        r"\operatorname{{E}}\left[h \mid {0}\right]",
        "E[h | {0}]",
        _row("<mi>E</mi><mo>[</mo><mi>h</mi><mo>∣</mo>{0}<mo>]</mo>"),
    ),
    "integrand-there": Spelling(r"h_{{{0} < {1}}}", "h[{0} < {1}]", _sub("<mi>h</mi>", "{0}<mo>&lt;</mo>{1}")),
    "region-mean": Spelling(
        r"\operatorname{{E}}\left[h \mid {0} < {1}\right]",
        "E[h | {0} < {1}]",
        _row("<mi>E</mi><mo>[</mo><mi>h</mi><mo>∣</mo>{0}<mo>&lt;</mo>{1}<mo>]</mo>"),
    ),
    "curvature": Spelling(
        r"-\partial_{{{0}}}\partial_{{{1}}}\log f",
        "-d^2 log f/d{0} d{1}",
        _row(
            "<mo>−</mo>",
            _sub(_D, "{0}"),
            _sub(_D, "{1}"),
            "<mspace width='0.17em'></mspace><mi>log</mi><mo>\u2061</mo><mspace width='0.17em'></mspace><mi>f</mi>",
        ),
    ),
    "curvature-twice": Spelling(
        r"-\partial_{{{0}}}^{{2}}\log f",
        "-d^2 log f/d{0}^2",
        _row(
            "<mo>−</mo>",
            "<msubsup>" + _D + "<mrow>{0}</mrow><mn>2</mn></msubsup>",
            "<mspace width='0.17em'></mspace><mi>log</mi><mo>\u2061</mo><mspace width='0.17em'></mspace><mi>f</mi>",
        ),
    ),
    "observed": Spelling(r"\mathcal{{J}}", "J", _J),
    "information": Spelling(r"\mathcal{{I}}_{{{all}}}", "I[{commas}]", _sub(_I, "{all}")),
    "information-matrix": Spelling(r"\mathcal{{I}}", "I", _I),
    "hessian-information": Spelling(r"\mathcal{{H}}_{{{all}}}", "H[{commas}]", _sub(_H, "{all}")),
    "inverse-information": Spelling(
        r"\mathcal{{I}}^{{-1}}", "I^-1", "<msup>" + _I + "<mrow><mo>−</mo><mn>1</mn></mrow></msup>"
    ),
    "hessian-matrix": Spelling(
        r"-\operatorname{{E}}\left[\nabla^2\log f\right]",
        "-E[Hessian]",
        _row("<mo>−</mo><mi>E</mi><mo>[</mo><msup><mo>∇</mo><mn>2</mn></msup><mi>log</mi><mi>f</mi><mo>]</mo>"),
    ),
    "density-in-u": Spelling(
        r"f({0})\left|\frac{{d{0}}}{{d{last}}}\right|", "f({0})*|d{0}/d{last}|", _row(_F.replace("{xs}", "{0}"), _SLOPE)
    ),
    "integrand-in-u": Spelling(
        r"f({0})\,h({0})\left|\frac{{d{0}}}{{d{last}}}\right|",
        "f({0})*h({0})*|d{0}/d{last}|",
        _row(_F.replace("{xs}", "{0}"), "<mi>h</mi><mo>(</mo>{0}<mo>)</mo>", _SLOPE),
    ),
    "integrand-in-u-summed": Spelling(
        r"\sum f({0})\,h({0})\left|\frac{{d{0}}}{{d{last}}}\right|",
        "sum of f({0})*h({0})*|d{0}/d{last}|",
        _row("<mo>∑</mo>", _F.replace("{xs}", "{0}"), "<mi>h</mi><mo>(</mo>{0}<mo>)</mo>", _SLOPE),
    ),
    "neighbours": Spelling(
        r"\frac{{f({0}+1)}}{{f({0})}}",
        "f({0} + 1)/f({0})",
        "<mfrac>"
        + _row("<mi>f</mi><mo>(</mo>{0}<mo>+</mo><mn>1</mn><mo>)</mo>")
        + _row("<mi>f</mi><mo>(</mo>{0}<mo>)</mo>")
        + "</mfrac>",
    ),
    "base-mass": Spelling("B({0})", "B({0})", _row("<mi>B</mi><mo>(</mo>{0}<mo>)</mo>")),
    "mass": Spelling("f({0})", "f({0})", _row("<mi>f</mi><mo>(</mo>{0}<mo>)</mo>")),
    "base-term": Spelling(
        r"B({0})\,c\,h({0})",
        "B({0})*c*h({0})",
        _row("<mi>B</mi><mo>(</mo>{0}<mo>)</mo><mi>c</mi><mi>h</mi><mo>(</mo>{0}<mo>)</mo>"),
    ),
    "ratio-in-n": Spelling(
        r"\frac{{f_{{{0}+1}}}}{{f_{{{0}}}}}",
        "f[{0} + 1]/f[{0}]",
        "<mfrac>" + _sub("<mi>f</mi>", "{0}<mo>+</mo><mn>1</mn>") + _sub("<mi>f</mi>", "{0}") + "</mfrac>",
    ),
    "marginal": Spelling("f({commas})", "f({commas})", _row("<mi>f</mi><mo>(</mo>{commas}<mo>)</mo>")),
    "conditional": Spelling(
        r"f({xs} \mid {thetas})",
        "f({xs} | {thetas})",
        _row("<mi>f</mi><mo>(</mo>{xs}<mo>∣</mo>{thetas}<mo>)</mo>"),
    ),
    "inner-mean": Spelling(
        r"\operatorname{{E}}[h \mid {commas}]",
        "E[h | {commas}]",
        _row("<mi>E</mi><mo>[</mo><mi>h</mi><mo>∣</mo>{commas}<mo>]</mo>"),
    ),
    "term": Spelling(
        "f({commas})\\,h({commas})",
        "f({commas})*h({commas})",
        _row("<mi>f</mi><mo>(</mo>{commas}<mo>)</mo><mi>h</mi><mo>(</mo>{commas}<mo>)</mo>"),
    ),
    "even-part": Spelling(
        r"\tfrac12\left(F({last})+F(-{last})\right)",
        "(F({last}) + F(-{last}))/2",
        _row(
            "<mfrac><mn>1</mn><mn>2</mn></mfrac><mo>(</mo><mi>F</mi><mo>(</mo>{last}<mo>)</mo><mo>+</mo>"
            "<mi>F</mi><mo>(</mo><mo>−</mo>{last}<mo>)</mo><mo>)</mo>"
        ),
    ),
    "written": Spelling("{0}", "{0}", "{0}"),
    "precision": Spelling("A", "A", _A),
    "gradient-at-mean": Spelling(
        r"\nabla\log f(m)",
        "gradient of log f at m",
        _row("<mo>∇</mo><mi>log</mi><mi>f</mi><mo>(</mo><mi>m</mi><mo>)</mo>"),
    ),
    "slope-of-mean": Spelling(r"\partial_{{{0}}} m", "dm/d{0}", _row(_sub(_D, "{0}"), _M)),
    "slope-of-precision": Spelling(r"\partial_{{{0}}} A", "dA/d{0}", _row(_sub(_D, "{0}"), _A)),
    "mean-part": Spelling(
        r"(\partial_{{{0}}} m)^{{\mathsf T}} A\, \partial_{{{1}}} m",
        "(dm/d{0})^T A dm/d{1}",
        _row(_TURNED, _A, _sub(_D, "{1}"), _M),
    ),
    "trace-part": Spelling(
        r"\tfrac12\operatorname{{tr}}\left(A^{{-1}}\,\partial_{{{0}}}A\;A^{{-1}}\,\partial_{{{1}}}A\right)",
        "tr(A^-1 dA/d{0} A^-1 dA/d{1})/2",
        _row(
            "<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>tr</mi><mo>(</mo>",
            _INVERSE,
            _sub(_D, "{0}"),
            _A,
            _INVERSE,
            _sub(_D, "{1}"),
            _A,
            "<mo>)</mo>",
        ),
    ),
}
"""Kind of a `symfisher.notation.Named` to its spellings."""

for _kind in ("density-in-u", "integrand-in-u", "integrand-in-u-summed"):
    _plain = NOTATION[_kind]
    NOTATION[f"{_kind}-given"] = Spelling(
        _plain.latex.replace("f({0})", r"f({0} \mid {xs})"),
        _plain.text.replace("f({0})", "f({0} | {xs})"),
        _plain.mathml.replace(f"{_OPEN}{{0}}{_CLOSE}", f"{_OPEN}{{0}}<mo>∣</mo>{{xs}}{_CLOSE}", 1),
    )
NOTATION["term-given"] = Spelling(
    r"f({commas} \mid {xs})\,h({commas})",
    "f({commas} | {xs})*h({commas})",
    _row("<mi>f</mi><mo>(</mo>{commas}<mo>∣</mo>{xs}<mo>)</mo><mi>h</mi><mo>(</mo>{commas}<mo>)</mo>"),
)


def spelled(template: str, marks: list[str], comma: str, groups: dict[str, str] | None = None) -> str:
    r"""Fill a template with the spelled symbols of a name.

    Examples
    --------
    >>> spelled(NOTATION["information"].latex, ["a", "b"], ", ")
    '\\mathcal{I}_{a b}'
    """
    gap = {**(groups or {}), "all": " ".join(marks) if comma == ", " else "".join(marks), "commas": comma.join(marks)}
    return template.format(*marks, last=marks[-1] if marks else "", **gap)
