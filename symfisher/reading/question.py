"""What is asked when something was left out: an expression, what is known of its quantities, and the masses seen so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sympy as sp

from symfisher.domains import Domain, Expr, Interval
from symfisher.reading.masses import Lattice, Line

SMALL = (0.62, 0.71, 0.57, 0.66, 0.53, 0.76, 0.59, 0.68)
BIG = (1.83, 2.26, 1.47, 2.61, 1.69, 2.07, 1.57, 2.41)
"""Values in (0, 1) and above 1 for quantities, by their position: different ones, so that nothing cancels by chance."""

ABOVE = Interval(sp.Integer(1), sp.oo)
SYMMETRIC = Interval(sp.Integer(-1), sp.Integer(1))
NEGATIVE = Interval(-sp.oo, sp.Integer(0))
MOST_OPEN = 8
"""Quantities without a domain that a search can be made for."""

Support = tuple[Domain, ...]
Cell = tuple[float, ...]
"""A value for each quantity whose domain is not known."""
Box = tuple[str, ...]
"""A kind of domain for each open quantity."""


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
class Question:
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
