"""A sheet of derivations as one LaTeX document: a table of the results, then every derivation on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.as_tex import derivation_body, document, latex_text
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.languages import catalogue
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.record import scalar_if_single
from symfisher.rendering.symbols import as_typed

_PREAMBLE = r"""\usepackage{booktabs,longtable}
\newsavebox{\cellbox}
% What is wider than its column is made smaller; what would be too small to read is left to its page.
\newcommand{\cell}[2]{\sbox{\cellbox}{$\displaystyle #1$}%
  \ifdim\wd\cellbox>0.8\linewidth #2\else
  \ifdim\wd\cellbox>0.3\linewidth\resizebox{0.3\linewidth}{!}{\usebox{\cellbox}}\else\usebox{\cellbox}\fi\fi}
"""


@dataclass(frozen=True)
class Exercise:
    """One entry of a sheet in LaTeX: its ``row`` of the table, and its ``page``, empty where nothing was derived."""

    row: str
    page: str = ""


def exercise(name: str, derivation: Derivation, style: Style) -> Exercise:
    """Return the entry of a derivation: density, information and verdict in the table, and all of it on a page."""
    density, names, words = derivation.density, names_of(derivation.density, style), catalogue(style.language)
    verdict, elsewhere = words.PROSE[derivation.regularity.verdict], words.WORDS["on-its-page"]
    cells = (
        f"\\cell{{{to_latex(as_typed(e, density), names)}}}{{{elsewhere}}}"
        for e in (density.expression, scalar_if_single(derivation.own.expected_information))
    )
    row = f"{latex_text(name, style.language)} & {' & '.join(cells)} & {verdict} \\\\[1.5ex]\n"
    return Exercise(row, f"\\newpage\n{derivation_body(derivation, style, name)}")


def refused(name: str, reason: str, language: str = "en") -> Exercise:
    """Return the entry of a density that was refused, with the first line of the reason."""
    said = latex_text(reason.partition("\n")[0], language)
    return Exercise(f"{latex_text(name, language)} & \\multicolumn{{3}}{{p{{0.7\\linewidth}}}}{{{said}}} \\\\[1.5ex]\n")


def sheet(exercises: Sequence[Exercise], language: str = "en") -> str:
    """Return the document; compile it as a single derivation in the same language."""
    words = catalogue(language)
    headings = (*(words.WORDS[key] for key in ("exercise", "density-short")), r"$\mathcal{I}$", "")
    head = f"\\toprule\n{' & '.join(headings)} \\\\\n\\midrule\n\\endhead\n"
    rows = "".join(e.row for e in exercises)
    table = f"\\begin{{longtable}}{{@{{}}llll@{{}}}}\n{head}{rows}\\bottomrule\n\\end{{longtable}}\n"
    title = f"\\begin{{center}}\\Large {latex_text(words.WORDS['derivation-of'], language)}\\end{{center}}\n\n"
    return document(title + table + "".join(e.page for e in exercises), language, _PREAMBLE)
