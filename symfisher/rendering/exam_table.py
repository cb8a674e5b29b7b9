"""The table to take into an exam: densities of the catalogue with their published information."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.families import Family, get
from symfisher.reading import read_expression
from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.symbols import escape_latex, latex_name


@dataclass(frozen=True)
class Row:
    """A family with its formulas: ``density`` and ``information`` (a number or a matrix) as SymPy objects."""

    family: Family
    density: Expr
    information: Any
    latex_names: Mapping[Expr, str]


def table(request: Mapping[str, Any]) -> str:
    """Return the table of the families in ``request["names"]`` in ``request["format"]``: latex, html or markdown."""
    rows = [_row(get(name)) for name in request["names"]]
    writers: dict[str, Callable[[Sequence[Row]], str]] = {"latex": _latex, "html": _html, "markdown": _markdown}
    return writers[request["format"]](rows)


def _row(family: Family) -> Row:
    """Read the strings of a family; an entry without published form becomes a question mark."""
    quantities = family.parameters + family.constants
    names = [*family.variables, *(q.name for q in quantities)]
    unknown = sp.Symbol("?")
    entries = [
        [unknown if entry is None else read_expression(entry, names) for entry in row] for row in family.information
    ]
    information = entries[0][0] if len(entries) == 1 else sp.ImmutableMatrix(entries)
    spelled = {sp.Symbol(name): latex_name(name) for name in names}
    spelled |= {sp.Symbol(q.name): q.latex for q in quantities if q.latex}
    return Row(family, read_expression(family.density, names), information, {**spelled, unknown: "?"})


def _latex(rows: Sequence[Row]) -> str:
    """Return a ``longtable`` (packages longtable, amsmath, booktabs)."""
    head = (
        "% needs \\usepackage{amsmath,booktabs,longtable}\n"
        "\\begin{longtable}{llll}\n\\toprule\n"
        "Density & $f$ & Support & $\\mathcal{I}$ \\\\\n\\midrule\n\\endhead\n"
    )
    body = "".join(
        f"{escape_latex(row.family.title)} & $\\displaystyle {to_latex(row.density, row.latex_names)}$ & "
        f"\\texttt{{{escape_latex(row.family.support)}}} & "
        f"$\\displaystyle {to_latex(row.information, row.latex_names)}$ \\\\[2ex]\n"
        for row in rows
    )
    return head + body + "\\bottomrule\n\\end{longtable}\n"


def _markdown(rows: Sequence[Row]) -> str:
    r"""Return a pipe table; ``|`` inside a formula is written ``\vert``."""
    head = "| Density | $f$ | Support | $\\mathcal{I}$ | Source |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(
        "| "
        + " | ".join(
            (
                row.family.title,
                f"${_no_pipe(to_latex(row.density, row.latex_names))}$",
                f"`{row.family.support}`",
                f"${_no_pipe(to_latex(row.information, row.latex_names))}$",
                row.family.source.replace("|", "/"),
            )
        )
        + " |\n"
        for row in rows
    )


def _no_pipe(latex: str) -> str:
    return latex.replace("|", r"\vert ")


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fisher information</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; margin: 1rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ border-bottom: 1px solid #8888; padding: .5rem .8rem; text-align: left; vertical-align: middle; }}
small {{ opacity: .75; }}
@media print {{ tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>Fisher information of one observation</h1>
<div class="scroll">
<table>
<thead><tr><th>Density</th><th>f</th><th>Support</th><th>Information</th></tr></thead>
<tbody>
{body}</tbody>
</table>
</div>
</body>
</html>
"""


def _html(rows: Sequence[Row]) -> str:
    """Return a page of its own with MathML, without anything from the network."""
    body = "".join(
        f"<tr><td>{escape(row.family.title)}<br><small>{escape(row.family.source)}</small></td>"
        f"<td>{_mathml(row, row.density)}</td><td><code>{escape(row.family.support)}</code></td>"
        f"<td>{_mathml(row, row.information)}</td></tr>\n"
        for row in rows
    )
    return _PAGE.format(body=body)


def _mathml(row: Row, expression: Any) -> str:
    """Return an expression as a ``math`` element; Greek letters come from the names without LaTeX's backslash."""
    plain = {symbol: sp.Symbol(latex.translate(_NO_LATEX)) for symbol, latex in row.latex_names.items()}
    return f'<math display="block">{sp.mathml(expression.xreplace(plain), printer="presentation")}</math>'


_NO_LATEX = str.maketrans("", "", "\\{}")
