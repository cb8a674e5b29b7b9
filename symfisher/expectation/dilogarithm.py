"""Dilogarithms: integrands that become sums of rational functions of u times one logarithm of a linear function of u.

With L = bu + d > 0 on the interval, y = u + r and λ = d − br, so that L = by + λ,

    ∫ log L/y du = log λ·log|y| − Li₂(1 − L/λ)              if λ > 0,
    ∫ log L/y du = log L·log(1 − L/λ) + Li₂(L/λ)            if λ < 0,
    ∫ log L/y du = ½ log² L                                 if λ = 0,

and other powers of y by parts, with the antiderivative of y^m that vanishes where L does. Poles inside the interval or at its
ends belong to the parts only, not to the whole integrand: what they leave must cancel, or the route declines. The inner
expectation of a bivariate density (Farlie-Gumbel-Morgenstern, Ali-Mikhail-Haq copulas) is of this kind.

Reference: Lewin (1981), Polylogarithms and Associated Functions, chapter 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sympy as sp

from symfisher.derivation import Proof, Step
from symfisher.domains import Expr, Interval
from symfisher.expectation.antiderivative import Antiderivative
from symfisher.expectation.logarithmic_parts import (
    Atom,
    Dilogarithm,
    Gap,
    Logarithm,
    Mixed,
    NotKnownError,
    Power,
    Square,
)
from symfisher.expectation.partial import decompose
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.substitution import Branch, Range, substitution
from symfisher.expectation.tables import short_value
from symfisher.normal_form import Element, Field, Rewriter
from symfisher.signs import Signs

name = "dilogarithm"

_U = sp.Symbol("_w", real=True)
_MOST_VIEWS = 6


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] by an antiderivative with dilogarithms."""
    density = problem.density
    if density.discrete or len(density.variables) != 1:
        return dict.fromkeys(integrands, Decline("not one continuous variable"))
    answers: dict[Entry, Proof | Decline] = {}
    views = list(_branches(problem))
    for entry, h in integrands.items():
        answers[entry] = Decline("no change of variable gives rational functions times logarithms")
        for branch in views:
            try:
                answers[entry] = _integrated(problem, h, branch)
            except NotKnownError:
                continue
            break
    return answers


def _branches(problem: Problem) -> Iterator[Branch]:
    """Yield the changes of variable onto a bounded interval: x itself, or an exponential in the density."""
    density = problem.density
    (x,), (low, high) = density.xs, density.variables[0].domain.ends
    powers = [e for e in sp.preorder_traversal(density.expression) if isinstance(e, sp.exp) and e.has(x)]
    tried = list(dict.fromkeys([x, *(p for p in powers if not p.args[0].is_Add), *(1 / p for p in powers)]))
    for phi in tried[:_MOST_VIEWS]:
        branches = substitution(phi, x, _U, Range(low, high), problem.signs)
        if branches and len(branches) == 1 and not any(e.is_infinite for e in _ends(branches[0])):
            yield branches[0]


def _ends(branch: Branch) -> tuple[Expr, Expr]:
    return branch.image.low, branch.image.high


def _integrated(problem: Problem, h: Expr, branch: Branch) -> Proof:
    (x,), (low, high) = problem.density.xs, _ends(branch)
    signs = problem.signs.extended({_U: Interval(low, high)})
    slope = sp.diff(branch.inverse, _U) * (1 if branch.increasing else -1)
    total = Rewriter(signs).rewrite((problem.density.expression * h).xreplace({x: branch.inverse}) * slope)
    work = _Work(signs, low, high)
    for coefficient, r, n, line in _parts(total):
        work.add(coefficient, r, n, line)
    found = work.finished()
    rise = sp.Add(*(c * (atom.at(high) - atom.at(low)) for c, atom in found))
    value = short_value(rise, problem.signs)
    if value.has(sp.nan, sp.zoo, sp.oo, _U):
        raise NotKnownError("an end")
    function = sp.Add(*(c * atom.expression(_U) for c, atom in found))
    certificate = Antiderivative(h, x, _U, branch, function)
    return Proof(value, name, certificate, steps=(Step(name, h, value),))


Line = tuple[Expr, Expr]
"""(b, d) of bu + d."""


def _parts(total: Expr) -> Iterator[tuple[Expr, Expr, int, Line | None]]:
    """Yield (c, r, n, line): total = Σ c·(u + r)^n·log(line); n = 0, 1, … have r = 0; no line, no logarithm."""
    fractions = Field([total, _U], [_U])
    element = fractions.convert(total)
    logs = _logarithms(fractions, element)
    for i, line in [(None, None), *logs.items()]:
        rows = {}
        for monomial, c in element.numer.terms():
            held = [k for k in logs if monomial[k]]
            if sum(monomial[k] for k in held) > 1:
                raise NotKnownError("a product of logarithms")
            if held == ([] if i is None else [i]):
                rows[tuple(0 if k == i else e for k, e in enumerate(monomial))] = c
        part = fractions.K(fractions.K.ring.from_dict(rows)) / fractions.K(element.denom)
        split = decompose(fractions, part, _U) if rows else []
        if split is None:
            raise NotKnownError("no partial fractions")
        for c, t in split:
            if not t.s.is_Integer or t.m or t.alpha != 0 or t.beta != 0:
                raise NotKnownError("another function")
            if t.n:
                yield c / t.c1**t.n, sp.cancel(t.c0 / t.c1), -t.n, line
            else:
                yield c, sp.S.Zero, int(t.s) - 1, line


def _logarithms(fractions: Field, element: Element) -> dict[int, Line]:
    """Return the generators that are logarithms of linear functions of u; refuse any other function of u."""
    used = {i for p in (element.numer, element.denom) for m in p.itermonoms() for i, e in enumerate(m) if e}
    found: dict[int, Line] = {}
    for i in sorted(used & set(fractions.indices([_U]))):
        g = fractions.generators[i]
        if g == _U:
            continue
        inner = sp.expand(g.args[0]) if isinstance(g, sp.log) else _U**2
        if not inner.is_polynomial(_U) or sp.degree(inner, _U) != 1:
            raise NotKnownError("another function")
        found[i] = sp.factor(inner.coeff(_U, 1)), sp.factor(inner.coeff(_U, 0))
    if any(m[i] for m in element.denom.itermonoms() for i in found):
        raise NotKnownError("a logarithm in a denominator")
    return found


@dataclass
class _Work:
    """An antiderivative under construction on (low, high): atoms with coefficients, and what multiplies log|u + r|."""

    signs: Signs
    low: Expr
    high: Expr
    atoms: list[tuple[Expr, Atom]] = field(default_factory=list)
    poles: dict[Expr, Expr] = field(default_factory=dict)

    def add(self, c: Expr, r: Expr, n: int, line: Line | None) -> None:
        """Add the antiderivative of c·(u + r)^n·log(line)."""
        if line is None:
            self._rational(c, r, n)
        elif n == -1:
            self._over_pole(c, r, line)
        else:
            self._by_parts(c, r, n, line)

    def _rational(self, c: Expr, r: Expr, n: int) -> None:
        if n == -1:
            self.poles[r] = self.poles.get(r, sp.S.Zero) + c
        else:
            self.atoms.append((c / (n + 1), Power(r, n + 1)))

    def _by_parts(self, c: Expr, r: Expr, n: int, line: Line) -> None:
        b, d = line
        m, zero = n + 1, sp.factor(r - d / b)
        if zero == 0 and m < 0:
            self.atoms += [(c / m, Gap(r, m, None, b, d)), (-c / m**2, Power(r, m))]
            return
        self.atoms.append((c / m, Gap(r, m, zero, b, d)))
        for j in range(m) if m > 0 else range(m, 0):
            weight = zero ** (m - 1 - j) * (-1 if m > 0 else 1)
            self._rational(c * weight / m, r, j)

    def _over_pole(self, c: Expr, r: Expr, line: Line) -> None:
        b, d = line
        rest = sp.factor(d - b * r)
        sign = self.signs.sign(rest)
        if sign is None:
            raise NotKnownError("the sign of the logarithm's argument at a pole")
        if sign == 1:
            self.poles[r] = self.poles.get(r, sp.S.Zero) + c * sp.log(rest)
            self.atoms.append((-c, Dilogarithm(b, d, rest)))
        else:
            self.atoms.append((c, Square(b, d) if sign == 0 else Mixed(b, d, rest)))

    def finished(self) -> list[tuple[Expr, Atom]]:
        """Return all atoms, after testing that poles inside the interval or at its ends leave no logarithm."""
        for r, c in self.poles.items():
            rewritten = Rewriter(self.signs).rewrite(c)
            if not Field([rewritten]).convert(rewritten):
                continue
            near, far = (sp.factor(e + r) for e in (self.low, self.high))
            if 0 in (near, far) or not self.signs.positive(sp.factor(far / near)):
                raise NotKnownError(f"a pole at {-r} leaves a logarithm")
            self.atoms.append((c, Logarithm(r, self.low)))
        return self.atoms
