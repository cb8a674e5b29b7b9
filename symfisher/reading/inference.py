"""Finds what was left out: the support and the domains on which a typed expression is a density.

Candidate supports meet parameter values drawn from a few regions (below −1, (−1, 0), 0, (0, 1), above 1); total masses
decide. The widest domains win, mirror images give way to the positive side, and what stays open is an `AmbiguityError`.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.domains import (
    COUNTS,
    INTEGERS,
    NATURAL,
    POSITIVE,
    REAL,
    UNIT,
    Domain,
    Expr,
    FiniteSet,
    IntegerRange,
    Interval,
)
from symfisher.errors import AmbiguityError
from symfisher.evaluation import CannotEvaluateError
from symfisher.reading.masses import TOLERANCE, Lattice, Line, grid_mass, lattice, line
from symfisher.reading.predictors import joined
from symfisher.reading.support import finite_domain

_SMALL = (0.62, 0.71, 0.57, 0.66, 0.53, 0.76, 0.59, 0.68)
_BIG = (1.83, 2.26, 1.47, 2.61, 1.69, 2.07, 1.57, 2.41)
_WIDE = {
    "positive": (0.45, 3.7),
    "unit": (0.12, 0.93),
    "above": (1.23, 4.3),
    "symmetric": (-0.88, 0.93),
    "real": (-3.1, 4.2),
    "beyond": (-0.88, 3.7),
    "simplex": (0.03, 0.27),
}
_PI = sp.pi
_ABOVE = Interval(sp.Integer(1), sp.oo)
_SYMMETRIC = Interval(sp.Integer(-1), sp.Integer(1))
_BEYOND = Interval(sp.Integer(-1), sp.oo)
_NEGATIVE = Interval(-sp.oo, sp.Integer(0))
_DOMAINS: dict[str, Domain] = {
    "real": REAL, "positive": POSITIVE, "unit": UNIT, "above": _ABOVE, "symmetric": _SYMMETRIC, "negative": _NEGATIVE,
    "beyond": _BEYOND,
}  # fmt: skip
_RANK = {"real": 5, "beyond": 4, "positive": 3, "negative": 3, "symmetric": 2, "unit": 1, "above": 1, "simplex": 1}
_MOST_CELLS = 64
_MOST_OPEN = 8
_MOST_NODES = 2500
_MOST_GRIDS = 300
_MOST_LINES = 300
_MOST_CONFIRMATIONS = 3
"""Masses that are computed at most before the search is given up."""
_LOOSE = defaultdict(lambda: 5e-3, {1: 0.0, 2: 1e-4})
"""By number of variables, how far from one a quick mass may be: what is found is checked again, with care, before use."""
_NEAR = 1e-3
_MOST_CLOSER = 24
"""Distance from one of a quick mass that is computed again with care, and how many are at most."""


Support = tuple[Domain, ...]
Cell = tuple[float, ...]
"""A value for each quantity whose domain is not known."""


@dataclass(frozen=True)
class Unknown:
    """A variable or a quantity with what is known of its domain."""

    name: str
    symbol: Any
    domain: Domain | None


@dataclass(frozen=True)
class Found:
    """Domains by name, with a sentence for each that was inferred."""

    domains: Mapping[str, Domain]
    sentences: tuple[str, ...]


@dataclass
class _Question:
    """An expression, its variables and quantities, and the masses computed so far."""

    expression: Expr
    variables: Sequence[Unknown]
    quantities: Sequence[Unknown]
    finite_only: bool = False
    negative: bool = False
    lines: dict[Cell, Line] = field(default_factory=dict)
    lattices: dict[Cell, Lattice] = field(default_factory=dict)
    confirmations: int = 0
    grids: dict[tuple[Support, Cell], float] = field(default_factory=dict)
    closer: dict[tuple[Support, Cell], bool] = field(default_factory=dict)

    @cached_property
    def in_logarithm(self) -> Expr | None:
        """The density of the variable's logarithm, where nothing in it grows: tails that no quick rule reaches."""
        x = self.variables[0].symbol
        if len(self.variables) > 1 or not self.expression.has(sp.log(x)):
            return None
        changed = self.expression.xreplace({x: sp.exp(x)}) * sp.exp(x)
        return None if any(e.args[0] == x or e.args[0].has(sp.exp) for e in changed.atoms(sp.exp)) else changed

    @property
    def open(self) -> list[Unknown]:
        """The quantities whose domain is not known."""
        return [q for q in self.quantities if q.domain is None]


def complete(expression: Expr, variables: Sequence[Unknown], quantities: Sequence[Unknown]) -> Found:
    """Return domains for every variable and quantity.

    Parameters
    ----------
    expression
        The density in real symbols.
    variables, quantities
        With their domains, or ``None`` where they are to be found.

    Raises
    ------
    AmbiguityError
        Nothing fits, or several answers fit equally; the message names them and the option that settles it.
    """
    forced = [_forced(q, variables) for q in quantities]
    said = [
        _shown_forced(q, [*variables, *quantities]) for q, was in zip(forced, quantities, strict=True) if q is not was
    ]
    quantities = forced
    if all(u.domain is not None for u in (*variables, *quantities)):
        return Found({u.name: u.domain for u in (*variables, *quantities) if u.domain is not None}, tuple(said))
    if _is_long(expression):
        raise AmbiguityError("too long an expression to find its support or domains: give --support and --param")
    try:
        found = _joined(expression, variables, quantities) or _search(_Question(expression, variables, quantities))
        return Found(found.domains, (*said, *found.sentences))
    except CannotEvaluateError as error:
        raise AmbiguityError(f"support and domains must be given here ({error}): use --support and --param") from None


def _joined(expression: Expr, variables: Sequence[Unknown], quantities: Sequence[Unknown]) -> Found | None:
    """Search with one unknown for each predictor; ``None`` where there is none, or one that may not be any number."""
    open_symbols = [q.symbol for q in quantities if q.domain in (None, REAL)]
    if len(open_symbols) < 2:
        return None
    shorter, predictors = joined(expression, [v.symbol for v in variables], open_symbols)
    inside = {s for _, predictor in predictors for s in predictor.free_symbols}
    if not predictors or any(inside & e.free_symbols for v in variables if v.domain for e in v.domain.ends):
        return None
    stand_ins = [Unknown(str(symbol), symbol, None) for symbol, _ in predictors]
    rest = [q for q in quantities if q.symbol not in inside]
    try:
        found = _search(_Question(shorter, variables, [*rest, *stand_ins]))
    except AmbiguityError:
        return None
    if any(found.domains[u.name] != REAL for u in stand_ins):
        return None
    new = [q for q in quantities if q.symbol in inside]
    said = [s for s in found.sentences if not any(u.name in s for u in stand_ins)]
    said += [_shown_real(q, variables, found) for q in new if q.domain is None]
    domains = {n: d for n, d in found.domains.items() if n not in {u.name for u in stand_ins}}
    return Found({**domains, **{q.name: REAL for q in new}}, tuple(said))


def _shown_real(quantity: Unknown, variables: Sequence[Unknown], found: Found) -> str:
    sums = "sums" if all(found.domains[v.name].discrete for v in variables) else "integrates"
    return f"domain {REAL.describe(quantity.name)} (inferred: the widest where the density {sums} to 1)"


def has_mass_one(density: Density) -> bool:
    """Whether a density whose supports and domains are all known has total mass one at a point inside them."""
    variables = [Unknown(v.name, v.symbol, v.domain) for v in density.variables]
    quantities = [Unknown(q.name, q.symbol, q.domain) for q in (*density.parameters, *density.constants)]
    try:
        return _fits(
            _Question(density.expression, variables, quantities), tuple(v.domain for v in density.variables), ()
        )
    except CannotEvaluateError:
        return False


def _forced(quantity: Unknown, variables: Sequence[Unknown]) -> Unknown:
    """Give an integer domain to a quantity that ends a range of integers, and order to the ends of an interval."""
    if quantity.domain is not None:
        return quantity
    for variable in variables:
        if isinstance(variable.domain, Interval) and quantity.symbol == variable.domain.upper:
            lower = variable.domain.lower
            if lower.free_symbols - {v.symbol for v in variables} - {quantity.symbol}:
                return Unknown(quantity.name, quantity.symbol, Interval(lower, sp.oo))
    for variable in variables:
        if isinstance(variable.domain, IntegerRange):
            if quantity.symbol in variable.domain.upper.free_symbols:
                return Unknown(quantity.name, quantity.symbol, NATURAL)
            if quantity.symbol in variable.domain.lower.free_symbols:
                return Unknown(quantity.name, quantity.symbol, COUNTS)
    return quantity


def _is_long(expression: Expr) -> bool:
    """Whether evaluating the expression thousands of times would take long."""
    return sum(1 for _ in itertools.islice(sp.preorder_traversal(expression), _MOST_NODES)) == _MOST_NODES


def _shown_forced(quantity: Unknown, everything: Sequence[Unknown]) -> str:
    """Say that a domain follows from the support."""
    assert quantity.domain is not None
    domain = quantity.domain.xreplace({u.symbol: sp.Symbol(u.name) for u in everything})
    return f"domain {domain.describe(quantity.name)} (inferred: it ends the support)"


def _search(question: _Question) -> Found:
    given = all(v.domain is not None for v in question.variables)
    if not given and _counts_what_is_left(question) and (counted := _integer_answer(question)) is not None:
        return counted
    answers = _answers(
        question, [tuple(v.domain for v in question.variables if v.domain)] if given else _supports(question)
    )
    if not answers and not given:
        answers = _answers(question, _mirrored(question))
    if not answers and not given:
        integer = _integer_answer(question)
        if integer is not None:
            return integer
    if not answers and given:
        question.finite_only = True
        question.lines.clear()
        answers = _answers(question, [tuple(v.domain for v in question.variables if v.domain)])
    if not answers:
        raise _nothing(question)
    return _chosen(question, answers)


# ---------------------------------------------------------------- candidates


def _supports(question: _Question) -> list[Support]:
    """Return the candidate supports, in the order in which they are named to the user."""
    zero, one = sp.Integer(0), sp.Integer(1)
    bits = IntegerRange(zero, one)
    if len(question.variables) > 1:
        return _joint_supports(question, (REAL, POSITIVE, UNIT), (COUNTS, bits, NATURAL))
    fixed: list[Domain] = [REAL, POSITIVE, UNIT, _ABOVE, _SYMMETRIC, Interval(-_PI, _PI), bits, COUNTS, NATURAL]
    for quantity in question.quantities:
        if not (quantity.domain and quantity.domain.discrete):
            s = quantity.symbol
            fixed += [Interval(s, sp.oo), Interval(zero, s), Interval(-s, s)]
    for quantity in question.quantities:
        if isinstance(quantity.domain, IntegerRange):
            fixed += [IntegerRange(zero, quantity.symbol), IntegerRange(one, quantity.symbol)]
    return [(d,) for d in dict.fromkeys([*fixed, *_up_to_numbers(question), *_named_values(question)])]


def _up_to_numbers(question: _Question) -> list[Domain]:
    """Return {0, ..., 5} for a coefficient C(5, x), beyond which it vanishes."""
    x = question.variables[0].symbol
    tops = {b.args[0] for b in question.expression.atoms(sp.binomial) if b.args[1] == x and b.args[0].is_Integer}
    return [IntegerRange(sp.Integer(0), n) for n in sorted(tops) if n > 1]


def _named_values(question: _Question) -> list[Domain]:
    """Return the set of the numbers that the conditions of a Piecewise compare the variable with."""
    x = question.variables[0].symbol
    conditions = [c for p in question.expression.atoms(sp.Piecewise) for _, c in p.args if c is not sp.true]
    if not conditions or not all(isinstance(c, sp.Eq) and c.lhs == x and c.rhs.is_Rational for c in conditions):
        return []
    return [finite_domain(sorted({c.rhs for c in conditions}))]


def _joint_supports(question: _Question, continuous: Sequence[Domain], discrete: Sequence[Domain]) -> list[Support]:
    count = len(question.variables)
    if any(v.domain is not None for v in question.variables):
        pools = [[v.domain] if v.domain is not None else [*continuous, *discrete] for v in question.variables]
        return [tuple(c) for c in itertools.product(*pools)][:_MOST_CELLS]
    if count > 2:
        return [(d,) * count for d in (*continuous, *discrete)]
    x = question.variables[0].symbol
    simplex = (UNIT, Interval(sp.Integer(0), 1 - x))
    return [*itertools.product(continuous, repeat=2), simplex, *itertools.product(discrete, repeat=2)]


def _mirrored(question: _Question) -> list[Support]:
    """Return the mirror images of the half-lines and of (0, 1), and all the integers."""
    if len(question.variables) > 1:
        return []
    mirrored: list[Domain] = [INTEGERS, _NEGATIVE, Interval(sp.Integer(-1), sp.Integer(0))]
    mirrored += [Interval(-sp.oo, q.symbol) for q in question.quantities]
    return [(d,) for d in mirrored]


# ---------------------------------------------------------------- masses at cells


def _fits(question: _Question, support: Support, cell: Cell, *, careful: bool = False) -> bool:
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


def _seen_closer(question: _Question, support: Support, cell: Cell, values: Mapping[Any, float]) -> bool:
    """Ask again about a mass that is nearly one: the quick rules lose digits where the scale is far from theirs."""
    if (support, cell) not in question.closer:
        if len(question.closer) >= _MOST_CLOSER:
            return False
        question.closer[support, cell] = _confirmed(question, support, values)
    return question.closer[support, cell]


def _confirmed(question: _Question, support: Support, values: Mapping[Any, float]) -> bool:
    """Ask the quadrature that looks for the mass: values far out may put it where the quick rules see nothing."""
    mass, error = _careful_mass(question, support, values)
    return abs(mass - 1) < 1e-6 and error < 1e-4


def _converges(question: _Question, support: Support, values: Mapping[Any, float]) -> bool:
    """Whether the total mass is a number: a quick rule stops short of an end where it would diverge."""
    mass, error = _careful_mass(question, support, values)
    return math.isfinite(mass) and error < 1e-4 * abs(mass)


def _careful_mass(question: _Question, support: Support, values: Mapping[Any, float]) -> tuple[float, float]:
    """Return the total mass by the quadrature that looks for it, with its error."""
    from symfisher.quadrature import total_mass

    variables = tuple(Quantity(v.name, v.symbol, d) for v, d in zip(question.variables, support, strict=True))
    parameters = tuple(Quantity(q.name, q.symbol, q.domain or REAL) for q in question.quantities)
    point = {symbol: sp.Rational(str(value)) for symbol, value in values.items()}
    with np.errstate(all="ignore"):
        return total_mass(Density(question.expression, variables, parameters), point)


def _values(question: _Question, cell: Cell) -> dict[Any, float] | None:
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
        return lower + _BIG[position % len(_BIG)] - 0.6
    return upper - _SMALL[position % len(_SMALL)] if math.isfinite(upper) else _SMALL[position % len(_SMALL)]


def _mass(question: _Question, support: Support, cell: Cell, values: Mapping[Any, float]) -> float:
    if len(question.variables) == 1:
        return _line_mass(question, support[0], cell, values)
    if (support, cell) not in question.grids:
        if len(question.grids) > _MOST_GRIDS:
            return math.nan
        pairs = [(v.symbol, d) for v, d in zip(question.variables, support, strict=True)]
        question.grids[support, cell] = grid_mass(question.expression, pairs, values)
    return question.grids[support, cell]


def _line_mass(question: _Question, domain: Domain, cell: Cell, values: Mapping[Any, float]) -> float:
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


def _undefined_at_zero(question: _Question) -> bool:
    """Whether the expression divides by the variable, so that 0 is outside the support."""
    at_zero = question.expression.xreplace({question.variables[0].symbol: sp.Integer(0)})
    return bool(at_zero.has(sp.zoo, sp.nan, sp.oo))


def _lattice(question: _Question, cell: Cell, values: Mapping[Any, float]) -> Lattice:
    """Return the values at the integers at ``cell``, computed once."""
    if cell not in question.lattices:
        question.lattices[cell] = lattice(question.expression, question.variables[0].symbol, values)
    return question.lattices[cell]


def _line(question: _Question, cell: Cell, values: Mapping[Any, float]) -> Line:
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


# ---------------------------------------------------------------- domains for one support


Box = tuple[str, ...]
"""A kind of domain for each open quantity."""


def _answers(question: _Question, supports: Sequence[Support]) -> list[tuple[Support, Box]]:
    """Return every support on which some domains work, with the widest; negative domains only if nothing else works."""
    found: list[tuple[Support, Box]] = []
    for negative in (False, True) if len(question.variables) == 1 else (False,):
        question.negative = negative
        boxes = [(support, _box(question, support)) for support in supports]
        found = [(support, box) for support, box in boxes if box is not None]
        if found:
            break
    return found


def _box(question: _Question, support: Support) -> Box | None:
    """Return the widest standard domains on which the expression is a density on ``support``."""
    count = len(question.open)
    if count == 0:
        return () if _fits(question, support, ()) else None
    if count > _MOST_OPEN:
        return None
    for kinds in (*_plain_boxes(count, question.negative), *_simplex_boxes(count, question.negative)):
        if all(_fits(question, support, cell) for cell in _cells(kinds)):
            for wider in (_WIDER, _WIDER_BUT_POSITIVE):
                widened = _widened(question, support, list(kinds), wider)
                if widened is not None:
                    return widened
    return None


_WIDER = {"positive": ("real", "beyond"), "unit": ("symmetric",)}
_WIDER_BUT_POSITIVE = {**_WIDER, "positive": ("real",)}
"""What a kind of domain is widened to; the second where (-1, oo) turns out to hold for some values of the others only."""


def _plain_boxes(count: int, negative: bool) -> list[Box]:
    """Return boxes from wide to narrow: all positive; then some of them in (0, 1), above 1 or negative."""
    if count > 4:
        return [] if negative else list(_few_narrow(count))
    choices = ("positive", "negative", "unit", "above") if negative else ("positive", "unit", "above")
    boxes = [b for b in itertools.product(choices, repeat=count) if ("negative" in b) == negative]
    return sorted(boxes, key=lambda box: (box.count("negative"), -_width(box)))


def _simplex_boxes(count: int, negative: bool) -> Iterator[Box]:
    """Yield boxes in which some quantities are positive with a sum below one (probabilities)."""
    if not negative:
        for size in range(min(count, 5), 1, -1):
            for places in itertools.combinations(range(count), size):
                yield tuple("simplex" if i in places else "positive" for i in range(count))


def _few_narrow(count: int) -> Iterator[Box]:
    """Yield boxes of many quantities with at most two narrow ones."""
    yield ("positive",) * count
    for places in itertools.chain(itertools.combinations(range(count), 1), itertools.combinations(range(count), 2)):
        for kind in ("unit", "above"):
            yield tuple(kind if i in places else "positive" for i in range(count))


def _region_values(kind: str, position: int) -> tuple[float, ...]:
    small, big = _SMALL[position % len(_SMALL)], _BIG[position % len(_BIG)]
    regions = {"positive": (small, big), "unit": (small,), "above": (big,), "negative": (-small, -big)}
    return regions.get(kind, (0.11 + 0.01 * position, 0.19 - 0.01 * position))


def _cells(kinds: Box) -> Iterator[Cell]:
    """Yield the corners of a box; for many quantities the two extreme corners and the alternating ones."""
    pools = [_region_values(kind, i) for i, kind in enumerate(kinds)]
    if len(pools) <= 3:
        yield from itertools.product(*pools)
        return
    for pattern in (0b0000_0000, 0b1111_1111, 0b0101_0101, 0b1010_1010, 0b0011_0011, 0b1100_1100):
        yield tuple(pool[(pattern >> i & 1) % len(pool)] for i, pool in enumerate(pools))


def _widened(
    question: _Question, support: Support, kinds: list[str], widths: Mapping[str, Sequence[str]]
) -> Box | None:
    """Widen domains to the real line or (−1, 1) one after the other, then try values deeper inside each."""
    for index, kind in enumerate(kinds):
        for wider in widths.get(kind, ()):
            if _extends(question, support, kinds, index, wider):
                kinds[index] = wider
                break
    for side in (0, 1):
        for index, kind in enumerate(kinds):
            if kind == "negative":
                continue
            cell = [_middle(k, i) for i, k in enumerate(kinds)]
            cell[index] = _WIDE[kind][side]
            if not _fits(question, support, tuple(cell), careful=True):
                return None
    return tuple(kinds)


def _middle(kind: str, position: int) -> float:
    small, big = _SMALL[position % len(_SMALL)], _BIG[position % len(_BIG)]
    middle = {"above": big, "negative": -small, "real": -small, "symmetric": -small, "simplex": 0.13, "beyond": small}
    return middle.get(kind, small)


def _extends(question: _Question, support: Support, kinds: list[str], index: int, wider: str) -> bool:
    """Whether the negative values and zero that a wider domain adds for one quantity fit too."""
    small, big = _SMALL[index % len(_SMALL)], _BIG[index % len(_BIG)]
    tried = (-small, 0.0, -big) if wider == "real" else (-small, 0.0)
    for value in tried:
        for other in ("low", "high"):
            cell = [_other(kind, i, other) for i, kind in enumerate(kinds)]
            cell[index] = value
            if not _fits(question, support, tuple(cell), careful=True):
                return False
    return True


def _other(kind: str, position: int, side: str) -> float:
    small, big = _SMALL[position % len(_SMALL)], _BIG[position % len(_BIG)]
    low = {"above": big, "negative": -small, "real": -big, "symmetric": -small, "simplex": 0.12}.get(kind, small)
    high = {"unit": small, "symmetric": small, "simplex": 0.18, "negative": -big}.get(kind, big)
    return low if side == "low" else high


# ---------------------------------------------------------------- {0, ..., n}


def _counts_what_is_left(question: _Question) -> bool:
    """Whether several variables and an open quantity stand in one factorial, as in (n - x - y)!: a multinomial count."""
    xs = {v.symbol for v in question.variables}
    arguments = [f.args[0].free_symbols for f in question.expression.atoms(sp.factorial, sp.gamma)]
    return len(xs) > 1 and any(xs < symbols for symbols in arguments)


def _integer_answer(question: _Question) -> Found | None:
    """Try ``{0, ..., n}`` with each open quantity as ``n``; two counts and what they leave add up to it."""
    if len(question.variables) > 2:
        return None
    for quantity in question.open:
        left = quantity.symbol
        support: list[Domain] = []
        for variable in question.variables:
            support.append(IntegerRange(sp.Integer(0), left))
            left = left - variable.symbol
        replaced = [Unknown(q.name, q.symbol, NATURAL) if q is quantity else q for q in question.quantities]
        variables = [Unknown(v.name, v.symbol, d) for v, d in zip(question.variables, support, strict=True)]
        inner = _Question(question.expression, variables, replaced)
        box = _box(inner, tuple(support))
        if box is not None:
            found = _chosen(inner, [(tuple(support), box)])
            shown = [_shown(v.domain, question).describe(v.name) for v in variables if v.domain is not None]
            said = tuple(f"support {text} (inferred: the density sums to 1 there)" for text in shown)
            whole = f"{quantity.name} in {{1, 2, 3, ...}}, a known constant (inferred: it ends the support)"
            return Found(found.domains, (*said, whole, *found.sentences))
    return None


# ---------------------------------------------------------------- the choice


def _chosen(question: _Question, answers: list[tuple[Support, Box]]) -> Found:
    best = max(_width(box) for _, box in answers)
    left = _tightest(_without_empty_zero(question, [(s, b) for s, b in answers if _width(b) == best]))
    if len(left) > 1 and any(v.domain is None for v in question.variables):
        names = " or ".join(_written(question, support) for support, _ in left)
        raise AmbiguityError(f'this is a density on {names}: settle it with --support "..."')
    support, box = left[0]
    domains = {v.name: d for v, d in zip(question.variables, support, strict=True)}
    domains |= {q.name: q.domain for q in question.quantities if q.domain is not None}
    domains |= _box_domains(question, box)
    return Found(domains, tuple(_sentences(question, support, box)))


def _without_empty_zero(question: _Question, answers: list[tuple[Support, Box]]) -> list[tuple[Support, Box]]:
    """Leave out {0, 1, ...} where the density is zero at 0, so that {1, 2, ...} says the same."""
    if all(s != (NATURAL,) for s, _ in answers):
        return answers
    zero = question.expression.xreplace({question.variables[0].symbol: sp.Integer(0)}) == 0
    return [(s, b) for s, b in answers if s != (COUNTS,) or not zero]


def _tightest(answers: list[tuple[Support, Box]]) -> list[tuple[Support, Box]]:
    """Leave out ranges of integers without end where one with an end holds the whole mass too."""
    ended = {(s[0].lower, b) for s, b in answers if isinstance(s[0], IntegerRange) and s[0].upper != sp.oo}

    def is_wider(support: Support, box: Box) -> bool:
        first = support[0]
        endless = isinstance(first, IntegerRange) and first.upper == sp.oo
        return len(support) == 1 and endless and (first.ends[0], box) in ended

    return [(s, b) for s, b in answers if not is_wider(s, b)]


def _box_domains(question: _Question, box: Box) -> dict[str, Domain]:
    """Return the domains that a box stands for; those of a simplex refer to one another."""
    shares = [q.symbol for q, kind in zip(question.open, box, strict=True) if kind == "simplex"]
    return {
        q.name: Interval(sp.Integer(0), 1 - sp.Add(*(s for s in shares if s != q.symbol)))
        if kind == "simplex"
        else _DOMAINS[kind]
        for q, kind in zip(question.open, box, strict=True)
    }


def _width(box: Box) -> int:
    return sum(_RANK[kind] for kind in box)


def _sentences(question: _Question, support: Support, box: Box) -> Iterator[str]:
    sums = "sums" if all(d.discrete for d in support) else "integrates"
    for variable, domain in zip(question.variables, support, strict=True):
        if variable.domain is None:
            shown = _shown(domain, question).describe(variable.name)
            yield f"support {shown} (inferred: the density {sums} to 1 there)"
    domains = _box_domains(question, box)
    for quantity in question.open:
        domain = _shown(domains[quantity.name], question)
        reason = (
            "the total mass is finite there" if question.finite_only else f"the widest where the density {sums} to 1"
        )
        yield f"domain {domain.describe(quantity.name)} (inferred: {reason})"


def _shown(domain: Domain, question: _Question) -> Domain:
    """Return a domain with names instead of symbols, for a sentence."""
    named = {u.symbol: sp.Symbol(u.name) for u in (*question.variables, *question.quantities)}
    return domain.xreplace(named)


def _written(question: _Question, support: Support) -> str:
    parts = [_shown(d, question).describe(v.name) for v, d in zip(question.variables, support, strict=True)]
    return "'" + ", ".join(parts) + "'"


def _nothing(question: _Question) -> AmbiguityError:
    names = ", ".join(f"'{q.name}'" for q in question.open if not q.name.startswith("_"))
    if len(question.open) > _MOST_OPEN:
        return AmbiguityError(
            f"the domains of {len(question.open)} names are left open, and at most {_MOST_OPEN} can be found: declare "
            f'some of {names}, e.g. --param "{question.open[0].name} in R"'
        )
    if all(v.domain is not None for v in question.variables):
        return AmbiguityError(
            f"found no domain of {names} on which this has finite mass on the given support: declare it, "
            f'e.g. --param "{question.open[0].name} > 0"'
        )
    tried = [_written(question, s) for s in _supports(question)[:5]]
    doubt = f" and domains of {names}" if names else ""
    return AmbiguityError(
        f"found no support{doubt} on which this integrates or sums to 1 (tried {', '.join(tried)}, ...): "
        'give --support "..." and --param "..." (and --normalize if its constant is missing)' + _second(question)
    )


def _second(question: _Question) -> str:
    """Say how several variables are named, if another usual name of a variable is open."""
    first = question.variables[0].name
    others = [q.name for q in question.open if q.name == {"x": "y", "x1": "x2", "x_1": "x_2"}.get(first)]
    return f"; if '{others[0]}' is observed, too: --variable {first} --variable {others[0]}" if others else ""
