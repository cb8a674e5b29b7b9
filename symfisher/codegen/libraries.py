"""The array libraries that formulas are run in, as functions of this process: NumPy, and those of the targets that have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from symfisher.codegen.embedding import helpers_for
from symfisher.codegen.numpy_printer import NUMPY
from symfisher.codegen.printing import Dialect
from symfisher.codegen.targets import get
from symfisher.errors import SymfisherError

_NUMPY_ARRAYS = '''def _arrays(*values):
    """Return the arguments as floating arrays of one shape."""
    return _np.broadcast_arrays(*[_np.asarray(v, dtype=float) for v in values])


def _columns(data, count):
    """Split data of shape S + (count,) into count arrays of shape S; data of one variable stay as they are."""
    if count == 1:
        return [data]
    array = _np.asarray(data, dtype=float)
    if array.ndim == 0 or array.shape[-1] != count:
        raise ValueError(f"the last axis of the data holds the {count} variables; got shape {array.shape}")
    return [array[..., i] for i in range(count)]'''

_GRID = "_np.arange({0})*1.0"
_GRIDS = {"torch": "_np.arange({0}, dtype={1}.dtype, device={1}.device)"}
"""Whole numbers from 0, of the kind of an array, where the library minds the difference."""


@dataclass(frozen=True)
class Language:
    """What writing and running functions of arrays takes.

    Attributes
    ----------
    dialect
        Writes formulas.
    imports
        Lines that define ``_np`` and ``_special``.
    arrays
        Source of ``_arrays(*values)`` and ``_columns(data, count)``.
    helpers
        Returns the source of the helpers that a text uses.
    load
        Runs source text of our own printers.
    grid
        Template of an array of whole numbers: their count, and an array that it is to go with.
    quiet
        Wraps a function whose library warns of infinities that a later `where` leaves out.
    """

    dialect: Dialect
    imports: str
    arrays: str
    helpers: Callable[[str], str]
    load: Callable[[str], dict[str, Any]]
    grid: str
    quiet: Callable[[Callable[..., Any]], Callable[..., Any]]


def language_of(backend: str) -> Language:
    """Return the language of a backend.

    Raises
    ------
    SymfisherError
        There is no such backend, or it is no array library.
    """
    target = get(backend)
    module = import_module(f"symfisher.codegen.targets.{target.name}")
    library = getattr(module, "LIBRARY", None)
    if target.load is None or (library is None and target.name != "python"):
        raise SymfisherError(f"{backend} is no array library; take numpy, jax or torch")
    if library is None:
        imports = "from functools import wraps\n\nimport numpy as _np\nfrom scipy import special as _special"
        return Language(NUMPY, imports, _NUMPY_ARRAYS, helpers_for, target.load, _GRID, _without_warnings)
    grid = _GRIDS.get(target.name, _GRID)
    return Language(library.dialect, library.imports, library.arrays, _support, target.load, grid, lambda f: f)


def _without_warnings(function: Callable[..., Any]) -> Callable[..., Any]:
    quiet: Callable[..., Any] = np.errstate(all="ignore")(function)
    return quiet


def _support(text: str) -> str:
    """Return the helpers of the libraries that compile and differentiate."""
    return helpers_for(text, "symfisher.codegen.support", ("elementwise",))  # type: ignore[call-arg, unused-ignore]
