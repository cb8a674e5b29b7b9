"""The support of a density cut into runs over which its expectations can be integrated or summed.

A run carries the log-density and the score as functions of the distance ``_d1`` from each of its finite ends, so that
what is singular there (``1 - x`` near 1) is computed from the distance and loses no digits; the logarithm of the
distance is a symbol of its own, ``_u1``, for it is exact where the distance itself underflows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import sympy as sp

from symfisher.codegen.stable import prover, stable
from symfisher.density import Density
from symfisher.domains import REAL, Expr, FiniteSet, IntegerRange, Interval
from symfisher.signs import Signs

DISTANCE = sp.Symbol("_d1", positive=True)
LOG_DISTANCE = sp.Symbol("_u1", real=True)
Kind = Literal["line", "lower", "upper", "both", "lattice", "points"]


@dataclass(frozen=True)
class Run:
    """A stretch of the support.

    Attributes
    ----------
    kind
        ``line`` (all of R), ``lower``/``upper`` (from one finite end), ``both`` (between two), ``lattice`` (equidistant
        points with at least one finite end), ``points`` (a finite list).
    lower, upper
        (log-density, score…) at distance ``_d1`` from that end; for the other kinds ``lower``, at ``_d1``.
    ends
        The two ends, or all points.
    step
        Distance between the points of a lattice.
    """

    kind: Kind
    ends: tuple[Expr, ...]
    lower: tuple[Expr, ...] = ()
    upper: tuple[Expr, ...] = ()
    step: int = 1


def cut(density: Density, log_density: Expr, score: tuple[Expr, ...], signs: Signs) -> tuple[Run, ...] | None:
    """Return the runs of a density of one variable, or None if there are several variables."""
    if len(density.variables) != 1:
        return None
    x, domain = density.xs[0], density.variables[0].domain
    seen = _Seen((log_density, *score), x, signs)
    if isinstance(domain, FiniteSet):
        return (Run("points", domain.values, seen.at(sp.Symbol("_d1", real=True))),)
    if isinstance(domain, IntegerRange):
        return _lattices(seen, domain)
    kinks = _kinks(log_density, x)
    if kinks is None:
        return None
    lower, upper = domain.ends
    if len(kinks) == 1 and lower == -sp.oo and upper == sp.oo:
        return _between(seen, lower, kinks[0]) + _between(seen, kinks[0], upper)
    if kinks:
        return _numbered(seen, lower, upper, kinks)
    return _between(seen, lower, upper)


@dataclass(frozen=True)
class _Seen:
    """Log-density and score as functions of x, to be seen from several places."""

    values: tuple[Expr, ...]
    x: Expr
    signs: Signs

    def at(self, place: Expr, length: Expr = sp.oo) -> tuple[Expr, ...]:
        """Return stable forms of the values at a place, in which the distance is less than ``length``."""
        domains = {s: REAL if s != DISTANCE else Interval(sp.Integer(0), length) for s in place.free_symbols}
        positive = prover(self.signs.extended({s: d for s, d in domains.items() if s not in self.signs.domains}))
        return tuple(stable(v.xreplace({self.x: place}), positive) for v in self.values)

    def from_end(self, place: Expr, length: Expr) -> tuple[Expr, ...]:
        """Return the same with the logarithm of the distance by itself."""
        return tuple(v.xreplace({sp.log(DISTANCE): LOG_DISTANCE}) for v in self.at(place, length))


def _between(seen: _Seen, lower: Expr, upper: Expr) -> tuple[Run, ...]:
    """Return the run between two ends."""
    from_lower = () if lower == -sp.oo else seen.from_end(lower + DISTANCE, upper - lower)
    from_upper = () if upper == sp.oo else seen.from_end(upper - DISTANCE, upper - lower)
    if from_lower and from_upper:
        return (Run("both", (lower, upper), from_lower, from_upper),)
    if from_lower:
        return (Run("lower", (lower, upper), from_lower),)
    if from_upper:
        return (Run("upper", (lower, upper), (), from_upper),)
    return (Run("line", (lower, upper), seen.at(sp.Symbol("_d1", real=True))),)


def _numbered(seen: _Seen, lower: Expr, upper: Expr, kinks: list[Expr]) -> tuple[Run, ...]:
    """Return runs between sorted, clipped kinks; the order of the kinks is found out when the numbers are there."""
    clipped = [sp.Min(sp.Max(k, lower), upper) for k in kinks]
    if len(clipped) == 2:
        clipped = [sp.Min(*clipped), sp.Max(*clipped)]
    elif len(clipped) > 2:
        clipped = _sorted_symbolically(clipped)
    places = [lower, *clipped, upper]
    runs: tuple[Run, ...] = ()
    for a, b in pairwise(places):
        runs += _between(seen, a, b)
    return runs


def _sorted_symbolically(values: list[Expr]) -> list[Expr]:
    """Sort by exchanging neighbours with Min and Max (bubble sort), which needs no decision."""
    values = list(values)
    for end in range(len(values) - 1, 0, -1):
        for i in range(end):
            values[i], values[i + 1] = sp.Min(values[i], values[i + 1]), sp.Max(values[i], values[i + 1])
    return values


def _lattices(seen: _Seen, domain: IntegerRange) -> tuple[Run, ...]:
    """Return one run for a range with a finite end, two for all integers."""
    lower, upper = domain.ends
    signs = {fact: True for fact in ("positive", "nonnegative") if domain.assumptions().get(fact)}
    at = seen.at(sp.Symbol("_d1", **({"real": True} | signs)))
    if lower == -sp.oo and upper == sp.oo:
        zero = sp.Integer(0)
        return (Run("lattice", (zero, sp.oo), at, step=domain.step),
                Run("lattice", (-sp.oo, zero - domain.step), at, step=domain.step))  # fmt: skip
    return (Run("lattice", (lower, upper), at, step=domain.step),)


def _kinks(log_density: Expr, x: Expr) -> list[Expr] | None:
    """Return the places where the log-density is not smooth in x, or None if they cannot be told."""
    switches: list[Any] = [node.args[0] for node in log_density.atoms(sp.Abs, sp.sign, sp.Heaviside)]
    for node in log_density.atoms(sp.Max, sp.Min):
        switches.extend(a - b for n, a in enumerate(node.args) for b in node.args[:n])
    switches.extend(node.lhs - node.rhs for node in log_density.atoms(sp.core.relational.Relational))
    found: list[Expr] = []
    for switch in sorted((s for s in switches if s.has(x)), key=sp.default_sort_key):
        slope = sp.diff(switch, x)
        if slope.has(x) or slope == 0:
            if sp.simplify(switch).is_nonnegative:
                continue
            return None
        found.append(sp.expand(x - switch / slope))
    return list(dict.fromkeys(found))
