"""A standalone Python module with the derived functions."""

from __future__ import annotations

from symfisher.derivation import Derivation
from symfisher.rendering import Style


def render(derivation: Derivation, style: Style) -> str:  # noqa: ARG001 (every format has this signature)
    """Return the source that `symfisher.codegen.module_source` writes."""
    from symfisher.codegen import module_source

    source: str = module_source(derivation, "python")
    return source
