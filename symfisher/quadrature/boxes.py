"""The continuous variables of one piece of the space, mapped to the whole line; pieces between kinks."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from symfisher.evaluation import Shifted, Walk
from symfisher.quadrature.locate import linear_switches, special_points
from symfisher.quadrature.question import Question, end_values

_MOST_BOXES = 16


@dataclass(frozen=True)
class Box:
    """A product of ranges, ends are expressions in the symbols before; ``values`` are those of parameters."""

    symbols: tuple[Any, ...]
    ends: tuple[tuple[Any, Any], ...]
    values: Mapping[Any, Any]

    def place(self, z: Any) -> tuple[dict[Any, Any], Any]:
        """Map z (d, n) to values of the variables and the log of the Jacobian (n,)."""
        known = dict(self.values)
        log_jacobian = np.zeros(z.shape[1])
        with np.errstate(all="ignore"):
            for symbol, (lower, upper), u in zip(self.symbols, self.ends, z, strict=True):
                walk = Walk(known)
                a, b = (np.broadcast_to(walk.value(e), u.shape) for e in (lower, upper))
                if lower.is_infinite and upper.is_infinite:
                    known[symbol] = u
                    continue
                if upper.is_infinite:
                    known[symbol], slope = Shifted(a, np.exp(u), None, u, np.ones(u.shape)), u
                elif lower.is_infinite:
                    known[symbol], slope = Shifted(b, -np.exp(u), None, u, -np.ones(u.shape)), u
                else:
                    left = u < 0
                    part = np.log(b - a) - np.logaddexp(0.0, np.abs(u))
                    side = np.where(left, 1.0, -1.0)
                    known[symbol] = Shifted(np.where(left, a, b), side * np.exp(part), None, part, side)
                    slope = part - np.logaddexp(0.0, -np.abs(u))
                log_jacobian = log_jacobian + slope
        return known, log_jacobian


def pieces(question: Question, point: Mapping[Any, Any]) -> list[Box]:
    """Divide the support at kinks: at those in one variable, and at those that move linearly with earlier ones."""
    density = question.density
    boxes: list[tuple[tuple[Any, Any], ...]] = [()]
    for n in range(len(density.variables)):
        cuts = _cuts(question, n, point)
        boxes = [(*box, ends) for box in boxes for ends in itertools.pairwise(cuts)]
        if len(boxes) > _MOST_BOXES:
            boxes = [(*(w.domain.ends for w in density.variables[: n + 1]),)]
    symbols = tuple(v.symbol for v in density.variables)
    return [Box(symbols, ends, dict(point)) for ends in boxes]


def _cuts(question: Question, axis: int, point: Mapping[Any, Any]) -> list[Any]:
    """Return the ends of one variable with its kinks between them; those that move with earlier ones are clamped."""
    import sympy as sp

    xs = question.density.xs
    variable = question.density.variables[axis]
    lower, upper = variable.domain.ends
    if not any(s in e.free_symbols for e in (lower, upper) for s in xs):
        kinks, _ = special_points(question.watched, variable.symbol, point)
        low, high = end_values((lower, upper), point)
        fixed = [_number(k, exact) for k, exact in kinks.items() if low < k < high]
    else:
        fixed = []
    moving = linear_switches(question.watched, variable.symbol, set(xs[:axis]), set(xs[axis + 1 :]))
    moving = [m for m in moving if m not in (lower, upper)]
    if not moving:
        return [lower, *fixed, upper]
    inner = [sp.Max(lower, sp.Min(m, upper)) for m in (*fixed, *moving)]
    if len(inner) == 1:
        return [lower, inner[0], upper]
    if len(inner) == 2:
        return [lower, sp.Min(*inner), sp.Max(*inner), upper]
    return [lower, *fixed, upper]


def _number(value: float, exact: Any) -> Any:
    import sympy as sp

    return sp.Float(value, 17) if exact is None else sp.Rational(exact.numerator, exact.denominator)
