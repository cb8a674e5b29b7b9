"""Closed forms that are 0/0 somewhere, written there by their Taylor series: for targets that cannot look at themselves.

A closed form such as Kumaraswamy's, with b - 1 and b - 2 in denominators, is analytic at these shapes, but computed from
rounded numbers it is nothing there. If it depends, up to powers of the other parameters, on one number u alone, its series
about the root is found from values on a circle in the complex plane (Cauchy), in 28 digits, and used within half of that
circle. Differences of polygamma functions and their leading terms (ψ'(a) - 1/a at large a) are written by the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import mpmath
import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.codegen.literals import UnsupportedFunctionError
from symfisher.codegen.mpmath_printer import compiled
from symfisher.codegen.program import Formula, Program, may_lose_digits
from symfisher.codegen.stable import Positive, fold_numbers, prover
from symfisher.domains import Expr
from symfisher.signs import Signs

_NODES = 96
_DIGITS = 28
_LONGEST = 56
_POWERS = range(-4, 5)
_EQUAL = mpmath.mpf(10) ** -20


@dataclass(frozen=True)
class _Group:
    """A value as Π sᵐ · h(u), u = q·Π s^n: ``powers`` holds (s, m, n)."""

    value: Expr
    symbol: Any
    powers: tuple[tuple[Any, int, int], ...] = ()

    @property
    def number(self) -> Expr:
        """The number u."""
        return self.symbol * sp.Mul(*(s**n for s, _, n in self.powers))

    @property
    def factor(self) -> Expr:
        return sp.Mul(*(s**m for s, m, _ in self.powers))

    @property
    def core(self) -> Expr:
        """The function h, of the symbol."""
        return self.value.xreplace({s: sp.Integer(1) for s, _, _ in self.powers})


def with_series(program: Program) -> Program:
    """Return an exact program with its expected information free of cancellation, and numbers of 20 digits."""
    positive = prover(Signs.of(program.density))

    def folded(formula: Formula) -> Formula:
        return replace(formula, values=tuple(None if v is None else fold_numbers(v) for v in formula.values))

    expected = program.expected_information
    settled = tuple(None if v is None else without_cancellation(v, positive) for v in expected.values)
    return replace(
        program,
        log_density=folded(program.log_density),
        score=folded(program.score),
        observed_information=folded(program.observed_information),
        expected_information=folded(replace(expected, values=settled)),
    )


def without_cancellation(value: Expr, positive: Positive) -> Expr:
    """Return a closed form that is right near its removable singularities, as far as they are found.

    Where a series is used, the closed form is computed elsewhere, for some languages compute every case.

    Parameters
    ----------
    value
        In our symbols, without data.
    positive
        Proves signs.

    Examples
    --------
    >>> t = sp.Symbol("_t1", real=True)
    >>> near = without_cancellation((sp.exp(t) - 1 - t) / t**2, lambda e: False).args[0].expr
    >>> float(near.subs(t, 0))
    0.5
    """
    if not may_lose_digits(value, positive):
        return value
    value = _rests(value, positive)
    pieces: list[tuple[Expr, Any]] = []
    beyond: dict[Any, list[tuple[Expr, Any]]] = {}
    for symbol, root in _roots(value, positive):
        group = _grouped(value, symbol)
        found = group and _series(group, root)
        if not found:
            continue
        polynomial, near, elsewhere = found
        pieces.append((polynomial, near))
        beyond.setdefault(symbol, []).append((elsewhere, near))
        if len(pieces) == 3:
            break
    if not pieces:
        return value
    moved = {s: sp.Piecewise(*places, (s, sp.true), evaluate=False) for s, places in beyond.items()}
    return sp.Piecewise(*pieces, (value.xreplace(moved), sp.true), evaluate=False)


# --- roots ----------------------------------------------------------------------------------------


def _roots(value: Expr, positive: Positive) -> Iterator[tuple[Any, Expr]]:
    """Yield (symbol, root) for each place where a denominator, or what Γ is of, vanishes with the other symbols at one."""
    seen = set()
    for node in sp.preorder_traversal(value):
        if isinstance(node, fn.LogGamma):
            base = node.args[0]
        elif isinstance(node, sp.Pow) and node.exp.is_negative is not False:
            base = node.base
        else:
            continue
        sure = bool(base.is_nonzero) or positive(base) or positive(-base)
        if sure and not base.as_coeff_Mul()[1].is_Symbol and not _touches_zero(base):
            continue
        for symbol in sorted(base.free_symbols, key=str):
            alone = base.xreplace({s: sp.Integer(1) for s in base.free_symbols - {symbol}})
            for root in _simple_roots(alone, symbol):
                if (symbol, root) not in seen:
                    seen.add((symbol, root))
                    yield symbol, root


def _touches_zero(base: Expr) -> bool:
    """Whether a base vanishes at the edge of a domain as exp(u) - 1 does at u = 0."""
    return bool(base.has(fn.ExpMinusOne, fn.LogOnePlus)) or (isinstance(base, sp.Add) and base.has(sp.exp))


def _simple_roots(base: Expr, symbol: Any) -> list[Expr]:
    """Return rational roots of a linear polynomial, and 0 for exp(u) - 1 and the like."""
    if base.is_polynomial(symbol):
        polynomial = sp.Poly(base, symbol)
        if polynomial.degree() > 3:
            return []
        return [r for r in sp.roots(polynomial, filter="Q") if r.is_Rational]
    at_zero = base.xreplace({symbol: sp.Integer(0)}).replace(fn.ExpMinusOne, lambda z: sp.exp(z) - 1)
    return [sp.Integer(0)] if at_zero == 0 else []


# --- one number -----------------------------------------------------------------------------------


def _grouped(value: Expr, symbol: Any) -> _Group | None:
    """Return the value as powers times a function of one number, found and confirmed by numbers."""
    group = _Group(value, symbol)
    for other in sorted(value.free_symbols - {symbol}, key=str):
        found = _scaling(value, symbol, other)
        if found is None:
            return None
        group = replace(group, powers=(*group.powers, (other, *found)))
    return group


def _scaling(value: Expr, symbol: Any, other: Any) -> tuple[int, int] | None:
    """Return (m, n) with value(q, s) = s^m value(q s^n, 1), or None."""
    rest = {s: sp.Rational(7 + i, 5) for i, s in enumerate(sorted(value.free_symbols - {symbol, other}, key=str))}
    q = mpmath.mpf(731) / 1000
    try:
        at_one, at_two, at_three = (compiled(value.xreplace({**rest, other: sp.Integer(s)}), symbol) for s in (1, 2, 3))
        with mpmath.workdps(30):
            for n in (0, 1, -1):
                twice, thrice = at_two(q) / at_one(q * mpmath.mpf(2) ** n), at_three(q) / at_one(q * mpmath.mpf(3) ** n)
                for m in _POWERS:
                    two, three = mpmath.mpf(2) ** m, mpmath.mpf(3) ** m
                    if abs(twice - two) < _EQUAL * two and abs(thrice - three) < _EQUAL * three:
                        return m, n
    except (ZeroDivisionError, ValueError, TypeError, UnsupportedFunctionError):
        return None
    return None


# --- the series -----------------------------------------------------------------------------------


def _series(group: _Group, root: Expr) -> tuple[Expr, Any, Expr] | None:
    """Return the polynomial, the condition under which it is used, and a value of the symbol outside of it."""
    try:
        function = compiled(group.core, group.symbol)
    except UnsupportedFunctionError:
        return None
    with mpmath.workdps(_DIGITS):
        centre = mpmath.mpf(root.p) / root.q
        radius = _reach(function, centre)
        coefficients = _coefficients(function, centre, mpmath.mpf(radius.p) / radius.q) if radius else []
    if radius is None or not coefficients:
        return None
    u = group.number - root
    total: Expr = sp.Integer(0)
    for c in reversed(coefficients):
        total = sp.Float(mpmath.nstr(c, 22), 22) + u * total
    beyond = (root + radius / 2) * group.symbol / group.number
    return group.factor * total, sp.StrictLessThan(sp.Abs(u), radius / 2, evaluate=False), beyond


_Function = Callable[[Any], Any]


def _reach(function: _Function, centre: Any) -> Expr | None:
    """Return a radius within which the function is analytic, judged from a small circle; ``None`` at a pole."""
    found = _laurent(function, centre, mpmath.mpf("0.1"), 32)
    if not found:
        return None
    size = max(abs(c) for c in found.values())
    if any(abs(found[-n]) > size * mpmath.mpf(10) ** -12 for n in (1, 2, 3, 4)):
        return None
    rates = [abs(found[k] / size) ** (mpmath.mpf(1) / k) for k in (10, 11, 12, 13) if found[k]]
    return _rounded(float(min(0.1 / max(rates) * 0.6, 2))) if rates else None


def _rounded(radius: float) -> Expr:
    """Return the next smaller 2^n or 3·2^n, so that entries of a matrix share the points and what is known at them."""
    exponent = math.floor(math.log2(radius))
    return sp.Rational(3 if radius >= 1.5 * 2.0**exponent else 2) * sp.Rational(2) ** (exponent - 1)


def _laurent(function: _Function, centre: Any, radius: Any, nodes: int) -> dict[int, Any]:
    """Return Laurent coefficients times radius^n, from values on a circle; empty if one of them is no number.

    The function is real on the real line, so half of the circle tells the other.
    """
    roots = [mpmath.expjpi(mpmath.mpf(2 * k + 1) / nodes) for k in range(nodes // 2)]
    try:
        values = [function(centre + radius * r) for r in roots]
    except (ZeroDivisionError, ValueError, TypeError, OverflowError):
        return {}
    if not all(mpmath.isfinite(v) for v in values):
        return {}
    bits = mpmath.mp.prec + 10
    shift = bits - int(mpmath.mag(max(map(abs, values)) or 1))
    real, imaginary = ([int(mpmath.ldexp(part(v), shift)) for v in values] for part in (mpmath.re, mpmath.im))
    cosines, sines = _turns(nodes, bits)

    def coefficient(n: int) -> Any:
        places = [(2 * k + 1) * n % (2 * nodes) for k in range(nodes // 2)]
        total = sum(a * cosines[p] + b * sines[p] for a, b, p in zip(real, imaginary, places, strict=True))
        return mpmath.ldexp(mpmath.mpf(2 * total) / nodes, -shift - bits)

    return {n: coefficient(n) for n in range(-4, min(_LONGEST, nodes - 4))}


@cache
def _turns(nodes: int, bits: int) -> tuple[list[int], list[int]]:
    """Return cosines and sines of kπ/nodes, k < 2·nodes, as whole multiples of 2^-bits."""
    with mpmath.workprec(bits + 10):
        angles = [mpmath.mpf(k) / nodes for k in range(2 * nodes)]
        return tuple([int(mpmath.ldexp(turn(a), bits)) for a in angles] for turn in (mpmath.cospi, mpmath.sinpi))  # type: ignore[return-value]


def _coefficients(function: _Function, centre: Any, radius: Any) -> list[Any]:
    """Return Taylor coefficients that give the function within half the radius to 17 digits, or an empty list.

    The function must be analytic within the circle: all coefficients of negative order vanish, and the series agrees with
    it at two points.
    """
    found = _laurent(function, centre, radius, _NODES)
    if not found or any(abs(found[-n]) > max(map(abs, found.values())) * mpmath.mpf(10) ** -10 for n in (1, 2, 3, 4)):
        return []
    scaled = [found[0]]
    for order in range(1, _LONGEST):
        scaled.append(found[order])
        if (
            abs(scaled[-1]) / 2**order + abs(scaled[-2]) / 2 ** (order - 1)
            < max(map(abs, scaled[:4])) * mpmath.mpf(10) ** -17
        ):
            break
    else:
        return []
    noise = max(abs(c) for c in scaled) * mpmath.mpf(10) ** -22
    taylor = [c / radius**n if abs(c) > noise else mpmath.mpf(0) for n, c in enumerate(scaled)]
    for x in (radius * 0.43, -radius * 0.39):
        right = function(centre + x)
        if not abs(mpmath.polyval(taylor[::-1], x) - right) <= abs(right) * mpmath.mpf(10) ** -15:
            return []
    return taylor


# --- polygamma functions and their leading terms --------------------------------------------------


def _rests(value: Expr, positive: Positive) -> Expr:
    """Write ψ_n(z) as leading term and rest in every sum in which the leading term then cancels."""
    rule = {}
    for node in value.atoms(sp.polygamma):
        order, z = node.args
        if order.is_Integer and positive(z) and z.is_Symbol:
            leading = sp.log(z) if order == 0 else (-1) ** (order + 1) * sp.factorial(order - 1) / z**order
            rule[node] = leading + fn.PolygammaRest(order, z)
    if not rule:
        return value
    changed = value.xreplace(rule)
    terms = sp.expand(changed)
    return terms if sp.Add.make_args(terms).__len__() <= len(sp.Add.make_args(sp.expand(value))) else value
