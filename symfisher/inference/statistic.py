"""Statistics of one variable that estimators are written in: means of functions of x, extremes, medians and quantiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import POSITIVE, REAL, Expr
from symfisher.evaluation import Walk, evaluate

HALF = sp.Rational(1, 2)
Kind = Literal["mean", "min", "max", "median", "quantile"]


@dataclass(frozen=True)
class Statistic:
    """A number that a sample is summarised by.

    Attributes
    ----------
    name, symbol
        How it is written: ``mean_x``, ``max_x``.
    of
        The function of one observation that is averaged or ordered, in our symbols.
    kind
        What is done with its values.
    share
        The part of the sample below a quantile.
    """

    name: str
    symbol: Any
    of: Expr
    kind: Kind = "mean"
    share: Expr = HALF

    @property
    def quantity(self) -> Quantity:
        """The statistic as a known constant, so that it can be spelled."""
        return Quantity(self.name, self.symbol, POSITIVE if self.symbol.is_positive else REAL)

    def value(self, sample: Mapping[Any, Any]) -> float:
        """Return the statistic of a sample: data, each of shape (n,), and constants by symbol.

        Examples
        --------
        >>> x = sp.Symbol("x")
        >>> Statistic("median_x", sp.Symbol("m"), x, "median").value({x: np.array([3.0, 1.0, 8.0])})
        3.0
        """
        size = max(np.size(v) for v in sample.values())
        values = np.broadcast_to(evaluate([self.of], dict(sample))[0], (size,))
        if self.kind == "quantile":
            share = float(Walk(dict(sample)).value(self.share))
            return float(np.quantile(values, share, method="inverted_cdf"))
        return float(getattr(np, self.kind)(values))

    def definition(self, density: Density, n: Expr) -> Expr:
        """Return what the name stands for: ``Sum(x[i], (i, 1, n))/n``, ``max(x[i])``."""
        index = sp.Symbol("i", integer=True, positive=True)
        inner = self.of.xreplace(
            {v.symbol: sp.Indexed(sp.IndexedBase(sp.Symbol(v.safe)), index) for v in density.variables}
        )
        if self.kind == "mean":
            return sp.Sum(inner, (index, 1, n)) / n
        return sp.Function(self.kind)(inner, *((self.share,) if self.kind == "quantile" else ()))
