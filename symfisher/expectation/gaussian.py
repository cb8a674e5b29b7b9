"""Gaussian densities of any dimension: the trace formula, no integration.

If log f is quadratic in x on R^d with mean m(θ), precision A(θ) and covariance V = A⁻¹, then
I_ij = ∂_i mᵀ A ∂_j m + ½ tr(A ∂_i V A ∂_j V)   (Lehmann & Casella 1998, example 2.6.3; Magnus & Neudecker),
where V and A may change places, since A ∂V = −∂A V: the simpler of them is differentiated. Large entries are products of
cofactors over a power of the determinant; they are found with one letter for each entry of A, and never multiplied out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr, Interval
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.normal_form import Element, Field
from symfisher.polynomials import common_denominator, inverse
from symfisher.simplification import cost, shortest, tidied

name = "gaussian"

Rows = list[list[Element]]
"""A matrix of elements of one field."""

_MOST_TERMS = 60
"""Most terms of a numerator that is multiplied out."""


@dataclass(frozen=True)
class Gaussian:
    """Mean (d), precision and covariance (d, d) of a density whose logarithm is quadratic in x."""

    mean: tuple[Expr, ...]
    precision: Any
    covariance: Any


@dataclass(frozen=True)
class Quadratic:
    """Certificate: minus the Hessian of log f in x is ``precision``, its gradient vanishes at ``mean``."""

    entry: Entry
    mean: tuple[Expr, ...]
    precision: Any
    covariance: Any


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Apply the trace formula to every entry of score·scoreᵀ."""
    shape = gaussian(problem)
    if isinstance(shape, Decline):
        return dict.fromkeys(integrands, shape)
    formula = _TraceFormula(problem, shape)
    answers: dict[Entry, Proof | Decline] = {}
    for entry, integrand in integrands.items():
        value = formula.value(*entry)
        certificate = Quadratic(entry, shape.mean, shape.precision, shape.covariance)
        answers[entry] = Proof(value, name, certificate, steps=(Step("gaussian", integrand, value),))
    return answers


def gaussian(problem: Problem) -> Gaussian | Decline:
    """Return mean, precision and covariance if log f is quadratic in x on the whole space."""
    density = problem.density
    full = all(isinstance(v.domain, Interval) and v.domain.ends == (-sp.oo, sp.oo) for v in density.variables)
    if not full:
        return Decline("the support is not the whole space")
    log_f, xs = problem.calculus.log_density, density.xs
    if log_f.has(sp.Piecewise, sp.Abs, sp.sign) or not log_f.is_polynomial(*xs):
        return Decline("the log-density is not quadratic")
    rewrite, origin, d = problem.rewriter.rewrite, dict.fromkeys(xs, sp.S.Zero), len(xs)
    slopes = [sp.diff(log_f, x) for x in xs]
    curvature = {(i, j): rewrite(-sp.diff(slopes[i], xs[j])) for i in range(d) for j in range(i, d)}
    at_zero = [rewrite(s.xreplace(origin)) for s in slopes]
    field = Field([*curvature.values(), *at_zero])
    found = {ij: field.convert(e) for ij, e in curvature.items()}
    if any(field.expression(e).has(*xs) for e in found.values()):
        return Decline("the log-density is not quadratic")
    A = [[found[min(i, j), max(i, j)] for j in range(d)] for i in range(d)]
    V = inverse(field.K, A)
    if V is None:
        return Decline("the precision matrix is singular")
    b = [field.convert(e) for e in at_zero]
    mean = [field.reduce(sum((v * x for v, x in zip(row, b, strict=True)), field.K.zero)) for row in V]
    return Gaussian(tuple(map(field.factored, mean)), _written(field, A), _written(field, V))


def _written(field: Field, rows: Rows) -> Any:
    return sp.ImmutableMatrix([[field.factored(field.reduce(e)) for e in row] for row in rows])


class _Trace:
    """The two parts of the trace formula in one field; ``own`` is the matrix M whose inverse has the slopes ``dV``."""

    def __init__(self, field: Field, dm: Rows, A: Rows, own: Rows, dV: Sequence[Rows]) -> None:
        self.field, self.dm, self.A, self.own, self.dV = field, dm, A, own, dV
        self._products: dict[int, Rows] = {}

    def mean_part(self, i: int, j: int) -> Element:
        """Return ∂_i mᵀ A ∂_j m."""
        left, right, d = self.dm[i], self.dm[j], range(len(self.A))
        terms = (left[a] * self.A[a][b] * right[b] for a in d for b in d if left[a] and right[b] and self.A[a][b])
        return self.field.reduce(sum(terms, self.field.K.zero))

    def trace_part(self, i: int, j: int) -> Element:
        """Return ½ tr(M ∂_i M⁻¹ M ∂_j M⁻¹)."""
        left, right, d = self._product(i), self._product(j), range(len(self.A))
        terms = (left[a][b] * right[b][a] for a in d for b in d if left[a][b] and right[b][a])
        return self.field.reduce(sum(terms, self.field.K.zero) / 2)

    def _product(self, i: int) -> Rows:
        if i not in self._products:
            self._products[i] = _times(self.field, self.own, self.dV[i])
        return self._products[i]


@dataclass(frozen=True)
class _Letters:
    """A matrix with a letter for every entry that differs: entry = numerator of its letter / ``below``."""

    rows: list[list[Expr]]
    numerators: dict[Expr, Expr]
    lengths: dict[Expr, int]
    below: Expr

    def written_out(self, field: Field, element: Element, degree: int) -> Expr:
        """Return an element of that degree in the letters, with the numerators put in."""
        form = shortest(field, element).xreplace(self.numerators)
        return tidied(form / self.below**degree)

    def terms(self, field: Field, element: Element) -> int:
        """Return the most terms that the numerator of an element has when it is multiplied out."""
        lengths = [self.lengths.get(g, 1) for g in field.generators]
        return sum(prod(n**e for n, e in zip(lengths, m, strict=True)) for m in element.numer.itermonoms())


def _in_letters(field: Field, rows: Rows, mark: str) -> _Letters:
    """Name the entries of a matrix."""
    whole = common_denominator(field.K, [e for row in rows for e in row])
    letters: dict[Element, Expr] = {}
    numerators: dict[Expr, Expr] = {}
    lengths: dict[Expr, int] = {}
    for e in (e for row in rows for e in row if e):
        if e in letters:
            continue
        letter = sp.Symbol(f"_{mark}{len(numerators)}", real=True)
        top = e * whole
        numerators[letter], lengths[letter] = field.factored(top), len(top.numer)
        letters |= {-e: -letter, e: letter}
    named = [[letters.get(e, sp.S.Zero) for e in row] for row in rows]
    return _Letters(named, numerators, lengths, field.factored(whole))


class _TraceFormula:
    """The entries of the information of one Gaussian density: multiplied out, and with letters for the matrices."""

    def __init__(self, problem: Problem, shape: Gaussian) -> None:
        thetas, rewrite = problem.density.thetas, problem.rewriter.rewrite
        own, other = shape.precision, shape.covariance
        if sp.count_ops(own) < sp.count_ops(other):
            own, other = other, own
        dm = [[rewrite(sp.diff(m, t)) for m in shape.mean] for t in thetas]
        dV = [other.diff(t).applyfunc(rewrite).tolist() for t in thetas]
        A, M = (m.applyfunc(rewrite).tolist() for m in (shape.precision, own))
        slopes = [e for row in (*dm, *(row for slope in dV for row in slope)) for e in row]
        field = Field([*slopes, *(e for m in (A, M) for row in m for e in row)])
        self.whole = _trace(field, dm, A, M, dV)
        self.mean, self.spread = _in_letters(field, self.whole.A, "a"), _in_letters(field, self.whole.own, "m")
        used = [*slopes, *self.mean.numerators, *self.spread.numerators]
        self.short = _trace(Field(used), dm, self.mean.rows, self.spread.rows, dV)

    def value(self, i: int, j: int) -> Expr:
        """Return the shortest form found of entry (i, j); large ones are not multiplied out."""
        short, field = self.short, self.short.field
        parts = [(self.mean, short.mean_part(i, j), 1), (self.spread, short.trace_part(i, j), 2)]
        forms = [sp.Add(*(letters.written_out(field, e, degree) for letters, e, degree in parts if e))]
        if sum(letters.terms(field, e) for letters, e, _ in parts) <= _MOST_TERMS:
            whole = self.whole
            forms.insert(0, shortest(whole.field, whole.mean_part(i, j) + whole.trace_part(i, j)))
        return min(forms, key=cost)


def _trace(field: Field, dm: list[list[Expr]], A: list[list[Expr]], own: list[list[Expr]], dV: Sequence[Any]) -> _Trace:
    def read(rows: list[list[Expr]]) -> Rows:
        return [[field.convert(e) for e in row] for row in rows]

    return _Trace(field, read(dm), read(A), read(own), [read(slope) for slope in dV])


def _times(field: Field, A: Rows, B: Rows) -> Rows:
    columns = list(zip(*B, strict=True))
    return [
        [sum((a * b for a, b in zip(row, col, strict=True) if a and b), field.K.zero) for col in columns] for row in A
    ]
