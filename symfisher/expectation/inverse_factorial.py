"""Inverse factorial series: counts with probabilities Γ(y)/Γ(y + ρ + 1), the Yule-Simon distribution and its tails.

The mass function B(y) = ρ·Γ(y)Γ(ρ + 1)/Γ(y + ρ + 1) on y = 1, 2, … has the sums Σ_{y ≥ n} B(y) = (n + ρ)·B(n)/ρ. So

    E[ψ(y + ρ + 1)] = ψ(ρ + 1) + 1/ρ,    E[ψ′(y + ρ + 1)] = ψ′(ρ + 1) − Σ_{n ≥ 0} n!·Γ(ρ + 1)/(Γ(n + ρ + 1)(n + ρ + 1)²),

by summation by parts. With the beta integral for n!·Γ(ρ + 1)/Γ(n + ρ + 2) and w = s·v the last sum becomes

    ∫∫ (s v)^ρ/(1 − s(1 − v)) ds dv = −2 ∫₀¹ w^ρ log w/(1 + w) dw = ½(ψ′((ρ + 1)/2) − ψ′((ρ + 2)/2)).

References: Simon (1955), Biometrika 42, 425-440, for the distribution; NIST Handbook of Mathematical Functions, 5.9, 5.15.
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

name = "inverse_factorial"


@dataclass(frozen=True)
class InverseFactorialSum:
    """Certificate: on the tail the density is ``ratio``·B, and ratio·integrand = Σ ``terms``, whose means are known.

    To be checked: ``base.mass`` is ρΓ(y)Γ(ρ+1)/Γ(y+ρ+1) with y = x + ``move`` ≥ 1 and ρ > 0; the mean of each function is its
    ``value``; the identity on the tail; and that tail and atoms add up to the proof's value.
    """

    integrand: Expr
    x: Any
    tail: Cut
    base: Base
    ratio: Expr
    terms: tuple[Weighted, ...]
    rho: Expr
    move: int


def attempt(problem: Problem, integrands: Mapping[Entry, Expr]) -> dict[Entry, Proof | Decline]:
    """Find E[h] from the means of digamma and trigamma functions under an inverse factorial series."""
    tail = cut(problem)
    if isinstance(tail, Decline):
        return dict.fromkeys(integrands, tail)
    if not tail.start.is_Integer or tail.end != sp.oo:
        return dict.fromkeys(integrands, Decline("the support is not an unbounded range of integers"))
    (x,) = problem.density.xs
    for rho, move in _shapes(problem, tail):
        if tail.start + move < 1:
            continue
        base = Base(mass(x + move, rho), 1 - move, tuple(_means(x + move, rho)))
        ratio = Rewriter(tail_signs(problem.signs, x, tail)).rewrite(tail.mass / base.mass)
        if sp.cancel(ratio).has(x):
            continue

        def certify(
            h: Expr, terms: tuple[Weighted, ...], base: Any = base, ratio: Any = ratio, shape: Any = (rho, move)
        ) -> tuple[InverseFactorialSum, str]:
            return InverseFactorialSum(h, x, tail, base, ratio, terms, *shape), name

        return answers(problem, integrands, tail, base, sp.cancel(ratio), certify)
    return dict.fromkeys(integrands, Decline("the probabilities are no inverse factorial series"))


def _shapes(problem: Problem, tail: Cut) -> Iterator[tuple[Expr, int]]:
    """Yield (ρ, m) for every Γ(x + m)/Γ(x + m + ρ + 1) in the mass function with m a number and ρ > 0."""
    (x,) = problem.density.xs
    gammas = [(e, sp.expand(b.args[0] - x)) for e, b in log_terms(tail.mass) if isinstance(b, sp.gamma)]
    own = [(e, rest) for e, rest in gammas if not rest.has(x)]
    for up, move in own:
        for down, other in own:
            rho = sp.expand(other - move - 1)
            if (up, down) == (1, -1) and move.is_Integer and rho.free_symbols and problem.signs.positive(rho):
                yield rho, int(move)


def mass(y: Any, rho: Expr) -> Expr:
    """Return ρΓ(y)Γ(ρ + 1)/Γ(y + ρ + 1)."""
    return rho * sp.gamma(y) * sp.gamma(rho + 1) / sp.gamma(y + rho + 1)


def _means(y: Any, rho: Expr) -> Iterator[KnownMean]:
    """Yield 1, ψ(y + ρ + 1) and ψ′(y + ρ + 1)."""
    yield KnownMean(sp.S.One, sp.S.One, "polygamma", -1)
    yield KnownMean(sp.polygamma(0, y + rho + 1), sp.polygamma(0, rho + 1) + 1 / rho, "polygamma", 0)
    halves = (sp.polygamma(1, (rho + 1) / 2) - sp.polygamma(1, rho / 2 + 1)) / 2
    yield KnownMean(sp.polygamma(1, y + rho + 1), sp.polygamma(1, rho + 1) - halves, "polygamma", 1)
