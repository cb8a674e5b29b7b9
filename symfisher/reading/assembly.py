"""From the parts of a reading to a `Density`: who is variable, parameter or constant, then our own symbols.

Everything before the last step is written in working symbols (``_n1``, real); what was typed is then rebuilt over the
symbols of `density.own_symbol`, whose assumptions follow from the domains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import REAL, Domain, FiniteSet, IntegerRange, Interval
from symfisher.errors import AmbiguityError, DomainError, ParseError
from symfisher.reading.draft import Draft
from symfisher.reading.indicators import fold
from symfisher.reading.inference import complete
from symfisher.reading.names import suggestion
from symfisher.reading.question import Found, Unknown

PREFERRED = tuple("x k y t n z w u v s r X K Y T N Z i j m l".split())
"""Names that are taken for the variable, in this order, if none is named."""

_NUMBERED = re.compile(r"([xyXu]_?)([0-9]+)")
_TOGETHER = (("x", "y"), ("x", "y", "z"), ("X", "Y"), ("u", "v"), ("u", "v", "w"))
"""Usual names that are observed together."""


def choose_variable(names: Sequence[str], excluded: Iterable[str]) -> str:
    """Return the name that is taken for the variable.

    Raises
    ------
    ParseError
        None of the names is a usual one.
    """
    taken = set(excluded)
    numbered = [m[0] for m in sorted(filter(None, map(_NUMBERED.fullmatch, names)), key=lambda m: int(m[2]))]
    for name in (*PREFERRED[:4], *numbered, *PREFERRED[4:], *(n for n in names if n.split("_")[0] in {"x", "y", "X"})):
        if name in names and name not in taken:
            return name
    listed = ", ".join(names) or "no name"
    raise ParseError(f"which is the variable? The density has {listed}: name it with --variable")


def joint_groups(first: str, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the groups of usual names that may be observed together, ``first`` being the most usual name.

    The arguments of a copula, ``u`` and ``v``, come after names such as ``t`` that are its parameter then.

    Examples
    --------
    >>> joint_groups("x", ["x", "y", "a"]), joint_groups("x1", ["x2", "x1", "m"]), joint_groups("x", ["x", "a"])
    ([('x', 'y')], [('x1', 'x2')], [])
    >>> joint_groups("x", ["y"])
    [('x', 'y')]
    >>> joint_groups("t", ["t", "u", "v"]), joint_groups("x", ["x", "u", "v"])
    ([('u', 'v')], [])
    """
    number, before_u = _NUMBERED.fullmatch(first), first not in {"x", "y", "X"}
    for stem in [number[1]] if number else ["u", "u_"] if before_u else []:
        alike = [m for n in names if (m := _NUMBERED.fullmatch(n)) and m[1] == stem]
        group = tuple(m[0] for m in sorted(alike, key=lambda m: int(m[2])))
        if len(group) > 1 and (number is None or first in group):
            return [group]
    usual = [g for g in _TOGETHER if first == g[0] or (g[0] == "u" and before_u)]
    return [g for g in usual if number is None and set(g) - {first} <= set(names)]


def assemble(draft: Draft, *, require_parameters: bool = True) -> Density:
    """Return the density: settle roles, find what is missing, put our own symbols in.

    Raises
    ------
    ParseError
        A declared name does not occur, or there is nothing to differentiate by.
    DomainError
        A domain is impossible for its role.
    AmbiguityError
        Support or domains were not given and cannot be found.
    """
    fold(draft)
    parameters, constants = _roles(draft)
    draft.variables = _in_order(draft)
    domains = _inferred(draft, (*parameters, *constants))
    parameters, constants = _integers_are_known(draft, parameters, constants, domains)
    if require_parameters and not parameters:
        raise ParseError(f"there is no parameter to differentiate by: {_left(constants, domains)}{_letter_read(draft)}")
    return _finished(draft, parameters, constants, domains)


def _left(constants: Sequence[str], domains: Mapping[str, Domain | None]) -> str:
    """Say what became of the names of a density without parameters."""
    if not constants:
        return "the density has none left"
    said = [
        f"'{n}' is {'a whole number, which has no derivative' if isinstance(domains.get(n), IntegerRange) else 'known'}"
        for n in constants
    ]
    return ", ".join(said)


def _letter_read(draft: Draft) -> str:
    """Say that the letter ``E`` was read as a number, if it was typed."""
    typed = re.search(r"(?<![A-Za-z0-9_])E(?![A-Za-z0-9_])", draft.origin or "")
    return " ('E' is e = 2.718...: if it is a parameter, declare it with --param E)" if typed else ""


def _used(draft: Draft) -> set[str]:
    """Return the names that occur in the density or in a support."""
    symbols = set(draft.expression.free_symbols)
    for name in draft.variables:
        symbols |= _symbols_of(draft.domains.get(name))
    by_symbol = {s: n for n, s in draft.symbols.items()}
    return {by_symbol[s] for s in symbols if s in by_symbol}


def _symbols_of(domain: Domain | None) -> set[Any]:
    """Return the symbols in the ends or elements of a domain."""
    if domain is None:
        return set()
    values = domain.values if isinstance(domain, FiniteSet) else domain.ends
    return {s for value in values for s in value.free_symbols}


def _roles(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the parameters and of the constants."""
    used = _used(draft)
    _check_declared(draft, used)
    free = [n for n in draft.symbols if n in used and n not in draft.variables]
    others = tuple(n for n in free if n not in draft.constants)
    parameters = others if draft.parameters is None else draft.parameters
    constants = [*draft.constants, *(n for n in free if n not in parameters and n not in draft.constants)]
    for name in (*parameters, *constants):
        inner = _symbols_of(draft.domains.get(name))
        constants += [n for n, s in draft.symbols.items() if s in inner and n not in (*parameters, *constants)]
    clash = [n for n in constants if n in draft.variables]
    if clash:
        raise DomainError(f"'{clash[0]}' is a variable: it cannot bound the domain of a parameter")
    return parameters, tuple(constants)


def _check_declared(draft: Draft, used: set[str]) -> None:
    """Refuse declarations that clash or that name what does not occur."""
    parameters = draft.parameters or ()
    for role, names in (("variable", draft.variables), ("parameter", parameters), ("constant", draft.constants)):
        twice = [n for n in names if list(names).count(n) > 1]
        if twice:
            raise DomainError(f"{role} '{twice[0]}' is declared twice")
    for name in (*parameters, *draft.constants):
        if name in draft.variables:
            raise DomainError(f"'{name}' is declared as a variable and as a parameter or constant")
        if name in parameters and name in draft.constants:
            raise DomainError(f"'{name}' is declared as a parameter and as a known constant")
        if name not in used and name in parameters:
            raise ParseError(f"the parameter '{name}' does not occur in the density{suggestion(name, used)}")
    for name in draft.variables:
        own_ends = {n for n, s in draft.symbols.items() if s in _symbols_of(draft.domains.get(name))}
        others = (
            used.intersection(PREFERRED[:4]) - own_ends - set(draft.variables) - set(parameters) - set(draft.constants)
        )
        alone = len(draft.variables) == 1  # of several, one may be spread evenly
        if alone and draft.symbols[name] not in draft.expression.free_symbols and others:
            raise ParseError(
                f"the variable '{name}' does not occur in the density, but '{min(others)}' does: which one is observed?"
            )


def _in_order(draft: Draft) -> tuple[str, ...]:
    """Return the variables, each after those that the ends of its support contain; in their own order if there is none."""
    waiting, found = list(draft.variables), list[str]()
    while waiting:
        later = {draft.symbols[n] for n in waiting}
        ready = [n for n in waiting if not _symbols_of(draft.domains.get(n)) & later - {draft.symbols[n]}]
        if not ready:
            return draft.variables
        found.append(ready[0])
        waiting.remove(ready[0])
    return tuple(found)


def _inferred(draft: Draft, quantities: Sequence[str]) -> dict[str, Domain]:
    """Return the domains of all names, found where they were not given."""
    try:
        found = _completed(draft, quantities, draft.domains)
    except AmbiguityError:
        if not draft.assumed:
            raise
        found = _completed(draft, quantities, {**draft.assumed, **draft.domains})
    domains = {n: _within(d, draft.assumed.get(n)) for n, d in found.domains.items()}
    repeated = tuple(f"domain {found.domains[n].describe(n)} (" for n in domains if domains[n] == draft.assumed.get(n))
    draft.notes.extend(s for s in found.sentences if not s.startswith(repeated))
    return domains


def _completed(draft: Draft, quantities: Sequence[str], known: Mapping[str, Domain | None]) -> Found:
    variables = [Unknown(n, draft.symbols[n], known.get(n)) for n in draft.variables]
    others = [Unknown(n, draft.symbols[n], known.get(n)) for n in quantities]
    if draft.expression.atoms(AppliedUndef):
        return _with_functions(draft, variables, others)
    if draft.proxy is None:
        return complete(draft.expression, variables, others)
    found = complete(draft.proxy, variables[:1], others)
    rest = {n: d for n in draft.variables if (d := draft.domains.get(n)) is not None}
    return replace(found, domains={**rest, **found.domains})


def _with_functions(draft: Draft, variables: list[Unknown], others: list[Unknown]) -> Found:
    """Complete a density with undefined functions: their values stand in for them, their arguments are real."""
    calls = sorted(draft.expression.atoms(AppliedUndef), key=sp.default_sort_key)
    stand_ins = {call: sp.Symbol(f"_g{i}", real=True) for i, call in enumerate(calls, 1)}
    expression = draft.expression.xreplace(stand_ins)
    inner = {s for call in calls for s in call.free_symbols} - expression.free_symbols
    arguments = {u.name: REAL for u in others if u.symbol in inner and u.domain is None}
    rest = [u for u in others if u.name not in arguments]
    names = {call: f"{call.func.__name__}({', '.join(map(str, call.args))})" for call in calls}
    values = [Unknown(names[call], stand_ins[call], None) for call in calls]
    found = complete(expression, variables, [*rest, *values])
    _assume_positive(draft, {call: found.domains[names[call]] for call in calls})
    used = ", ".join(n for i, n in enumerate(draft.functions, 1) if any(c.func.__name__ == f"_f{i}" for c in calls))
    draft.notes.append(f"{used}: undefined, so that the numerical checks put sample functions in place")
    domains = {n: d for n, d in found.domains.items() if n not in names.values()}
    told = tuple(s for s in found.sentences if not any(n in s for n in names.values()))
    return Found({**domains, **arguments, **{u.name: u.domain for u in others if u.domain is not None}}, told)


def _assume_positive(draft: Draft, domains: Mapping[Any, Domain]) -> None:
    """Give undefined functions whose values must be positive that assumption."""
    for call, domain in domains.items():
        if isinstance(domain, Interval) and domain.lower.is_nonnegative:
            positive = sp.Function(call.func.__name__, positive=True)
            draft.expression = draft.expression.replace(call.func, positive)
            draft.ranges[positive(*call.args)] = domain
            name = draft.functions[int(call.func.__name__[2:]) - 1]
            within = domain.describe(f"{name}(...)")
            draft.notes.append(f"{within} (inferred: the widest where the density integrates to 1)")


def _within(found: Domain, assumed: Domain | None) -> Domain:
    """Return the part of an inferred domain that a symbol's own assumption leaves."""
    if assumed is None or not isinstance(found, Interval) or not isinstance(assumed, Interval):
        return found
    if assumed.lower == 0 and (found.lower == -sp.oo or found.lower.is_negative):
        return Interval(assumed.lower, found.upper, assumed.closed_lower, found.closed_upper)
    if assumed.upper == 0 and (found.upper == sp.oo or found.upper.is_positive):
        return Interval(found.lower, assumed.upper, found.closed_lower, assumed.closed_upper)
    return found


def _integers_are_known(
    draft: Draft, parameters: tuple[str, ...], constants: tuple[str, ...], domains: Mapping[str, Domain]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Move quantities that run through integers to the constants; refuse to differentiate by one that was asked for."""
    whole = [n for n in parameters if domains[n].discrete]
    if draft.parameters is not None and whole:
        raise DomainError(
            f"'{whole[0]}' runs through separate values, so nothing can be differentiated by it: use --given"
        )
    if whole:
        told = any(note.startswith(f"{n} in") for n in whole for note in draft.notes)
        if not told:
            draft.notes.append(f"{', '.join(whole)}: a known constant (inferred: it runs through integers)")
    return tuple(n for n in parameters if n not in whole), (*constants, *whole)


# ---------------------------------------------------------------- our own symbols


def _finished(
    draft: Draft, parameters: Sequence[str], constants: Sequence[str], domains: Mapping[str, Domain]
) -> Density:
    kinds = [("x", n, i) for i, n in enumerate(draft.variables, 1)]
    kinds += [("t", n, i) for i, n in enumerate(parameters, 1)]
    kinds += [("c", n, i) for i, n in enumerate(constants, 1)]
    rule = _own_symbols(kinds, draft.symbols, domains)

    def quantities(names: Sequence[str]) -> tuple[Quantity, ...]:
        return tuple(
            Quantity(n, rule[draft.symbols[n]], domains[n].xreplace(rule), draft.originals.get(n)) for n in names
        )

    return Density(
        expression=draft.expression.xreplace(rule),
        variables=quantities(draft.variables),
        parameters=quantities(parameters),
        constants=quantities(constants),
        inferred=tuple(draft.notes),
        origin=draft.origin,
        functions=_used_functions(draft),
        ranges=tuple((call.xreplace(rule), domain.xreplace(rule)) for call, domain in draft.ranges.items()),
    )


def _used_functions(draft: Draft) -> tuple[tuple[str, Any], ...]:
    """Return name and function for every undefined function of the density."""
    used = {call.func.__name__: call.func for call in draft.expression.atoms(AppliedUndef)}
    named = {name: used.get(f"_f{position}") for position, name in enumerate(draft.functions, 1)}
    return tuple((name, function) for name, function in named.items() if function is not None)


def _own_symbols(
    kinds: Sequence[tuple[str, str, int]], symbols: Mapping[str, Any], domains: Mapping[str, Domain]
) -> dict[Any, Any]:
    """Return working symbol to own symbol; signs are found by repetition, since ends of domains hold other symbols."""
    rule = {symbols[name]: own_symbol(kind, position, REAL) for kind, name, position in kinds}
    for _ in range(len(kinds) + 1):
        new = {symbols[n]: own_symbol(kind, position, domains[n].xreplace(rule)) for kind, n, position in kinds}
        if new == rule:
            break
        rule = new
    return rule
