"""Changes of parameters as a user types them: ``eta = log(p/(1-p))``, new = f(old), or ``lambda = 1/beta``, old = f(new)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import POSITIVE, REAL, UNIT, Domain, Expr, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError, ParseError
from symfisher.inference.algebra import (
    some_points,
    tidy,
    within_time,
)
from symfisher.inference.expecting import value_at
from symfisher.reading import read_expression
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.functions import TABLE
from symfisher.reading.tokens import scan
from symfisher.signs import Signs


@dataclass(frozen=True)
class Change:
    """A change of parameters in our symbols.

    Attributes
    ----------
    density
        The density in the new parameters, whose symbols are its own.
    old
        Each old parameter as a function of the new ones.
    new
        Each new parameter as a function of the old ones, or ``None`` where the change was typed the other way.
    """

    density: Density
    old: tuple[Expr, ...]
    new: tuple[Expr, ...] | None


def change_of(density: Density, texts: Sequence[str]) -> Change:
    """Return the change of parameters that some texts describe; see `reparametrize`."""
    typed = [_sides(piece) for text in texts for piece in _pieces(text)]
    olds = [name for p in density.parameters for name in (p.name, p.safe)]
    kept = [name for name, right in typed if name == right and name in olds]
    pairs = [(name, right) for name, right in typed if name not in kept]
    backward = [name in olds for name, _ in pairs]
    if not pairs:
        raise ParseError("nothing is changed: give a new parameter, 'eta = log(p/(1-p))'")
    if all(backward):
        return _backward(density, pairs)
    if any(backward):
        raise ParseError("all changes must be typed in one direction: new = f(old), or old = f(new)")
    return _forward(density, pairs, kept)


def _pieces(text: str) -> list[str]:
    """Split ``"v = sigma^2, m = mu"`` at the commas that are not inside brackets.

    Examples
    --------
    >>> _pieces("r = max(a, b), s = a*b")
    ['r = max(a, b)', ' s = a*b']
    """
    pieces, depth = [""], 0
    for character in text:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces


def _sides(text: str) -> tuple[str, str]:
    name, equals, right = text.partition("=")
    if not equals or not name.strip().isidentifier() or not right.strip():
        raise ParseError(f"expected a change such as 'eta = log(p/(1-p))', got {text!r}")
    return name.strip(), right.strip()


def _forward(density: Density, pairs: Sequence[tuple[str, str]], kept: Sequence[str]) -> Change:
    """Read new = f(old) and solve for the old parameters that are not kept."""
    names = {q.name: q.symbol for q in (*density.parameters, *density.constants)}
    taken = {q.name for q in density.quantities}
    if clash := [name for name, _ in pairs if name in taken]:
        raise DomainError(f"'{clash[0]}' is already a name of this density; choose another for the new parameter")
    images = [(name, read_expression(right, names)) for name, right in pairs]
    stays = {p.symbol for p in density.parameters if {p.name, p.safe} & set(kept)}
    inside = {s for _, image in images for s in image.free_symbols} - stays
    moved = [t for t in density.thetas if t in inside]
    if len(moved) != len(images):
        count = f"{len(images)} new parameters for {len(moved)} old ones ({', '.join(_names(density, moved))})"
        raise DomainError(f"{count}: give as many changes as parameters they contain, 'mu = mu' keeps one")
    replaced = dict(zip(moved, images, strict=True))
    offset = _last(density)
    quantities, new = [], []
    for i, p in enumerate(density.parameters, start=1):
        name, image = replaced.get(p.symbol, (p.name, p.symbol))
        domain = _image(image, p, density) if p.symbol in replaced else p.domain
        symbol = own_symbol("t", offset + i, domain) if p.symbol in replaced else p.symbol
        quantities.append(Quantity(name, symbol, domain, None if p.symbol in replaced else p.original))
        new.append(image)
    old = _solved(density, moved, [image for _, image in images], [q.symbol for q in quantities])
    back = dict(zip(moved, old, strict=True))
    full = tuple(back.get(t, t) for t in density.thetas)
    return Change(_changed(density, tuple(quantities), full), full, tuple(new))


def _last(density: Density) -> int:
    """Return a number that no symbol of a parameter is beyond: a density may have been changed before."""
    return max(int(p.symbol.name.lstrip("_t")) for p in density.parameters)


def _names(density: Density, symbols: Sequence[Any]) -> list[str]:
    return [p.name for p in density.parameters if p.symbol in symbols]


def _solved(density: Density, moved: Sequence[Any], images: Sequence[Expr], new: Sequence[Any]) -> list[Expr]:
    """Solve η = f(θ) for the old parameters that move: the solution that gives back θ at the drawn points."""
    targets = [new[density.thetas.index(t)] for t in moved]
    equations = [sp.expand_log(i, force=False) - s for i, s in zip(images, targets, strict=True)]
    plain = [sp.Symbol(f"_s{i}", real=True) for i in range(len(moved))]
    rule = dict(zip(moved, plain, strict=True))
    solutions = within_time(sp.solve, [e.xreplace(rule) for e in equations], plain, dict=True) or []
    solutions += within_time(sp.solve, equations, list(moved), dict=True) or []
    for solution in solutions:
        found = [solution.get(p, solution.get(t)) for p, t in zip(plain, moved, strict=True)]
        if all(f is not None and not f.free_symbols & {*plain, *moved} for f in found):
            signs = Signs(dict.fromkeys(new, REAL)).extended({q.symbol: q.domain for q in density.quantities})
            found = [within_time(tidy, sp.sympify(f, strict=True), signs) or f for f in found]
            if _gives_back(density, moved, dict(zip(targets, images, strict=True)), found):
                return found
    raise ClosedFormNotFoundError("no closed form found for the old parameters; type the change as old = f(new)")


def _gives_back(density: Density, moved: Sequence[Any], rule: dict[Any, Expr], found: Sequence[Expr]) -> bool:
    for point in some_points(density):
        for t, f in zip(moved, found, strict=True):
            value = value_at(f.xreplace(rule), point)
            if value is None or abs(value - sp.N(point[t], 25)) > 1e-15 * max(1, abs(value)):
                return False
    return True


def _backward(density: Density, pairs: Sequence[tuple[str, str]]) -> Change:
    """Read old = f(new): new names are those that the density does not know."""
    known = {q.name: q.symbol for q in (*density.parameters, *density.constants)}
    given = {next(p.symbol for p in density.parameters if name in (p.name, p.safe)): right for name, right in pairs}
    kept = [p for p in density.parameters if p.symbol not in given]
    words = {w for right in given.values() for w in _names_in(right)}
    fresh = sorted(words - set(known))
    reused = sorted(w for w in words & set(known) if known[w] in given)
    if reused:
        raise DomainError(f"'{reused[0]}' is an old parameter; give the new one another name")
    if len(fresh) != len(given):
        raise DomainError(f"{len(given)} old parameters are functions of {len(fresh)} new ones: give as many of each")
    places = {name: own_symbol("t", _last(density) + 1 + i, REAL) for i, name in enumerate(fresh)}
    domains = {name: _preimage(name, given, places, known, density) for name in fresh}
    symbols = {n: own_symbol("t", _last(density) + 1 + i, domains[n]) for i, n in enumerate(fresh)}
    scope = {**{q.name: q.symbol for q in (*kept, *density.constants)}, **symbols}
    old = {t: read_expression(right, scope) for t, right in given.items()}
    waiting = iter(fresh)
    quantities = []
    for p in density.parameters:
        if p.symbol in given:
            name = next(waiting)
            quantities.append(Quantity(name, symbols[name], domains[name]))
        else:
            quantities.append(p)
    full = tuple(old.get(t, t) for t in density.thetas)
    return Change(_changed(density, tuple(quantities), full), full, None)


def _names_in(text: str) -> list[str]:
    """Return the names of quantities in a text: not the functions that it calls, nor known numbers."""
    tokens = scan(text)
    after = [t.text for t in tokens[1:]] + [""]
    pairs = [(t.text, then) for t, then in zip(tokens, after, strict=True) if t.kind == "NAME"]
    return [word for word, then in pairs if not (word in TABLE and then == "(") and word not in CONSTANTS]


def _changed(density: Density, parameters: tuple[Quantity, ...], old: Sequence[Expr]) -> Density:
    """Return the density with new parameters; the domains of the kept ones must not contain a replaced one."""
    rule = dict(zip(density.thetas, old, strict=True))
    variables = tuple(replace(v, domain=v.domain.xreplace(rule)) for v in density.variables)
    gone = set(density.thetas) - {p.symbol for p in parameters}
    for q in (*parameters, *density.constants):
        if any(e.free_symbols & gone for e in q.domain.ends):
            raise DomainError(f"the domain of {q.name} contains a parameter that is replaced; give it without")
    expression = density.expression.xreplace(rule)
    return replace(density, expression=expression, variables=variables, parameters=parameters, origin=None)


def _image(image: Expr, parameter: Quantity, density: Density) -> Domain:
    """Return the domain of η = f(θ): the image of an interval under a monotone function of one parameter; (0, 1), (0, ∞) or R."""
    signs = Signs.of(density)
    inside = set(density.thetas) & image.free_symbols
    if inside == {parameter.symbol} and isinstance(parameter.domain, Interval):
        t = parameter.symbol
        slope = signs.sign(tidy(sp.diff(image, t), signs))
        if slope is None or slope == 0:
            slope = _numerical_slope(sp.diff(image, t), density)
        ends = [_limit(image, t, e, side) for e, side in zip(parameter.domain.ends, "+-", strict=True)]
        if None not in ends:
            lower, upper = ends if slope == 1 else ends[::-1]
            return Interval(lower, upper)
    if signs.positive(image):
        return UNIT if signs.positive(tidy(1 - image, signs)) else POSITIVE
    return REAL


def _numerical_slope(slope: Expr, density: Density) -> int:
    """Return the sign of a derivative, if it is the same at all drawn points."""
    values = [value_at(slope, p) for p in some_points(density, 6)]
    if all(v is not None and v > 0 for v in values):
        return 1
    if all(v is not None and v < 0 for v in values):
        return -1
    raise DomainError("the change is not one to one on the domain of the parameter")


def _limit(image: Expr, t: Any, end: Expr, side: str) -> Expr | None:
    found = within_time(sp.limit, image, t, end, side if end.is_finite else "+-"[end == sp.oo])
    if found is None or found.has(t, sp.Limit, sp.AccumBounds):
        return None
    return found if found.is_extended_real or found in (sp.oo, -sp.oo) else None


def _preimage(name: str, given: Any, places: Any, known: Any, density: Density) -> Domain:
    """Return the widest of R, (0, ∞), (0, 1) on which old parameters that contain ``name`` keep to their domains."""
    touched = [(t, r) for t, r in given.items() if name in _names_in(r)]
    for domain in (REAL, POSITIVE, UNIT, Interval(sp.S.One, sp.oo)):
        candidate = {
            **{n: own_symbol("t", 50 + i, REAL) for i, n in enumerate(places)},
            name: own_symbol("t", 49, domain),
        }
        prover = Signs({q.symbol: q.domain for q in density.quantities}).extended({candidate[name]: domain})
        images = [(t, read_expression(r, {**known, **candidate})) for t, r in touched]
        if all(_keeps_to(prover, next(p for p in density.parameters if p.symbol == t).domain, e) for t, e in images):
            return domain
    raise DomainError(f"the domain of {name} was not recognised; type the change as new = f(old)")


def _keeps_to(signs: Signs, domain: Domain, image: Expr) -> bool:
    if domain.discrete:
        return False
    lower, upper = domain.ends
    above = not lower.is_finite or signs.positive(image - lower)
    return bool(above and (not upper.is_finite or signs.positive(tidy(upper - image, signs))))
