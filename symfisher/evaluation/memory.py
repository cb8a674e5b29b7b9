"""What the parts of a walk share: the values of the symbols, and what has been computed already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symfisher.domains import Expr
from symfisher.evaluation.doubles import as_float, as_fraction
from symfisher.evaluation.shifted import Polynomial, Shifted
from symfisher.evaluation.special import Value


class Memory:
    """The values of the symbols and the memo of all subexpressions; what computes them comes in `arrays.Walk`."""

    def __init__(self, values: Mapping[Expr, Any]) -> None:
        self.symbols: dict[Any, Any] = {s: v if isinstance(v, Shifted) else as_float(v) for s, v in values.items()}
        self.memo: dict[Any, Value] = {}
        self.logs: dict[Any, tuple[Value, Value]] = {}
        self.polynomials: dict[Any, Polynomial | None] = {}
        self.exact = {s: exact for s, v in values.items() if (exact := as_fraction(v)) is not None}
        self.shifted = [s for s, v in values.items() if isinstance(v, Shifted)]
        with np.errstate(all="ignore"):
            totals = [v.total if isinstance(v, Shifted) else v for v in self.symbols.values()]
        self.shape = np.broadcast_shapes(*[np.shape(v) for v in totals]) if totals else ()

    def value(self, e: Any) -> Value:
        """Return the value of an expression: a float if it contains no array, else an array."""
        found = self.memo.get(e)
        if found is None:
            with np.errstate(all="ignore"):
                found = self._compute(e)
            self.memo[e] = found
        return found

    def signed_log(self, e: Any) -> tuple[Value, Value]:
        """Return sign and log|value| of an expression, by its factors."""
        found = self.logs.get(e)
        if found is None:
            with np.errstate(all="ignore"):
                found = self._compute_log(e)
            self.logs[e] = found
        return found

    def _compute(self, e: Any) -> Value:
        raise NotImplementedError

    def _compute_log(self, e: Any) -> tuple[Value, Value]:
        raise NotImplementedError
