"""Other coordinates of one parameter that claims are often written in: log σ, σ², 1/θ, logit p."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import Expr
from symfisher.signs import Signs


@dataclass(frozen=True)
class Chart:
    """A new parameter η = h(θ) in place of θ.

    Attributes
    ----------
    image
        h.
    slope
        h′: the information for η is that for θ over h′².
    text
        How η is written, with ``{}`` for θ.
    """

    name: str
    image: Callable[[Expr], Expr]
    slope: Callable[[Expr], Expr]
    text: str

    def of(self, name: str) -> str:
        """Write the new parameter."""
        return self.text.format(name)


LOG = Chart("log", sp.log, lambda t: 1 / t, "log({})")
SQUARE = Chart("square", lambda t: t**2, lambda t: 2 * t, "{}^2")
RECIPROCAL = Chart("reciprocal", lambda t: 1 / t, lambda t: -1 / t**2, "1/{}")
LOGIT = Chart("logit", lambda t: sp.log(t / (1 - t)), lambda t: 1 / (t * (1 - t)), "logit({})")

CHARTS = (LOG, SQUARE, RECIPROCAL, LOGIT)


def charts_for(density: Density, signs: Signs) -> tuple[tuple[Chart, ...], ...]:
    """Return the charts that cover the domain of each parameter."""
    return tuple(_charts(p, signs) for p in density.parameters)


def _charts(parameter: Quantity, signs: Signs) -> tuple[Chart, ...]:
    if not parameter.symbol.is_positive:
        return ()
    return CHARTS if signs.positive(1 - parameter.symbol) else CHARTS[:3]
