"""What was given beside the density: typed conditions, and the domains that they settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Domain
from symfisher.errors import ParseError
from symfisher.reading.conditions import clauses, mentioned, subjects
from symfisher.reading.draft import Draft
from symfisher.reading.expression import Scope
from symfisher.reading.statement import separated
from symfisher.reading.support import Collected, collect, settle
from symfisher.reading.tokens import Token, scan


@dataclass(frozen=True)
class Typed:
    """One option as typed, cut into clauses."""

    source: str
    pieces: list[list[Token]]

    @property
    def subjects(self) -> list[str]:
        """The names it declares."""
        return list(dict.fromkeys(n for piece in self.pieces for n in subjects(piece)))

    @property
    def mentioned(self) -> list[str]:
        """All the names in it."""
        return list(dict.fromkeys(n for piece in self.pieces for n in mentioned(piece)))


@dataclass(frozen=True)
class Options:
    """What was given beside the density.

    Attributes
    ----------
    variables
        Names given with ``--variable``, in order.
    support, parameters, constants
        Typed conditions; ``parameters`` is ``None`` if none were given.
    functions
        Names of undefined functions.
    """

    variables: tuple[str, ...] = ()
    support: tuple[Typed, ...] = ()
    parameters: tuple[Typed, ...] | None = None
    constants: tuple[Typed, ...] = ()
    functions: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Typed, ...]:
        """Every typed condition."""
        return (*self.support, *(self.parameters or ()), *self.constants)

    @property
    def parameter_names(self) -> tuple[str, ...] | None:
        """Names to differentiate by, in the order given."""
        return None if self.parameters is None else names_of(self.parameters)


def functions_of(options: Options) -> dict[str, Any]:
    """Return the undefined SymPy function for each declared name."""
    return {name: sp.Function(f"_f{i}", real=True) for i, name in enumerate(options.functions, 1)}


def names_of(typed: Sequence[Typed]) -> tuple[str, ...]:
    """Return the names that options declare, in order.

    Raises
    ------
    ParseError
        An option declares nothing.
    """
    for option in typed:
        if not option.subjects:
            raise ParseError("this declares no name: write a name or a condition such as 'a > 0'", option.source, 0)
    return tuple(n for option in typed for n in option.subjects)


def typed_option(source: str, *, merge: bool) -> Typed:
    """Cut the text of an option; see `support.clauses`.

    Raises
    ------
    ParseError
        The text cannot be scanned or is empty.
    """
    pieces = clauses(separated(scan(source)), merge=merge)
    if not pieces:
        raise ParseError("empty condition", source, 0)
    return Typed(source, pieces)


def settle_domains(draft: Draft, typed: Typed, options: Options) -> dict[str, Domain | None]:
    """Collect the domains from the support, the clauses of the statement and the other options."""
    collected = Collected(draft.variables)
    others = [n for n in draft.symbols if n not in draft.variables]
    if draft.parameters is not None:
        others = [n for n in others if n not in draft.parameters] + list(draft.parameters)
    for option in options.support:
        scope = Scope(draft.symbols, {}, option.source)
        collect(option.pieces, scope, list(draft.variables), collected)
    scope = Scope(draft.symbols, {}, typed.source)
    collect(typed.pieces, scope, [*others, *draft.variables], collected)
    for option in (*(options.parameters or ()), *options.constants):
        own = option.subjects
        order = [n for n in others if n not in own] + own
        collect(option.pieces, Scope(draft.symbols, {}, option.source), order, collected)
    scope = Scope(draft.symbols, {}, draft.origin or "")
    return settle(collected, scope, draft.variables)
