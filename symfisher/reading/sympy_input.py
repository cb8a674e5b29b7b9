"""SymPy in: expressions, and random variables of `sympy.stats`. The user's own symbols are kept for what comes out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy as sp

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
from symfisher.errors import ParseError
from symfisher.reading.assembly import choose_variable
from symfisher.reading.draft import Draft, check_density, working_symbol
from symfisher.reading.options import Options, Typed, names_of, settle_domains
from symfisher.reading.sets import interval
from symfisher.reading.tables import labels_numbered, table_density
from symfisher.reading.tokens import scan


def read_sympy(given: Any, options: Options) -> Draft:
    """Read a SymPy expression, or a random variable of `sympy.stats`.

    Raises
    ------
    ParseError
        It is neither, or two of its symbols share a name.
    """
    if isinstance(given, Mapping):
        return _table(given, options)
    if not isinstance(given, sp.Expr):
        raise ParseError(f"a density is text, a SymPy expression or a random variable, got {type(given).__name__}")
    if hasattr(given, "pspace"):
        return _random(given, options)
    if any(hasattr(a, "pspace") for a in given.free_symbols):
        raise ParseError("an expression of random variables is not read: give one variable, or a density")
    if given.atoms(sp.Float):
        given = sp.nsimplify(given, rational=True)
    unknown = sorted((str(f.func) for f in given.atoms(sp.core.function.AppliedUndef)), key=str)
    if unknown and not set(unknown) <= set(options.functions):
        raise ParseError(f"undefined function '{unknown[0]}': declare it with functions=['{unknown[0]}']")
    return _expression(given, {}, (), options)


def _expression(given: Expr, supports: Mapping[Any, Domain], variables: tuple[Any, ...], options: Options) -> Draft:
    """Read an expression; ``variables`` and their ``supports`` are known for random variables."""
    inner = {s for d in supports.values() for e in d.ends for s in e.free_symbols}
    symbols = sorted(given.free_symbols | inner | set(variables), key=lambda s: (str(s), sp.default_sort_key(s)))
    symbols = _by_appearance(given, symbols)
    names = _names(symbols)
    taken = list(names.values())
    extra = [n for o in options.all for n in o.mentioned] + list(options.variables)
    everything = list(dict.fromkeys([*taken, *extra]))
    working = {name: working_symbol(i) for i, name in enumerate(everything, 1)}
    rule: dict[Any, Any] = {s: working[names[s]] for s in symbols}
    undefined = {f.func for f in given.atoms(sp.core.function.AppliedUndef)}
    for position, function in enumerate(sorted(undefined, key=str), 1):
        rule[function] = sp.Function(f"_f{position}", real=True)
    chosen = tuple(names[v] for v in variables) or _variables(taken, options)
    expression = given.xreplace({s: w for s, w in rule.items() if isinstance(s, sp.Symbol)})
    for function in sorted(undefined, key=str):
        expression = expression.replace(function, rule[function])
    check_density(expression)
    draft = Draft(expression, working, chosen, options.parameter_names, originals={n: s for s, n in names.items()})
    draft.constants = names_of(options.constants)
    draft.functions = tuple(str(f) for f in sorted(undefined, key=str))
    assumed = {n: d for s, n in names.items() if (d := _assumed(s)) is not None}
    draft.domains = {n: d for n, d in assumed.items() if d.discrete}
    draft.assumed = {n: d for n, d in assumed.items() if not d.discrete}
    draft.domains |= {names[s]: d.xreplace(rule) for s, d in supports.items()}
    stated = settle_domains(draft, Typed("", []), options)
    draft.domains |= {n: d for n, d in stated.items() if d is not None}
    draft.assumed = {n: d for n, d in draft.assumed.items() if n not in draft.domains}
    if not options.variables and not variables and not options.support:
        draft.notes.append(f"variable {chosen[0]} (inferred)")
    return draft


def _by_appearance(given: Expr, symbols: list[Any]) -> list[Any]:
    """Order symbols as they appear in the printed expression: SymPy itself keeps no order."""
    text = str(given)

    def place(symbol: Any) -> tuple[int, str]:
        match = re.search(rf"(?<![A-Za-z0-9_]){re.escape(str(symbol))}(?![A-Za-z0-9_])", text)
        return (match.start() if match else len(text), str(symbol))

    return sorted(symbols, key=place)


def _names(symbols: Iterable[Any]) -> dict[Any, str]:
    """Return a plain name for each symbol.

    Raises
    ------
    ParseError
        Two different symbols have the same name.
    """
    found: dict[Any, str] = {}
    for position, symbol in enumerate(symbols, 1):
        name = _plain_name(symbol.name, position)
        if name in found.values():
            raise ParseError(f"two different symbols are called '{name}' (their assumptions differ): use one")
        found[symbol] = name
    return found


def _plain_name(name: str, position: int) -> str:
    """Return a name as typed text would spell it; a name that cannot be typed is numbered."""
    try:
        tokens = scan(name.replace("\\", "").replace("{", "").replace("}", ""))
    except ParseError:
        return f"s{position}"
    return tokens[0].text if len(tokens) == 1 and tokens[0].kind == "NAME" else f"s{position}"


def _variables(names: list[str], options: Options) -> tuple[str, ...]:
    if options.variables:
        return options.variables
    supported = names_of(options.support)
    if supported:
        return supported
    excluded = {*(options.parameter_names or ()), *names_of(options.constants)}
    return (choose_variable([n for n in names if n not in excluded], excluded),)


def _assumed(symbol: Any) -> Domain | None:
    """Return the domain that a symbol's own assumptions declare."""
    if symbol.is_integer:
        return NATURAL if symbol.is_positive else COUNTS if symbol.is_nonnegative else INTEGERS
    if symbol.is_positive:
        return POSITIVE
    if symbol.is_negative:
        return Interval(-sp.oo, sp.Integer(0))
    if symbol.is_nonnegative:
        return Interval(sp.Integer(0), sp.oo, closed_lower=True)
    return None


# ---------------------------------------------------------------- sympy.stats


def _random(given: Any, options: Options) -> Draft:
    """Read a random variable of `sympy.stats`: its density on its domain."""
    from sympy import stats

    space = given.pspace
    kind = type(space).__name__
    if kind == "JointPSpace":
        return _joint(given, options)
    law = stats.density(given)
    if kind in {"SingleFinitePSpace", "ProductFinitePSpace"}:
        return _finite(given, law, options)
    if not hasattr(space, "domain") or not hasattr(space.domain, "set"):
        raise ParseError(f"a random variable of type {kind} is not read: give its density as an expression")
    variable = sp.Symbol(given.symbol.name, real=True)
    parameters = law(variable).free_symbols - {variable}
    if variable in given.pspace.distribution.free_symbols or any(str(s) == str(variable) for s in parameters):
        variable = sp.Symbol(f"{given.symbol.name}_1", real=True)
    expression = _stripped(law(variable))
    support = _TRUE_SETS.get(type(space.distribution).__name__) or _domain_of(space.domain.set)
    return _expression(expression, {variable: support}, (variable,), options)


_TRUE_SETS: dict[str, Domain] = {"KumaraswamyDistribution": UNIT}
"""Supports that SymPy 1.14 gives as other sets."""


def _stripped(expression: Expr) -> Expr:
    """Return the branch of a density that is not zero: its support is known."""
    if isinstance(expression, sp.Piecewise):
        branches = [value for value, _ in expression.args if value != 0]
        if len(branches) == 1:
            return branches[0]
    return expression


def _domain_of(given: Any) -> Domain:
    """Return a SymPy set as one of our domains."""
    if isinstance(given, sp.Interval):
        return interval(given.start, given.end, not bool(given.left_open), not bool(given.right_open))
    named: dict[Any, Domain] = {
        sp.S.Reals: REAL,
        sp.S.Naturals: NATURAL,
        sp.S.Naturals0: COUNTS,
        sp.S.Integers: INTEGERS,
    }
    if given in named:
        return named[given]
    if isinstance(given, sp.Range):
        return IntegerRange(given.inf, given.sup, int(abs(given.step)))
    if isinstance(given, sp.FiniteSet):
        return FiniteSet(tuple(sorted(given.args, key=sp.default_sort_key)))
    raise ParseError(f"a domain of type {type(given).__name__} is not read: give it with support=")


def _finite(given: Any, law: Any, options: Options) -> Draft:
    """Read a finite random variable: a table, or a formula over 0..n where the size is a symbol."""
    variable = sp.Symbol(given.symbol.name if hasattr(given.symbol, "name") else "x", real=True)
    distribution: Any = getattr(given.pspace, "distribution", None)
    size: Any = getattr(distribution, "n", None)
    if type(distribution).__name__ in _COUNTING and size.is_Symbol:
        mass = _COUNTING[type(distribution).__name__](distribution, variable)
        return _expression(mass, {variable: IntegerRange(sp.Integer(0), size)}, (variable,), options)
    listed = law if isinstance(law, Mapping) else getattr(distribution, "dict", None)
    if not isinstance(listed, (Mapping, sp.Dict)):
        raise ParseError("the values of this finite variable cannot be listed: give its density as an expression")
    table = {_exact(value): _exact(mass) for value, mass in listed.items()}
    values = list(table)
    numbered = all(v.is_Symbol for v in values)
    if not numbered and any(not v.is_number for v in values):
        raise ParseError("this finite variable has symbolic values: give its density as an expression")
    numbers = [sp.Integer(i) if numbered else v for i, v in enumerate(values, 1)]
    support, expression = table_density(numbers, [table[v] for v in values], variable)
    draft = _expression(expression, {variable: support}, (variable,), options)
    draft.notes += [labels_numbered(variable.name, [v.name for v in values])] if numbered else []
    return draft


def _binomial(law: Any, x: Any) -> Expr:
    return sp.binomial(law.n, x) * law.p**x * (1 - law.p) ** (law.n - x)


def _beta_binomial(law: Any, x: Any) -> Expr:
    a, b = law.alpha, law.beta
    return sp.binomial(law.n, x) * sp.beta(x + a, law.n - x + b) / sp.beta(a, b)


_COUNTING: dict[str, Callable[[Any, Any], Expr]] = {
    "BinomialDistribution": _binomial,
    "BetaBinomialDistribution": _beta_binomial,
}
"""Mass functions on {0, ..., n} for a symbol n."""


def _joint(given: Any, options: Options) -> Draft:
    """Read a joint random variable, component by component."""
    distribution = given.pspace.distribution
    if (joint := _SHARES.get(type(distribution).__name__)) is not None:
        return joint(given.symbol.name, distribution, options)
    count = _count(given)
    names = [f"{given.symbol.name}_{i}" for i in range(1, count + 1)] if count > 1 else [given.symbol.name]
    variables = tuple(sp.Symbol(n, real=True) for n in names)
    expression = _stripped(distribution(*variables))
    domain = distribution.set
    parts = list(domain.sets) if isinstance(domain, sp.ProductSet) else [domain]
    if len(parts) != count:
        raise ParseError("the domain of this joint variable is not read: give density and support as expressions")
    supports = {v: _domain_of(part) for v, part in zip(variables, parts, strict=True)}
    return _expression(expression, supports, variables, options)


def _multinomial(name: str, law: Any, options: Options) -> Draft:
    """Leave out the last count, which the others and their total decide."""
    xs = [sp.Symbol(f"{name}_{i}", real=True) for i in range(1, len(law.p))]
    counts = [*xs, law.n - sp.Add(*xs)]
    mass = sp.factorial(law.n) * sp.Mul(*(p**c / sp.factorial(c) for p, c in zip(law.p, counts, strict=True)))
    ends = itertools.accumulate(xs[:-1], lambda left, x: left - x, initial=law.n)
    supports = {x: IntegerRange(sp.Integer(0), end) for x, end in zip(xs, ends, strict=True)}
    return _expression(mass, supports, tuple(xs), options)


def _dirichlet(name: str, law: Any, options: Options) -> Draft:
    """Leave out the last share: all add up to one."""
    shapes = law.alpha
    xs = [sp.Symbol(f"{name}_{i}", real=True) for i in range(1, len(shapes))]
    shares = [*xs, 1 - sp.Add(*xs)]
    powers = (share ** (a - 1) / sp.gamma(a) for a, share in zip(shapes, shares, strict=True))
    ends = itertools.accumulate(xs[:-1], lambda left, x: left - x, initial=sp.Integer(1))
    supports = {x: Interval(sp.Integer(0), end) for x, end in zip(xs, ends, strict=True)}
    return _expression(sp.gamma(sp.Add(*shapes)) * sp.Mul(*powers), supports, tuple(xs), options)


_SHARES: dict[str, Callable[[str, Any, Options], Draft]] = {
    "MultinomialDistribution": _multinomial,
    "MultivariateBetaDistribution": _dirichlet,
}
"""Joint variables whose components add up to a constant."""


def _count(given: Any) -> int:
    count = getattr(given.pspace, "component_count", None)
    if count is None or not getattr(count, "is_Integer", isinstance(count, int)):
        raise ParseError("a joint variable needs a known number of components")
    return int(count)


def _table(given: Mapping[Any, Any], options: Options) -> Draft:
    """Read a finite table ``{0: 1 - p, 1: p}`` of SymPy expressions or numbers."""
    values = [_exact(v) for v in given]
    masses = [_exact(m) for m in given.values()]
    name = (options.variables or names_of(options.support) or ("x",))[0]
    variable = sp.Symbol(name, real=True)
    support, expression = table_density(values, masses, variable)
    return _expression(expression, {variable: support}, (variable,), options)


def _exact(given: Any) -> Expr:
    if isinstance(given, sp.Expr):
        return sp.nsimplify(given, rational=True) if given.atoms(sp.Float) else given
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return sp.Rational(str(given))
    raise ParseError(f"a table holds SymPy expressions and numbers, got {type(given).__name__}")
