"""A density while it is read, in working symbols: ``_n1``, ``_n2``, ..., real."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.domains import Domain, Expr
from symfisher.errors import ParseError


@dataclass
class Draft:
    """A density being read.

    Attributes
    ----------
    expression
        The density in working symbols.
    symbols
        Name to working symbol, in order of first appearance.
    variables
        Names of the variables.
    parameters
        Names to differentiate by, or ``None`` for all that are not constants.
    constants
        Names declared as known constants.
    domains
        What is known of the domains, in working symbols; ``None`` for a name that stood alone.
    originals
        Name to the user's own Symbol.
    notes
        What was inferred so far.
    functions
        Names of the undefined functions, in the order of their numbers.
    ranges
        Calls of undefined functions with the positive domains that their values were found to have.
    assumed
        What the assumptions of the user's own Symbols say; what is inferred stays inside it.
    proxy
        A density of the first variable on the real line that is one exactly where this density of several variables is;
        domains are then found with it.
    joint
        Other readings of the same text, in which several usual names are variables; they are tried if this one fails.
    ranges_touch
        Whether a stated range is about one of those further variables, so that total masses decide between the readings.
    doubtful
        Whether all of them have a range of their own, so that two readings of mass one are a doubt to ask about.
    others
        Readings with a less usual name as the variable; the first of mass one is taken where none before has it.
    """

    expression: Expr
    symbols: dict[str, Any]
    variables: tuple[str, ...]
    parameters: tuple[str, ...] | None = None
    constants: tuple[str, ...] = ()
    domains: dict[str, Domain | None] = field(default_factory=dict)
    originals: Mapping[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    origin: str | None = None
    assumed: dict[str, Domain] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    ranges: dict[Any, Domain] = field(default_factory=dict)
    proxy: Expr | None = None
    joint: tuple[Callable[[], Draft], ...] = ()
    ranges_touch: bool = False
    doubtful: bool = False
    others: tuple[Callable[[], Draft], ...] = ()


def working_symbol(position: int) -> Any:
    """Return working symbol number ``position``."""
    return sp.Symbol(f"_n{position}", real=True)


def working_symbols(names: Iterable[str]) -> dict[str, Any]:
    """Return a working symbol for each name, in order."""
    return {name: working_symbol(i) for i, name in enumerate(dict.fromkeys(names), 1)}


def check_density(expression: Expr) -> None:
    """Refuse what cannot be a density whatever its parameters are.

    Raises
    ------
    ParseError
        It is zero, infinite, undefined or complex.
    """
    if expression == 0:
        raise ParseError("the density is zero")
    if expression.has(sp.nan, sp.zoo):
        raise ParseError("the density is undefined: a division by zero or an indeterminate form")
    if expression.has(sp.oo, -sp.oo):
        raise ParseError("the density contains infinity")
    if expression.has(sp.I):
        raise ParseError("the density is complex: the name I is the imaginary unit unless it is declared")
