"""What the commands share: the child process, and how its answers and errors reach the user."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from symfisher.workers import Worker

_WORKING = ("derive", "check")
"""Commands that are sure to need the child, unless the arguments are wrong."""

_PRELOAD = ("numpy", "mpmath")
"""What the child imports while this process still reads the arguments; not SymPy, they may be wrong."""

GRACE = 0.5
"""Seconds after the user's limit, in which the engine itself may come to an end, before its process is ended."""


class Session:
    """One run of the program and the child that works for it."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    @classmethod
    def expecting(cls, arguments: Sequence[str]) -> Session:
        """Return a session whose child is already starting if these arguments are going to need one."""
        session = cls()
        if len(arguments) > 1 and arguments[0] in _WORKING and not {"--help", "-h"} & set(arguments):
            session._start()
        return session

    def run(self, target: str, request: Mapping[str, Any], *, timeout: float | None, memory: int | None = None) -> Any:
        """Return the child's answer; see `symfisher.workers.Worker.run` for limits and exceptions."""
        return self._start().run(target, dict(request), timeout=timeout, grace=GRACE, memory=memory)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._worker is not None:
            self._worker.close()

    def _start(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(_PRELOAD)
        return self._worker


def page(color: str, to_file: bool) -> dict[str, Any]:
    """Return how results are to look (the fields of `symfisher.rendering.Style`) on standard output, or in a file."""
    import os
    import shutil

    terminal = sys.stdout.isatty() and not to_file
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return {
        "width": shutil.get_terminal_size((100, 24)).columns if not to_file else 100,
        "unicode": to_file or can_show("θ²ᵀ⎡─ψ′"),
        "color": color == "always" or (color == "auto" and terminal and not plain),
    }


def can_show(text: str) -> bool:
    """Whether standard output can write ``text``."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def read_size(text: str) -> int:
    """Return the bytes that a size such as ``500M`` or ``2G`` means.

    Raises
    ------
    ValueError
        The text is not a size.

    Examples
    --------
    >>> read_size("1.5G") == 3 * 2**29
    True
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if match is None:
        raise ValueError(f"{text!r} is not a size such as 500M or 2G")
    return int(float(match[1]) * _UNITS[match[2].upper()])
