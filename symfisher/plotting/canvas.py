"""A figure of matplotlib that notebooks show; imported when the first picture is drawn."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure


class NotebookFigure(Figure):
    """A figure that is shown when it stands at the end of a cell, though pyplot does not know it."""

    def _repr_png_(self) -> bytes:
        file: Any = io.BytesIO()
        self.savefig(file, format="png", bbox_inches="tight", pad_inches=0.08)
        content: bytes = file.getvalue()
        return content
