"""The support of a density cut into runs over which its expectations can be integrated or summed.

A run carries the log-density and the score as functions of the distance ``_d1`` from each of its finite ends, so that
what is singular there (``1 - x`` near 1) is computed from the distance and loses no digits; the logarithm of the
distance is a symbol of its own, ``_u1``, for it is exact where the distance itself underflows. With several variables
a run of the first carries the runs of the second, whose distance is ``_d2``, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import sympy as sp

from symfisher.codegen.stable import prover, stable
from symfisher.density import Density
from symfisher.domains import REAL, Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.signs import Signs

_MOST_PEAKS = 3

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
        (log-density, score…) at distance ``_d1`` from that end; for the other kinds ``lower``, at ``_d1``. If there is a
        next variable, its runs instead.
    ends
        The two ends, or all points.
    step
        Distance between the points of a lattice.
    depth
        Number of the variable, from 1.
    """

    kind: Kind
    ends: tuple[Expr, ...]
    lower: tuple[Any, ...] = ()
    upper: tuple[Any, ...] = ()
    step: int = 1
    depth: int = 1

    @property
    def nested(self) -> bool:
        """Whether there is a next variable."""
        return any(isinstance(part, Run) for part in (*self.lower, *self.upper))


def distance(depth: int) -> Expr:
    """Return the symbol of the distance from an end."""
    return sp.Symbol(f"_d{depth}", positive=True)


def log_distance(depth: int) -> Expr:
    """Return the symbol of its logarithm."""
    return sp.Symbol(f"_u{depth}", real=True)


def cut(density: Density, log_density: Expr, score: tuple[Expr, ...], signs: Signs) -> tuple[Run, ...] | None:
    """Return the runs of a density, or None if it cannot be told where it is not smooth."""
    variables = tuple((v.symbol, v.domain) for v in density.variables)
    try:
        return _runs(_Seen((log_density, *score), variables, signs))
    except _UnknownKinksError:
        return None


class _UnknownKinksError(Exception):
    """It cannot be told where a function is not smooth."""


def _runs(seen: _Seen) -> tuple[Run, ...]:
    """Return the runs of the first variable."""
    domain = seen.domain
    if isinstance(domain, FiniteSet):
        return (Run("points", domain.values, seen.at(_real(seen.depth)), depth=seen.depth),)
    if isinstance(domain, IntegerRange):
        return _lattices(seen, domain)
    kinks = seen.kinks()
    lower, upper = domain.ends
    if len(kinks) == 1 and lower == -sp.oo and upper == sp.oo:
        return _between(seen, lower, kinks[0]) + _between(seen, kinks[0], upper)
    if lower == -sp.oo and upper == sp.oo and not kinks and len(peaks := _peaks(seen.values[0], seen.x)) <= _MOST_PEAKS:
        kinks = peaks
    if kinks:
        return _numbered(seen, lower, upper, kinks)
    return _between(seen, lower, upper)


def _peaks(log_density: Expr, x: Expr) -> list[Expr]:
    """Return the places where the components of a mixture are centred, if they are not all at the same."""
    centres: list[set[Expr]] = []
    for log in log_density.atoms(sp.log):
        if log.args[0].is_Add:
            bases = [{p.base for p in term.atoms(sp.Pow) if p.exp == 2} for term in log.args[0].args]
            centres += [{r for b in own if b.has(x) and (r := _root(b, x)) is not None} for own in bases]
    distinct = {frozenset(c) for c in centres if c}
    return sorted({c for own in distinct for c in own}, key=sp.default_sort_key) if len(distinct) > 1 else []


def _real(depth: int) -> Expr:
    """Return the symbol of a variable that is not measured from an end."""
    return sp.Symbol(f"_d{depth}", real=True)


@dataclass(frozen=True)
class _Seen:
    """Log-density and score as functions of the variables that are left, to be seen from several places."""

    values: tuple[Expr, ...]
    variables: tuple[tuple[Expr, Domain], ...]
    signs: Signs
    depth: int = 1

    @property
    def x(self) -> Expr:
        """The variable whose turn it is."""
        return self.variables[0][0]

    @property
    def domain(self) -> Domain:
        """Its domain."""
        return self.variables[0][1]

    def at(self, place: Expr, length: Expr = sp.oo) -> tuple[Any, ...]:
        """Return the values at a place, in which the distance is less than ``length``: stable forms, or further runs."""
        own = distance(self.depth)
        new = {s: REAL if s != own else Interval(sp.Integer(0), length) for s in place.free_symbols}
        signs = self.signs.extended({s: d for s, d in new.items() if s not in self.signs.domains})
        rule = {self.x: place}
        values = tuple(v.xreplace(rule) for v in self.values)
        if len(self.variables) > 1:
            rest = tuple((s, d.xreplace(rule)) for s, d in self.variables[1:])
            return _runs(_Seen(values, rest, signs, self.depth + 1))
        logs = {sp.log(distance(n)): log_distance(n) for n in range(1, self.depth + 1)}
        positive = prover(signs)
        return tuple(stable(v, positive).xreplace(logs) for v in values)

    def kinks(self) -> list[Expr]:
        """Return the places where the log-density, or its integral over what is left, is not smooth in x."""
        later = [s for s, _ in self.variables[1:]]
        switches = _switches(self.values[0])
        for symbol, domain in self.variables[1:]:
            if isinstance(domain, FiniteSet):
                continue
            ends = [e for e in domain.ends if e.is_finite is not False]
            switches += [s for e in ends for s in _switches(e)]
            moving = [s for s in switches if s.has(symbol)]
            places = [p for p in (_root(s, symbol) for s in moving) if p is not None] + ends
            switches += [a - b for n, a in enumerate(places) for b in places[:n]]
        roots = _roots([s for s in switches if not s.has(*later)] if later else switches, self.x)
        return [r for r in roots if r not in self.domain.ends]


def _between(seen: _Seen, lower: Expr, upper: Expr) -> tuple[Run, ...]:
    """Return the run between two ends."""
    d, n = distance(seen.depth), seen.depth
    from_lower = () if lower == -sp.oo else seen.at(lower + d, upper - lower)
    from_upper = () if upper == sp.oo else seen.at(upper - d, upper - lower)
    if from_lower and from_upper:
        return (Run("both", (lower, upper), from_lower, from_upper, depth=n),)
    if from_lower:
        return (Run("lower", (lower, upper), from_lower, depth=n),)
    if from_upper:
        return (Run("upper", (lower, upper), (), from_upper, depth=n),)
    return (Run("line", (lower, upper), seen.at(_real(n)), depth=n),)


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
    seen = replace(seen, values=tuple(map(_even_orders, seen.values)))
    signs = {fact: True for fact in ("positive", "nonnegative") if domain.assumptions().get(fact)}
    at, n = seen.at(sp.Symbol(f"_d{seen.depth}", **({"real": True} | signs))), seen.depth
    if lower == -sp.oo and upper == sp.oo:
        zero = sp.Integer(0)
        return (Run("lattice", (zero, sp.oo), at, step=domain.step, depth=n),
                Run("lattice", (-sp.oo, zero - domain.step), at, step=domain.step, depth=n))  # fmt: skip
    return (Run("lattice", (lower, upper), at, step=domain.step, depth=n),)


def _even_orders(expression: Expr) -> Expr:
    """Write I_n as I_|n| for whole n, which between whole numbers is the smooth one of the two."""
    calls = [e for e in expression.atoms(sp.besseli) if e.args[0].is_integer and not e.args[0].is_nonnegative]
    return expression.xreplace({e: sp.besseli(sp.Abs(e.args[0]), e.args[1]) for e in calls})


def _switches(expression: Expr) -> list[Expr]:
    """Return what changes sign where an expression is not smooth."""
    switches: list[Any] = [node.args[0] for node in expression.atoms(sp.Abs, sp.sign, sp.Heaviside)]
    for node in expression.atoms(sp.Max, sp.Min):
        switches.extend(a - b for n, a in enumerate(node.args) for b in node.args[:n])
    switches.extend(node.lhs - node.rhs for node in expression.atoms(sp.core.relational.Relational))
    return sorted(switches, key=sp.default_sort_key)


def _root(switch: Expr, x: Expr) -> Expr | None:
    """Return the zero of a function that is linear in x, or None."""
    slope = sp.diff(switch, x)
    return None if slope.has(x) or slope == 0 else sp.expand(x - switch / slope)


def _roots(switches: list[Expr], x: Expr) -> list[Expr]:
    """Return the places where switches change sign."""
    found: list[Expr] = []
    for switch in switches:
        if not switch.has(x):
            continue
        root = _root(switch, x)
        if root is not None:
            found.append(root)
        elif not sp.simplify(switch).is_nonnegative:
            raise _UnknownKinksError
    return list(dict.fromkeys(found))
