"""Quick total masses of a typed expression, to find out where it is a density: many supports from one evaluation.

The line is cut at the ends of all candidate supports; a double-exponential rule on each piece gives the mass of every
candidate as a sum of pieces. Six digits are enough here: what is found is checked again, by `quadrature`, before use.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import evaluate

FAR = 1e40
TERMS = 240
TOLERANCE = 3e-6
_MOST_CELLS = 30_000_000
"""Cells of a grid over several variables that are still computed."""


@cache
def _finite_rule() -> tuple[Any, Any, Any]:
    """Return distances from the left end, from the right end, and weights of the tanh-sinh rule on (0, 1)."""
    t = np.arange(-50, 51) / 12.0
    u = np.pi * np.sinh(t)
    left, right = 1 / (1 + np.exp(-u)), 1 / (1 + np.exp(u))
    weights = np.pi * np.cosh(t) * left * right / 12.0
    return left, right, weights


@cache
def _infinite_rule() -> tuple[Any, Any]:
    """Return nodes and weights of the exp-sinh rule on (0, oo)."""
    t = np.arange(-68, 69) / 14.0
    nodes = np.exp(np.pi / 2 * np.sinh(t))
    keep = (nodes > 1 / FAR) & (nodes < FAR)
    weights = nodes * np.pi / 2 * np.cosh(t) / 14.0
    return nodes[keep], weights[keep]


def _half_line(end: float) -> tuple[Any, Any]:
    """Return distances from ``end`` that do not round to zero, with their weights."""
    nodes, weights = _infinite_rule()
    seen = nodes > 1e-15 * abs(end)
    return nodes[seen], weights[seen]


def piece_rule(lower: float, upper: float) -> tuple[Any, Any]:
    """Return nodes and weights between two ends, each finite or infinite."""
    if np.isinf(lower) and np.isinf(upper):
        parts = piece_rule(lower, 0.0), piece_rule(0.0, upper)
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    if np.isinf(upper):
        nodes, weights = _half_line(lower)
        return lower + nodes, weights
    if np.isinf(lower):
        nodes, weights = _half_line(upper)
        return upper - nodes, weights
    left, right, weights = _finite_rule()
    length = upper - lower
    nodes = np.where(left < 0.5, lower + length * left, upper - length * right)
    inside = (nodes > lower) & (nodes < upper)
    return nodes[inside], weights[inside] * length


@dataclass(frozen=True)
class Line:
    """Masses of an expression of one variable on pieces of the line.

    ``pieces[i]`` lies between ``breaks[i]`` and ``breaks[i + 1]``; a piece where the expression is negative or not real
    has mass nan.
    """

    breaks: tuple[float, ...]
    pieces: Any

    def between(self, lower: float, upper: float) -> float:
        """Return the mass between two of the breaks."""
        start, stop = self.breaks.index(lower), self.breaks.index(upper)
        return float(np.sum(self.pieces[start:stop]))


@dataclass(frozen=True)
class Lattice:
    """Values of an expression at the integers: ``terms[i]`` at ``i``, ``tail`` the sum from `TERMS` on."""

    terms: Any
    tail: float

    def between(self, first: int, last: float) -> float:
        """Return the sum from ``first`` to ``last`` (inclusive, may be infinite)."""
        chosen = self.terms[first : TERMS if last == np.inf else int(last) + 1]
        if np.any(chosen < -1e-12):
            return float("nan")
        return float(np.sum(chosen) + (self.tail if last == np.inf else 0.0))


def line(expression: Expr, variable: Any, values: Mapping[Any, float], cuts: Sequence[float]) -> Line:
    """Return the masses of ``expression`` on the line cut at ``cuts`` (and at the infinities)."""
    breaks = (-np.inf, *sorted(set(cuts)), np.inf)
    rules = [piece_rule(a, b) for a, b in itertools.pairwise(breaks)]
    found = _at_nodes(expression, variable, values, np.concatenate([r[0] for r in rules]))
    pieces, place = [], 0
    for points, weights in rules:
        pieces.append(_piece(found[place : place + len(points)], weights))
        place += len(points)
    return Line(tuple(breaks), np.array(pieces))


def lattice(expression: Expr, variable: Any, values: Mapping[Any, float]) -> Lattice:
    """Return the values of ``expression`` at 0, 1, 2, … with the sum of the rest by Euler and Maclaurin."""
    terms = _at_nodes(expression, variable, values, np.arange(TERMS + 1, dtype=float))
    last = terms[-3:]
    if not np.all(np.isfinite(last)) or np.max(np.abs(last)) < 1e-14:
        return Lattice(terms[:TERMS], 0.0)
    nodes, weights = piece_rule(float(TERMS), np.inf)
    beside = np.array([TERMS - 0.5, TERMS + 0.5])
    found = _at_nodes(expression, variable, values, np.concatenate([nodes, beside]))
    mass = _piece(found[:-2], weights)
    return Lattice(terms[:TERMS], float(mass + terms[-1] / 2 - (found[-1] - found[-2]) / 12.0))


def _at_nodes(expression: Expr, variable: Any, values: Mapping[Any, Any], nodes: Any) -> Any:
    return np.array(np.broadcast_to(_evaluated(expression, {**values, variable: nodes}), nodes.shape))


def _evaluated(expression: Expr, values: Mapping[Any, Any]) -> Any:
    """Return the values of an expression; nan where an exponent that does not depend on the nodes is not finite."""
    try:
        return np.asarray(evaluate([expression], values)[0], dtype=float)
    except (ValueError, OverflowError):  # rounding such an exponent to an integer
        return np.asarray(np.nan)


def _piece(found: Any, weights: Any) -> float:
    """Return the mass of one piece; what overflows where the density has died away counts as zero."""
    with np.errstate(all="ignore"):
        parts = found * weights
    bad = ~np.isfinite(parts)
    if bad.any():
        parts = _mended(parts, bad)
    if np.any(parts < -1e-12):
        return float("nan")
    return float(np.sum(parts))


def _mended(parts: Any, bad: Any) -> Any:
    """Put zero where a run of bad values at an end of the piece joins negligible ones."""
    good = np.flatnonzero(~bad)
    if len(good) == 0:
        return parts
    first, last = good[0], good[-1]
    if bad[first : last + 1].any():
        return parts
    mended = np.array(parts)
    if abs(parts[first]) < 1e-9:
        mended[:first] = 0.0
    if abs(parts[last]) < 1e-9:
        mended[last + 1 :] = 0.0
    return mended


_RIM = 1e-13
"""Weight of a node so near an end of its range that rounding may put it outside the support, where there is no value."""


def grid_mass(expression: Expr, variables: Sequence[tuple[Any, Any]], values: Mapping[Any, float]) -> float:
    """Return the mass over several variables (symbol, domain), later domains depending on earlier variables.

    Groups of variables that no factor and no end of a domain joins are summed one by one; nan for more cells than memory has.
    """
    parts = _by_order(expression, variables)
    return sum(math.prod(_joint_mass(*group, values) for group in _groups(part, variables)) for part in parts)


def _by_order(expression: Expr, variables: Sequence[tuple[Any, Any]]) -> list[Expr]:
    """Return the expression where the first variable is the earlier one and where it is not, in that one and the gap.

    Only where two variables of one endless domain are compared; a rule over both loses digits at such a kink.
    """
    symbols = {symbol for symbol, _ in variables}
    compared = any(symbols <= r.free_symbols for r in expression.atoms(sp.Rel, sp.Max, sp.Min, sp.Abs))
    if len(variables) != 2 or not compared or variables[0][1] != variables[1][1] or variables[0][1].discrete:
        return [expression]
    (x, domain), (y, _) = variables
    if domain.ends != (0, sp.oo):
        return [expression]
    swapped = {x: x + y, y: x}
    return [expression.xreplace({y: x + y}), expression.xreplace(swapped)]


def _groups(expression: Expr, variables: Sequence[tuple[Any, Any]]) -> list[tuple[Expr, list[tuple[Any, Any]]]]:
    """Split an expression into factors with no variable in common, each with its variables in their order."""
    own = {symbol for symbol, _ in variables}
    factors = [f for part in sp.Mul.make_args(expression) for f in _exponentials(part)]
    joined = [f.free_symbols & own for f in factors]
    joined += [{symbol}.union(*(e.free_symbols & own for e in domain.ends)) for symbol, domain in variables]
    groups: list[set[Any]] = []
    for symbols in filter(None, joined):
        apart = [g for g in groups if not g & symbols]
        groups = [*apart, symbols.union(*(g for g in groups if g & symbols))]
    if len(groups) < 2:
        return [(expression, list(variables))]
    constant = sp.Mul(*(f for f in factors if not f.free_symbols & own))
    parts = [sp.Mul(*(f for f in factors if f.free_symbols & g)) for g in groups]
    parts[0] = constant * parts[0]
    return [(part, [v for v in variables if v[0] in g]) for part, g in zip(parts, groups, strict=True)]


def _exponentials(factor: Expr) -> list[Expr]:
    """Return e^(a + b) as its factors e^a and e^b."""
    if isinstance(factor, sp.exp) and factor.args[0].is_Add:
        return [sp.exp(term) for term in factor.args[0].args]
    return [factor]


def _joint_mass(expression: Expr, variables: Sequence[tuple[Any, Any]], values: Mapping[Any, float]) -> float:
    known: dict[Any, Any] = dict(values)
    weight: Any = np.ones(())
    dimensions = len(variables)
    for axis, (symbol, domain) in enumerate(variables):
        shape = [1] * dimensions
        ends = [np.asarray(v, dtype=float) for v in evaluate(list(domain.ends), known)]
        nodes, weights = _axis_rule(domain, ends, dimensions)
        if nodes.size * max(np.size(weight), 1) > _MOST_CELLS:
            return float("nan")
        shape[axis] = -1
        unit = nodes.reshape(shape), weights.reshape(shape)
        if hasattr(domain, "values"):
            elements = np.array([float(v) for v in evaluate(list(domain.values), values)])
            known[symbol], factor = elements[unit[0].astype(int)], unit[1]
        else:
            known[symbol], factor = _mapped(domain, ends, unit)
        weight = weight * factor
    found = _evaluated(expression, known)
    with np.errstate(all="ignore"):
        parts = np.where(weight == 0, 0.0, found * weight)
    parts = np.where(np.isnan(parts) & (np.abs(weight) < _RIM), 0.0, parts)
    if np.any(parts < -1e-9):
        return float("nan")
    return float(np.sum(parts))


def _axis_rule(domain: Any, ends: list[Any], dimensions: int) -> tuple[Any, Any]:
    """Return reference nodes and weights for one axis: on (0, 1), (0, oo), R, or the integers from the lower end."""
    if hasattr(domain, "values"):
        return np.arange(len(domain.values), dtype=float), np.ones(len(domain.values))
    if domain.discrete:
        count = TERMS if np.any(np.isinf(ends[1])) else int(np.max(ends[1] - ends[0])) // domain.step + 1
        count = max(1, min(count, TERMS if dimensions < 3 else 40))
        return np.arange(count, dtype=float), np.ones(count)
    thin = slice(None, None, 1 if dimensions < 3 else 2)
    scale = 1.0 if dimensions < 3 else 2.0
    if np.all(np.isinf(ends[0])) and np.all(np.isinf(ends[1])):
        nodes, weights = piece_rule(-np.inf, np.inf)
        return nodes[thin], weights[thin] * scale
    if np.all(np.isinf(ends[1])) or np.all(np.isinf(ends[0])):
        nodes, weights = _infinite_rule()
        return nodes[thin], weights[thin] * scale
    left, _, weights = _finite_rule()
    return left[thin], weights[thin] * scale


def _mapped(domain: Any, ends: list[Any], unit: tuple[Any, Any]) -> tuple[Any, Any]:
    """Map reference nodes onto the domain between (arrays of) ends; outside it the weight is zero."""
    nodes, weights = unit
    lower, upper = ends
    if domain.discrete and np.all(np.isinf(lower)):
        points = np.where(np.isinf(upper), (nodes - TERMS // 2) * domain.step, upper - nodes * domain.step)
        return points, weights
    if domain.discrete:
        points = lower + nodes * domain.step
        return points, np.where(points <= upper + 1e-9, weights, 0.0)
    if np.all(np.isinf(upper)) and np.all(np.isinf(lower)):
        return nodes, weights
    if np.all(np.isinf(upper)):
        return lower + nodes, np.where(lower + nodes > lower, weights, 0.0)
    if np.all(np.isinf(lower)):
        return upper - nodes, np.where(upper - nodes < upper, weights, 0.0)
    length = upper - lower
    points = lower + length * nodes
    inside = (length > 0) & (points > lower) & (points < upper)  # a node that rounds to an end may be a pole
    return points, np.where(inside, weights * length, 0.0)
