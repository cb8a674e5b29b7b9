"""Kernels: a change of variable under which the density is a gamma or a beta density, whose moments are known.

Candidates for φ come from the density itself: minus each term of its exponent (gamma), g/c for each sum c + g (beta-prime if
g > 0, beta if −c < g < 0), x itself and its scaling to the unit interval. A candidate is accepted only if φ is taken apart into
proved monotone steps onto (0, ∞) or (0, 1) and f(ψ(u))·|ψ′(u)| is exactly a kernel. Then E[h] is a sum of moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import POSITIVE, UNIT, Expr
from symfisher.expectation.moments import BetaKernel, GammaKernel, Kernel, LognormalKernel, Term, existence
from symfisher.expectation.pieces import Piece, resolved, smooth_pieces
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import Branch, Range, substitution
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs
from symfisher.simplification import shorten

name = "kernel"

_HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch)

_POSITIVE_U = sp.Symbol("_u", positive=True)
_UNIT_U = sp.Symbol("_v", positive=True)


@dataclass(frozen=True)
class Part:
    """On ``branch.support`` the density is ``weight`` times ``kernel`` in u; ``terms`` sum to the integrand there."""

    branch: Branch
    u: Any
    kernel: Kernel
    weight: Expr
    terms: tuple[tuple[Expr, Term], ...] = ()


@dataclass(frozen=True)
class Reduction:
    """Certificate: the parts cover the support of ``x``; E[integrand] = Σ weight·c·E_kernel[term]."""

    integrand: Expr
    x: Any
    parts: tuple[Part, ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] by a change of variable to a gamma, beta or lognormal kernel."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    answers: dict[Entry, Proof | Decline] = dict.fromkeys(integrands, Decline("no change of variable gives a kernel"))
    for view in views(problem):
        for entry, h in integrands.items():
            if isinstance(answers[entry], Decline):
                answers[entry] = view.expectation(h)
        if all(isinstance(a, Proof) for a in answers.values()):
            break
    return answers


def views(problem: Problem) -> Iterable[View]:
    """Yield the density seen as kernels, in every way that the candidate substitutions give."""
    (x,) = problem.density.xs
    pieces = smooth_pieces(problem)
    if len(pieces) == 1:
        for parts in piece_views(pieces[0]):
            yield View(x, _weighted(parts, problem.signs), problem.signs)
        return
    chosen = []
    for piece in pieces:
        parts = next(iter(piece_views(piece)), None)
        if parts is None:
            return
        chosen += [_outward(part, piece) for part in parts]
    yield View(x, _weighted(chosen, problem.signs), problem.signs)


def piece_views(piece: Piece) -> Iterable[list[Part]]:
    """Yield the parts of one smooth piece, for every substitution that gives a kernel; weights are still sizes."""
    waiting = candidates(piece.f, piece.x, piece.support.low, piece.support.high)
    tried: set[Expr] = set()
    while waiting:
        phi = waiting.pop(0)
        if phi in tried:
            continue
        tried.add(phi)
        for u, image in ((_POSITIVE_U, Range(sp.S.Zero, sp.oo)), (_UNIT_U, Range(sp.S.Zero, sp.S.One))):
            branches = substitution(phi, piece.x, u, piece.support, piece.signs)
            if branches is None or not _same_range(branches[0].image, image):
                continue
            found = _recognised(piece, branches, u)
            if isinstance(found, list):
                yield found
            elif found is not None and piece.signs.positive(found):
                waiting.insert(0, found * phi)


def _same_range(a: Range, b: Range) -> bool:
    return all(p == q or sp.expand(p - q) == 0 for p, q in ((a.low, b.low), (a.high, b.high)))


def candidates(f: Expr, x: Any, low: Expr, high: Expr) -> list[Expr]:
    """Return the substitutions that the density itself suggests, each once, in a fixed order."""
    f = f.replace(lambda e: isinstance(e, _HYPERBOLIC), lambda e: e.rewrite(sp.exp))
    found: list[Expr] = [-term for term in _exponent_terms(f, x)]
    for base in _sums(f, x):
        constant, g = base.as_independent(x, as_Add=True)
        if constant != 0:
            found += [g / constant, -g / constant, constant / g]
        elif len(g.args) == 2:
            found.append(sp.powsimp(sp.expand_mul(g.args[0] / g.args[1])))
    found += _statistics(f, x)
    if low == 0 and high == sp.oo:
        found.append(x)
    if low == 0 and high == 1:
        found.append(-sp.log(x))
    if low.is_finite is not False and high.is_finite is not False and sp.oo not in (high, -low):
        found += [(x - low) / (high - low), (x - low) / (high - x)]
    elif low not in (0, -sp.oo) and high == sp.oo:
        found += [low / x, x - low, (x - low) / low, sp.log(x / low)]
    found += [sp.exp(x), sp.exp(-x)] if low == -sp.oo else []
    return list(dict.fromkeys(found))


def _statistics(f: Expr, x: Any) -> list[Expr]:
    """Return products of bases that carry the same symbolic exponent: x(2 − x) in x^(a−1) (2 − x)^(a−1)."""
    groups: dict[Expr, Expr] = {}
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.as_base_exp()
        if base.has(x) and not exponent.has(x) and exponent.free_symbols:
            slope = exponent.as_independent(*exponent.free_symbols, as_Add=True)[1]
            groups[slope] = groups.get(slope, sp.S.One) * base
    found = []
    for product in groups.values():
        if product.is_Mul:
            expanded = sp.expand(product)
            found += [expanded, 1 - expanded] if not expanded.is_Mul else []
    return found


def _exponent_terms(f: Expr, x: Any) -> Iterable[Expr]:
    """Yield the exponents of exponential factors: whole, then term by term."""
    for factor in sp.Mul.make_args(f):
        exponent = factor.args[0] if isinstance(factor, sp.exp) else None
        if exponent is None and factor.is_Pow and factor.exp.has(x) and not factor.base.has(x):
            exponent = factor.exp * sp.log(factor.base)
        if exponent is not None and exponent.has(x):
            yield exponent.as_independent(x, as_Add=True)[1]
            yield exponent
            terms = [t for t in sp.Add.make_args(sp.expand(exponent)) if t.has(x)]
            yield from terms
            for part in sp.Add.make_args(exponent):
                if part.has(x):
                    yield part


def _sums(f: Expr, x: Any) -> list[Expr]:
    """Return the sums with x that stand under powers, outermost first."""
    found: list[Expr] = []
    for e in sp.preorder_traversal(f):
        if e.is_Pow and e.base.is_Add and e.base.has(x):
            found.append(e.base)
        elif e.is_Add and e.has(x) and e not in found:
            found.append(e)
    return list(dict.fromkeys(found))


def _recognised(piece: Piece, branches: tuple[Branch, ...], u: Any) -> list[Part] | Expr | None:
    """Return the parts, or the factor by which the substitution must be scaled to give them, or ``None``."""
    rewriter = Rewriter(_with(piece.signs, u))
    parts: list[Part] = []
    for branch in branches:
        slope = sp.diff(branch.inverse, u)
        transformed = piece.f.xreplace({piece.x: branch.inverse}) * (slope if branch.increasing else -slope)
        found = recognise(rewriter.factors(rewriter.rewrite(transformed)), u)
        if not isinstance(found, tuple):
            return found
        parts.append(Part(branch, u, *found))
    return parts


def _with(signs: Signs, u: Any) -> Signs:
    return signs.extended({u: UNIT if u == _UNIT_U else POSITIVE})


def _outward(part: Part, piece: Piece) -> Part:
    """Write a part found in a piece's local variable in the variable of the density."""
    b = part.branch
    outer = piece.outer.xreplace({piece.x: b.inverse})
    ends = [piece.outer.xreplace({piece.x: e}) for e in (b.support.low, b.support.high)]
    support = Range(*(ends if piece.forward else ends[::-1]))
    phi = b.phi.xreplace({piece.x: piece.inner})
    return replace(part, branch=Branch(phi, outer, b.increasing == piece.forward, b.image, support))


def recognise(factors: list[tuple[Expr, Expr]], u: Any) -> tuple[Kernel, Expr] | Expr | None:
    """Read C·u^(p−1)·e^(−u), C·u^(p−1)(1−u)^(q−1) or C·v^(p−1)(1+v)^(−p−q) off its factors; returns (kernel, C).

    A kernel in r·u instead of u returns the scale r.
    """
    taken = _taken_apart(factors, u)
    if taken is None:
        return None
    powers, rate, size = taken
    if u == _POSITIVE_U and rate.has(sp.log(u)):
        return _lognormal(powers, rate, size, u)
    powers, extra = _scaled_bases(powers, u)
    powers = _paired({base: e for base, exponent in powers.items() if (e := sp.expand(exponent)) != 0})
    size += extra
    p = sp.expand(powers.pop(u, sp.S.Zero) + 1)
    scale = sp.S.One if rate == -u else sp.factor(-rate / u)
    if u == _POSITIVE_U and scale == 1 and not powers:
        return GammaKernel(p), sp.Mul(*size)
    if rate != 0:
        return scale if u == _POSITIVE_U and not powers and not scale.has(u) else None
    if u == _POSITIVE_U and len(powers) == 1 and (1 + u) not in powers:
        slope = sp.factor(next(iter(powers)) - 1) / u
        return None if slope.has(u) else slope
    other = 1 - u if u == _UNIT_U else 1 + u
    e = powers.pop(other, sp.S.Zero)
    if powers:
        return None
    if u == _UNIT_U:
        return BetaKernel(p, sp.expand(e + 1)), sp.Mul(*size)
    return (BetaKernel(p, sp.expand(-e - p), prime=True), sp.Mul(*size)) if e != 0 else None


def _taken_apart(factors: list[tuple[Expr, Expr]], u: Any) -> tuple[dict[Expr, Expr], Expr, list[Expr]] | None:
    """Return the bases with u with their exponents, the exponent of e, and the factors without u."""
    powers: dict[Expr, Expr] = {}
    rate: Expr = sp.S.Zero
    size: list[Expr] = []
    for base, exponent in factors:
        if not (base.has(u) or exponent.has(u)):
            size.append(base**exponent)
        elif base is sp.E:
            free, dependent = exponent.as_independent(u, as_Add=True)
            rate += dependent
            size.append(sp.exp(free))
        elif exponent.has(u):
            return None
        else:
            powers[base] = powers.get(base, sp.S.Zero) + exponent
    return powers, rate, size


def _lognormal(powers: dict[Expr, Expr], rate: Expr, size: list[Expr], u: Any) -> tuple[LognormalKernel, Expr] | None:
    """Read C·u^p·e^(−α·log²u + β·log u) as a lognormal kernel: log u is normal with variance 1/(2α)."""
    z = sp.Symbol("_z", real=True)
    quadratic = sp.expand(rate).xreplace({sp.log(u): z})
    if set(powers) - {u} or quadratic.has(u) or not quadratic.is_polynomial(z) or sp.degree(quadratic, z) != 2:
        return None
    alpha, beta, rest = (quadratic.coeff(z, n) for n in (2, 1, 0))
    variance = sp.factor(-1 / (2 * alpha))
    mean = sp.factor((beta + powers.get(u, sp.S.Zero) + 1) * variance)
    return LognormalKernel(mean, variance), sp.Mul(*size, sp.exp(rest + mean**2 / (2 * variance)))


def _paired(powers: dict[Expr, Expr]) -> dict[Expr, Expr]:
    """Multiply (a + √b)^e (a − √b)^e out: (a² − b)^e."""
    found = dict(powers)
    for first, second in combinations([base for base in powers if base.is_Add], 2):
        if first in found and second in found and found[first] == found[second]:
            product = sp.expand(first * second)
            if not any(p.exp == sp.S.Half for p in product.atoms(sp.Pow)):
                del found[second]
                exponent = found.pop(first)
                found[product] = found.get(product, sp.S.Zero) + exponent
    return found


def _scaled_bases(powers: dict[Expr, Expr], u: Any) -> tuple[dict[Expr, Expr], list[Expr]]:
    """Write bases c + c·u as c·(1 + u)."""
    result: dict[Expr, Expr] = {}
    extra: list[Expr] = []
    for base, exponent in powers.items():
        if base.is_Add:
            constant, g = sp.expand(base).as_independent(u, as_Add=True)
            if constant not in (0, 1):
                ratio = sp.cancel(g / constant)
                extra.append(constant**exponent)
                base = 1 + ratio
        result[base] = result.get(base, sp.S.Zero) + exponent
    return result, extra


def _weighted(parts: list[Part], signs: Signs) -> tuple[Part, ...]:
    """Turn sizes into masses; a single part carries all the mass, two parts of one kernel share it by their sizes."""
    if len(parts) == 1:
        return (replace(parts[0], weight=sp.S.One),)
    if len(parts) == 2 and parts[0].kernel == parts[1].kernel:
        first = shorten(1 / (1 + parts[1].weight / parts[0].weight), signs)
        return (replace(parts[0], weight=first), replace(parts[1], weight=shorten(1 - first, signs)))
    return tuple(replace(p, weight=shorten(p.weight * p.kernel.total(), signs)) for p in parts)


@dataclass(frozen=True)
class View:
    """A density seen as kernels, one a part."""

    x: Any
    parts: tuple[Part, ...]
    signs: Signs

    def expectation(self, h: Expr) -> Proof | Decline:
        """Return E[h] as a sum of moments."""
        parts: list[Part] = []
        for part in self.parts:
            terms = self._terms(h, part)
            if terms is None:
                return Decline("the integrand is no sum of powers and logarithms in the kernel's variable")
            parts.append(replace(part, terms=tuple(terms)))
        total = sp.Add(*(p.weight * c * p.kernel.moment(t) for p in parts for c, t in p.terms))
        value = shorten(total, self.signs)
        if value.has(sp.nan, sp.zoo, sp.oo):
            return Decline("a moment does not exist")
        needs = [need for p in parts for need in existence(p.kernel, p.terms, self.signs)]
        conditions = tuple(dict.fromkeys(sp.Gt(n, 0) for n in needs))
        certificate = Reduction(h, self.x, tuple(parts))
        return Proof(value, name, certificate, conditions, steps=(Step("kernel", h, value),))

    def _terms(self, h: Expr, part: Part) -> list[tuple[Expr, Term]] | None:
        signs = _with(self.signs, part.u)
        smooth = resolved(h.xreplace({self.x: part.branch.inverse}), signs)
        if smooth is None:
            return None
        rewritten = Rewriter(signs).rewrite(smooth)
        field = Field([rewritten, part.u], [part.u])
        return split_terms(field, field.convert(rewritten), part.u)


def split_terms(field: Field, element: Any, u: Any) -> list[tuple[Expr, Term]] | None:
    """Write a field element as Σ c·u^a (1±u)^b log^m u log^n (1±u), or ``None``."""
    other = 1 - u if u == _UNIT_U else 1 + u
    slots = _slots(field, element, u, other)
    if slots is None:
        return None
    denominator = _monomial(field, element.denom, u, other, slots)
    if denominator is None:
        return None
    bottom, (a0, b0) = denominator
    result: dict[Term, Expr] = {}
    for monomial, c in element.numer.terms():
        a, b, m, n = -a0, -b0, 0, 0
        coefficient: Expr = sp.Rational(int(c.numerator), int(c.denominator))
        for i, e in enumerate(monomial):
            if not e:
                continue
            kind, exponent = slots.get(i, (None, None))
            if kind == "u":
                a += exponent * e
            elif kind == "other":
                b += exponent * e
            elif kind == "log u":
                m += e
            elif kind == "log other":
                n += e
            else:
                coefficient *= field.generators[i] ** e
        term = Term(sp.expand(a), sp.expand(b), m, n)
        result[term] = result.get(term, sp.S.Zero) + coefficient / bottom
    return [(c, term) for term, c in result.items()]


def _slots(field: Field, element: Any, u: Any, other: Expr) -> dict[int, tuple[str, Expr]] | None:
    """Say what each generator with u in the element is; ``None`` if one is none of the four kinds."""
    slots: dict[int, tuple[str, Expr]] = {}
    used = {i for p in (element.numer, element.denom) for m in p.itermonoms() for i, e in enumerate(m) if e}
    for i in sorted(used & set(field.indices([u]))):
        g = field.generators[i]
        base, exponent = g.as_base_exp() if g.is_Pow else (g, sp.S.One)
        if base == u and not exponent.has(u):
            slots[i] = ("u", exponent)
        elif base == other and not exponent.has(u):
            slots[i] = ("other", exponent)
        elif g == sp.log(u):
            slots[i] = ("log u", sp.S.One)
        elif g == sp.log(other):
            slots[i] = ("log other", sp.S.One)
        else:
            return None
    return slots


def _monomial(
    field: Field, poly: Any, u: Any, other: Expr, slots: dict[int, tuple[str, Expr]]
) -> tuple[Expr, tuple[Expr, Expr]] | None:
    """Write a denominator as c·u^a·(1±u)^b."""
    unit, factors = poly.factor_list()
    bottom: Expr = sp.Rational(int(unit.numerator), int(unit.denominator))
    a = b = sp.S.Zero
    for factor, n in factors:
        e = field.poly_expression(factor)
        if not e.has(u):
            bottom *= e**n
            continue
        if sp.expand(e - other) == 0 or sp.expand(e + other) == 0:
            b += n
            bottom *= sp.S.One if sp.expand(e - other) == 0 else sp.Integer(-1) ** n
            continue
        if len(factor) != 1:
            return None
        ((monomial, _),) = factor.terms()
        for i, k in enumerate(monomial):
            if k:
                kind, exponent = slots.get(i, (None, sp.S.Zero))
                if kind == "u":
                    a += exponent * k * n
                elif kind == "other":
                    b += exponent * k * n
                else:
                    return None
    return bottom, (a, b)
