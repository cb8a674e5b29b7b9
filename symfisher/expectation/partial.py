"""Partial fractions in one variable u, with powers, logarithms and exponentials of u carried along.

An element of a field is written as a sum of c·(basis function), where c is free of u and a basis function is

    u^(s−1) · log^m u · (c₁u + c₀)^(−n) · exp(−αu − β/u).

Coefficients stay field elements until the end; nothing is assumed about the signs of anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.normal_form import Element, Field

Series = list[Element]
"""Coefficients of a truncated power series (or of a polynomial), lowest first."""


@dataclass(frozen=True)
class Basis:
    """u^(s−1) log^m u (c1·u + c0)^(−n) exp(−alpha·u − beta/u)."""

    s: Expr
    m: int = 0
    n: int = 0
    c1: Expr = sp.S.One
    c0: Expr = sp.S.Zero
    alpha: Expr = sp.S.Zero
    beta: Expr = sp.S.Zero

    def function(self, u: Any) -> Expr:
        """Return the basis function at ``u``."""
        smooth = sp.exp(-self.alpha * u - self.beta / u)
        return u ** (self.s - 1) * sp.log(u) ** self.m * (self.c1 * u + self.c0) ** (-self.n) * smooth


@dataclass(frozen=True)
class _Kind:
    """What all terms of one group share: u^rho log^m u exp(−alpha·u − beta/u), times a rational function."""

    rho: Expr
    m: int
    alpha: Expr
    beta: Expr


@dataclass(frozen=True)
class _Linear:
    """A factor (c1·u + c0)^n of the denominator."""

    c1: Element
    c0: Element
    n: int


def decompose(field: Field, element: Element, u: Any) -> list[tuple[Expr, Basis]] | None:
    """Write an element as Σ c·basis; ``None`` if a function of u or a denominator is of another kind.

    Examples
    --------
    >>> u, b = sp.symbols("u b", positive=True)
    >>> field = Field([u / (u + b)], [u])
    >>> [(c, t.s, t.n) for c, t in decompose(field, field.convert(u / (u + b)), u)]
    [(1, 1, 0), (-b, 1, 1)]
    """
    slots = _slots(field, element, u)
    split = None if slots is None else _denominator(field, element.denom, slots)
    if slots is None or split is None:
        return None
    unit, shift, linears = split
    found: list[tuple[Element, Basis]] = []
    for kind, powers in _groups(field, element.numer, slots, shift).items():
        found += _parts(field, kind, {j: c / unit for j, c in powers.items()}, linears)
    return [(field.factored(c), basis) for c, basis in found if c]


# -- reading the generators ------------------------------------------------------------------------------------------

_Slots = dict[int, tuple[str, Expr, Expr]]


def readable(field: Field, element: Element, u: Any) -> bool:
    """Say whether an element contains functions of u of the kinds carried along only."""
    return _slots(field, element, u) is not None


def _slots(field: Field, element: Element, u: Any) -> _Slots | None:
    slots: _Slots = {}
    used = {i for p in (element.numer, element.denom) for m in p.itermonoms() for i, e in enumerate(m) if e}
    for i in sorted(used & set(field.indices([u]))):
        slot = _slot(field.generators[i], u)
        if slot is None:
            return None
        slots[i] = slot
    return slots


def _slot(g: Expr, u: Any) -> tuple[str, Expr, Expr] | None:
    """Say what a generator is: ('power', exponent, 0), ('log', 1, 0) or ('exp', alpha, beta)."""
    if g == sp.log(u):
        return "log", sp.S.One, sp.S.Zero
    if isinstance(g, sp.exp):
        exponent = sp.expand(-g.args[0])
        alpha, beta = exponent.coeff(u, 1), exponent.coeff(u, -1)
        return ("exp", alpha, beta) if sp.expand(exponent - alpha * u - beta / u) == 0 else None
    base, exponent = g.as_base_exp()
    return ("power", exponent, sp.S.Zero) if base == u and not exponent.has(u) else None


def _read(monomial: tuple[int, ...], slots: _Slots) -> tuple[Expr, int, Expr, Expr]:
    """Return (power of u, power of log u, alpha, beta) of a monomial."""
    power, m, alpha, beta = sp.S.Zero, 0, sp.S.Zero, sp.S.Zero
    for i, (kind, a, b) in slots.items():
        if monomial[i] and kind == "power":
            power += a * monomial[i]
        elif monomial[i] and kind == "log":
            m += monomial[i]
        elif monomial[i]:
            alpha, beta = alpha + a * monomial[i], beta + b * monomial[i]
    return sp.expand(power), m, sp.expand(alpha), sp.expand(beta)


def _coefficient(field: Field, monomial: tuple[int, ...], c: Any, slots: _Slots) -> Element:
    rest = tuple(0 if i in slots else e for i, e in enumerate(monomial))
    return field.K(field.K.ring({rest: c}))


def _denominator(field: Field, poly: Any, slots: _Slots) -> tuple[Element, _Kind, list[_Linear]] | None:
    """Split a denominator into what is free of u, a monomial, and linear factors."""
    constant, factors = poly.factor_list()
    unit = field.K(constant)
    power, alpha, beta = sp.S.Zero, sp.S.Zero, sp.S.Zero
    linears: list[_Linear] = []
    roots: list[_Linear] = []
    for factor, n in factors:
        terms = [(_read(monomial, slots), _coefficient(field, monomial, c, slots)) for monomial, c in factor.terms()]
        if any(m for (_, m, _, _), _ in terms):
            return None
        if len(terms) == 1:
            (p, _, a, b), c = terms[0]
            power, alpha, beta, unit = power + n * p, alpha + n * a, beta + n * b, unit * c**n
            continue
        if any(a != 0 or b != 0 for (_, _, a, b), _ in terms):
            return None
        if all(p == 0 for (p, *_), _ in terms):
            unit = unit * field.K(factor) ** n
            continue
        step = next((p for (p, *_), _ in terms if p != 0), sp.S.Zero)
        if step not in (1, sp.S.Half) or {p for (p, *_), _ in terms} != {sp.S.Zero, step}:
            return None
        c1, c0 = (sum((c for (p, *_), c in terms if p == k), field.K.zero) for k in (step, 0))
        (linears if step == 1 else roots).append(_Linear(c1, c0, n))
    pairs = _conjugates(roots)
    return None if pairs is None else (unit, _Kind(power, 0, alpha, beta), [*linears, *pairs])


def _conjugates(roots: list[_Linear]) -> list[_Linear] | None:
    """Multiply factors c₁√u + c₀ and c₁√u − c₀, into which a factor c₁²u − c₀² falls; ``None`` if one stands alone."""
    found, waiting = [], list(roots)
    while waiting:
        a = waiting.pop()
        b = next((b for b in waiting if b.n == a.n and a.c1 * b.c0 + a.c0 * b.c1 == 0), None)
        if b is None:
            return None
        waiting.remove(b)
        found.append(_Linear(a.c1 * b.c1, a.c0 * b.c0, a.n))
    return found


def _groups(field: Field, poly: Any, slots: _Slots, shift: _Kind) -> dict[_Kind, dict[int, Element]]:
    """Collect a numerator by kind; powers of u in a group differ by integers."""
    groups: dict[_Kind, dict[int, Element]] = {}
    for monomial, c in poly.terms():
        power, m, alpha, beta = _read(monomial, slots)
        power = sp.expand(power - shift.rho)
        whole = sp.floor(power.as_coeff_Add()[0] + sp.S.Half)
        kind = _Kind(power - whole, m, sp.expand(alpha - shift.alpha), sp.expand(beta - shift.beta))
        row = groups.setdefault(kind, {})
        row[int(whole)] = row.get(int(whole), field.K.zero) + _coefficient(field, monomial, c, slots)
    return {kind: {j: c for j, c in row.items() if c} for kind, row in groups.items()}


# -- partial fractions -----------------------------------------------------------------------------------------------


def _parts(
    field: Field, kind: _Kind, powers: dict[int, Element], linears: list[_Linear]
) -> list[tuple[Element, Basis]]:
    """Split Σ c_j u^j / Π (c1·u + c0)^n into powers and poles."""
    if not powers:
        return []

    def basis(j: int, linear: _Linear | None = None, n: int = 0) -> Basis:
        s = sp.expand(kind.rho + j + 1)
        if linear is None:
            return Basis(s, kind.m, alpha=kind.alpha, beta=kind.beta)
        return Basis(s, kind.m, n, field.factored(field.K(linear.c1)), field.factored(linear.c0), kind.alpha, kind.beta)

    if not linears:
        return [(c, basis(j)) for j, c in sorted(powers.items(), reverse=True)]
    lowest = min(0, *powers)
    top = [powers.get(j + lowest, field.K.zero) for j in range(max(powers) - lowest + 1)]
    bottom = [field.K.one]
    for linear in linears:
        for _ in range(linear.n):
            bottom = _product(bottom, [linear.c0, linear.c1], len(bottom) + 1, field.K.zero)
    depth = -lowest
    found = [(c, basis(j - depth)) for j, c in enumerate(_quotient(top, bottom, depth, field.K.zero)) if c]
    found += [(c, basis(j - depth)) for j, c in enumerate(_ratio(top, bottom, depth, field.K.zero)) if c]
    for i, linear in enumerate(linears):
        others = linears[:i] + linears[i + 1 :]
        for k, c in enumerate(_at_root(top, linear, others, depth, field)):
            if c:
                found.append((c, basis(0, linear, linear.n - k)))
    return found


def _product(a: Series, b: Series, length: int, zero: Element) -> Series:
    result = [zero] * length
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            if x and y and i + j < length:
                result[i + j] += x * y
    return result


def _ratio(top: Series, bottom: Series, length: int, zero: Element) -> Series:
    """Return the first coefficients of the power series top/bottom."""
    result: Series = []
    for k in range(length):
        value = top[k] if k < len(top) else zero
        for i in range(1, min(k, len(bottom) - 1) + 1):
            value = value - bottom[i] * result[k - i]
        result.append(value / bottom[0])
    return result


def _quotient(top: Series, bottom: Series, depth: int, zero: Element) -> Series:
    """Return the polynomial part of top/(u^depth·bottom), as coefficients of u^(index − depth)."""
    rest, size = list(top), len(bottom) + depth
    result = [zero] * max(len(top) - size + 1 + depth, 0)
    for k in range(len(top) - size, -1, -1):
        c = rest[k + size - 1] / bottom[-1]
        result[k + depth] = c
        for i, b in enumerate(bottom):
            rest[k + depth + i] = rest[k + depth + i] - c * b
    return result


def _at_root(top: Series, linear: _Linear, others: list[_Linear], depth: int, field: Field) -> Series:
    """Expand the rest of the fraction in y = c1·u + c0 around y = 0."""
    zero, n = field.K.zero, linear.n
    u = [-linear.c0 / linear.c1, field.K.one / linear.c1]
    value: Series = [zero] * n
    for c in reversed(top):
        value = _product(value, u, n, zero)
        value[0] = value[0] + c
    divisors = [u] * depth
    for other in others:
        divisors += [[other.c0 + other.c1 * u[0], other.c1 * u[1]]] * other.n
    for divisor in divisors:
        value = _ratio(value, divisor, n, zero)
    return value
