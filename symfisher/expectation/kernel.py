"""Kernels: a change of variable under which the density is a gamma or a beta density, whose moments are known.

Candidates for φ come from the density itself: minus each term of its exponent (gamma), g/c for each sum c + g (beta-prime if
g > 0, beta if −c < g < 0), x itself and its scaling to the unit interval. A candidate is accepted only if φ is taken apart into
proved monotone steps onto (0, ∞) or (0, 1) and f(ψ(u))·|ψ′(u)| is exactly a kernel. Then E[h] is a sum of moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import POSITIVE, UNIT, Expr
from symfisher.expectation.moments import BetaKernel, GammaKernel, Term
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import Branch, Range, Substitution, substitution
from symfisher.normal_form import Field, Rewriter
from symfisher.signs import Signs
from symfisher.simplification import shorten

name = "kernel"

Kernel = GammaKernel | BetaKernel

_POSITIVE_U = sp.Symbol("_u", positive=True)
_UNIT_U = sp.Symbol("_v", positive=True)


@dataclass(frozen=True)
class Reduction:
    """Certificate: on each branch of ``change`` the density is ``weights[b]`` times the kernel ``kernels[b]``."""

    integrand: Expr
    change: Substitution
    kernels: tuple[Kernel, ...]
    weights: tuple[Expr, ...]
    terms: tuple[tuple[tuple[Expr, Term], ...], ...]


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] by a change of variable to a gamma or beta kernel."""
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
    """Yield the density seen as a kernel, in every way that a candidate substitution gives."""
    density = problem.density
    (x,) = density.xs
    low, high = density.variables[0].domain.ends
    f = density.expression
    if f.has(sp.Piecewise, sp.Abs, sp.sign, sp.Max, sp.Min, sp.Heaviside):
        return
    for phi in candidates(f, x, low, high):
        for u, image in ((_POSITIVE_U, Range(sp.S.Zero, sp.oo)), (_UNIT_U, Range(sp.S.Zero, sp.S.One))):
            change = substitution(phi, x, u, Range(low, high), problem.signs)
            if change is None or not _same_range(change.image, image):
                continue
            view = _view(f, change, problem)
            if view is not None:
                yield view


def _same_range(a: Range, b: Range) -> bool:
    return all(p == q or sp.expand(p - q) == 0 for p, q in ((a.low, b.low), (a.high, b.high)))


def candidates(f: Expr, x: Any, low: Expr, high: Expr) -> list[Expr]:
    """Return the substitutions that the density itself suggests, each once, in a fixed order."""
    found: list[Expr] = []
    for term in _exponent_terms(f, x):
        found.append(-term)
    for base in _sums(f, x):
        constant, g = base.as_independent(x, as_Add=True)
        if constant != 0:
            found += [g / constant, -g / constant]
    if low == 0 and high == sp.oo:
        found.append(x)
    if low.is_finite is not False and high.is_finite is not False and sp.oo not in (high, -low):
        found.append((x - low) / (high - low))
    elif low not in (0, -sp.oo) and high == sp.oo:
        found += [low / x, x - low, (x - low) / low]
    found += [sp.exp(x), sp.exp(-x)] if low == -sp.oo else []
    return list(dict.fromkeys(found))


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
            yield from terms if len(terms) > 1 else ()
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
        elif isinstance(e, (sp.cosh, sp.sech)) and e.has(x):
            found.append(1 + sp.exp(2 * e.args[0]))
    return list(dict.fromkeys(found))


def _view(f: Expr, change: Substitution, problem: Problem) -> View | None:
    u = change.u
    signs = problem.signs.extended({u: UNIT if u == _UNIT_U else POSITIVE})
    rewriter = Rewriter(signs)
    kernels: list[Kernel] = []
    sizes: list[Expr] = []
    for branch in change.branches:
        slope = sp.diff(branch.inverse, u)
        transformed = f.xreplace({change.x: branch.inverse}) * (slope if branch.increasing else -slope)
        found = recognise(rewriter.factors(rewriter.rewrite(transformed)), u)
        if found is None:
            return None
        kernels.append(found[0])
        sizes.append(found[1])
    return View(change, tuple(kernels), _weights(sizes, kernels, problem.signs), signs, problem.signs)


def recognise(factors: list[tuple[Expr, Expr]], u: Any) -> tuple[Kernel, Expr] | None:
    """Read C·u^(p−1)·e^(−u), C·u^(p−1)(1−u)^(q−1) or C·v^(p−1)(1+v)^(−p−q) off its factors; returns (kernel, C)."""
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
    powers, extra = _scaled_bases(powers, u)
    size += extra
    p = sp.expand(powers.pop(u, sp.S.Zero) + 1)
    if u == _POSITIVE_U and rate == -u and not powers:
        return GammaKernel(p), sp.Mul(*size)
    if rate != 0:
        return None
    other = 1 - u if u == _UNIT_U else 1 + u
    e = powers.pop(other, sp.S.Zero)
    if powers:
        return None
    if u == _UNIT_U:
        return BetaKernel(p, sp.expand(e + 1)), sp.Mul(*size)
    return (BetaKernel(p, sp.expand(-e - p), prime=True), sp.Mul(*size)) if e != 0 else None


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


def _weights(sizes: list[Expr], kernels: list[Kernel], signs: Signs) -> tuple[Expr, ...]:
    """Return the mass on each branch; one branch carries it all."""
    if len(sizes) == 1:
        return (sp.S.One,)
    ratio = shorten(sizes[1] / sizes[0], signs)
    first = shorten(1 / (1 + ratio), signs)
    return (first, shorten(1 - first, signs))


@dataclass(frozen=True)
class View:
    """A density seen as kernels, one a branch."""

    change: Substitution
    kernels: tuple[Kernel, ...]
    weights: tuple[Expr, ...]
    inner_signs: Signs
    signs: Signs

    def expectation(self, h: Expr) -> Proof | Decline:
        """Return E[h] as a sum of moments."""
        total: list[Expr] = []
        needs: list[Expr] = []
        record = []
        for branch, kernel, weight in zip(self.change.branches, self.kernels, self.weights, strict=True):
            terms = self._terms(h, branch, kernel)
            if terms is None:
                return Decline("the integrand is no sum of powers and logarithms in the kernel's variable")
            record.append(tuple(terms))
            for c, term in terms:
                total.append(weight * c * kernel.moment(term))
                needs += kernel.existence(term)
        value = shorten(sp.Add(*total), self.signs)
        if value.has(sp.nan, sp.zoo, sp.oo):
            return Decline("a moment does not exist")
        conditions = tuple(dict.fromkeys(n > 0 for n in needs if not self.signs.positive(n)))
        certificate = Reduction(h, self.change, self.kernels, self.weights, tuple(record))
        return Proof(value, name, certificate, conditions, steps=(Step("kernel", h, value),))

    def _terms(self, h: Expr, branch: Branch, kernel: Kernel) -> list[tuple[Expr, Term]] | None:
        u = self.change.u
        rewritten = Rewriter(self.inner_signs).rewrite(h.xreplace({self.change.x: branch.inverse}))
        field = Field([rewritten, u], [u])
        return split_terms(field, field.convert(rewritten), u)


def split_terms(field: Field, element: Any, u: Any) -> list[tuple[Expr, Term]] | None:
    """Write a field element as Σ c·u^a (1±u)^b log^m u log^n (1±u), or ``None``."""
    other = 1 - u if u == _UNIT_U else 1 + u
    slots = _slots(field, u, other)
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


def _slots(field: Field, u: Any, other: Expr) -> dict[int, tuple[str, Expr]] | None:
    """Say what each generator with u is; ``None`` if one is none of the four kinds."""
    slots: dict[int, tuple[str, Expr]] = {}
    for i in field.indices([u]):
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
