"""Expectations of catalogue families by plain double-exponential quadrature, sharing no code with the engine.

The records are our own data, hence `sympify` here. Only first derivatives of the log-density are symbolic.
"""

from __future__ import annotations

import functools
import itertools
import random
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symfisher.families import Family, Parameter

Point = Mapping[str, float]

RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "beta_geometric": {"a": (3.5, 5.0)},
    "exponential_power": {"b": (1.2, 2.6)},
    "exponential_power_known_shape": {"b": (1.2, 2.6)},
    "pareto_iii": {"g": (0.4, 1.2)},
    "pareto_iv": {"g": (0.4, 1.2)},
    "weibull_location": {"k": (2.4, 3.9)},
    "yule_simon": {"rho": (3.2, 4.5)},
    "zeta": {"s": (4.3, 6.0)},
}
"""Where parameters are drawn instead of the default range: the form's `when`, or tails short enough to sum."""


@dataclass(frozen=True)
class Numbers:
    """Total mass, E[score] of shape (k,) and E[score scoreᵀ] of shape (k, k)."""

    mass: float
    mean_score: Any
    outer: Any


def expression(text: str, family: Family, names: tuple[str, ...] = ()) -> Any:
    """Return a record's string as an expression in real symbols."""
    words = names or tuple(q.name for q in family.parameters + family.constants) + family.variables
    return sp.sympify(text, locals={w: sp.Symbol(w, real=True) for w in words})


def value(text: str, family: Family, point: Point) -> float:
    """Return a record's string as a number at ``point``."""
    values = {sp.Symbol(k, real=True): sp.Float(v, 30) for k, v in point.items()}
    slopes = {d: _zeta_derivative(d, values) for d in expression(text, family).atoms(sp.Derivative)}
    return float(sp.re(sp.N(expression(text, family).xreplace(slopes).subs(values), 20)))


def points(family: Family, count: int = 2) -> list[dict[str, float]]:
    """Draw points inside the declared domains, the same ones every time."""
    source = random.Random(zlib.crc32(family.name.encode()))
    return [_point(family, source) for _ in range(count)]


def inside(quantity: Parameter, number: float, family: Family, point: Point) -> bool:
    """Say whether ``number`` lies in the declared domain of ``quantity``, the others being at ``point``."""
    low, high = _bounds(quantity.domain, quantity.name, family, point)
    return low < number < high


def numbers(family: Family, point: Point, cut: float = 0.0) -> Numbers:
    """Integrate over the support, or, in one dimension, over the support without ``cut`` at either finite end."""
    nodes, weights = _nodes(family, point, cut)
    log_density, *score = _compiled(family)(*nodes, *[point[q.name] for q in family.parameters + family.constants])
    shape = np.broadcast_shapes(*(np.shape(n) for n in nodes))
    mass = weights * np.exp(np.where(np.isfinite(log_density), log_density, -np.inf))
    rows = np.array([np.broadcast_to(s, shape) for s in score])
    rows = np.where((mass > 0) & np.isfinite(rows), rows, 0.0)
    mass = np.broadcast_to(mass, shape)
    return Numbers(float(mass.sum()), (rows * mass).sum(axis=1), (rows * mass) @ rows.T)


@functools.cache
def _compiled(family: Family) -> Callable[..., Any]:
    """Return log-density and score as one NumPy function of variables, parameters and constants."""
    names = family.variables + tuple(q.name for q in family.parameters + family.constants)
    symbols = [sp.Symbol(n, real=True) for n in names]
    sample = dict(zip(symbols, [*_interior(family), *points(family, 1)[0].values()], strict=True))
    terms = _logarithm(expression(family.density, family).rewrite(sp.gamma), sample)
    score = [sp.diff(terms, sp.Symbol(p.name, real=True)) for p in family.parameters]
    plain = [s.replace(lambda e: isinstance(e, (sp.Derivative, sp.Subs)), _as_function) for s in (terms, *score)]
    function = sp.lambdify(symbols, plain, modules=[{"zeta_slope": _zeta_slope}, "scipy", "numpy"], cse=True)

    def quiet(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*[np.asarray(a, dtype=float) for a in arguments])

    return quiet


def _logarithm(expr: Any, sample: Mapping[Any, float]) -> Any:
    """Return log|expr| as a sum over its factors, with log-gamma for gamma; signs are those at ``sample``."""
    if isinstance(expr, sp.Piecewise):
        return sp.Piecewise(*[(_logarithm(e, sample), c) for e, c in expr.args])
    if expr.is_Mul:
        return sp.Add(*[_logarithm(a, sample) for a in expr.args])
    if isinstance(expr, sp.exp):
        return expr.args[0]
    if expr.is_Pow:
        return expr.exp * _logarithm(expr.base, sample)
    if isinstance(expr, sp.gamma):
        return sp.loggamma(expr.args[0])
    return sp.log(-expr if sp.N(expr.subs(sample)) < 0 else expr)


def _as_function(slope: Any) -> Any:
    """Name the derivative of zeta, which has no symbolic form, as a function of its argument."""
    if isinstance(slope, sp.Subs):
        return sp.Function("zeta_slope")(slope.point[0])
    return sp.Function("zeta_slope")(slope.args[0].args[0]) if slope.has(sp.zeta) else slope.doit()


def _zeta_slope(s: Any) -> float:
    """Return the first derivative of zeta."""
    return float(mpmath.zeta(float(s), 1, 1))


def _zeta_derivative(slope: Any, values: Mapping[Any, Any]) -> Any:
    """Return a derivative of zeta at a number."""
    return sp.Float(mpmath.zeta(mpmath.mpf(str(values[slope.variables[0]])), 1, int(slope.derivative_count)), 20)


def _point(family: Family, source: random.Random) -> dict[str, float]:
    """Draw one point; a name in an end that is not drawn yet counts as 0, the widest choice on a simplex."""
    point: dict[str, float] = {}
    for quantity in family.parameters + family.constants:
        low, high = _bounds(quantity.domain, quantity.name, family, point)
        low, high = RANGES.get(family.name, {}).get(quantity.name, (low, high))
        if "{" in quantity.domain:
            point[quantity.name] = float(source.randint(2, 5))
        elif np.isfinite(low) and np.isfinite(high):
            point[quantity.name] = low + (high - low) * source.uniform(0.2, 0.8)
        elif np.isfinite(low):
            point[quantity.name] = low + source.uniform(0.75, 2.4)
        elif np.isfinite(high):
            point[quantity.name] = high - source.uniform(0.1, 0.4)
        else:
            point[quantity.name] = source.uniform(-1.0, 1.0)
    return point


def _bounds(domain: str, name: str, family: Family, point: Point) -> tuple[float, float]:
    """Return the ends of an interval typed as ``lo < name < hi``, ``name > lo``, ``name < hi``, or a set."""
    sides = re.split(r"\s*(<|>)\s*", domain)
    if len(sides) == 1:
        return -np.inf, np.inf
    if len(sides) == 5:
        return _end(sides[0], family, point), _end(sides[4], family, point)
    left, sign, right = sides
    assert left == name, domain
    end = _end(right, family, point)
    return (end, np.inf) if sign == ">" else (-np.inf, end)


def _end(text: str, family: Family, point: Point) -> float:
    """Return an end as a number."""
    end = expression(text, family).subs({sp.Symbol(k, real=True): v for k, v in point.items()})
    return float(end.subs(dict.fromkeys(end.free_symbols, 0)))


def _interior(family: Family) -> list[float]:
    """Return one point of the support, where signs of factors are read off."""
    point: dict[str, float] = dict(points(family, 1)[0])
    found = []
    for name, text in zip(family.variables, _supports(family), strict=True):
        if " in " in text:
            inside = 1.0
        else:
            low, high = _bounds(text, name, family, point)
            inside = np.clip(0.31, *_inner(low, high))
        point[name] = float(inside)
        found.append(float(inside))
    return found


def _inner(low: float, high: float) -> tuple[float, float]:
    """Return an interval well inside the given one."""
    if np.isfinite(low) and np.isfinite(high):
        return low + 0.3 * (high - low), high - 0.3 * (high - low)
    return low + 0.3, high - 0.3


def _supports(family: Family) -> list[str]:
    """Return the support of each variable."""
    return [s.strip() for s in re.split(r",(?![^{]*\})", family.support)]


def _nodes(family: Family, point: Point, cut: float) -> tuple[list[Any], Any]:
    """Return nodes, one array a variable, and weights of the product rule."""
    texts = _supports(family)
    if len(texts) == 1:
        node, weight = _rule(texts[0], family, point, cut)
        return [node], weight
    first, outer = _rule(texts[0], family, point, cut, coarse=True)
    rules = [_rule(texts[1], family, {**point, family.variables[0]: x}, cut, coarse=True) for x in first]
    size = [len(n) for n, _ in rules]
    weights = np.concatenate([w * weight for w, (_, weight) in zip(outer, rules, strict=True)])
    return [np.repeat(first, size), np.concatenate([n for n, _ in rules])], weights


def _rule(text: str, family: Family, point: Point, cut: float, coarse: bool = False) -> tuple[Any, Any]:
    """Return nodes and weights on one support."""
    if " in {" in text or text.endswith(" in Z"):
        nodes = _integers(text, family, point)
        return nodes, np.ones_like(nodes)
    low, high = (-np.inf, np.inf) if text.endswith(" in R") else _bounds(text, text.split()[0], family, point)
    ends = [low + cut, *sorted(_kinks(family, point)), high - cut]
    pieces = [_interval(a, b, 160 if coarse else 700) for a, b in itertools.pairwise(ends)]
    return np.concatenate([n for n, _ in pieces]), np.concatenate([w for _, w in pieces])


def _integers(text: str, family: Family, point: Point) -> Any:
    """Return the integers of a typed set, cut where the tails of this catalogue have long ended."""
    if text.endswith(" in Z"):
        return np.arange(-400.0, 401.0)
    words = text[text.index("{") + 1 : -1].split(", ")
    first = float(words[0])
    last = 100_000.0 if words[-1] == "..." else _end(words[-1], family, point)
    return np.arange(first, last + 1)


def _kinks(family: Family, point: Point) -> list[float]:
    """Return where |…| vanishes or a Piecewise changes."""
    density = expression(family.density, family)
    if " in " in family.support and "R" not in family.support:
        return []
    places = [a.args[0] for a in density.atoms(sp.Abs)] + [
        c.lhs - c.rhs for c in density.atoms(sp.core.relational.Relational)
    ]
    x = sp.Symbol(family.variable, real=True)
    return sorted(
        {float(sp.solve(e, x)[0].subs({sp.Symbol(k, real=True): v for k, v in point.items()})) for e in places}
    )


def _interval(low: float, high: float, count: int) -> tuple[Any, Any]:
    """Return the double-exponential rule with ``count`` nodes on an interval (Takahasi & Mori, 1974)."""
    if np.isfinite(low) and np.isfinite(high):
        t = np.linspace(-3.7, 3.7, count)
        u = np.pi * np.sinh(t)
        share = np.where(
            u < 0, np.exp(np.minimum(u, 0)) / (1 + np.exp(np.minimum(u, 0))), 1 / (1 + np.exp(-np.maximum(u, 0)))
        )
        slope = np.pi * np.cosh(t) / (4 * np.cosh(u / 2) ** 2)
        return low + (high - low) * share, (high - low) * slope * (t[1] - t[0])
    if not np.isfinite(low) and not np.isfinite(high):
        t = np.linspace(-4.3, 4.3, count)
        u = np.pi / 2 * np.sinh(t)
        return np.sinh(u), np.cosh(u) * np.pi / 2 * np.cosh(t) * (t[1] - t[0])
    t = np.linspace(-4.3, 4.3, count)
    distance = np.exp(np.pi / 2 * np.sinh(t))
    weights = distance * np.pi / 2 * np.cosh(t) * (t[1] - t[0])
    return (low + distance if np.isfinite(low) else high - distance), weights
