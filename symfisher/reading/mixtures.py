"""Mixtures of catalogue families: ``x ~ p*normal(0, 1) + (1-p)*normal(mu, 1)``."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symfisher.domains import UNIT, Domain
from symfisher.errors import DomainError, ParseError
from symfisher.reading.calls import Term
from symfisher.reading.context import Vocabulary
from symfisher.reading.draft import Draft, working_symbols
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.family_call import Call, Component, bound_call, call_constants, call_variables, narrower
from symfisher.reading.options import Options, Typed, functions_of, settle_domains
from symfisher.reading.statement import Statement
from symfisher.reading.syntax import Node, parse
from symfisher.reading.tokens import Token


def read_mixture(
    statement: Statement, terms: Sequence[Term], typed: Typed, vocabulary: Vocabulary, options: Options
) -> Draft:
    """Read a sum of weighted calls; that the weights add up to one is seen when the density is integrated.

    Raises
    ------
    ParseError
        A component is no family, or they have different numbers of variables.
    DomainError
        The components have different supports: such a density is given by branches.
    """
    calls = [Call.of(bound_call(statement, t.name, t.arguments, vocabulary)) for t in terms]
    sizes = {len(call.binding.family.variables) for call in calls}
    if len(sizes) > 1:
        raise ParseError("the components of a mixture have different numbers of variables", statement.source, 0)
    variables = call_variables(statement, options, calls[0].binding.family.variables)
    weights = [_weight(t.weight, statement, vocabulary) for t in terms]
    names = [n for w, call in zip(weights, calls, strict=True) for n in (*free_names(w), *call.names)]
    names += [*variables, *(n for o in (typed, *options.all) for n in o.mentioned)]
    draft = Draft(sp.S.Zero, working_symbols(names), variables, options.parameter_names, origin=statement.source)
    draft.functions = options.functions
    scope = Scope(draft.symbols, functions_of(options), statement.source)
    parts = [call.written(draft, functions_of(options)) for call in calls]
    draft.expression = sp.Add(*(build(w, scope) * p.expression for w, p in zip(weights, parts, strict=True)))
    draft.constants = call_constants(draft, [known for p in parts for known in p.known], options)
    stated = {n: d for n, d in settle_domains(draft, typed, options).items() if d is not None}
    draft.domains = {**_domains(parts), **stated}
    shares = [w.text for w in weights if w.kind == "name" and w.text not in draft.domains]
    if len(terms) == 2 and shares and shares[0] not in draft.constants:
        draft.domains[shares[0]] = UNIT
        draft.notes.append(f"domain {UNIT.describe(shares[0])} (inferred: a weight of a mixture)")
    return draft


def _weight(tokens: list[Token], statement: Statement, vocabulary: Vocabulary) -> Node:
    return parse(tokens or [Token("NUMBER", "1", 0)], "argument", vocabulary, statement.source)


def _domains(parts: Sequence[Component]) -> dict[str, Domain | None]:
    """Return the common support and what the calls say of their arguments together."""
    if any(p.support != parts[0].support for p in parts):
        raise DomainError("the components of this mixture have different supports: give the density by branches")
    found: dict[str, Domain | None] = dict(parts[0].support)
    for part in parts:
        for name, domain in part.argument_domains.items():
            other = found.get(name)
            found[name] = domain if other is None or domain is None else narrower(name, domain, other)
    return found
