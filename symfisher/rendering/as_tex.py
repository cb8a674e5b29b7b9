"""A standalone LaTeX document with numbered steps; for Chinese it uses ``ctex`` and XeLaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.document import Block, Equation, Items, Page, page
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.latex_rows import aligned_rows
from symfisher.rendering.layout import PAGE

_PREAMBLE = r"""%(options)s\documentclass[11pt,a4paper]{%(class)s}
\usepackage[margin=25mm]{geometry}
\usepackage{amsmath,amssymb,graphicx}
%(fonts)s\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\emergencystretch}{3em}
\raggedright
\setcounter{MaxMatrixCols}{20}
\renewcommand{\arraystretch}{1.6}
\newsavebox{\fitbox}
%% What is wider than the line is made smaller.
\newcommand{\fit}[1]{\sbox{\fitbox}{$\displaystyle #1$}%%
  \ifdim\wd\fitbox>0.8\linewidth\resizebox{0.8\linewidth}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}
"""
_QUIET = "\\PassOptionsToPackage{quiet}{fontspec}\n"  # its default fonts name no script, of which it would warn
_FONTS = "\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}\n"
_TEXT = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''", "−": "$-$", "ᵀ": r"$^{\mathsf T}$", "×": r"$\times$",
    "–": "--", "—": "---", "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\ne$", "∞": r"$\infty$", "√": r"$\surd$",
    "∂": r"$\partial$", "→": r"$\to$", "…": r"\dots{}", "′": "$'$", "″": "$''$", "·": r"$\cdot$", "²": "$^2$",
    "³": "$^3$", "∈": r"$\in$",
} | {c: "\\" + c for c in "&%$#_{}"}  # fmt: skip
_TEXT |= {
    letter: f"$\\{name}$"
    for name, letter in zip(
        (
            "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega "
            "Gamma"
        ).split(),
        "αβγδεζηθκλμνξπρστφχψωΓ",
        strict=True,
    )
}
_CLASSES = {"zh": "ctexart"}


def render(derivation: Derivation, style: Style) -> str:
    """Return the document; compile it with pdfLaTeX, in Chinese with XeLaTeX."""
    return document(derivation_body(derivation, style), style.language)


def derivation_body(derivation: Derivation, style: Style, title: str = "") -> str:
    """Return the page of a derivation as it stands within a document, under a title of its own or the usual one."""
    shown = page(derivation, style, PAGE, style.steps is not False)
    return body(replace(shown, title=title or shown.title), names_of(derivation.density, style))


def document(content: str, language: str, preamble: str = "") -> str:
    """Return a whole document; ``preamble`` stands before its beginning."""
    class_ = _CLASSES.get(language, "article")
    fonts = "" if language in _CLASSES else _FONTS
    settings = {"class": class_, "fonts": fonts, "options": "" if fonts else _QUIET}
    return f"{_PREAMBLE % settings}{preamble}\\begin{{document}}\n{content}\\end{{document}}\n"


def body(shown: Page, names: Mapping[Any, str]) -> str:
    """Return what stands between the beginning and the end of the document."""
    title = f"\\begin{{center}}\\Large {latex_text(shown.title, shown.language)}\\end{{center}}\n"
    parts = [title]
    for section in shown.sections:
        parts.append(f"\n\\section*{{{latex_text(section.heading, shown.language)}}}\n")
        parts += [block(b, names, shown.language) for b in section.blocks]
    return "".join(parts)


def block(part: Block, names: Mapping[Any, str], language: str) -> str:
    """Return one block."""
    if isinstance(part, Items):
        lines = "".join(f"  \\item {_line(line, names, language)}\n" for line in part.lines)
        return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}\n"
    if isinstance(part, Equation):
        return _equation(part, names)
    head = f"\\textbf{{{part.number}. {latex_text(part.title, language)}.}} " if part.title else ""
    return f"\n{head}{_line(part.fragments, names, language)}\n"


def _line(fragments: tuple[Any, ...], names: Mapping[Any, str], language: str) -> str:
    return "".join(latex_text(f, language) if isinstance(f, str) else f"${to_latex(f, names)}$" for f in fragments)


def _equation(part: Equation, names: Mapping[Any, str]) -> str:
    if not part.rows:
        return f"\\[\n{part.latex}\n\\]\n"
    found = aligned_rows(part.rows, names, fit=True)
    if len(found) == 1:
        return f"\\[\n{found[0].replace('&', '', 1)}\n\\]\n" if _outside(found[0]) else _align(found)
    return _align(found)


def _outside(row: str) -> bool:
    """Whether the first tab of a row is that of the alignment, not of a matrix or of cases within the left side."""
    before = row.split("&", 1)[0]
    return r"\begin{" not in before


def _align(found: list[str]) -> str:
    return "\\begin{align*}\n" + " \\\\\n".join(found) + "\n\\end{align*}\n"


def latex_text(text: str, language: str = "en") -> str:
    r"""Return a text so that LaTeX sets its characters; in English what its fonts lack becomes a question mark.

    Examples
    --------
    >>> latex_text("E[score²] < 50% \\input{x}")
    'E[score$^2$] \\textless{} 50\\% \\textbackslash{}input\\{x\\}'
    """
    shown = (_TEXT.get(c, c if language in _CLASSES or ord(c) < 0x180 else "?") for c in text)
    return "".join(shown)
