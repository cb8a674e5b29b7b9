"""Whether an expression has mass one on a support, quickly, and with care where that decides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import REAL, Domain, Expr, FiniteSet, IntegerRange
from symfisher.reading.masses import TOLERANCE, Lattice, Line, grid_mass, lattice, line
from symfisher.reading.question import BIG, SMALL, Cell, Question, Support, Unknown

_MOST_GRIDS = 300
_MOST_LINES = 300
_MOST_CONFIRMATIONS = 3
"""Masses that are computed at most before the search is given up."""
_LOOSE = defaultdict(lambda: 5e-3, {1: 0.0, 2: 1e-4})
"""By number of variables, how far from one a quick mass may be: what is found is checked again, with care, before use."""
_NEAR = 1e-3
_MOST_CLOSER = 24
"""Distance from one of a quick mass that is computed again with care, and how many are at most."""


def fits(question: Question, support: Support, cell: Cell, *, careful: bool = False) -> bool:
    """Whether the expression is a density on ``support`` at ``cell``; ``careful`` asks twice before saying no."""
    if len(question.lines) + len(question.lattices) > _MOST_LINES:
        return False
    values = _values(question, cell)
    if values is None:
        return False
    mass = _mass(question, support, cell, values)
    if question.finite_only:
        return math.isfinite(mass) and mass > 0 and (len(support) > 1 or _converges(question, support, values))
    loose = _LOOSE[len(question.variables)] * (10 if careful else 1)
    if abs(mass - 1) < max(loose, TOLERANCE):
        return True
    if abs(mass - 1) < _NEAR and len(support) == 1:
        return _seen_closer(question, support, cell, values)
    if question.confirmations >= _MOST_CONFIRMATIONS:
        return False
    unclear = careful and len(support) == 1 and math.isfinite(mass) and mass > -1e-9
    question.confirmations += unclear
    return unclear and _confirmed(question, support, values)


def _seen_closer(question: Question, support: Support, cell: Cell, values: Mapping[Any, float]) -> bool:
    """Ask again about a mass that is nearly one: the quick rules lose digits where the scale is far from theirs."""
    if (support, cell) not in question.closer:
        if len(question.closer) >= _MOST_CLOSER:
            return False
        question.closer[support, cell] = _confirmed(question, support, values)
    return question.closer[support, cell]


def _confirmed(question: Question, support: Support, values: Mapping[Any, float]) -> bool:
    """Ask the quadrature that looks for the mass: values far out may put it where the quick rules see nothing."""
    mass, error = _careful_mass(question, support, values)
    return abs(mass - 1) < 1e-6 and error < 1e-4


def _converges(question: Question, support: Support, values: Mapping[Any, float]) -> bool:
    """Whether the total mass is a number: a quick rule stops short of an end where it would diverge."""
    mass, error = _careful_mass(question, support, values)
    return math.isfinite(mass) and error < 1e-4 * abs(mass)


def _careful_mass(question: Question, support: Support, values: Mapping[Any, float]) -> tuple[float, float]:
    """Return the total mass by the quadrature that looks for it, with its error."""
    from symfisher.quadrature import total_mass

    variables = tuple(Quantity(v.name, v.symbol, d) for v, d in zip(question.variables, support, strict=True))
    parameters = tuple(Quantity(q.name, q.symbol, q.domain or REAL) for q in question.quantities)
    point = {symbol: sp.Rational(str(value)) for symbol, value in values.items()}
    with np.errstate(all="ignore"):
        return total_mass(Density(question.expression, variables, parameters), point)


def _values(question: Question, cell: Cell) -> dict[Any, float] | None:
    """Return a number for every quantity: the cell's for the open ones, one inside the domain for the others."""
    values = dict(zip((q.symbol for q in question.open), cell, strict=True))
    waiting = [q for q in question.quantities if q.domain is not None]
    for position, quantity in enumerate(_sorted_by_ends(waiting)):
        value = _inside(quantity.domain, values, position)
        if value is None:
            return None
        values[quantity.symbol] = value
    return values


def _sorted_by_ends(quantities: list[Unknown]) -> list[Unknown]:
    """Put quantities whose ends contain others after these."""

    def depends(quantity: Unknown) -> int:
        own = {q.symbol for q in quantities}
        assert quantity.domain is not None
        return len({s for e in quantity.domain.ends for s in e.free_symbols} & own)

    return sorted(quantities, key=depends)


def _number(end: Expr, values: Mapping[Any, float]) -> float:
    """Return an end as a float; symbols without a value count as zero."""
    replaced = end.xreplace({s: sp.Float(values.get(s, 0.0)) for s in end.free_symbols})
    value = complex(replaced)
    return value.real if value.imag == 0 else math.nan


def _inside(domain: Domain | None, values: Mapping[Any, float], position: int) -> float | None:
    assert domain is not None
    if isinstance(domain, FiniteSet):
        return _number(domain.values[0], values)
    lower, upper = (_number(e, values) for e in domain.ends)
    if not lower <= upper:
        return None
    if isinstance(domain, IntegerRange):
        start = lower if math.isfinite(lower) else (upper - 5 * domain.step if math.isfinite(upper) else 0.0)
        return min(start + domain.step * (2 + position % 2), upper)
    if math.isfinite(lower) and math.isfinite(upper):
        return lower + (upper - lower) * (0.41 + 0.07 * (position % 3)) / (1 if position == 0 else 1.6)
    if math.isfinite(lower):
        return lower + BIG[position % len(BIG)] - 0.6
    return upper - SMALL[position % len(SMALL)] if math.isfinite(upper) else SMALL[position % len(SMALL)]


def _mass(question: Question, support: Support, cell: Cell, values: Mapping[Any, float]) -> float:
    if len(question.variables) == 1:
        return _line_mass(question, support[0], cell, values)
    if (support, cell) not in question.grids:
        if len(question.grids) > _MOST_GRIDS:
            return math.nan
        pairs = [(v.symbol, d) for v, d in zip(question.variables, support, strict=True)]
        question.grids[support, cell] = grid_mass(question.expression, pairs, values)
    return question.grids[support, cell]


def _line_mass(question: Question, domain: Domain, cell: Cell, values: Mapping[Any, float]) -> float:
    variable = question.variables[0]
    if isinstance(domain, FiniteSet):
        return grid_mass(question.expression, [(variable.symbol, domain)], values)
    lower, upper = (_number(e, values) for e in domain.ends)
    if not lower < upper:
        return math.nan
    if isinstance(domain, IntegerRange) and not (
        lower in (0, 1) and domain.step == 1 and (upper < 200 or upper == math.inf)
    ):
        return grid_mass(question.expression, [(variable.symbol, domain)], values)
    if isinstance(domain, IntegerRange) and lower == 0 and _undefined_at_zero(question):
        return math.nan
    if isinstance(domain, IntegerRange):
        return _lattice(question, cell, values).between(int(lower), upper)
    if (lower, upper) == (0.0, math.inf) and question.in_logarithm is not None:
        cuts = sorted({0.0, *_kinks(question.in_logarithm, variable.symbol, values)})
        return line(question.in_logarithm, variable.symbol, values, cuts).between(-math.inf, math.inf)
    return _line(question, cell, values).between(lower, upper)


def _undefined_at_zero(question: Question) -> bool:
    """Whether the expression divides by the variable, so that 0 is outside the support."""
    at_zero = question.expression.xreplace({question.variables[0].symbol: sp.Integer(0)})
    return bool(at_zero.has(sp.zoo, sp.nan, sp.oo))


def _lattice(question: Question, cell: Cell, values: Mapping[Any, float]) -> Lattice:
    """Return the values at the integers at ``cell``, computed once."""
    if cell not in question.lattices:
        question.lattices[cell] = lattice(question.expression, question.variables[0].symbol, values)
    return question.lattices[cell]


def _line(question: Question, cell: Cell, values: Mapping[Any, float]) -> Line:
    """Return the masses of all pieces at ``cell``, computed once."""
    if cell not in question.lines:
        variable = question.variables[0]
        cuts = {0.0, 1.0, -1.0, math.pi, -math.pi}
        for value in values.values():
            cuts |= {value, -value}
        cuts |= set(_kinks(question.expression, variable.symbol, values))
        if variable.domain is not None:
            cuts |= {e for e in (_number(e, values) for e in variable.domain.ends) if math.isfinite(e)}
        question.lines[cell] = line(question.expression, variable.symbol, values, sorted(cuts))
    return question.lines[cell]


def _kinks(expression: Expr, x: Any, values: Mapping[Any, float]) -> Iterator[float]:
    """Yield where the argument of an absolute value, linear in x, changes its sign: no quick rule integrates across."""
    for absolute in sorted(expression.atoms(sp.Abs), key=str):
        inner = absolute.args[0]
        slope = inner.diff(x)
        if slope != 0 and x not in slope.free_symbols:
            place = _number(-inner.xreplace({x: sp.Integer(0)}) / slope, values)
            if math.isfinite(place):
                yield place
