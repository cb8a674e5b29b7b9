"""Doors: how a method of a record reaches a room above the record's own. Every other import points down."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def above(module: str, name: str) -> Any:
    """Return a function of a later room, imported when the method that wants it is called.

    Examples
    --------
    >>> above("rendering", "formats")()[0]
    'text'
    """
    return getattr(import_module(f"symfisher.{module}"), name)
