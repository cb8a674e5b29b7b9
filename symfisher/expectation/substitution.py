"""Changes of variable u = φ(x), taken apart into monotone steps, with inverse branches and the image tracked exactly.

φ is unwrapped from outside to inside: affine maps, powers, exponentials, logarithms. Each step is monotone on a range that is
known at its ends, except an even power of something that changes sign, which gives two branches. Nothing is assumed about a
sign: a step whose direction is not proved makes the substitution unusable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.domains import Expr
from symfisher.signs import Signs


@dataclass(frozen=True)
class Range:
    """An open interval with symbolic ends."""

    low: Expr
    high: Expr


@dataclass(frozen=True)
class Branch:
    """x = ``inverse(u)`` maps ``image`` one to one onto ``support``; ``increasing`` in u or not; u = ``phi(x)``."""

    phi: Expr
    inverse: Expr
    increasing: bool
    image: Range
    support: Range


@dataclass(frozen=True)
class _Step:
    """One monotone step: its forward action on ends and its inverse."""

    forward: Any
    inverse: Any
    increasing: bool
    even: bool = False


def substitution(phi: Expr, x: Any, u: Any, support: Range, signs: Signs) -> tuple[Branch, ...] | None:
    """Unwrap ``phi`` on ``support``; ``None`` if a step is not proved monotone or x does not stand in one place."""
    steps = _unwrap(phi, x)
    if steps is None:
        return None
    image, inverses, increasing = support, [lambda v: v], True
    parts = [support]
    split = False
    for kind, parameter in reversed(steps):
        if kind == "power" and parameter.is_Integer and parameter.is_even and _changes_sign(image, signs):
            if split or not _symmetric(image):
                return None
            split = True
            centre = inverses[0](sp.S.Zero)
            halves = [Range(support.low, centre), Range(centre, support.high)]
            parts = halves[::-1] if increasing else halves
            inverses = [_after(inverses[0], lambda v: v), _after(inverses[0], lambda v: -v)]
            image = Range(sp.S.Zero, image.high)
        step = _step(kind, parameter, image, signs)
        if step is None:
            return None
        ends = [step.forward(image.low), step.forward(image.high)]
        if any(e.has(sp.nan, sp.zoo) for e in ends):
            return None
        image = Range(*(ends if step.increasing else ends[::-1]))
        increasing = increasing == step.increasing
        inverses = [_after(inv, step.inverse) for inv in inverses]
    ways = [increasing, not increasing] if split else [increasing]
    backs = [sp.factor_terms(_without_bars(inv(u), signs)) for inv in inverses]
    return tuple(Branch(phi, b, way, image, part) for b, way, part in zip(backs, ways, parts, strict=True))


def _without_bars(e: Expr, signs: Signs) -> Expr:
    """Write the root of a square as the base with its proved sign: √(1 − a)² is 1 − a for a < 1."""
    known = {bars: signs.sign(bars.args[0]) for bars in e.atoms(sp.Abs)}
    return e.xreplace({bars: sign * bars.args[0] for bars, sign in known.items() if sign is not None})


def zero_of(e: Expr, x: Any) -> Expr | None:
    """Return the x at which ``e`` vanishes, if x stands in one place of it and the inverse is explicit."""
    steps = _unwrap(e, x)
    if steps is None or any(kind in ("power", "moebius") for kind, _ in steps):
        return None
    value: Expr = sp.S.Zero
    back: dict[str, Callable[[Expr, Expr], Expr]] = {
        "add": lambda v, p: v - p,
        "mul": lambda v, p: v / p,
        "exp": lambda v, _: sp.log(v),
        "log": lambda v, _: sp.exp(v),
    }
    for kind, p in steps:
        value = back[kind](value, p)
    return None if value.has(sp.zoo, sp.nan, sp.oo) else value


def _after(inner: Any, outer_inverse: Any) -> Any:
    """Compose inverses: x = inner(outer_inverse(u))."""
    return lambda v: inner(outer_inverse(v))


def _unwrap(phi: Expr, x: Any) -> list[tuple[str, Any]] | None:
    """Return the steps from outermost to innermost, or ``None``."""
    steps: list[tuple[str, Any]] = []
    e = phi
    while e != x:
        peeled = _peel(e, x)
        if peeled is None or len(steps) > 12:
            return None
        found, e = peeled
        steps += found
    return steps


def _peel(e: Expr, x: Any) -> tuple[list[tuple[str, Any]], Expr] | None:
    if e.is_Add or e.is_Mul:
        free, dependent = e.as_independent(x, as_Add=e.is_Add)
        if free != (0 if e.is_Add else 1):
            return [("add", free) if e.is_Add else ("mul", sp.factor(free))], dependent
        return _peel_polynomial(e, x) if e.is_Add else _peel_product(e, x)
    if e.is_Pow and not e.exp.has(x):
        return [("power", e.exp)], e.base
    if e.is_Pow and not e.base.has(x):
        return [("exp", sp.S.One), ("mul", sp.log(e.base))], e.exp
    if isinstance(e, sp.exp):
        return [("exp", sp.S.One)], e.args[0]
    if isinstance(e, sp.log):
        return [("log", sp.S.One)], e.args[0]
    return None


def _peel_polynomial(e: Expr, x: Any) -> tuple[list[tuple[str, Any]], Expr] | None:
    """Affine in something, or quadratic by completing the square."""
    for g in (x, sp.log(x)):
        if not e.has(g) or not e.is_polynomial(g) or (g != x and e.xreplace({g: sp.S.Zero}).has(x)):
            continue
        c = [sp.factor(v) for v in sp.Poly(e, g).all_coeffs()]
        if len(c) == 2:
            return [("add", c[1]), ("mul", c[0])], g
        if len(c) == 3:
            middle = c[1] / (2 * c[0])
            rest = sp.factor(c[2] - c[0] * middle**2)
            return [("add", rest), ("mul", c[0]), ("power", sp.Integer(2)), ("add", middle)], g
    return None


def _peel_product(e: Expr, x: Any) -> tuple[list[tuple[str, Any]], Expr] | None:
    """Unwrap a product of powers of one positive base, or a Möbius quotient g/(c + g)."""
    exponents: dict[Expr, Expr] = {}
    for f in e.args:
        base, exponent = f.as_base_exp()
        exponents[base] = exponents.get(base, sp.S.Zero) + exponent
    if len(exponents) == 1:
        ((base, exponent),) = exponents.items()
        if not exponent.has(x):
            return [("power", exponent)], base
    if len(e.args) == 2:
        for g, d in (e.args, e.args[::-1]):
            if d.is_Pow and d.exp == -1:
                c = sp.expand(d.base - g)
                if not c.has(x):
                    return [("moebius", c)], g
                if (parts := _linear_fraction(g, d.base, x)) is not None:
                    return parts
    return None


def _linear_fraction(top: Expr, bottom: Expr, x: Any) -> tuple[list[tuple[str, Any]], Expr] | None:
    """Write (αx + β)/(γx + δ) as a constant plus a multiple of 1/(γx + δ)."""
    slopes = [sp.diff(e, x) for e in (top, bottom)]
    if any(s.has(x) or s == 0 for s in slopes):
        return None
    whole = sp.cancel(slopes[0] / slopes[1])
    rest = sp.factor(sp.expand(top - whole * bottom))
    return [("add", whole), ("mul", rest), ("power", sp.S.NegativeOne)], bottom


def _step(kind: str, p: Any, image: Range, signs: Signs) -> _Step | None:
    """Return the step with its direction, if that is proved."""
    if kind == "add":
        return _Step(lambda v: v + p, lambda v: v - p, True)
    if kind == "mul":
        sign = signs.sign(p)
        return _Step(lambda v: _times(v, p, sign), lambda v: v / p, sign == 1) if sign in (1, -1) else None
    if kind == "exp":
        return _Step(_exp_at, sp.log, True)
    if kind == "log":
        return _Step(_log_at, sp.exp, True) if _nonnegative(image.low, signs) else None
    if kind == "power":
        return _power_step(p, image, signs)
    if kind == "moebius" and signs.positive(p) and _nonnegative(image.low, signs):
        return _Step(lambda v: sp.S.One if v == sp.oo else v / (p + v), lambda v: p * v / (1 - v), True)
    return None


def _times(v: Expr, p: Expr, sign: int | None) -> Expr:
    """Return v·p; an end at infinity stays one, with the sign of p."""
    return v if v.is_infinite and sign == 1 else -v if v.is_infinite else v * p


def _power_step(p: Any, image: Range, signs: Signs) -> _Step | None:
    sign = signs.sign(p)
    if sign not in (1, -1):
        return None
    if _nonnegative(image.low, signs):
        return _Step(lambda v: _power_at(v, p, sign), lambda v: v ** (1 / p), sign == 1)
    if p.is_Integer and _nonnegative(-image.high, signs):
        way = (sign == 1) == bool(p.is_odd)
        back = -1
        return _Step(lambda v: (-1) ** p * _power_at(-v, p, sign), lambda v: back * ((-1) ** p * v) ** (1 / p), way)
    if p.is_Integer and p.is_odd and sign == 1 and image.low == -sp.oo and image.high == sp.oo:
        return None
    return None


def _power_at(v: Expr, p: Expr, sign: int) -> Expr:
    if v == 0 or v == sp.oo:
        return sp.oo if (v == sp.oo) == (sign == 1) else sp.S.Zero
    return v**p


def _exp_at(v: Expr) -> Expr:
    return sp.S.Zero if v == -sp.oo else sp.exp(v)


def _log_at(v: Expr) -> Expr:
    return -sp.oo if v == 0 else sp.log(v)


def _nonnegative(v: Expr, signs: Signs) -> bool:
    return v == sp.oo or (v != -sp.oo and signs.sign(v) in (0, 1))


def _changes_sign(image: Range, signs: Signs) -> bool:
    return not _nonnegative(image.low, signs) and not _nonnegative(-image.high, signs)


def _symmetric(image: Range) -> bool:
    return bool(image.low == -image.high or sp.expand(image.low + image.high) == 0)
