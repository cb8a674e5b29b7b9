"""Rows of an equation in LaTeX, as they stand in ``aligned`` and ``align*``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symfisher.rendering.latex_printer import to_latex
from symfisher.rendering.layout import PAGE, Row, columns


def aligned_rows(rows: Sequence[Row], names: Mapping[Any, str], *, fit: bool = False) -> list[str]:
    r"""Return one text a row, with ``&`` before the sign; ``fit`` wraps what may be too wide in ``\fit``."""
    return [_row(row, names, fit) for row in rows]


def _row(row: Row, names: Mapping[Any, str], fit: bool) -> str:
    left = "" if row.left is None else f"{_side(row.left, names, fit)} "
    if row.label is not None:
        left = f"({row.label[0] + 1}, {row.label[1] + 1}):\\quad "
    if row.right is None:
        return f"&{left}{row.sign}"
    right = _side(row.right, names, fit)
    if row.sign == "+":
        return rf"{left}&\quad {{}}{'' if right.startswith(('-', chr(92) + 'fit{-')) else '+'} {right}"
    return f"{left}&{row.sign} {right}"


def _side(side: Any, names: Mapping[Any, str], fit: bool) -> str:
    latex = to_latex(side, names)
    return rf"\fit{{{latex}}}" if fit and columns(side) > PAGE * 2 // 3 else latex
