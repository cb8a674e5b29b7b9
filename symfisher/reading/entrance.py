"""The way in: sorts what was handed over (text, SymPy, options of either kind) and calls the reader for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sp

from symfisher.density import Density, safe_name
from symfisher.domains import Expr
from symfisher.errors import AmbiguityError, DomainError, ParseError, SymfisherError
from symfisher.reading.assembly import assemble
from symfisher.reading.context import check_declared_calls
from symfisher.reading.draft import Draft
from symfisher.reading.expression import CONSTANTS, Scope, build
from symfisher.reading.inference import has_mass_one
from symfisher.reading.names import suggestion
from symfisher.reading.options import Options, Typed, typed_option
from symfisher.reading.syntax import parse
from symfisher.reading.text import read_text
from symfisher.reading.tokens import Token, scan, split

MOST_CONDITIONS = 200
"""Names or conditions in one option: no density of that many parameters has a matrix that anybody reads."""


def read_density(
    density: Any,
    variables: Any,
    support: Any,
    parameters: Any,
    constants: Any,
    at: Any,
    functions: Any,
    require_parameters: bool,
) -> Density:
    """Read a density of any kind; see `symfisher.reading.read`."""
    if isinstance(density, Density):
        return density
    options = Options(
        variables=tuple(_name(v) for v in _listed(variables)),
        support=_typed(support, merge=True),
        parameters=None if parameters is None else _typed(parameters, merge=False),
        constants=_typed(constants, merge=False),
        functions=tuple(_name(f) for f in _listed(functions)),
    )
    if isinstance(density, str):
        draft = read_text(density, options, _latex_tokens(density))
    else:
        from symfisher.reading.sympy_input import read_sympy

        draft = read_sympy(density, options)
    found = _assembled(draft, require_parameters)
    if at is not None:
        _check_point_names(found, at)
    return found


def _assembled(draft: Draft, require_parameters: bool) -> Density:
    """Assemble a draft; where it is no density, the first of its other readings that is one.

    Raises
    ------
    AmbiguityError
        Ranges are stated for several names, and it is a density of one of them and of all.
    """
    failure: SymfisherError | None = None
    try:
        found = assemble(draft, require_parameters=require_parameters)
        if not draft.ranges_touch and not draft.others:
            return found
    except SymfisherError as error:
        failure = error
    fits = failure is None and has_mass_one(found)
    if fits and not draft.doubtful:
        return found
    for reading in draft.joint:
        try:
            other = assemble(reading(), require_parameters=require_parameters)
        except SymfisherError:
            continue
        if fits and len(other.variables) > 1 and has_mass_one(other):
            names = " and ".join(f"'{v.name}'" for v in other.variables)
            raise AmbiguityError(
                f"{names} both have a range: write f(x, y; ...) = ..., or --variable for each that is observed"
            )
        unseen = failure is not None and not draft.ranges_touch
        if not fits and (unseen or has_mass_one(other)):
            return other
    other_variable = None if fits else _with_another_variable(draft, require_parameters)
    if other_variable is not None:
        return other_variable
    if failure is not None:
        raise failure
    return found


def _with_another_variable(draft: Draft, require_parameters: bool) -> Density | None:
    """Return the first reading with a less usual name for the variable that is a density."""
    for reading in draft.others:
        try:
            other = assemble(reading(), require_parameters=require_parameters)
        except SymfisherError:
            continue
        if has_mass_one(other):
            return other
    return None


def _latex_tokens(text: str) -> list[Token] | None:
    """Return the tokens of a text that is LaTeX, or ``None`` if it is not."""
    if "\\" not in text and "$" not in text:
        return None
    from symfisher.reading.latex import scan_latex

    return scan_latex(text)


def _listed(given: Any) -> list[Any]:
    """Return what was given as a list: nothing, one thing, a sequence, or a mapping of names to domains."""
    if given is None:
        return []
    if isinstance(given, Mapping):
        return [_pair(name, domain) for name, domain in given.items()]
    if isinstance(given, (str, sp.Basic)):
        return [given]
    if isinstance(given, Iterable):
        found = list(itertools.islice(given, MOST_CONDITIONS + 1))
        if len(found) > MOST_CONDITIONS:
            raise ParseError(f"at most {MOST_CONDITIONS} names or conditions are read")
        return found
    raise ParseError(f"expected text or SymPy objects, got {type(given).__name__}")


def _pair(name: Any, domain: Any) -> str:
    """Write a mapping's entry as a condition: ``{"x": "x > 0"}``, ``{"x": "(0, 1)"}``, ``{x: Interval(0, 1)}``."""
    label = _name(name)
    text = domain if isinstance(domain, str) else _set_text(domain)
    sides = scan(text)
    stated = any(t.kind in {"RELATION", "IN"} or t.text == "in" for t in sides) or text.strip() == label
    return text if stated else f"{label} in {text}"


def _name(given: Any) -> str:
    """Return the plain name that a string or Symbol spells.

    Raises
    ------
    ParseError
        It is not one name.
    """
    text = given if isinstance(given, str) else given.name if isinstance(given, sp.Symbol) else None
    if text is None:
        raise ParseError(f"expected a name, got {type(given).__name__}")
    tokens = _latex_tokens(text) or scan(text)
    if len(tokens) != 1 or tokens[0].kind != "NAME":
        raise ParseError(f"'{text[:40]}' is not a name", text, 0)
    return tokens[0].text


def _typed(given: Any, *, merge: bool) -> tuple[Typed, ...]:
    return tuple(_option(item, merge=merge) for item in _listed(given))


def _option(item: Any, *, merge: bool) -> Typed:
    """Return one condition, given as text, Symbol or SymPy relation."""
    if isinstance(item, str):
        from symfisher.reading.conditions import clauses

        tokens = _latex_tokens(item)
        if tokens is None:
            return typed_option(item, merge=merge)
        return Typed(item, clauses(tokens, merge=merge))
    if isinstance(item, tuple) and len(item) == 2:
        return typed_option(_pair(*item), merge=merge)
    if isinstance(item, sp.Symbol):
        return typed_option(_symbol_text(item), merge=merge)
    if isinstance(item, (sp.core.relational.Relational, sp.And)):
        return typed_option(_relation_text(item), merge=merge)
    if item in (sp.true, sp.false):
        raise ParseError(f"this condition is {item} by the symbol's own assumptions: give the symbol, or text")
    raise ParseError(f"expected a condition as text or SymPy relation, got {type(item).__name__}")


def _symbol_text(symbol: Any) -> str:
    """Write a Symbol with the domain that its assumptions declare."""
    name = _name(symbol)
    if symbol.is_integer:
        ends = {"positive": "{1, 2, ...}", "nonnegative": "{0, 1, ...}"}
        return next((f"{name} in {s}" for a, s in ends.items() if getattr(symbol, f"is_{a}")), f"{name} in Z")
    signs = {"positive": "> 0", "negative": "< 0", "nonnegative": ">= 0", "nonpositive": "<= 0"}
    return next((f"{name} {s}" for a, s in signs.items() if getattr(symbol, f"is_{a}")), name)


def _relation_text(relation: Any) -> str:
    """Write a SymPy relation in our grammar; its names are checked by the scanner like typed ones."""
    if isinstance(relation, sp.And):
        return ", ".join(_relation_text(part) for part in sorted(relation.args, key=str))
    if not isinstance(relation, (sp.Lt, sp.Le, sp.Gt, sp.Ge)):
        raise ParseError("a domain is given by <, <=, > or >=")
    return f"{relation.lhs} {relation.rel_op} {relation.rhs}"


def _set_text(domain: Any) -> str:
    """Write a SymPy set in our grammar."""
    if isinstance(domain, sp.Interval):
        left, right = "(" if domain.left_open else "[", ")" if domain.right_open else "]"
        return f"{left}{domain.start}, {domain.end}{right}"
    names = {sp.S.Reals: "R", sp.S.Naturals: "N", sp.S.Naturals0: "N0", sp.S.Integers: "Z"}
    if domain in names:
        return names[domain]
    if isinstance(domain, sp.FiniteSet):
        return "{" + ", ".join(str(v) for v in sorted(domain.args, key=sp.default_sort_key)) + "}"
    if isinstance(domain, sp.Range) and domain.step == 1:
        upper = "" if domain.sup == sp.oo else f", {domain.sup}"
        return f"{{{domain.inf}, ...{upper}}}"
    if isinstance(domain, (tuple, list)) and len(domain) == 2:
        return f"({domain[0]}, {domain[1]})"
    raise ParseError(f"a set of type {type(domain).__name__} is not read: write it as text")


# ---------------------------------------------------------------- values and other expressions


def values(given: Any) -> dict[str, Expr]:
    """Read parameter values; see `symfisher.reading.read_values`."""
    if isinstance(given, Mapping):
        return {_name(n): _value(v) for n, v in given.items()}
    if not isinstance(given, str):
        raise ParseError(f"expected values such as 'a=5/2', got {type(given).__name__}")
    found: dict[str, Expr] = {}
    for piece in split(scan(given), frozenset({"COMMA", "SEMICOLON"})):
        if len(piece) < 3 or piece[0].kind != "NAME" or piece[1].kind != "EQUALS":
            place = piece[0].position if piece else 0
            raise ParseError("write values as name=number, e.g. a=5/2", given, place)
        if piece[0].text in found:
            raise ParseError(f"'{piece[0].text}' is given twice", given, piece[0].position)
        scope = Scope({}, {}, given)
        node = parse(piece[2:], "argument", scope.vocabulary(), given, end=piece[-1].position + len(piece[-1].text))
        found[piece[0].text] = _finite(build(node, scope), piece[0].text)
    return found


def _value(given: Any) -> Expr:
    """Return a number given as text, int, float or SymPy number; floats are read as the decimals they print."""
    if isinstance(given, sp.Expr) and given.is_number:
        return _finite(sp.nsimplify(given, rational=True) if given.has(sp.Float) else given, "value")
    if isinstance(given, bool) or not isinstance(given, (str, int, float)):
        raise ParseError(f"expected a number, got {type(given).__name__}")
    return _finite(expression(str(given), ()), "value")


def _finite(value: Expr, name: str) -> Expr:
    if value.is_extended_real is False or value.is_finite is False or value.has(sp.nan, sp.zoo, sp.oo):
        raise DomainError(f"{name}: {value} is not a real number")
    return value


def expression(text: str, names: Iterable[str] | Mapping[str, Any], functions: Sequence[str] = ()) -> Expr:
    """Read an expression over given names; see `symfisher.reading.read_expression`."""
    symbols = dict(names) if isinstance(names, Mapping) else {n: sp.Symbol(safe_name(n)) for n in names}
    made = {name: sp.Function(f"_f{i}", real=True) for i, name in enumerate(functions, 1)}
    scope = Scope(symbols, made, text)
    tokens = _latex_tokens(text) or scan(text)
    if not tokens:
        raise ParseError("the expression is empty")
    check_declared_calls(tokens, scope.vocabulary(), text)
    return build(parse(tokens, "argument", scope.vocabulary(), text), scope)


def _check_point_names(density: Density, at: Any) -> None:
    """Refuse values for names that are not quantities of the density."""
    points = [at] if isinstance(at, (str, Mapping)) else list(at)
    known = {q.name for q in (*density.parameters, *density.constants)}
    for point in points:
        for name in values(point):
            if name not in known:
                near = suggestion(name, known - set(CONSTANTS))
                raise DomainError(f"'{name}' is neither a parameter nor a constant of this density{near}")
