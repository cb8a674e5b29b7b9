"""From typed text and typed options to a `Draft`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import sympy as sp

from symfisher.domains import POSITIVE, Domain, Expr
from symfisher.errors import ParseError
from symfisher.reading.assembly import choose_variable, joint_groups
from symfisher.reading.calls import as_call, looks_like_symbol, mixture_terms
from symfisher.reading.definitions import check_definitions, definitions, expanded, known_names
from symfisher.reading.draft import Draft, working_symbol, working_symbols
from symfisher.reading.expression import CONSTANTS, Scope, build, free_names
from symfisher.reading.functions import ARITIES
from symfisher.reading.statement import Statement, read_statement, separated
from symfisher.reading.support import Collected, clauses, collect, mentioned, settle, subjects
from symfisher.reading.syntax import Node, Vocabulary, check_declared_calls, parse
from symfisher.reading.tokens import Token, scan

MULTIVARIATE = frozenset({"mvnormal", "multinomial", "categorical", "dirichlet"})
"""Families with lists for arguments; see `multivariate`."""


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


def read_text(source: str, options: Options, tokens: list[Token] | None = None) -> Draft:
    """Read a typed density.

    Raises
    ------
    ParseError
        With the place of the mistake.
    """
    statement, typed, options = _with_definitions(read_statement(source, tokens), options)
    called = _family_call(statement, options)
    if called is not None:
        from symfisher.reading.family_call import read_family_call

        return read_family_call(statement, *called, typed, _vocabulary(statement, typed, options), options)
    terms = mixture_terms(statement.body, partial(_calls_family, sampled=statement.sampled))
    if terms is not None:
        from symfisher.reading.mixtures import read_mixture

        return read_mixture(statement, terms, typed, _vocabulary(statement, typed, options), options)
    if statement.sampled:
        message = "expected a family after '~', such as normal(mu, sigma), or a sum of weighted ones"
        raise ParseError(message, source, _start(statement))
    if statement.body and statement.body[0].kind == "LBRACE":
        return _table(statement, typed, options)
    vocabulary = _vocabulary(statement, typed, options)
    check_declared_calls(statement.body, vocabulary, source)
    node = parse(statement.body, "argument", vocabulary, source, end=_end(statement))
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


def _end(statement: Statement) -> int:
    if not statement.body:
        raise ParseError("the density is empty", statement.source, len(statement.source))
    return statement.body[-1].position + len(statement.body[-1].text)


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
    draft = _drafted(statement, typed, node, body_names, options, variables)
    if not (statement.variables or options.variables or options.support):
        groups = joint_groups(variables[0], _candidates(statement, typed, body_names, options))
        draft.joint = tuple(
            partial(_drafted, statement, typed, node, body_names, options, observed, given)
            for group in groups
            for observed, given in ((group[-1:], group[:-1]), (group, ()))
        )
        draft.ranges_touch = bool(joint_groups(variables[0], typed.mentioned))
        draft.doubtful = any(set(group) <= set(typed.subjects) for group in groups)
    return draft


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
        known = f"{', '.join(given)}: known (inferred: this is a density of {variables[0]} whatever {given[0]} is)"
        draft.notes.append(known)
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


def settle_domains(draft: Draft, typed: Typed, options: Options) -> dict[str, Domain | None]:
    """Collect the domains from the support, the clauses of the statement and the other options."""
    collected = Collected()
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


# ---------------------------------------------------------------- finite tables


def _table(statement: Statement, typed: Typed, options: Options) -> Draft:
    """Read ``{0: 1-p, 1: p}``: a mass for each value of the variable."""
    vocabulary = _vocabulary(statement, typed, options)
    node = parse(statement.body, "table", vocabulary, statement.source, end=_end(statement))
    named = options.variables or statement.variables or names_of(options.support)
    masses = [entry.parts[1] for entry in node.parts]
    names = list(dict.fromkeys(n for mass in masses for n in free_names(mass, vocabulary.declared)))
    variable = named[0] if named else next(n for n in ("x", "k", "y", "x_") if n not in names)
    if len(named) > 1:
        raise ParseError("a table has one variable", statement.source, 0)
    symbols = working_symbols([variable, *names, *(n for o in (typed, *options.all) for n in o.mentioned)])
    scope = Scope(symbols, functions_of(options), statement.source)
    labels = [entry.parts[0].text for entry in node.parts if entry.parts[0].kind == "name"]
    if len(labels) < max(len(node.parts), 2) and any(free_names(entry.parts[0]) for entry in node.parts):
        raise ParseError("the values of a table are numbers, or several labels", statement.source, 0)
    if len(set(labels)) < len(labels):
        raise ParseError(f"the table names '{max(labels, key=labels.count)}' twice", statement.source, 0)
    values = [sp.Integer(i) if labels else build(entry.parts[0], scope) for i, entry in enumerate(node.parts, 1)]
    domain, expression = table_density(values, [build(m, scope) for m in masses], symbols[variable])
    parameters = options.parameter_names if options.parameters is not None else statement.parameters
    draft = Draft(expression, symbols, (variable,), parameters, names_of(options.constants), origin=statement.source)
    draft.domains = {**settle_domains(draft, typed, options), variable: domain}
    draft.notes += [labels_numbered(variable, labels)] if labels else []
    return draft


def labels_numbered(variable: str, labels: Sequence[str]) -> str:
    """Say which number stands for which label.

    Examples
    --------
    >>> labels_numbered("x", ["A", "B"])
    'values of x: 1 = A, 2 = B (the labels, numbered)'
    """
    listed = ", ".join(f"{i} = {label}" for i, label in enumerate(labels, 1))
    return f"values of {variable}: {listed} (the labels, numbered)"


def table_density(values: Sequence[Expr], masses: Sequence[Expr], symbol: Any) -> tuple[Domain, Expr]:
    """Return the support and the piecewise mass function of a finite table.

    Raises
    ------
    ParseError
        A value is not a number or comes twice.
    """
    from symfisher.reading.support import finite_domain

    if any(not v.is_number for v in values):
        raise ParseError("the values of a table are numbers: {0: 1-p, 1: p}")
    pairs = sorted(zip(values, masses, strict=True), key=lambda pair: pair[0])
    domain = finite_domain([v for v, _ in pairs])
    branches = [(mass, sp.Eq(symbol, value)) for value, mass in pairs[:-1]]
    expression = sp.Piecewise(*branches, (pairs[-1][1], True)) if branches else pairs[-1][1]
    return domain, expression


# ---------------------------------------------------------------- family or expression?


def _family_call(statement: Statement, options: Options) -> tuple[str, list[list[Token]]] | None:
    """Return the name and arguments if the body calls a catalogue family rather than a function."""
    body = _in_one_word(statement.body) if statement.sampled else statement.body
    call = as_call(body)
    if call is None:
        return None
    name, arguments = call
    if not arguments and name in CONSTANTS:
        raise ParseError(
            f"'{name}' is a constant: a density has a variable", statement.source, statement.body[0].position
        )
    if statement.sampled:
        return call
    keywords = any(len(a) > 1 and a[1].kind == "EQUALS" for a in arguments)
    if keywords:
        return call
    if not arguments and len(statement.body) == 1:
        return call if not looks_like_symbol(name) or _is_family(name) else None
    if (name, len(arguments)) in {("N", 2), ("Exp", 1)}:
        return call
    arity = ARITIES.get(name)
    if arity is None:
        return call if _is_family(name) else None
    has_variable = any(t.kind == "NAME" and t.text in ("x", *options.variables) for a in arguments for t in a)
    if _is_family(name) and not (len(arguments) in arity and has_variable) and name not in _FUNCTIONS_FIRST:
        return call
    return None


def _in_one_word(body: list[Token]) -> list[Token]:
    """Join the words of ``inverse gaussian(mu, lambda)`` and ``half-normal(s)`` if that is a family."""
    stop = next((i for i, t in enumerate(body) if t.kind not in {"NAME", "MINUS"}), len(body))
    words = [t.text for t in body[:stop] if t.kind == "NAME"]
    if len(words) < 2 or stop > 2 * len(words) - 1 or not _is_family("_".join(words)):
        return body
    return [body[0]._replace(text="_".join(words)), *body[stop:]]


def _calls_family(name: str, arguments: int, *, sampled: bool) -> bool:
    """Whether ``name(...)`` in a sum is a component of a mixture: with ``~`` always, else if it is no function."""
    if (name, arguments) in {("N", 2), ("Exp", 1)}:
        return True
    return (sampled or arguments not in ARITIES.get(name, ())) and name not in _FUNCTIONS_FIRST and _is_family(name)


_FUNCTIONS_FIRST = frozenset({"exp", "log"})


def _start(statement: Statement) -> int:
    return statement.body[0].position if statement.body else len(statement.source)


def _is_family(name: str) -> bool:
    from symfisher import families

    try:
        families.get(name)
    except ParseError:
        return name in MULTIVARIATE
    return True
