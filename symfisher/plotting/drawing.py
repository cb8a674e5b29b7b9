"""Pictures drawn by matplotlib, which is imported when the first one is drawn."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from symfisher.errors import MissingExtraError
from symfisher.plotting.picture import COLOURS, Area, Curve, HeatMap, Note, Panel, Picture, Points

STYLE = {
    "font.family": ["STIXGeneral", "DejaVu Sans"],
    "mathtext.fontset": "stix",
    "font.size": 12.0,
    "axes.labelsize": 13.0,
    "legend.fontsize": 11.0,
    "axes.titlesize": 12.0,
    "axes.edgecolor": "#555555",
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.7,
    "axes.axisbelow": True,
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "xtick.labelcolor": "#1A1A1A",
    "ytick.labelcolor": "#1A1A1A",
    "axes.formatter.use_mathtext": True,
    "legend.frameon": False,
    "svg.hashsalt": "symfisher",
    "savefig.dpi": 160,
}
_DASHES = {"solid": "-", "dashed": (0, (5, 2.5)), "dotted": (0, (1, 1.8))}
_OFFSETS = {"left": (-6, 0), "right": (6, 0), "above": (0, 5), "below": (0, -5), "centre": (0, 0)}
_HORIZONTAL = {"left": "right", "right": "left"}
_VERTICAL = {"above": "bottom", "below": "top"}
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": "symfisher"},
    "pdf": {"CreationDate": None, "Creator": "symfisher", "Producer": None},
}
FORMATS = tuple(_METADATA)
"""The formats that matplotlib writes for us."""


def figure(picture: Picture) -> Any:
    """Return the picture as a ``matplotlib.figure.Figure``.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed.
    """
    rc_context, figure_class = _matplotlib()
    with rc_context(STYLE):
        drawn = figure_class(figsize=picture.size, layout="constrained")
        weights = [p.weight for p in picture.panels]
        if picture.beside:
            axes = drawn.subplots(1, len(weights), squeeze=False, width_ratios=weights).ravel()
        else:
            axes = drawn.subplots(len(weights), 1, squeeze=False, height_ratios=weights).ravel()
        drawn.get_layout_engine().set(h_pad=0.07)
        for axis, panel in zip(axes, picture.panels, strict=True):
            _panel(drawn, axis, panel)
        _legend(drawn, picture)
        if picture.title:
            drawn.suptitle(picture.title, fontsize=12, parse_math=False)
    return drawn


def image(picture: Picture, format_: str) -> bytes:
    """Return the picture as a PNG, SVG or PDF file; the same bytes for the same picture.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed.
    """
    rc_context, _ = _matplotlib()
    drawn, file = figure(picture), io.BytesIO()
    with rc_context(STYLE):
        drawn.savefig(file, format=format_, metadata=_METADATA[format_], bbox_inches="tight", pad_inches=0.08)
    return file.getvalue()


def _matplotlib() -> tuple[Any, Any]:
    try:
        from matplotlib import rc_context

        from symfisher.plotting.canvas import NotebookFigure
    except ImportError:
        raise MissingExtraError("drawing a picture", "plot") from None
    return rc_context, NotebookFigure


def _panel(drawn: Any, axis: Any, panel: Panel) -> None:
    for order, layer in enumerate(panel.layers):
        _layer(drawn, axis, layer, 2 + order * 0.01)
    axis.set(xlim=panel.xlim, ylim=panel.ylim, xlabel=panel.xlabel, ylabel=panel.ylabel)
    if panel.logarithmic:
        axis.set_yscale("log")
        axis.set_ylim(panel.ylim)
    if panel.equal:
        axis.set_aspect("equal", adjustable="box")
    if panel.bare:
        axis.tick_params(labelleft=False)
    if panel.title:
        axis.set_title(panel.title, fontsize=11)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for place, inner in panel.insets:
        _inset(drawn, axis.inset_axes(place), inner)


def _legend(drawn: Any, picture: Picture) -> None:
    """Put one legend beneath all panels, where it covers nothing; in two columns if its entries are short."""
    panels = zip(drawn.axes, picture.panels, strict=False)
    pairs = [pair for axis, _ in panels for pair in zip(*axis.get_legend_handles_labels(), strict=True)]
    if pairs:
        labels = [label for _, label in pairs]
        columns = 1 if max(map(len, labels)) > 45 else min(len(labels), 2)
        drawn.legend(
            [handle for handle, _ in pairs], labels, loc="outside lower center", ncols=columns, borderaxespad=0.8
        )


def _inset(drawn: Any, axis: Any, panel: Panel) -> None:
    _panel(drawn, axis, panel)
    axis.set_title(panel.title, fontsize=9, pad=3)
    axis.tick_params(labelsize=8, length=2)
    axis.locator_params(nbins=4)
    axis.patch.set_alpha(0.9)
    for side in axis.spines.values():
        side.set_visible(True)


def _layer(drawn: Any, axis: Any, layer: Any, order: float) -> None:
    colour = f"#{COLOURS[layer.colour]}" if not isinstance(layer, HeatMap) else ""
    label = getattr(layer, "label", "") or "_"
    if isinstance(layer, Curve):
        style = {"color": colour, "linestyle": _DASHES[layer.dashes], "linewidth": layer.width, "alpha": layer.opacity}
        axis.plot(layer.x, layer.y, label=label, zorder=order, solid_capstyle="round", **style)
    elif isinstance(layer, Area):
        axis.fill(layer.x, layer.y, color=colour, alpha=layer.opacity, linewidth=0, label=label, zorder=order)
    elif isinstance(layer, Points):
        mark = {"dot": "o", "cross": "x"}[layer.mark]
        axis.plot(layer.x, layer.y, mark, color=colour, markersize=layer.size, label=label, zorder=order)
    elif isinstance(layer, Note):
        _note(axis, layer, colour)
    else:
        _heat(drawn, axis, layer)


def _note(axis: Any, note: Note, colour: str) -> None:
    style = {"ha": _HORIZONTAL.get(note.side, "center"), "va": _VERTICAL.get(note.side, "center"), "color": colour}
    offset = {"xytext": _OFFSETS[note.side], "textcoords": "offset points"}
    box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
    axis.annotate(note.text, (note.x, note.y), bbox=box, zorder=5, **offset, **style)


def _heat(drawn: Any, axis: Any, layer: HeatMap) -> None:
    from matplotlib.colors import LogNorm

    values = np.ma.masked_invalid(layer.values)
    norm = LogNorm(values.min(), values.max()) if layer.logarithmic else None
    mesh = axis.pcolormesh(layer.x, layer.y, values, cmap="cividis", norm=norm, shading="gouraud", rasterized=True)
    axis.grid(False)
    levels = _levels(values, layer.logarithmic)
    axis.contour(layer.x, layer.y, values, levels=levels, colors="white", linewidths=0.6, alpha=0.8)
    bar = drawn.colorbar(mesh, ax=axis, pad=0.02)
    bar.set_label(layer.label)
    bar.outline.set_visible(False)


def _levels(values: Any, logarithmic: bool) -> Any:
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return [low]
    return np.geomspace(low, high, 9)[1:-1] if logarithmic else np.linspace(low, high, 9)[1:-1]
