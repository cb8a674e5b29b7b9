"""Where the terms of a formula cancel, their common main part is taken out by algebra; what remains has its own function.

Scores and second derivatives hold quotients that grow alike and cancel: exp(-z²)/erfc(z) is nearly √π·z for large z,
I₁(z)/I₀(z) nearly 1 - 1/(2z), and log(1 + u) nearly u where a parameter that u contains is small. Each is written as its
main part plus a remainder, exactly; the main parts cancel before any number is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symfisher.codegen import functions as fn
from symfisher.domains import Expr
from symfisher.polynomials import Fractions

Part = tuple[Expr, Any]
"""A formula and the condition under which it keeps more digits than the original."""

FROM_ERFC, FROM_BESSEL, NEAR_ONE = 6, 25, sp.Rational(1, 8)
LARGEST, SMALL = 400, 100
"""Number of operations up to which a formula is rearranged, and brought over one denominator."""

_R, _S = sp.symbols("_remainder _second")
_E = sp.Symbol("_common", positive=True)
_D = sp.Symbol("_d1", real=True)


def separated(expression: Expr) -> Expr:
    """Return an expression of equal value whose main parts are gone where they would cancel.

    Examples
    --------
    >>> z = sp.Symbol("z", positive=True)
    >>> separated(sp.exp(-z**2) / sp.erfc(z) - sp.sqrt(sp.pi) * z).args[0]
    (ErfcRest(1, z), z > 6)
    """
    if sp.count_ops(expression) > LARGEST:
        return expression
    local, back, scale = _standardized(expression)
    for kind in (_by_error_function, _by_bessel_ratio, _by_logarithm, _by_cancelling):
        found = kind(local)
        if found is not None:
            part, condition = scale * found[0].xreplace(back), found[1].xreplace(back)
            if condition == sp.true:
                return part
            return sp.Piecewise((part, condition), (expression, True), evaluate=False)
    return expression


def _standardized(e: Expr) -> tuple[Expr, dict[Expr, Expr], Expr]:
    """Return h, z and a power of σ so that e is σ^n·h(z), z = (x - μ)/σ or x - μ, as far as x, μ and σ are found so only."""
    for x in _named(e, "_x"):
        for mu in _named(e, "_t", "_c"):
            moved = e.xreplace({x: _D + mu})
            if mu not in moved.free_symbols:
                return _scaled(moved, x - mu)
    return e, {}, sp.S.One


def _scaled(moved: Expr, distance: Expr) -> tuple[Expr, dict[Expr, Expr], Expr]:
    """Write a function of a distance in units of the scale by which it is homogeneous."""
    for sigma in (s for s in _named(moved, "_t", "_c") if s.is_positive):
        terms = [t.as_coeff_exponent(sigma) for t in sp.Add.make_args(moved.xreplace({_D: sigma * _D}))]
        if len({n for _, n in terms}) == 1 and not any(c.has(sigma) for c, _ in terms):
            return sp.Add(*(c for c, _ in terms)), {_D: distance / sigma}, sigma ** terms[0][1]
    return moved, {_D: distance}, sp.S.One


def _named(e: Expr, *starts: str) -> list[Any]:
    return sorted((s for s in e.free_symbols if s.name.startswith(starts)), key=lambda s: s.name)


def _by_error_function(e: Expr) -> Part | None:
    """Take √π·z out of exp(-z²)/erfc(z)."""
    tails = {t: tail for t in e.atoms(sp.erfc) | e.atoms(sp.Add) if (tail := error_tail(t)) is not None}
    arguments = {z for _, z in tails.values()}
    if len(arguments) > 1:  # erfc(z) inside 2 - erfc(z), which is erfc(-z)
        tails = {t: tail for t, tail in tails.items() if t.is_Add}
        arguments = {z for _, z in tails.values()}
    if len(arguments) != 1:
        return None
    z = arguments.pop()
    quotient = sp.sqrt(sp.pi) * z + _R
    rule: dict[Expr, Expr] = {t: c * _E for t, (c, _) in tails.items()}
    for bell in e.atoms(sp.exp):
        power = sp.cancel(-bell.args[0] / z**2)
        if power.is_Integer:
            rule[bell] = (_E * quotient) ** power
    logs = {
        log: -(z**2) - sp.log(quotient) + sp.log(tails[log.args[0]][0])
        for log in e.atoms(sp.log)
        if log.args[0] in tails
    }
    held = {log: sp.Symbol(f"_log{n}") for n, log in enumerate(logs)}
    expanded = sp.expand(sp.expand(e.xreplace(held).xreplace(rule)).xreplace({held[g]: v for g, v in logs.items()}))
    return _collected(_second_order(expanded, z), {_R: fn.ErfcRest(1, z), _S: fn.ErfcRest(2, z)}, z > FROM_ERFC)


def _second_order(expanded: Expr, z: Expr) -> Expr:
    """Take √π/2 out of z·R as well, R the remainder and S = z²(1/2 - z·R/√π) the next, where terms cancel by that."""
    first = expanded.coeff(_R, 1)
    symbol = next((s for s in _named(z, "_t", "_c", "_d", "_x") if z.is_polynomial(s) and sp.degree(z, s) == 1), None)
    if first == 0 or symbol is None or not first.is_polynomial(symbol):
        return expanded
    factor, rest = (sp.expand(p) for p in sp.div(first, z, symbol))
    rest_of_all = sp.expand(expanded - first * _R)
    sum_ = sp.expand(rest_of_all + factor * sp.sqrt(sp.pi) / 2)
    if len(sp.Add.make_args(sum_)) >= len(sp.Add.make_args(rest_of_all)):
        return expanded
    return sum_ + sp.expand(rest * _R) - factor * sp.sqrt(sp.pi) * _S / z**2


def error_tail(e: Expr) -> tuple[Expr, Expr] | None:
    """Return (c, z) if a function or a sum, c(1 ± erf(z)) or c(2 - erfc(z)), is c·erfc(z).

    Examples
    --------
    >>> z = sp.Symbol("z")
    >>> error_tail(1 + sp.erf(z)), error_tail((1 - sp.erf(z)) / 2), error_tail(2 - sp.erfc(z))
    ((1, -z), (1/2, z), (1, -z))
    """
    constant, rest = e.as_coeff_Add()
    coefficient, function = rest.as_coeff_Mul()
    if isinstance(function, sp.erf) and constant != 0 and abs(coefficient) == constant:
        return constant, -function.args[0] if coefficient == constant else function.args[0]
    if isinstance(function, sp.erfc) and constant in (0, -2 * coefficient):
        return (coefficient, function.args[0]) if constant == 0 else (-coefficient, -function.args[0])
    return None


def _by_bessel_ratio(e: Expr) -> Part | None:
    """Take 1 - 1/(2z) out of I₁(z)/I₀(z); higher orders by their recurrence (NIST DLMF 10.29.1)."""
    found = e.atoms(sp.besseli)
    arguments = {f.args[1] for f in found}
    if len(arguments) != 1 or any(not (f.args[0].is_Integer and 0 <= f.args[0] <= 4) for f in found):
        return None
    z = arguments.pop()
    orders = [sp.S.One, 1 - 1 / (2 * z) - _R / z**2]
    for n in range(1, 4):
        orders.append(orders[n - 1] - 2 * n / z * orders[n])
    rule = {f: _E * orders[int(f.args[0])] for f in found}
    return _collected(sp.expand(e.xreplace(rule)), {_R: fn.BesselRest(z)}, z > FROM_BESSEL)


def _collected(expanded: Expr, remainders: dict[Expr, Expr], condition: Any) -> Part | None:
    """Write an expanded formula as a polynomial in the remainders, if nothing else is left of the quotient."""
    if expanded.has(_E, sp.erf, sp.erfc, sp.besseli) or not expanded.has(_R):
        return None
    powers = sp.collect(expanded, list(remainders), evaluate=False)
    return sp.Add(*(sp.factor_terms(c) * p for p, c in powers.items())).xreplace(remainders), condition


def _by_logarithm(e: Expr) -> Part | None:
    """Take u - u²/2 + … out of log(1 + u), if u vanishes with a parameter by which the formula divides."""
    logs = [f for f in e.atoms(sp.log) if f.has(_D) or _named(f, "_x")]
    if len(logs) != 1 or logs[0].args[0].as_coeff_Add()[0] != 1:
        return None
    log, base = logs[0], logs[0].args[0]
    u = base - 1
    small = [s for s in _named(e, "_t", "_c") if u.xreplace({s: sp.S.Zero}) == 0 and _divides(e, s)]
    if len(small) != 1:
        return None
    powers = {p: sp.Symbol(f"_power{n}") for n, p in enumerate(_symbolic_powers(e, base))}
    for order in (4, 6):
        series = sp.Add(*((-1) ** (k + 1) * u**k / sp.Integer(k) for k in range(1, order)))
        replaced = e.xreplace({log: series + u**order * _R, **powers})
        part = _without_pole(replaced, [_R, *powers.values()], small[0])
        if part is not None:
            back = {s: p for p, s in powers.items()}
            return part.xreplace({_R: fn.LogRest(sp.Integer(order), u), **back}), sp.Abs(u) < NEAR_ONE
    return None


def _by_cancelling(e: Expr) -> Part | None:
    """Bring a sum over one denominator if its terms have poles where a parameter is 0 and the whole has none."""
    if not e.is_Add or e.has(sp.log, sp.exp, sp.Function) or sp.count_ops(e) > SMALL:
        return None
    bases = {p.base for p in e.atoms(sp.Pow) if p.exp.free_symbols}
    powers = {p: sp.Symbol(f"_power{n}") for base in bases for n, p in enumerate(_symbolic_powers(e, base))}
    rational = e.xreplace(powers)
    for s in (s for s in _named(e, "_t", "_c") if len(bases) < 2 and _divides(e, s)):
        if sum(_has_pole(term, s) for term in rational.args) < 2 or _has_pole(rational, s):
            continue
        part = _without_pole(rational, list(powers.values()), s)
        if part is not None:
            return part.xreplace({g: p for p, g in powers.items()}), sp.true
    return None


def _has_pole(e: Expr, s: Any) -> bool:
    """Whether a rational function grows where a symbol goes to 0, with prime numbers for the others."""
    others = sorted(e.free_symbols - {s}, key=sp.default_sort_key)
    primes: dict[Any, Expr] = {o: sp.Integer(sp.prime(n)) for n, o in enumerate(others, start=5)}
    near, nearer = (abs(e.xreplace(primes | {s: sp.Rational(1, 2**n)})) for n in (60, 61))
    return bool(nearer > 3 * near / 2)


def _divides(e: Expr, s: Any) -> bool:
    return any(p.base == s and p.exp.is_negative for p in e.atoms(sp.Pow))


def _symbolic_powers(e: Expr, base: Expr) -> list[Expr]:
    return sorted((p for p in e.atoms(sp.Pow) if p.base == base and p.exp.free_symbols), key=sp.default_sort_key)


def _without_pole(e: Expr, generators: Sequence[Any], s: Any) -> Expr | None:
    """Return a polynomial in some generators with coefficients in lowest terms, if none has a pole where s is 0."""
    held: dict[Expr, Any] = {}
    rational = _rational(e, held)
    if any(atom.has(s) for atom in held):
        return None
    others = sorted(rational.free_symbols - {s, *generators}, key=lambda o: str(o.name))
    field = Fractions([*generators, s, *others])
    fraction, own, zero = field.from_expr(rational), len(generators), field.ring.gens[len(generators)]
    if any(f.degree(n) > 0 for f in fraction.powers for n in range(own)):
        return None
    groups: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    for exponents, c in fraction.top.terms():
        groups.setdefault(exponents[:own], {})[(0,) * own + exponents[own:]] = c
    total: list[Expr] = []
    for exponents, terms in groups.items():
        coefficient = field.over(field.ring.from_dict(terms), fraction.powers)
        if not all(f.subs(zero, 0) for f in coefficient.powers):
            return None
        total.append(_written(coefficient) * sp.Mul(*(g**n for g, n in zip(generators, exponents, strict=True))))
    return sp.Add(*total).xreplace({symbol: atom for atom, symbol in held.items()})


def _written(coefficient: Any) -> Expr:
    """Write a fraction over the product of its factors, with what all terms have in common before the sum."""
    below = sp.Mul(*(f.as_expr() ** -n for f, n in coefficient.powers.items()))
    return sp.factor_terms(coefficient.top.as_expr(), fraction=True) * below


def _rational(e: Expr, held: dict[Expr, Any]) -> Expr:
    """Return an expression as a rational function, a symbol for each part that is none."""
    if e.is_Rational or e.is_Symbol:
        return e
    if e.is_Add or e.is_Mul or (e.is_Pow and e.exp.is_Integer):
        return e.func(*(_rational(a, held) for a in e.args))
    return held.setdefault(e, sp.Symbol(f"_held{len(held)}"))
