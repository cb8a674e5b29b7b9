"""Abel sums: counts whose probabilities contain (a + bx)^(x−1)/x!, the generalized Poisson distribution and its kin.

The mass function B(x; a) = a(a + bx)^(x−1) c^x e^(−c(a+bx))/x! has total mass one for a, c > 0 and 0 ≤ bc < 1. Since

    x(x−1)…(x−k+1)·B(x; a)/(a + bx)^k = a c^k/(a + kb) · B(x − k; a + kb),

the falling factorial x(x−1)…(x−k+1)/(a + bx)^k has the mean a c^k/(a + kb); powers of x follow from
E[x^(j+1)] = (ac·E[x^j] + c·d/dc E[x^j])/(1 − bc). Every rational function of x with no pole but −a/b is a combination.

References: Consul and Jain (1973), Technometrics 15, 791-799; Riordan (1968), Combinatorial Identities, 1.5, for Abel's
identities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.calculus import log_terms
from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.expectation.known_sums import Base, KnownMean, Weighted, answers
from symfisher.expectation.problem import Decline, Entry, Problem
from symfisher.expectation.tails import Cut, cut, tail_signs
from symfisher.normal_form import Rewriter

name = "abel"

_ORDER, _DEGREE = 4, 3


@dataclass(frozen=True)
class AbelSum:
    """Certificate: on the tail the density is ``ratio``·B, and ratio·integrand = Σ ``terms``, whose means are known.

    To be checked: ``base.mass`` is a(a+bx)^(x−1) c^x e^(−c(a+bx))/x! with a, c > 0 and 0 ≤ bc < 1; the mean of each function
    is its ``value``; the identity on the tail; and that tail and atoms add up to the proof's value.
    """

    integrand: Expr
    x: Any
    tail: Cut
    base: Base
    ratio: Expr
    terms: tuple[Weighted, ...]
    a: Expr
    b: Expr
    c: Expr


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] from Abel's identities."""
    tail = cut(problem)
    if isinstance(tail, Decline):
        return dict.fromkeys(integrands, tail)
    if not tail.start.is_Integer or tail.start < 0 or tail.end != sp.oo:
        return dict.fromkeys(integrands, Decline("the support is not an unbounded range of counts"))
    (x,) = problem.density.xs
    for a, b, c in _shapes(problem, tail):
        base = Base(mass(x, a, b, c), 0, tuple(_means(x, a, b, c)))
        rewriter = Rewriter(tail_signs(problem.signs, x, tail))
        ratio = rewriter.rewrite(tail.mass / base.mass)
        if not ratio.is_rational_function(x):
            continue

        def certify(
            h: Expr, terms: tuple[Weighted, ...], base: Any = base, ratio: Any = ratio, abc: Any = (a, b, c)
        ) -> tuple[AbelSum, str]:
            return AbelSum(h, x, tail, base, ratio, terms, *abc), name

        return answers(problem, integrands, tail, base, ratio, certify)
    return dict.fromkeys(integrands, Decline("the probabilities contain no (a + bx)^x/x!"))


def _shapes(problem: Problem, tail: Cut) -> Iterator[tuple[Expr, Expr, Expr]]:
    """Yield (a, b, c) for every factor (a + bx)^(x+m) of the mass function, if their signs are proved."""
    (x,), signs = problem.density.xs, problem.signs
    terms = log_terms(tail.mass)
    slope = sp.Add(*(sp.expand(e).coeff(x, 1) for e, base in terms if base is sp.E))
    for e, base in terms:
        line = sp.expand(base)
        if not (base.is_polynomial(x) and sp.degree(line, x) == 1 and sp.expand(e).coeff(x, 1) == 1):
            continue
        a, b = line.coeff(x, 0), sp.factor(line.coeff(x, 1))
        c = sp.cancel(-slope / b)
        if (
            signs.positive(a)
            and signs.positive(c)
            and signs.range(b).low.is_nonnegative
            and signs.positive(sp.factor(1 - b * c))
        ):
            yield a, b, c


def mass(x: Any, a: Expr, b: Expr, c: Expr) -> Expr:
    """Return a(a + bx)^(x−1) c^x e^(−c(a+bx))/x!."""
    return a * (a + b * x) ** (x - 1) * c**x * sp.exp(-c * (a + b * x)) / sp.factorial(x)


def _means(x: Any, a: Expr, b: Expr, c: Expr) -> Iterator[KnownMean]:
    """Yield 1, powers of x, and falling factorials over powers of a + bx."""
    yield KnownMean(sp.S.One, sp.S.One, "power", 0)
    for k in range(1, _ORDER + 1):
        falling = sp.Mul(*(x - j for j in range(k))) / (a + b * x) ** k
        yield KnownMean(falling, a * c**k / (a + k * b), "falling", k)
    A, B, C = sp.symbols("_a _b _c", positive=True)
    value: Expr = sp.S.One
    for j in range(1, _DEGREE + 1):
        value = sp.factor((A * C * value + C * sp.diff(value, C)) / (1 - B * C))
        yield KnownMean(x**j, value.xreplace({A: a, B: b, C: c}), "power", j)
