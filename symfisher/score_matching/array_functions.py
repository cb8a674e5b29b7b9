"""Formulas of this room as functions of arrays, for a training script or a plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from symfisher.domains import Expr
from symfisher.errors import DomainError
from symfisher.evaluation import evaluate


def array_function(expression: Expr, names: Sequence[str]) -> Callable[..., Any]:
    """Return an expression in the user's symbols as a function of NumPy arrays, which broadcast.

    Parameters
    ----------
    names
        The arguments in their order, as the expression spells them (``lambda_`` for ``lambda``).

    Raises
    ------
    DomainError
        The expression contains another symbol.

    Examples
    --------
    >>> from symfisher.score_matching import add_noise
    >>> score = array_function(add_noise("x ~ normal(m, s)", schedule="ve").score, ["x_t", "sigma", "m", "s"])
    >>> score(np.array([0.0, 2.0]), 1.0, 0.0, 1.0).tolist()
    [0.0, -1.0]
    """
    symbols = {s.name: s for s in expression.free_symbols}
    if missing := sorted(set(symbols) - set(names)):
        raise DomainError(f"the expression also contains {', '.join(missing)}; name every argument")

    def function(*values: Any) -> Any:
        if len(values) != len(names):
            raise TypeError(f"takes {len(names)} arguments ({', '.join(names)}), got {len(values)}")
        arrays = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values))
        given = {symbols[n]: a for n, a in zip(names, arrays, strict=True) if n in symbols}
        found = evaluate([expression], given)[0]
        return np.broadcast_to(found, arrays[0].shape) if arrays else found

    return function
