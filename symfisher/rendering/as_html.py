"""One HTML file without anything from elsewhere: MathML, light and dark, for screen, telephone and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.document import Block, Equation, Items, Page, Sentence, page
from symfisher.rendering.layout import Row
from symfisher.rendering.mathml import element, to_mathml

_COLUMNS = 84
_TAG = re.compile(r"<[^>]*>")

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c1c1e; --paper: #ffffff; --soft: #6b6b70; --line: #d8d8dc; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e8e8ea; --paper: #16171a; --soft: #a0a0a8; --line: #3a3b40; }}
}}
body {{ color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto;
  max-width: 54rem; padding: 1.5rem 1rem 4rem; }}
h1 {{ font-size: 1.6rem; }}
h2 {{ font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }}
p {{ margin: .9rem 0 .2rem; }}
ul {{ padding-left: 1.2rem; color: var(--soft); }}
.math {{ overflow-x: auto; overflow-y: hidden; padding: .45rem 0; }}
math {{ font-size: 1.08em; }}
mtext {{ white-space: nowrap; }}
mtd {{ padding: .3em .4em; }}
.step {{ break-inside: avoid; }}
.number {{ color: var(--soft); }}
@media print {{ body {{ max-width: none; padding: 0; font-size: 10.5pt; }} .math {{ overflow: visible; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}</body>
</html>
"""


def render(derivation: Derivation, style: Style) -> str:
    """Return the page."""
    shown = page(derivation, style, _COLUMNS, style.steps is not False)
    names = names_of(derivation.density, style)
    title = f"{shown.title}: {derivation.density.origin}" if derivation.density.origin else shown.title
    return _PAGE.format(language=escape(shown.language), title=escape(title), body=body(shown, names))


def fragment(derivation: Derivation, style: Style) -> str:
    """Return the result without a page around it, as notebooks show it."""
    shown = page(derivation, style, _COLUMNS, bool(style.steps))
    return f"<div>{body(shown, names_of(derivation.density, style))}</div>"


def body(shown: Page, names: Mapping[Any, str]) -> str:
    """Return the sections."""
    return "".join(
        f"<section>\n<h2>{escape(s.heading)}</h2>\n{''.join(_blocks(s.blocks, names))}</section>\n"
        for s in shown.sections
    )


def _blocks(blocks: tuple[Block, ...], names: Mapping[Any, str]) -> Iterator[str]:
    """Yield blocks, every step with its equation kept together."""
    open_step = False
    for part in blocks:
        if isinstance(part, Sentence):
            yield "</div>\n" * open_step + '<div class="step">\n'
            open_step = True
        yield _block(part, names)
    yield "</div>\n" * open_step


def _block(part: Block, names: Mapping[Any, str]) -> str:
    if isinstance(part, Items):
        return f"<ul>{''.join(f'<li>{_line(line, names)}</li>' for line in part.lines)}</ul>\n"
    if isinstance(part, Equation):
        inside = _rows(part.rows, names) if part.rows else f"<code>{escape(part.latex)}</code>"
        return f'<div class="math">{inside}</div>\n'
    head = f'<span class="number">{part.number}</span> <strong>{escape(part.title)}.</strong> ' if part.title else ""
    return f"<p>{head}{_line(part.fragments, names)}</p>\n"


def _line(fragments: tuple[Any, ...], names: Mapping[Any, str]) -> str:
    return "".join(escape(f) if isinstance(f, str) else to_mathml(f, names) for f in fragments)


def _rows(rows: tuple[Row, ...], names: Mapping[Any, str]) -> str:
    """Return an equation; several rows as a table aligned at the sign."""
    if len(rows) == 1 and rows[0].label is None:
        return f'<math display="block"><mrow>{_left(rows[0], names)}{_right(rows[0], names)}</mrow></math>'
    lines = "".join(
        f'<mtr><mtd style="text-align: right">{_left(row, names)}</mtd>'
        f'<mtd style="text-align: left"><mrow>{_right(row, names)}</mrow></mtd></mtr>'
        for row in rows
    )
    return f'<math display="block"><mtable displaystyle="true" columnalign="right left">{lines}</mtable></math>'


def _left(row: Row, names: Mapping[Any, str]) -> str:
    if row.label is not None:
        return f"<mtext>({row.label[0] + 1},\u00a0{row.label[1] + 1})</mtext>"
    return "" if row.left is None or row.right is None else element(row.left, names)


def _right(row: Row, names: Mapping[Any, str]) -> str:
    if row.right is None:
        return element(row.left, names) + (f"<mo>{row.sign}</mo>" if row.sign else "")
    shown = element(row.right, names)
    if row.sign == "+" and _TAG.sub("", shown).startswith("−"):
        return shown
    return (f"<mo>{row.sign}</mo>" if row.sign else "") + shown
