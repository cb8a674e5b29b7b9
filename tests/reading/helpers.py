"""Short forms for what the reader's tests ask again and again."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symfisher.reading import read


def shown(text: str, **options: Any) -> Any:
    """Return the density that is read, in the user's symbols, without a check of what may be inferred."""
    density = read(text, require_parameters=False, **options)
    return density.present(density.expression)


def domains(density: Any) -> dict[str, str]:
    """Return name to domain, in words and in the user's names."""
    rule = {q.symbol: sp.Symbol(q.name) for q in density.quantities}
    return {q.name: q.domain.xreplace(rule).describe(q.name) for q in density.quantities}
