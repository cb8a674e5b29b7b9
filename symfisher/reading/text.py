"""From typed text and typed options to a `Draft`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import sympy as sp

from symfisher.domains import POSITIVE
from symfisher.errors import ParseError
from symfisher.reading import dispatch
from symfisher.reading.assembly import PREFERRED, choose_variable, joint_groups
from symfisher.reading.conditions import clauses, mentioned
from symfisher.reading.context import Vocabulary, check_declared_calls
from symfisher.reading.counts import in_whole_numbers, may_count
from symfisher.reading.definitions import check_definitions, definitions, expanded, known_names
from symfisher.reading.draft import Draft, check_density, working_symbol, working_symbols
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.functions import ARITIES
from symfisher.reading.options import Options, Typed, functions_of, names_of, settle_domains
from symfisher.reading.statement import Statement, read_statement
from symfisher.reading.syntax import Node, parse
from symfisher.reading.tables import labels_numbered
from symfisher.reading.tokens import Token


def read_text(source: str, options: Options, tokens: list[Token] | None = None) -> Draft:
    """Read a typed density.

    Raises
    ------
    ParseError
        With the place of the mistake.
    """
    statement, typed, options = _with_definitions(read_statement(source, tokens), options)
    statement, options, known = _with_covariates(statement, typed, options)
    draft = _read(statement, typed, options)
    draft.notes += known
    return draft


def _read(statement: Statement, typed: Typed, options: Options) -> Draft:
    source, vocabulary = statement.source, _vocabulary(statement, typed, options)
    called = dispatch.family_call(statement, options)
    if called is not None:
        return dispatch.read_call(statement, *called, typed, vocabulary, options)
    terms = dispatch.terms_of(statement)
    if terms is not None:
        from symfisher.reading.mixtures import read_mixture

        return read_mixture(statement, terms, typed, vocabulary, options)
    if statement.body and statement.body[0].kind == "LBRACE":
        from symfisher.reading.tables import read_table

        return read_table(statement, typed, vocabulary, options)
    check_declared_calls(statement.body, vocabulary, source)
    node = parse(statement.body, "argument", vocabulary, source, end=statement.end)
    return _draft(statement, typed, node, vocabulary, options)


def _with_definitions(statement: Statement, options: Options) -> tuple[Statement, Typed, Options]:
    """Put what names are defined to be, ``mu = a + b*z``, in their place, and ``z known`` among the options.

    What is left of the conditions is returned beside.
    """
    source = statement.source
    known, pieces = known_names(clauses(list(statement.clauses), merge=True))
    if known:
        options = replace(options, constants=(*options.constants, Typed(source, [[name] for name in known])))
    defined, rest = definitions(pieces)
    if not defined:
        return statement, Typed(source, pieces), options
    declared = {*options.variables, *statement.variables, *(statement.parameters or ())}
    declared |= {n for option in options.all for n in option.subjects}
    check_definitions(defined, rest, declared, source)
    call, arguments = (statement.body[:1], statement.body[1:]) if statement.sampled else ([], statement.body)
    check_declared_calls(arguments, Vocabulary(ARITIES, frozenset(defined)), source)
    body = [*call, *expanded(arguments, defined, source)]
    return replace(statement, body=body), Typed(source, [expanded(p, defined, source) for p in rest]), options


def _with_covariates(statement: Statement, typed: Typed, options: Options) -> tuple[Statement, Options, list[str]]:
    """Take ``x`` in ``y ~ N(a + b*x, s^2)`` and in ``p(y|x) = ...`` for a known number, and say so.

    That is what a usual name of a predictor is, if ``y`` alone is observed and other names are there to be parameters.
    """
    (observed,) = v if len(v := options.variables or statement.variables) == 1 else ("",)
    names = mentioned(statement.body)
    declared = {n for option in (typed, *options.all) for n in option.mentioned}
    listed = statement.parameters or ()
    free = [n for n in names if n not in declared and n != observed]
    given = [n for n in free if _COVARIATE.fullmatch(n) and (n in listed or not listed)]
    if observed not in _RESPONSES or not given or set(listed) - set(given) or set(free) == set(given):
        return statement, options, []
    known = Typed(statement.source, [[Token("NAME", n, 0)] for n in given])
    options = replace(options, constants=(*options.constants, known))
    return replace(statement, parameters=None), options, [_said_known(given, observed)]


def _said_known(given: Sequence[str], observed: str) -> str:
    return f"{', '.join(given)}: known (inferred: this is a density of {observed} whatever {given[0]} is)"


_MOST_OTHERS = 3
"""Less usual variables that are tried at most."""
_RESPONSES = frozenset("y Y t T".split())
_COVARIATE = re.compile(r"[xzXZ]_?[0-9]*")


def _vocabulary(statement: Statement, typed: Typed, options: Options) -> Vocabulary:
    """Return the names that are declared anywhere around the density."""
    declared = {*options.variables, *statement.variables, *(statement.parameters or ())}
    for option in (*options.all, typed):
        declared |= set(option.mentioned)
    clash = declared & set(options.functions)
    if clash:
        raise ParseError(f"'{min(clash)}' is declared as a function and as a symbol")
    return Vocabulary(ARITIES, frozenset(declared), frozenset(options.functions))


def _draft(statement: Statement, typed: Typed, node: Node, vocabulary: Vocabulary, options: Options) -> Draft:
    body_names = free_names(node, vocabulary.declared)
    options = _with_named_support(statement, typed, body_names, options)
    variables = _variables(statement, typed, body_names, options)
    drafted = partial(_drafted, statement, typed, node, body_names, options)
    if statement.variables or options.variables or options.support:
        return drafted(variables)
    groups = joint_groups(variables[0], _candidates(statement, typed, body_names, options))
    ranged = [g for g in groups if set(g) <= set(typed.subjects)]
    copula = next((g for g in ranged if g[0][0] == "u"), None)
    readings = [partial(drafted, *r) for g in groups for r in _readings(g, joint_first=g in ranged) if r[0] != copula]
    draft = drafted(
        copula or variables, () if copula else _predictors(variables, statement, typed, body_names, options)
    )
    draft.joint = (partial(drafted, variables), *readings) if copula else tuple(readings)
    draft.ranges_touch = bool(joint_groups(variables[0], typed.mentioned))
    draft.doubtful = bool(ranged) and copula is None
    less_usual = [(n,) for n in _less_usual(variables[0], statement, typed, body_names, options)]
    counts = [v for v in (variables, *groups) if may_count(draft, v)]
    draft.others = (
        *(partial(in_whole_numbers, partial(drafted, v)) for v in counts),
        *(partial(drafted, n, _predictors(n, statement, typed, body_names, options)) for n in less_usual),
    )
    return draft


def _predictors(
    variables: tuple[str, ...], statement: Statement, typed: Typed, names: Sequence[str], options: Options
) -> tuple[str, ...]:
    """Return the usual names of predictors beside an observed ``y`` or ``t``, if other names are left as parameters."""
    if variables[0] not in _RESPONSES:
        return ()
    free = [n for n in _candidates(statement, typed, names, options) if n not in {*variables, *typed.subjects}]
    found = tuple(n for n in free if _COVARIATE.fullmatch(n))
    return found if set(free) - set(found) else ()


def _less_usual(first: str, statement: Statement, typed: Typed, names: Sequence[str], options: Options) -> list[str]:
    """Return the names that may be the variable if ``first``, the most usual one, is not.

    Nobody doubts it of x, unless others have a range and it has none.
    """
    ranged = set(typed.subjects)
    if first.startswith(("x", "X")) and (first in ranged or not ranged):
        return []
    free = [n for n in _candidates(statement, typed, names, options) if n != first and n in PREFERRED]
    chosen = [n for n in free if n in ranged] if ranged else free
    return sorted(chosen, key=PREFERRED.index)[:_MOST_OTHERS]


def _readings(group: tuple[str, ...], *, joint_first: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what may be observed of a group and what is known then: the last name alone, or all of them."""
    last, whole = (group[-1:], group[:-1]), (group, ())
    return [whole, last] if joint_first else [last, whole]


def _drafted(
    statement: Statement,
    typed: Typed,
    node: Node,
    body_names: Sequence[str],
    options: Options,
    variables: tuple[str, ...],
    given: tuple[str, ...] = (),
) -> Draft:
    names = [*body_names, *(n for o in (typed, *options.all) for n in o.mentioned), *variables]
    names += [*(statement.parameters or ()), *(options.parameter_names or ())]
    symbols = working_symbols(names)
    expression = build(node, Scope(symbols, functions_of(options), statement.source))
    check_density(expression)
    parameters = options.parameter_names if options.parameters is not None else statement.parameters
    draft = Draft(expression, symbols, variables, parameters, origin=statement.source)
    draft.functions = options.functions
    draft.constants = (*names_of(options.constants), *given)
    draft.domains = settle_domains(draft, typed, options)
    for name in statement.squares if options.parameters is None else ():
        _make_square_the_parameter(draft, name)
    if given:
        draft.notes.append(_said_known(given, variables[0]))
    if statement.labels:
        draft.notes.append(labels_numbered(variables[0], statement.labels))
    if not (statement.variables or options.variables or options.support) and len(symbols) > 1:
        several = f"variables {', '.join(variables)} (inferred: as a joint density this has total mass 1)"
        said = several if len(variables) > 1 else f"variable {variables[0]} (inferred)"
        draft.notes += [said] if variables != ("x",) else []
    return draft


def _make_square_the_parameter(draft: Draft, name: str) -> None:
    """Write ``sigma`` as the root of a new parameter ``sigma2``, as a header that lists ``sigma^2`` means it."""
    square = f"{name}2"
    while square in draft.symbols:
        square += "_"
    symbol = working_symbol(len(draft.symbols) + 1)
    draft.expression = draft.expression.xreplace({draft.symbols[name]: sp.sqrt(symbol)})
    draft.symbols = {square if n == name else n: symbol if n == name else s for n, s in draft.symbols.items()}
    draft.parameters = tuple(square if n == name else n for n in draft.parameters or ())
    draft.domains = {n: d for n, d in draft.domains.items() if n != name} | {square: POSITIVE}
    draft.notes.append(f"{square} stands for {name}^2, which the header lists as the parameter")


def _variables(statement: Statement, typed: Typed, names: Sequence[str], options: Options) -> tuple[str, ...]:
    """Return the variables: named, in the header, in the support, or the usual name."""
    supported = names_of(options.support)
    named = options.variables or statement.variables
    if named:
        stray = [n for n in supported if n not in named]
        if stray:
            raise ParseError(f"'{stray[0]}' in the support is not a variable ({', '.join(named)})")
        return tuple(named)
    if supported:
        return supported
    return (choose_variable(_candidates(statement, typed, names, options), ()),)


def _with_named_support(statement: Statement, typed: Typed, names: Sequence[str], options: Options) -> Options:
    """Read a support that is a set alone, ``[0, 1]``, as ``x in [0, 1]`` for the one variable."""
    if len(options.support) != 1 or len(options.support[0].pieces) != 1:
        return options
    (option,) = options.support
    (piece,) = option.pieces
    if any(t.kind in {"RELATION", "EQUALS", "IN"} for t in piece):
        return options  # a condition, even if it begins and ends with brackets: (a+b) < x < (c+d)
    words = [t.text for t in piece]
    bracketed = piece[0].kind in {"LPAR", "LSQB", "LBRACE"} and piece[-1].kind in {"RPAR", "RSQB", "RBRACE"}
    if not bracketed and (words[0] not in _SETS or words[0] in names or words[1:] not in ([], ["+"])):
        return options
    named = (
        options.variables
        or statement.variables
        or (choose_variable(_candidates(statement, typed, names, options), ()),)
    )
    if len(named) != 1:
        raise ParseError(
            f"the support of which variable ({', '.join(named)})? Write '{named[0]} in ...'", option.source, 0
        )
    member = [Token("NAME", named[0], 0), Token("IN", "in", 0), *piece]
    return replace(options, support=(Typed(option.source, [member]),))


_SETS = frozenset({"R", "N", "N0", "Z"})


def _candidates(statement: Statement, typed: Typed, names: Sequence[str], options: Options) -> list[str]:
    """Return the names that may be variables: those that are declared as nothing else."""
    excluded = {*(options.parameter_names or ()), *(statement.parameters or ()), *names_of(options.constants)}
    return list(dict.fromkeys(n for n in [*typed.subjects, *names] if n not in excluded))
