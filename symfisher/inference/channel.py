"""Data seen through a known channel: what is observed is y, drawn from a known kernel k(y | x), in place of x.

Thinning (each of x events is counted with probability q), misclassification, measurement noise. The density of y is the
sum or integral of k(y | x)·f(x; θ) over x; its information is derived like that of any other, and is never greater.

References
----------
Zamir (1998), IEEE Trans. Inf. Theory 44, 1246-1250 (data processing for the Fisher information).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import mpmath
import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Derivation, Step
from symfisher.domains import Domain, Expr, FiniteSet, IntegerRange
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.algebra import information_of, some_points, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.inference.expecting import value_at
from symfisher.information import derive
from symfisher.reading import read
from symfisher.signs import Signs
from symfisher.steps import all_steps

_LIMIT = 1e-9
_SECONDS = 8.0
_MOST = 20
"""Finite supports of at most this many integers are added up one by one."""


@dataclass(frozen=True)
class Through:
    """What is seen through a channel, in the user's symbols.

    Attributes
    ----------
    derivation
        Of the density of y: information, regularity, steps.
    information, complete
        Of one y and of one x, shape (k, k).
    lost
        1 − information/complete for each parameter alone, shape (k, 1).
    """

    derivation: Derivation
    information: Any
    complete: Any
    lost: Any
    answer: Answer = field(repr=False)


def through(derivation: Derivation, kernel: str) -> Through:
    """Return the information in y, drawn from a known kernel k(y | x), in place of the observation x.

    Parameters
    ----------
    kernel
        A density of another variable that contains the observation, ``"y ~ binomial(x, q)"``; its other names are known
        constants.

    Raises
    ------
    DomainError
        The kernel does not contain the observation, or names clash.
    ClosedFormNotFoundError
        The density of y, or its information, has no closed form that was found.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = through(derive("x ~ poisson(m)"), "y ~ binomial(x, q)")
    >>> found.information[0], found.lost[0]
    (q/m, 1 - q)
    """
    model = derivation.density
    if len(model.variables) != 1:
        raise DomainError("a channel is for densities of one variable")
    name, values = model.variables[0].name, _values(model.variables[0].domain)
    few = f"{name} in {{{', '.join(map(str, values))}}}" if values else None
    given = read(kernel, constants=few, require_parameters=False)
    z = sp.Symbol("_z", **model.xs[0].assumptions0)
    body, y, constants = _joined(model, given, z)
    joint = body * model.expression.xreplace({model.xs[0]: z})
    domain = model.variables[0].domain
    low, high = _range_of_x(given, domain, y, name)
    y = replace(y, domain=domain) if low == y.symbol else y
    density = replace(model, variables=(y,), constants=(*model.constants, *constants), origin=None, inferred=())
    value = _added(joint, z, domain, (low, high), Signs.of(density))
    density = replace(density, expression=value)
    _require_agreement(density, joint, z, domain, (low, high))
    seen = derive(density)
    return _finished(derivation, seen)


def _finished(derivation: Derivation, seen: Derivation) -> Through:
    information, complete = information_of(seen), information_of(derivation)
    signs, k = Signs.of(seen.density), len(seen.density.parameters)
    lost = sp.ImmutableMatrix([tidy(1 - information[i, i] / complete[i, i], signs) for i in range(k)])
    percent = [100 * e for e in lost]
    found = rows(
        ("density of what is seen", seen.density.expression),
        ("information", information[0] if k == 1 else information),
        ("of complete data", complete[0] if k == 1 else complete),
        ("information lost, in per cent", percent[0] if k == 1 else sp.ImmutableMatrix(percent)),
    )
    step = Step("channel", None, seen.density.expression, reference="Zamir 1998")
    show = seen.density.present
    answer = Answer("Data through a channel", seen.density, found, (step, *all_steps(seen))).under(seen)
    return Through(seen, show(information), show(complete), show(lost), answer)


def _joined(model: Density, given: Density, z: Any) -> tuple[Expr, Quantity, tuple[Quantity, ...]]:
    """Return the kernel in the symbols of the model, its variable, and its constants that the model does not have."""
    name = model.variables[0].name
    if len(given.variables) != 1 or given.variables[0].name in {q.name for q in model.quantities}:
        raise DomainError(f"the kernel must be a density of one other variable than {name}: 'y ~ binomial({name}, q)'")
    if name not in {q.name for q in (*given.parameters, *given.constants)}:
        raise DomainError(f"the kernel does not contain {name}")
    if clash := [q.name for q in (*given.parameters, *given.constants) if q.name in {p.name for p in model.parameters}]:
        raise DomainError(f"'{clash[0]}' is an unknown parameter of the density: the kernel must be known")
    rule, added = {}, []
    known = {c.name: c.symbol for c in model.constants}
    for i, q in enumerate((*given.parameters, *given.constants)):
        symbol = z if q.name == name else known.get(q.name, own_symbol("c", 60 + i, q.domain))
        rule[q.symbol] = symbol
        if q.name != name and q.name not in known:
            added.append(Quantity(q.name, symbol, q.domain, q.original))
    y = given.variables[0]
    symbol = own_symbol("x", 1, y.domain)
    rule[y.symbol] = symbol
    return given.expression.xreplace(rule), Quantity(y.name, symbol, y.domain.xreplace(rule), y.original), tuple(added)


def _range_of_x(given: Density, domain: Domain, y: Quantity, name: str) -> tuple[Expr, Expr]:
    """Return the ends of x for a given y; a kernel that lives on y <= x leaves x >= y."""
    low, high = domain.ends
    inside = [e for e in given.variables[0].domain.ends if name in {str(given.present(s)) for s in e.free_symbols}]
    if not inside:
        return low, high
    first, last = given.variables[0].domain.ends
    if inside == [last] and str(given.present(last)) == name and first == low and high == sp.oo:
        return y.symbol, high
    raise DomainError(f"the support of the kernel must be free of {name}, or end at it")


def _added(joint: Expr, z: Any, domain: Domain, ends: tuple[Expr, Expr], signs: Signs) -> Expr:
    """Return the sum or integral of k(y | x)·f(x) over x."""
    low, high = ends
    if values := _values(domain):
        return tidy(sp.Add(*(joint.xreplace({z: v}) for v in values)), signs)
    if not domain.discrete:
        found = _gaussian(joint, z) if (low, high) == (-sp.oo, sp.oo) else None
        found = found or within_time(sp.integrate, sp.powsimp(joint), (z, low, high), seconds=_SECONDS, conds="none")
    else:
        j = sp.Symbol("_j", integer=True, nonnegative=True)
        term = sp.gammasimp(joint.rewrite(sp.gamma).xreplace({z: low + j}))
        found = _known_series(term, j) if high == sp.oo else None
        found = found or within_time(sp.summation, sp.powsimp(term), (j, 0, high - low), seconds=_SECONDS)
    if found is None or found.has(sp.Sum, sp.Integral, sp.Piecewise, sp.nan, sp.zoo, sp.meijerg, z):
        raise ClosedFormNotFoundError("no closed form found for the density of what is seen")
    short = sp.powsimp(tidy(found.replace(sp.erf, lambda a: sp.erf(sp.factor(a))), signs))
    return short.replace(  # Γ(y)·y has no value at y = 0
        lambda a: isinstance(a, sp.gamma) and a.args[0].is_Symbol, lambda a: sp.gamma(a.args[0] + 1) / a.args[0]
    )


def _known_series(term: Expr, j: Any) -> Expr | None:
    """Add up t(0), t(1), … where t(j+1)/t(j) is c, c/(j+1) or c(j+a)/(j+1): t(0)/(1 − c), t(0)eᶜ, t(0)(1 − c)⁻ᵃ."""
    ratio = sp.factor(sp.gammasimp(sp.powsimp(term.xreplace({j: j + 1}) / term)))
    first, above = term.xreplace({j: sp.S.Zero}), sp.factor(ratio * (j + 1))
    if j not in ratio.free_symbols:
        return first / (1 - ratio)
    if j not in above.free_symbols:
        return first * sp.exp(above)
    c = sp.diff(above, j)
    if above.is_polynomial(j) and j not in sp.cancel(c).free_symbols:
        return first * (1 - sp.factor(c)) ** -sp.cancel(above.xreplace({j: sp.S.Zero}) / c)
    return None


def _gaussian(joint: Expr, z: Any) -> Expr | None:
    """∫ c·exp(−a z² + b z + d) dz over R = c·√(π/a)·exp(b²/(4a) + d), where the logarithm is quadratic in z."""
    free, rest = sp.powsimp(joint).as_independent(z, as_Add=False)
    exponent = sp.expand(rest.exp) if isinstance(rest, sp.exp) else None
    if exponent is None or not exponent.is_polynomial(z) or sp.degree(exponent, z) != 2:
        return None
    minus_a, b, d = (sp.factor(exponent.coeff(z, k)) for k in (2, 1, 0))
    return free * sp.sqrt(sp.pi / -minus_a) * sp.exp(sp.factor(d - b**2 / (4 * minus_a)))


def _values(domain: Domain) -> list[Expr]:
    """Return the values of a small finite domain; none of any other."""
    if isinstance(domain, FiniteSet):
        return list(domain.values)
    low, high = domain.ends
    if not (isinstance(domain, IntegerRange) and low.is_Integer and high.is_Integer and high - low < _MOST):
        return []
    return [sp.Integer(v) for v in range(int(low), int(high) + 1, int(domain.step))]


def _require_agreement(density: Density, joint: Expr, z: Any, domain: Domain, ends: tuple[Expr, Expr]) -> None:
    """Compare the density of y with mpmath's sum or integral over x, at a few places."""
    y = density.variables[0]
    for turn, point in enumerate(some_points(density, 2)):
        at = {**point, y.symbol: _place(y.domain.xreplace(point), turn)}
        number, found = _number(joint, z, domain, ends, at), value_at(density.expression, at)
        if found is None or not abs(found - number) <= _LIMIT * abs(number):
            raise ClosedFormNotFoundError("the density of what is seen did not pass its numerical check")


def _place(domain: Domain, turn: int) -> Expr:
    low, high = domain.ends
    if domain.discrete:
        return low + turn if low.is_finite else sp.Integer(turn)
    if low.is_finite and high.is_finite:
        return low + (high - low) * sp.Rational(3 + turn, 7)
    return low + sp.Rational(5 + turn, 4) if low.is_finite else sp.Rational(1 + turn, 3)


def _number(joint: Expr, z: Any, domain: Domain, ends: tuple[Expr, Expr], at: Mapping[Any, Any]) -> Any:
    def value(x: Any) -> Any:
        return value_at(joint, {**at, z: x}) or mpmath.mpf(0)

    if values := _values(domain):
        return mpmath.fsum(value(v) for v in values)
    low, high = (e.xreplace(dict(at)) for e in ends)
    if domain.discrete:
        return mpmath.nsum(lambda j: value(low + int(j)), [0, mpmath.inf if high == sp.oo else int(high - low)])
    inner = [mpmath.mpf(c) for c in (-4, -1, 0, 1, 4)]
    limits = [mpmath.mpf(str(e).replace("oo", "inf") if e.is_infinite else sp.N(e, 25)) for e in (low, high)]
    return mpmath.quad(value, [limits[0], *(c for c in inner if limits[0] < c < limits[1]), limits[1]])
