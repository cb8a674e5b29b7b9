"""What a picture shows, before it is drawn: panels of curves, circles and labels, in the units of their axes.

The pictures of this room are such records; `drawing` gives them to matplotlib, `pgfplots` writes them as LaTeX.
Labels are text with formulas between dollar signs, in the LaTeX that both understand; titles are plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Dashes = Literal["solid", "dashed", "dotted"]
Limits = tuple[float, float]

COLOURS = {
    "blue": "0072B2",
    "orange": "D55E00",
    "green": "009E73",
    "purple": "CC79A7",
    "sky": "56B4E9",
    "amber": "E69F00",
    "black": "1A1A1A",
    "grey": "8C8C8C",
}
"""Colours that people with colour-blindness tell apart (Okabe and Ito 2008), two of their greys, as RRGGBB."""

CYCLE = ("blue", "orange", "green", "purple", "amber", "sky")
"""The order in which samples take their colours."""


@dataclass(frozen=True)
class Curve:
    """A line through points, shape (m,) each; nan interrupts it. ``label`` goes into the legend."""

    x: Any
    y: Any
    colour: str = "black"
    dashes: Dashes = "solid"
    width: float = 1.6
    opacity: float = 1.0
    label: str = ""


@dataclass(frozen=True)
class Area:
    """A filled polygon, shape (m,) each."""

    x: Any
    y: Any
    colour: str = "grey"
    opacity: float = 0.25
    label: str = ""


@dataclass(frozen=True)
class Points:
    """Marks at points, shape (m,) each."""

    x: Any
    y: Any
    colour: str = "black"
    mark: Literal["dot", "cross"] = "dot"
    size: float = 5.0
    label: str = ""


@dataclass(frozen=True)
class Note:
    """Text beside a point, on the side of it that ``side`` says."""

    x: float
    y: float
    text: str
    side: Literal["left", "right", "above", "below", "centre"] = "centre"
    colour: str = "black"


@dataclass(frozen=True)
class HeatMap:
    """Values over a grid: ``x`` shape (m,), ``y`` shape (n,), ``values`` shape (n, m); nan is left blank."""

    x: Any
    y: Any
    values: Any
    label: str = ""
    logarithmic: bool = False


Layer = Curve | Area | Points | Note | HeatMap


@dataclass(frozen=True)
class Panel:
    """One pair of axes.

    Attributes
    ----------
    equal
        Whether a unit is as long in both directions, so that circles are round.
    bare
        Whether the vertical axis is without numbers, because the panel on its left shows them.
    weight
        Share of the width or height, relative to the other panels.
    insets
        Small panels inside, each with its place (left, bottom, width, height) in parts of this one.
    """

    layers: tuple[Layer, ...]
    xlabel: str
    ylabel: str
    xlim: Limits
    ylim: Limits
    title: str = ""
    equal: bool = False
    logarithmic: bool = False
    bare: bool = False
    weight: float = 1.0
    insets: tuple[tuple[tuple[float, float, float, float], Panel], ...] = ()


@dataclass(frozen=True)
class Picture:
    """Panels beneath each other, or beside each other; ``size`` is width and height in inches."""

    panels: tuple[Panel, ...]
    size: tuple[float, float]
    title: str = ""
    beside: bool = False

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows for a picture at the end of a cell."""
        from symfisher.plotting.drawing import image

        return image(self, "png")


def hat(name: str) -> str:
    r"""Return the LaTeX of an estimate: the hat stands on the letter, not on its subscript.

    Examples
    --------
    >>> hat(r"\theta"), hat(r"\theta_{1}")
    ('\\hat{\\theta}', '\\hat{\\theta}_{1}')
    """
    base, mark, below = name.partition("_{")
    return rf"\hat{{{base}}}{mark}{below}"


def number(value: float, digits: int = 3) -> str:
    r"""Return a number as LaTeX with few digits.

    Examples
    --------
    >>> number(0.4), number(1234567.0), number(-2.5e-7)
    ('0.4', '1.23\\times 10^{6}', '-2.5\\times 10^{-7}')
    """
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    if int(exponent) in range(digits, 6):
        return f"{float(text):.0f}"
    return rf"{mantissa}\times 10^{{{int(exponent)}}}"
