"""What an integrator returns, and what it integrates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Integrand = Callable[[Any], tuple[Any, Any]]
"""Map nodes to (log-density (n,), factors (m, n)); the integrals wanted are those of exp(log-density)·factor."""

LogDensity = Callable[[Any], Any]
"""Map nodes to the log-density alone, which is what locating the mass needs."""

Scales = Callable[[Any], Any]
"""Map the integrals of |f·factor| (m,) to the sizes that errors are compared with (m,)."""


@dataclass(frozen=True)
class Sums:
    """Integrals or sums of one density times m factors.

    Attributes
    ----------
    values, errors
        The integrals and their estimated absolute errors, shape (m,).
    sizes
        Integrals of the absolute values, shape (m,).
    divergent, failed
        Which integrals do not exist, and which are not to be trusted, shape (m,), boolean.
    reason
        Why some numbers are not to be trusted, empty if all are.
    doubtful
        Which integrals are taken for divergent by one side of a peak, shape (m,), boolean; ``False`` for none.
    """

    values: Any
    errors: Any
    sizes: Any
    divergent: Any
    failed: Any
    reason: str = ""
    doubtful: Any = False

    def __add__(self, other: Sums) -> Sums:
        """Add the parts of a range."""
        return Sums(
            self.values + other.values,
            self.errors + other.errors,
            self.sizes + other.sizes,
            self.divergent | other.divergent,
            self.failed | other.failed,
            self.reason or other.reason,
        )


def nothing(count: int) -> Sums:
    """Return the integrals over an empty range."""
    zero = np.zeros(count)
    none = np.zeros(count, dtype=bool)
    return Sums(zero, zero, zero, none, none)


def plain(values: Any, sizes: Any, lost: Any) -> Sums:
    """Return sums of terms that were all added up; ``lost`` (m, n) says which terms were not numbers."""
    failed = lost.any(axis=1) if np.ndim(lost) > 1 else np.broadcast_to(np.any(lost), np.shape(values))
    reason = "the density or its derivatives are not numbers at a point of the support" if np.any(failed) else ""
    return Sums(values, 4e-16 * sizes, sizes, np.zeros(len(values), dtype=bool), failed, reason)


def products(log_weight: Any, factors: Any) -> tuple[Any, Any]:
    """Return exp(log_weight)·factors and which nodes are lost (neither finite nor of weight zero)."""
    with np.errstate(all="ignore"):
        weight = np.exp(log_weight)
        terms = weight * factors
    empty = ~(weight > 0)
    lost = ~np.isfinite(terms) & ~empty
    return np.where(np.isfinite(terms) & ~empty, terms, 0.0), lost | (np.isnan(log_weight))
