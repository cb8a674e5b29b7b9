"""Python with NumPy, and SciPy where needed: one standalone module, which also is what `callables` runs."""

from __future__ import annotations

from typing import Any

from symfisher.codegen.python.module import source
from symfisher.codegen.targets import Target


def load(text: str) -> dict[str, Any]:
    """Run the source of a module written by `source`, and by nobody else, and return its names."""
    namespace: dict[str, Any] = {"__name__": "symfisher_generated"}
    exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printers only)
    return namespace


TARGET = Target(name="python", suffix=".py", source=source, load=load, backends=("numpy",), form="guarded")
