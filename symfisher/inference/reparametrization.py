"""New parameters for old: I_η = Jᵀ I_θ J with J = ∂θ/∂η, in both directions; and which parameter makes I constant.

A change is typed as ``eta = log(p/(1-p))`` (a new name, a function of the old parameters) or ``lambda = 1/beta`` (an
old name, a function of new ones). The new density is derived numerically at points of its own and has to agree.

References
----------
Lehmann & Casella (1998), Theory of Point Estimation, §2.5 and theorem 2.6.4 (J I⁻¹ Jᵀ); Bartlett (1947), Biometrics
3, 39-52 (variance-stabilising transformations).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp

from symfisher.calculus import differentiate
from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Derivation, Step
from symfisher.domains import POSITIVE, REAL, UNIT, Domain, Expr, Interval
from symfisher.errors import ClosedFormNotFoundError, DomainError, ParseError
from symfisher.inference.algebra import (
    Matrix,
    antiderivative,
    information_of,
    inverse,
    some_points,
    tidy,
    within_time,
)
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.inference.expecting import value_at
from symfisher.normal_form import Rewriter
from symfisher.quadrature import moments
from symfisher.reading import read_expression
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.functions import TABLE
from symfisher.reading.tokens import scan
from symfisher.signs import Signs

_LIMIT = 1e-6


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


@dataclass(frozen=True)
class Reparametrized:
    """Information about new parameters, in the user's symbols.

    Attributes
    ----------
    information
        For one observation, shape (k, k), in the new parameters.
    in_old
        The same matrix written in the old parameters, or ``None`` where they were typed as functions of the new ones.
    jacobian
        ∂old/∂new, shape (k, k), in the new parameters.
    density
        The density in the new parameters; ``symfisher.derive`` takes it.
    """

    information: Any
    in_old: Any
    jacobian: Any
    density: Density
    answer: Answer = field(repr=False)


def reparametrize(derivation: Derivation, to: str | Sequence[str]) -> Reparametrized:
    """Return the information about new parameters.

    Parameters
    ----------
    to
        One or several changes, ``"eta = log(p/(1-p))"`` or ``"lambda = 1/beta"``; parameters not named stay.

    Raises
    ------
    ParseError
        A change is not of the form ``name = function``.
    DomainError
        The change is not one to one on the domain, or its domain was not recognised.
    ClosedFormNotFoundError
        The information, or the inverse of the change, has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = reparametrize(derive("x ~ bernoulli(p)"), "eta = log(p/(1-p))")
    >>> found.in_old[0], found.information[0]
    (p*(1 - p), exp(eta)/(exp(eta) + 1)**2)
    """
    information = information_of(derivation)
    change = change_of(derivation.density, [to] if isinstance(to, str) else list(to))
    signs = Signs.of(change.density)
    thetas = derivation.density.thetas
    jacobian = tidy(sp.ImmutableMatrix(change.old).jacobian(sp.Matrix(change.density.thetas)), signs)
    inserted = information.xreplace(dict(zip(thetas, change.old, strict=True)))
    value = tidy(jacobian.T * inserted * jacobian, signs)
    _verify(change.density, value)
    in_old = None if change.new is None else _in_old(information, change.new, derivation.density)
    steps = (
        Step("one-observation", None, information),
        Step("inverse-change", None, sp.ImmutableMatrix(change.old)),
        Step("jacobian", None, jacobian),
        Step("transformed", None, value, reference="Lehmann & Casella 1998, §2.5"),
    )
    both = replace(change.density, constants=(*change.density.constants, *_renamed(derivation.density, change.density)))
    k = len(thetas)
    found = rows(
        ("old parameters", change.old[0] if k == 1 else sp.ImmutableMatrix(change.old)),
        ("Jacobian", jacobian[0] if k == 1 else jacobian),
        ("information", value[0] if k == 1 else value),
        ("in the old parameters", None if in_old is None else in_old[0] if k == 1 else in_old),
    )
    answer = Answer("Information about new parameters", both, found, steps).under(derivation)
    shown_old = None if in_old is None else derivation.density.present(in_old)
    show = change.density.present
    return Reparametrized(show(value), shown_old, show(jacobian), change.density, answer)


def _renamed(old: Density, new: Density) -> tuple[Quantity, ...]:
    """Return the old parameters as constants, for spelling; those that stayed have the new symbols as well."""
    taken = {q.symbol for q in new.quantities}
    return tuple(p for p in old.parameters if p.symbol not in taken)


def _in_old(information: Matrix, new: Sequence[Expr], density: Density) -> Matrix:
    signs = Signs.of(density)
    inverted = inverse(sp.ImmutableMatrix(new).jacobian(sp.Matrix(density.thetas)), signs)
    return tidy(inverted.T * information * inverted, signs)


# ---------------------------------------------------------------- reading a change


def change_of(density: Density, texts: Sequence[str]) -> Change:
    """Return the change of parameters that some texts describe; see `reparametrize`."""
    pairs = [_sides(text) for text in texts]
    olds = [p.name for p in density.parameters]
    backward = [name in olds or name in [p.safe for p in density.parameters] for name, _ in pairs]
    if all(backward):
        return _backward(density, pairs)
    if any(backward):
        raise ParseError("all changes must be typed in one direction: new = f(old), or old = f(new)")
    return _forward(density, pairs)


def _sides(text: str) -> tuple[str, str]:
    name, equals, right = text.partition("=")
    if not equals or not name.strip().isidentifier() or not right.strip():
        raise ParseError(f"expected a change such as 'eta = log(p/(1-p))', got {text!r}")
    return name.strip(), right.strip()


def _forward(density: Density, pairs: Sequence[tuple[str, str]]) -> Change:
    """Read new = f(old) and solve for the old parameters."""
    names = {q.name: q.symbol for q in (*density.parameters, *density.constants)}
    taken = {q.name for q in density.quantities}
    if clash := [name for name, _ in pairs if name in taken]:
        raise DomainError(f"'{clash[0]}' is already a name of this density; choose another for the new parameter")
    images = [(name, read_expression(right, names)) for name, right in pairs]
    moved = [t for t in density.thetas if any(t in image.free_symbols for _, image in images)]
    if len(moved) != len(images):
        count = f"{len(images)} new parameters for {len(moved)} old ones ({', '.join(_names(density, moved))})"
        raise DomainError(f"{count}: give as many changes as parameters they contain, 'mu2 = mu' keeps one")
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
            found = [within_time(tidy, sp.sympify(f), signs) or f for f in found]
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


# ---------------------------------------------------------------- domains


def _image(image: Expr, parameter: Quantity, density: Density) -> Domain:
    """Return the domain of η = f(θ): the image of an interval under a monotone function of one parameter, or a sign."""
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
        return POSITIVE
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


# ---------------------------------------------------------------- checks and constant information


def _verify(density: Density, information: Matrix) -> None:
    """Compare with E[score scoreᵀ] of the new density by quadrature.

    Raises
    ------
    DomainError
        They disagree, or the new density is none: the change is not one to one, or leaves the domain.
    """
    calculus = differentiate(density)
    for point in some_points(density, 2):
        found = moments(density, calculus.log_density, calculus.score, calculus.hessian, point)
        for i in range(information.rows):
            for j in range(information.cols):
                value = value_at(information[i, j], point)
                if value is None or not abs(float(value) - found.outer[i, j]) <= _LIMIT * found.scale[i, j]:
                    raise DomainError(
                        "the information about the new parameters did not pass its numerical check: "
                        "the change may not be one to one on the domain"
                    )


@dataclass(frozen=True)
class Stabilized:
    """The parameter for which the information is one, in the user's symbols.

    Attributes
    ----------
    parameter
        η(θ) = ∫ √I dθ, up to a constant: g(θ̂) has asymptotic variance 1/n whatever θ is.
    """

    parameter: Expr
    answer: Answer = field(repr=False)


def stabilize(derivation: Derivation) -> Stabilized:
    """Return the variance-stabilising transformation of the only parameter.

    Raises
    ------
    DomainError
        There are several parameters.
    ClosedFormNotFoundError
        √I has no closed antiderivative that was found.

    Examples
    --------
    >>> from symfisher import derive
    >>> stabilize(derive("x ~ poisson(m)")).parameter
    2*sqrt(m)
    """
    if len(derivation.density.parameters) != 1:
        raise DomainError("constant information is asked of one parameter; give the others with --given")
    value = information_of(derivation)[0]
    theta = derivation.density.thetas[0]
    signs = Signs.of(derivation.density)
    found = line_element(value, theta, signs)
    if found is None:
        raise ClosedFormNotFoundError(
            "no closed form found for the antiderivative of the square root of the information"
        )
    steps = (
        Step("root-of-information", None, tidy(sp.sqrt(value), signs)),
        Step("stabilized", None, found, reference="Bartlett 1947"),
    )
    show = derivation.density.present
    name = fresh_name(derivation.density, ("eta", "zeta", "xi"))
    answer = Answer(
        "Constant information", derivation.density, rows((name, found), ("its information", sp.S.One)), steps
    )
    return Stabilized(show(found), answer)


def line_element(value: Expr, theta: Any, signs: Signs) -> Expr | None:
    """Return ∫ √I dθ as a function whose derivative is shown to be √I, or ``None``."""
    by_sine = 2 * sp.asin(sp.sqrt(theta))
    ratio = tidy(value / sp.diff(by_sine, theta) ** 2, signs)
    if theta not in ratio.free_symbols and signs.positive(1 - theta):
        return sp.sqrt(ratio) * by_sine
    return antiderivative(root_of(value, signs), theta, signs)


def root_of(value: Expr, signs: Signs) -> Expr:
    """Return the square root of what is positive, taken apart under proved signs."""
    return Rewriter(signs).rewrite(sp.sqrt(value))
