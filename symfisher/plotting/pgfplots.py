"""Pictures written as LaTeX for the package PGFPlots: a document whose ``tikzpicture`` can be pasted elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from symfisher.plotting.picture import COLOURS, Area, Curve, HeatMap, Note, Panel, Picture, Points
from symfisher.rendering.as_tex import latex_text

_HEAD = r"""\documentclass[border=3pt]{standalone}
\usepackage{amsmath}
\usepackage{pgfplots}
\usepgfplotslibrary{groupplots}
\usetikzlibrary{calc}
\pgfplotsset{compat=1.16}
%(colours)s
\begin{document}
\begin{tikzpicture}
%(body)s\end{tikzpicture}
\end{document}
"""
_COMMON = (
    "axis lines*=left, axis on top=false, grid=major, grid style={gray!20}, tick align=outside, "
    "tick style={gray}, legend cell align=left, legend style={draw=none, font=\\small}, "
    "scaled ticks=false, tick label style={font=\\small, /pgf/number format/fixed, /pgf/number format/precision=4}"
)
_SHARE = 0.84
"""Part of a picture's width that is left for the axes."""
_GAP = 1.9
"""Centimetres between panels."""
_INCH = 2.54
_DASHES = {"solid": "", "dashed": ", dashed", "dotted": ", dotted"}
_ANCHORS = {"left": "east", "right": "west", "above": "south", "below": "north", "centre": "center"}
_MARKS = {"dot": "*", "cross": "x"}
_CIVIDIS = ((0, 32, 77), (65, 77, 107), (124, 123, 120), (188, 175, 111), (255, 234, 70))
_MAPS = f"colormap={{cividis}}{{{' '.join(f'rgb255={c}'.replace(' ', '') for c in _CIVIDIS)}}}"


def source(picture: Picture) -> str:
    """Return the LaTeX source of a picture."""
    colours = "\n".join(rf"\definecolor{{sf{name}}}{{HTML}}{{{code}}}" for name, code in COLOURS.items())
    return _HEAD % {"colours": colours, "body": "".join(_body(picture))}


def _body(picture: Picture) -> Iterator[str]:
    """Yield the group of panels, the insets and the legend."""
    columns, rows = (len(picture.panels), 1) if picture.beside else (1, len(picture.panels))
    group = f"group size={columns} by {rows}, horizontal sep=0.5cm, vertical sep={_GAP}cm"
    yield f"\\begin{{groupplot}}[group style={{{group}}}, scale only axis, {_COMMON}]\n"
    heading = r"\\ ".join(
        latex_text(line).replace(r"\textasciitilde{}", r"$\sim$") for line in picture.title.split("\n")
    )
    labelled = bool(_labelled(picture))
    for number, panel in enumerate(picture.panels):
        title = heading if number == 0 and not picture.beside else ""
        yield f"\\nextgroupplot[{_options(picture, panel, title, labelled)}]\n"
        yield from _layers(panel)
        yield from _legend(picture) if number == 0 else ()
    yield "\\end{groupplot}\n"
    for number, panel in enumerate(picture.panels):
        for place, inner in panel.insets:
            yield from _inset(
                picture, panel, place, inner, f"group c{number + 1}r1" if picture.beside else f"group c1r{number + 1}"
            )
    if labelled:
        last = "group c1r1" if picture.beside else f"group c1r{rows}"
        shift = "(0,-1.25cm)"
        yield rf"\node[anchor=north] at ($({last}.south)+{shift}$) {{\pgfplotslegendfromname{{legend}}}};" + "\n"
    if picture.beside and heading:
        yield (rf"\node[anchor=south west] at ($(group c1r1.north west)+(0,0.4cm)$) {{{heading}}};" + "\n")


def _size(picture: Picture, panel: Panel) -> tuple[float, float]:
    """Return width and height of a panel in centimetres."""
    weights = sum(p.weight for p in picture.panels)
    count = len(picture.panels)
    width = picture.size[0] * _INCH * _SHARE
    height = picture.size[1] * _INCH * 0.7
    if picture.beside:
        width = (width - 0.5 * (count - 1)) * panel.weight / weights
    else:
        height = (picture.size[1] * _INCH - _GAP * count) * panel.weight / weights
    if panel.equal:
        height = width * (panel.ylim[1] - panel.ylim[0]) / (panel.xlim[1] - panel.xlim[0])
    return width, height


def _options(picture: Picture, panel: Panel, title: str, labelled: bool) -> str:
    width, height = _size(picture, panel)
    heading = r"\\ ".join(t for t in (title, panel.title) if t)
    found = [
        f"width={width:.2f}cm, height={height:.2f}cm",
        f"xmin={panel.xlim[0]:.7g}, xmax={panel.xlim[1]:.7g}, ymin={panel.ylim[0]:.7g}, ymax={panel.ylim[1]:.7g}",
        f"xlabel={{{panel.xlabel}}}, ylabel={{{panel.ylabel}}}",
    ]
    found += [f"title={{{heading}}}, title style={{align=center}}"] if heading else []
    found += ["ymode=log"] if panel.logarithmic else []
    found += ["yticklabels={}"] if panel.bare else []
    found += ["legend to name=legend, legend columns=1"] if labelled and panel is picture.panels[0] else []
    maps = [layer for layer in panel.layers if isinstance(layer, HeatMap)]
    found += [_colour_bar(maps[0])] if maps else []
    return ", ".join(found)


def _colour_bar(layer: HeatMap) -> str:
    label = rf"$\log_{{10}}$ of {layer.label}" if layer.logarithmic else layer.label
    return f"colorbar, colorbar style={{axis lines=box, yticklabel pos=right, ylabel={{{label}}}}}, {_MAPS}"


def _layers(panel: Panel) -> Iterator[str]:
    """Yield the layers, none of which goes into a legend by itself."""
    for layer in panel.layers:
        if isinstance(layer, HeatMap):
            yield _heat(layer)
        elif isinstance(layer, Note):
            style = f"anchor={_ANCHORS[layer.side]}, sf{layer.colour}, font=\\small"
            yield f"\\node[{style}] at (axis cs:{layer.x:.7g},{layer.y:.7g}) {{{layer.text}}};\n"
        elif np.isfinite(np.asarray(layer.x, dtype=float)).any():
            end = " \\closedcycle" if isinstance(layer, Area) else ""
            pairs = _pairs(layer.x, layer.y, panel)
            yield f"\\addplot[{_style(layer)}, forget plot] coordinates {{{pairs}}}{end};\n"


def _style(layer: Curve | Area | Points) -> str:
    """Return the options of a curve, an area or marks."""
    if isinstance(layer, Curve):
        width = f"line width={0.8 * layer.width:.1f}pt{_DASHES[layer.dashes]}"
        return f"sf{layer.colour}, {width}, opacity={layer.opacity:g}, unbounded coords=jump"
    if isinstance(layer, Area):
        return f"draw=none, fill=sf{layer.colour}, fill opacity={layer.opacity:g}"
    return f"only marks, mark={_MARKS[layer.mark]}, mark size={0.4 * layer.size:.1f}pt, sf{layer.colour}"


def _labelled(picture: Picture) -> list[Curve | Area | Points]:
    """Return the layers of all panels that the legend tells of."""
    layers = [layer for panel in picture.panels for layer in panel.layers]
    return [layer for layer in layers if isinstance(layer, (Curve, Area, Points)) and layer.label]


def _legend(picture: Picture) -> Iterator[str]:
    """Yield the entries of the one legend, in the first panel."""
    for layer in _labelled(picture):
        yield f"\\addlegendimage{{{_style(layer)}}}\n"
        yield f"\\addlegendentry{{{layer.label.replace('%', chr(92) + '%')}}}\n"


def _pairs(x: Any, y: Any, panel: Panel) -> str:
    """Return coordinates; what is far outside the panel, where TeX cannot count, is left out."""
    reach = [(3 * a - 2 * b, 3 * b - 2 * a) for a, b in (panel.xlim, panel.ylim)]
    pairs = []
    for a, b in np.stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)], axis=-1):
        inside = reach[0][0] <= a <= reach[0][1] and reach[1][0] <= b <= reach[1][1]
        pairs.append(f"({a:.6g},{b:.6g})" if inside else "(nan,nan)")
    return " ".join(pairs)


def _heat(layer: HeatMap) -> str:
    """Return a map of every other point."""
    values = np.log10(layer.values) if layer.logarithmic else np.asarray(layer.values)
    x, y, values = layer.x[::2], layer.y[::2], values[::2, ::2]
    triples = (f"({a:.5g},{b:.5g}) [{values[j, i]:.5g}]" for j, b in enumerate(y) for i, a in enumerate(x))
    return (
        f"\\addplot[surf, shader=interp, mesh/cols={len(x)}, point meta=explicit, forget plot] "
        f"coordinates {{{' '.join(triples)}}};\n"
    )


def _inset(
    picture: Picture, panel: Panel, place: tuple[float, float, float, float], inner: Panel, name: str
) -> Iterator[str]:
    """Yield a small pair of axes inside a panel."""
    width, height = _size(picture, panel)
    small = place[2] * width
    tall = small * (inner.ylim[1] - inner.ylim[0]) / (inner.xlim[1] - inner.xlim[0])
    corner = rf"($({name}.south west)+({place[0] * width:.2f}cm,{place[1] * height:.2f}cm)$)"
    options = [
        f"at={{{corner}}}, anchor=south west, scale only axis, width={small:.2f}cm, height={tall:.2f}cm",
        f"xmin={inner.xlim[0]:.7g}, xmax={inner.xlim[1]:.7g}, ymin={inner.ylim[0]:.7g}, ymax={inner.ylim[1]:.7g}",
        f"title={{{inner.title}}}, title style={{font=\\footnotesize, yshift=-1ex}}, yticklabels={{}}",
        "axis background/.style={fill=white}, grid=major, grid style={gray!20}, scaled ticks=false",
        "max space between ticks=35pt",
        "tick label style={font=\\tiny, /pgf/number format/fixed, /pgf/number format/precision=4}",
    ]
    yield f"\\begin{{axis}}[{', '.join(options)}]\n"
    yield from _layers(inner)
    yield "\\end{axis}\n"
