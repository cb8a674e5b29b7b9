"""Family calls: ``x ~ normal(mu, sigma)``, ``gamma(shape=a, mean=m)``, ``poisson(exp(a + b*z))``, a bare ``gamma``.

Arguments are put into the family's density as expressions, never as text. An argument that is a bare name takes over
the family's domain; the domains of names inside other arguments are found like those of any typed density.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher import families
from symfisher.domains import Domain, Expr, Interval
from symfisher.errors import AmbiguityError, DomainError, ParseError
from symfisher.families import Binding, Family
from symfisher.reading.calls import keyword_argument, refuse_square, unclear_square
from symfisher.reading.conditions import clauses
from symfisher.reading.context import Vocabulary
from symfisher.reading.draft import Draft, working_symbols
from symfisher.reading.expression import Scope, build, free_names
from symfisher.reading.functions import ARITIES
from symfisher.reading.options import Options, Typed, functions_of, names_of, settle_domains
from symfisher.reading.statement import Statement
from symfisher.reading.support import Collected, collect, settle
from symfisher.reading.syntax import Node, parse
from symfisher.reading.tokens import Token, scan


def bound_call(statement: Statement, name: str, arguments: Sequence[list[Token]], vocabulary: Vocabulary) -> Binding:
    """Return a call of a family of one observation with each argument, a syntax tree, in its place.

    Raises
    ------
    ParseError, AmbiguityError
        Unknown family, or arguments that do not fit it or may be meant in two ways.
    """
    args, kwargs = parsed(statement, arguments, vocabulary)
    if name == "N":
        name, args, kwargs, arguments = "normal", *_normal(statement, args, arguments), []
    if name == "Geom":
        message = "Geom(p): write geometric(p) for the number of failures, geometric_trials(p) for that of trials"
        raise AmbiguityError(message, statement.source, statement.body[0].position)
    family = families.get({"Exp": "exponential", "exp": "exponential", "U": "uniform"}.get(name, name))
    _refuse_squares(family, arguments, statement.source)
    binding = family.bind(args, kwargs)
    _refuse_swapped(binding, args, statement.source)
    return binding


def _normal(
    statement: Statement, args: list[Node], arguments: Sequence[list[Token]]
) -> tuple[list[Node], dict[str, Node]]:
    """Read ``N(mu, sigma^2)`` and ``N(theta, theta)`` as mean and variance; refuse ``N(mu, sigma)``.

    Raises
    ------
    AmbiguityError
        The second argument holds a usual name of a standard deviation, and is not its square.
    """
    if len(args) == 2 and (unclear_square(arguments[1]) or not _SPREADS & {t.text for t in arguments[1]}):
        return [], {"mean": args[0], "variance": args[1]}
    message = "N(...): write normal(mu, sigma), normal(mean=m, variance=v) or N(mu, sigma^2)"
    raise AmbiguityError(message, statement.source, statement.body[0].position)


_SPREADS = frozenset("sigma s S sd std tau".split())
"""Names that a standard deviation usually has."""


def parsed(
    statement: Statement, arguments: Sequence[list[Token]], vocabulary: Vocabulary
) -> tuple[list[Node], dict[str, Node]]:
    """Return positional and named arguments as syntax trees."""
    args: list[Node] = []
    kwargs: dict[str, Node] = {}
    for argument in arguments:
        word, tokens = keyword_argument(argument, statement.source)
        end = tokens[-1].position + len(tokens[-1].text)
        node = parse(tokens, "argument", vocabulary, statement.source, end=end)
        if word is None and kwargs:
            raise ParseError("an argument without a name follows one with a name", statement.source, node.position)
        if word is None:
            args.append(node)
        elif word in kwargs:
            raise ParseError(f"'{word}' is given twice", statement.source, argument[0].position)
        else:
            kwargs[word] = node
    return args, kwargs


def _refuse_squares(family: Family, arguments: Sequence[list[Token]], source: str) -> None:
    """Refuse ``normal(mu, sigma^2)`` where the family has a scale by position and a variance by name."""
    roles = {role for p in family.all_parametrizations for q in p.parameters for role in q.roles}
    for argument in arguments:
        if "variance" in roles and unclear_square(argument):
            refuse_square(family.name, argument, source)


def _refuse_swapped(binding: Binding, args: Sequence[Node], source: str) -> None:
    """Refuse ``normal(sigma, mu)``: a bare name in the place of one parameter that is the name of another.

    Raises
    ------
    AmbiguityError
        Saying where it was put and how to say that by name.
    """
    order = binding.family.positional(binding.parametrization)
    for place, node in zip(order, args, strict=False):
        named = [q for q in order if node.kind == "name" and node.text in q.keywords]
        if named and place not in named:
            call = binding.family.signature(binding.parametrization)
            message = (
                f"'{node.text}' stands in the place of '{place.name}' in {call}: "
                f"write {place.name}={node.text} if that is meant, or change the order"
            )
            raise AmbiguityError(message, source, node.position)


def drafted(statement: Statement, binding: Binding, typed: Typed, options: Options) -> Draft:
    """Return the density that a call of a family stands for, in working symbols.

    Raises
    ------
    ParseError
        The variables do not fit, or one is an argument.
    DomainError
        A number outside the domain of its parameter.
    """
    family = binding.family
    variables = call_variables(statement, options, family.variables)
    call = Call.of(binding)
    names = [*call.names, *variables, *(n for o in (typed, *options.all) for n in o.mentioned)]
    draft = Draft(sp.S.Zero, working_symbols(names), variables, options.parameter_names, origin=statement.source)
    draft.functions = options.functions
    component = call.written(draft, functions_of(options))
    draft.expression = component.expression
    draft.constants = call_constants(draft, component.known, options)
    stated = {n: d for n, d in settle_domains(draft, typed, options).items() if d is not None}
    draft.domains = {**component.argument_domains, **component.support, **stated}
    return draft


@dataclass(frozen=True)
class Component:
    """A call written out in the symbols of a draft: its density, what it takes as known, and what it says of domains."""

    expression: Expr
    known: tuple[Expr, ...]
    argument_domains: dict[str, Domain | None]
    support: dict[str, Domain | None]


@dataclass(frozen=True)
class Call:
    """A call of a family and the names in its arguments."""

    binding: Binding
    names: tuple[str, ...]

    @classmethod
    def of(cls, binding: Binding) -> Call:
        """Find the names."""
        values = [value for _, value in binding.arguments]
        found = [n for v in values for n in ([v] if isinstance(v, str) else free_names(v))]
        return cls(binding, tuple(dict.fromkeys(found)))

    def written(self, draft: Draft, functions: Mapping[str, Any]) -> Component:
        """Put the arguments into the density of the family.

        Raises
        ------
        ParseError
            A variable of the draft is an argument.
        DomainError
            A number outside the domain of its parameter.
        """
        binding, family, symbols = self.binding, self.binding.family, draft.symbols
        clash = [v for v in draft.variables if v in self.names]
        if clash:
            message = f"'{clash[0]}' is the variable and an argument of {family.name}: name another with --variable"
            raise ParseError(message)
        scope = Scope(symbols, functions, draft.origin or "")
        values = {n: symbols[v] if isinstance(v, str) else build(v, scope) for n, v in binding.arguments}
        canonical = {n: substituted(text, values) for n, text in binding.expressions}
        own = {v: symbols[w] for v, w in zip(family.variables, draft.variables, strict=True)}
        support = stated_domains(family.support, canonical | own, family.variables)
        return Component(
            substituted(family.density, canonical | own),
            tuple(values[c.name] for c in family.constants),
            _argument_domains(family, binding, values, symbols),
            {w: support[v] for v, w in zip(family.variables, draft.variables, strict=True)},
        )


def call_variables(statement: Statement, options: Options, usual: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the variables of a call: as typed, or the usual ones.

    Raises
    ------
    ParseError
        Their number does not fit.
    """
    named = options.variables or statement.variables or names_of(options.support)
    if len(named) == 1 and len(usual) > 1:
        named = tuple(f"{named[0]}{i}" for i in range(1, len(usual) + 1))
    if named and len(named) != len(usual):
        sample = "; for a sample of independent observations name one, and see 'symfisher sample --n 2'"
        count = "one variable" if len(usual) == 1 else f"{len(usual)} variables"
        ending = sample if len(usual) == 1 else ""
        raise ParseError(f"this family has {count}, got {len(named)}: {', '.join(named)}{ending}")
    return tuple(named or usual)


def call_constants(draft: Draft, known: Sequence[Expr], options: Options) -> tuple[str, ...]:
    """Return the constants of a call: declared ones, and names that stand for a known constant of the family."""
    declared = list(names_of(options.constants))
    wanted = options.parameter_names or ()
    by_symbol = {s: n for n, s in draft.symbols.items()}
    own = [by_symbol[k] for k in known if k in by_symbol]
    return (*declared, *(n for n in own if n not in declared and n not in wanted))


def substituted(text: str, values: Mapping[str, Expr]) -> Expr:
    """Read a string of the catalogue with expressions in the place of its names."""
    vocabulary = Vocabulary(ARITIES, frozenset(values))
    return build(parse(scan(text), "argument", vocabulary, text), Scope(values, {}, text))


def stated_domains(text: str, values: Mapping[str, Expr], names: Sequence[str]) -> dict[str, Domain | None]:
    """Read a support or domain of the catalogue, with expressions in the place of its names."""
    collected = Collected()
    scope = Scope(values, {}, text)
    collect(clauses(scan(text), merge=True), scope, list(names), collected)
    return settle(collected, scope, list(names))


def _argument_domains(
    family: Family, binding: Binding, values: Mapping[str, Expr], symbols: Mapping[str, Any]
) -> dict[str, Domain | None]:
    """Return the domains that names take over from the parameters they stand for; check numbers against them."""
    by_symbol = {s: n for n, s in symbols.items()}
    found: dict[str, Domain | None] = {}
    # A stand-in for each parameter: its own value may be a number, which a condition cannot be about.
    stand_ins = {n: sp.Symbol(f"_m{i}", real=True) for i, n in enumerate(values)}
    back = {stand_ins[n]: value for n, value in values.items()}
    for name, text in binding.domains:
        domain = stated_domains(text, stand_ins, [name])[name]
        if domain is None:
            continue
        domain = domain.xreplace(back)
        value = values[name]
        if value in by_symbol:
            other = found.get(by_symbol[value])
            found[by_symbol[value]] = domain if other is None else narrower(by_symbol[value], domain, other)
        elif value.is_number:
            _check_number(family, name, text, value, domain)
    return found


def _check_number(family: Family, name: str, text: str, value: Expr, domain: Domain) -> None:
    """Refuse a number outside the domain of its parameter, where that domain has numbers for ends."""
    ends = domain.ends
    if value.is_extended_real is False or not value.is_finite:
        raise DomainError(f"{name} of {family.name}: got {value}, needs a real number")
    if all(e.is_number for e in ends) and not domain.contains(value):
        raise DomainError(f"{name} of {family.name}: got {value}, needs {text}")


def narrower(name: str, first: Domain, second: Domain) -> Domain:
    """Return what two domains of one name have in common.

    Raises
    ------
    DomainError
        It cannot be written as one domain.
    """
    if first == second:
        return first
    if isinstance(first, Interval) and isinstance(second, Interval):
        return Interval(sp.Max(first.lower, second.lower), sp.Min(first.upper, second.upper))
    raise DomainError(f"'{name}' stands for two parameters with different domains: declare it with --param")
