"""Sentences broken at the width of the page, where Chinese characters take two columns and may be parted anywhere."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from unicodedata import east_asian_width

_WORD = re.compile(r"\s+|[⺀-鿿豈-﫿︰-﹏＀-￯](?:[，。；：、）？！”])*|[^\s⺀-鿿豈-﫿︰-﹏＀-￯]+[，。；：、）？！”]*")


def display_width(text: str) -> int:
    """Return the columns that a text takes in a terminal.

    Examples
    --------
    >>> display_width("score"), display_width("得分")
    (5, 4)
    """
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a text, those after the first indented.

    Examples
    --------
    >>> wrapped("得分函数的均值为零。", 12)
    ['得分函数的均', '值为零。']
    """
    if display_width(text) == len(text):
        return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)
    return list(_lines(_WORD.findall(text), width, indent))


def _lines(words: list[str], width: int, indent: str) -> Iterator[str]:
    line = ""
    for word in words:
        if line.strip() and display_width(line) + display_width(word.rstrip()) > width:
            yield line.rstrip()
            line = indent
        if not (word.isspace() and line in ("", indent)):
            line += word
    if line.strip():
        yield line.rstrip()
