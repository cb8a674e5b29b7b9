"""Where the mass of a density on a line sits: its mode, the width around it, and the points where it is not smooth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from symfisher.domains import Expr
from symfisher.evaluation import Shifted, Walk
from symfisher.zeros import isolate, without_bars

_PROBES = 10.0 ** np.arange(-12.0, 12.01, 0.5)
_DROP = 2.0


def distinct(values: Any) -> Any:
    """Return the values of a vector sorted, each once; `numpy.unique` would import masked arrays first."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if ordered.size else ordered


def spread(anchors: Iterable[float]) -> Any:
    """Return trial points at all scales around each anchor, sorted."""
    parts = [np.concatenate([a - _PROBES, [a], a + _PROBES]) for a in anchors]
    return distinct(np.concatenate(parts))


def find_mode(function: Callable[[Any], Any], candidates: Any) -> tuple[float, float, float] | None:
    """Return mode, width and height of the greatest peak of a log-density, or None if it is nowhere finite.

    The peak is the best of ``candidates``, refined between its neighbours; the width is the nearer of the two distances
    at which the log-density has dropped by two.
    """
    values = _clean(function(candidates))
    best = int(np.argmax(values))
    if not np.isfinite(values[best]):
        return None
    low, high = candidates[max(best - 1, 0)], candidates[min(best + 1, len(candidates) - 1)]
    mode, height = candidates[best], values[best]
    for _ in range(40):
        grid = distinct(np.concatenate([np.linspace(low, high, 25), [mode]]))
        values = _clean(function(grid))
        best = int(np.argmax(values))
        mode, height = grid[best], values[best]
        left, right = max(best - 1, 0), min(best + 1, len(grid) - 1)
        low, high = grid[left], grid[right]
        if height - min(values[left], values[right]) < 0.05 or high - low <= 1e-15 * abs(mode):
            break
    return float(mode), _width(function, float(mode), float(height)), float(height)


def _width(function: Callable[[Any], Any], mode: float, height: float) -> float:
    steps = 10.0 ** np.arange(-14.0, 14.01, 0.2)
    values = _clean(function(np.concatenate([mode - steps, mode + steps])))
    left, right = values[: len(steps)], values[len(steps) :]
    drops = [steps[np.argmax(side < height - _DROP)] for side in (left, right) if np.any(side < height - _DROP)]
    return float(min(drops)) if drops else 1.0


def _clean(values: Any) -> Any:
    return np.where(np.isnan(values) | (values == np.inf), -np.inf, values)


def special_points(
    expressions: Iterable[Expr], variable: Any, values: Mapping[Any, Any]
) -> tuple[dict[float, Fraction | None], list[float]]:
    """Return (kinks, anchors) of expressions on the line of ``variable``.

    Kinks are the zeros of what stands inside Abs, sign, Min, Max, Heaviside, a condition of Piecewise, or under a
    fractional power or logarithm; anchors are the zeros of all other linear subexpressions, near which mass may sit.
    Each kink comes with its exact value where it is rational.
    """
    walk = Walk({**values, variable: Shifted(0.0, np.zeros(1))})
    inside, linear = _collected(tuple(expressions), variable)
    kinks = _roots(inside, walk, variable, values)
    return kinks, [a for a in _roots(linear, walk) if a not in kinks]


@lru_cache(maxsize=32)
def _collected(expressions: tuple[Expr, ...], variable: Any) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """Return what has its zeros at kinks, and the other sums that contain the variable."""
    inside: dict[Any, None] = {}
    linear: dict[Any, None] = {}
    seen: dict[Any, bool] = {}
    for expression in expressions:
        _collect(expression, variable, inside, linear, seen)
    return tuple(inside), tuple(linear)


def _collect(e: Any, x: Any, inside: dict[Any, None], linear: dict[Any, None], seen: dict[Any, bool]) -> bool:
    """Gather what lies below ``e``; return whether ``e`` contains ``x``, remembering the answer."""
    if not e.args:
        return bool(e == x)
    if e in seen:
        return seen[e]
    below = [_collect(a, x, inside, linear, seen) for a in e.args]
    seen[e] = any(below)
    if not seen[e]:
        return False
    name = type(e).__name__
    if name in ("Abs", "sign", "Heaviside"):
        inside[_base(e.args[0])] = None
    elif name in ("Min", "Max"):
        inside.update({_base(a - e.args[0]): None for a in e.args[1:]})
    elif e.is_Relational:
        inside[_base(e.lhs - e.rhs)] = None
    elif (e.is_Pow and not e.exp.is_Integer and below[0]) or name == "log":
        inside[_base(e.args[0])] = None
    elif e.is_Add:
        linear[e] = None
    return True


def linear_switches(expressions: Iterable[Expr], variable: Any, before: set[Any], after: set[Any]) -> list[Expr]:
    """Return the zeros, in ``variable``, of what switches with variables ``before`` too but with none ``after``."""
    found: dict[Expr, None] = {}
    for node in _switches(tuple(expressions)):
        for argument in _switched(node):
            free = argument.free_symbols
            slope = argument.diff(variable) if variable in free and free & before and not free & after else None
            if slope is not None and slope != 0 and not slope.free_symbols & ({variable} | before):
                found[sp.cancel(-argument.xreplace({variable: sp.S.Zero}) / slope)] = None
    return list(found)


@lru_cache(maxsize=32)
def _switches(expressions: tuple[Expr, ...]) -> tuple[Any, ...]:
    """Return what is not smooth in some expressions, those of the first before those of the second."""
    seen: set[Any] = set()
    found: list[Any] = []
    for expression in expressions:
        stack, new = [expression], []
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack += node.args
                new += [node] if isinstance(node, _SWITCHES) else []
        found += sorted(new, key=str)
    return tuple(found)


_SWITCHES = (sp.Abs, sp.sign, sp.Heaviside, sp.Min, sp.Max, sp.core.relational.Relational)


def _switched(node: Any) -> list[Any]:
    """Return what changes its sign where a node is not smooth."""
    if isinstance(node, (sp.Min, sp.Max)):
        return [a - node.args[0] for a in node.args[1:]]
    return [node.lhs - node.rhs] if node.is_Relational else [node.args[0]]


def _base(e: Any) -> Any:
    """Strip powers and constant factors, which do not move zeros."""
    while e.is_Pow:
        e = e.base
    return e


def _roots(
    expressions: Iterable[Any], walk: Walk, variable: Any = None, values: Mapping[Any, Any] | None = None
) -> dict[float, Fraction | None]:
    """Return the real zeros of expressions of degree one or two in the variable, and of such factors of products.

    Where ``variable`` is given, zeros under absolute values and invertible functions are found too.
    """
    found: dict[float, Fraction | None] = {}
    for e in expressions:
        for factor in [_base(f) for f in e.args] if e.is_Mul else [e]:
            polynomial = walk.polynomial(factor)
            if polynomial is not None:
                found.update({root + 0.0: exact for root, exact in _zeros(polynomial)})
            elif values is not None and variable in factor.free_symbols:
                found.update(_undone(factor, variable, values))
    return dict(sorted(found.items()))


def _undone(e: Any, variable: Any, values: Mapping[Any, Any]) -> Iterator[tuple[float, Fraction | None]]:
    """Yield the real zeros of an expression that contains the variable in one place, in absolute values or not."""
    rule = {s: v for s, v in values.items() if isinstance(v, sp.Basic)}
    for branch in without_bars(e, {variable}):
        root = isolate(branch, variable)
        if root is None or not root.free_symbols <= values.keys():
            continue
        number = float(Walk(values).value(root))
        exact = root.xreplace(rule)
        if np.isfinite(number):
            fraction = Fraction(int(exact.p), int(exact.q)) if exact.is_Rational else None
            yield (number if fraction is None else float(fraction)) + 0.0, fraction


def _zeros(polynomial: Mapping[int, Any]) -> list[tuple[float, Fraction | None]]:
    c = {k: v for k, v in polynomial.items() if v != 0}
    degree = max(c, default=0)
    if degree == 1:
        root = -c.get(0, 0) / c[1]
        return [(float(root), root if isinstance(root, Fraction) else None)]
    if degree == 2:
        a, b, d = (float(c.get(k, 0.0)) for k in (2, 1, 0))
        inside = b * b - 4 * a * d
        return [((-b + sign * inside**0.5) / (2 * a), None) for sign in (-1, 1)] if inside >= 0 else []
    return []
