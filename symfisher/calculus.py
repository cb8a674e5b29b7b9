"""Differentiation only: the log-density, the score, the Hessian.

A density is a product of powers, so its logarithm is a sum, term by term: log f = sum of e_i log|b_i|. That identity needs
no sign, because f = |f|; signs matter only where log b_i itself is wanted, and there they are proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.signs import Signs

_STEPS = (sp.floor, sp.ceiling, sp.frac, sp.Mod)

LogTerm = tuple[Expr, Expr]
"""A pair (e, b) that stands for e·log|b|; ``b`` is E for a term that is not a logarithm."""


@dataclass(frozen=True)
class Calculus:
    """Derivatives of the log-density in the parameters.

    Attributes
    ----------
    log_density
        Log-density in nats, in our symbols.
    score
        Shape (k, 1), immutable.
    hessian
        Shape (k, k), symmetric, immutable; derivatives almost everywhere (at kinks the point is left out).
    """

    log_density: Expr
    score: Any
    hessian: Any

    @cached_property
    def entries(self) -> tuple[tuple[int, int], ...]:
        """Positions (i, j), i <= j, of the matrices."""
        k = self.score.rows
        return tuple((i, j) for i in range(k) for j in range(i, k))


def differentiate(density: Density, signs: Signs | None = None) -> Calculus:
    """Differentiate the log-density of ``density`` once and twice in its parameters.

    Examples
    --------
    >>> from symfisher.density import Quantity, own_symbol
    >>> from symfisher.domains import POSITIVE
    >>> x, r = (Quantity(n, own_symbol(k, 1, POSITIVE), POSITIVE) for n, k in (("x", "x"), ("r", "t")))
    >>> f = Density(r.symbol * sp.exp(-r.symbol * x.symbol), (x,), (r,))
    >>> f.present(differentiate(f).score)
    Matrix([[-x + 1/r]])
    """
    signs = signs or Signs.of(density)
    log_density = logarithm(density.expression, signs)
    thetas = density.thetas
    smooth = all(isinstance(f, _SMOOTH) for f in log_density.atoms(sp.Function))
    slopes = [_Slopes(t, smooth) for t in thetas]
    score = [slope.almost_everywhere(log_density) for slope in slopes]
    hessian = [
        [slope.almost_everywhere(s) if i <= j else sp.S.Zero for j, slope in enumerate(slopes)]
        for i, s in enumerate(score)
    ]
    full = [[hessian[min(i, j)][max(i, j)] for j in range(len(thetas))] for i in range(len(thetas))]
    return Calculus(log_density, sp.ImmutableMatrix(len(thetas), 1, score), sp.ImmutableMatrix(full))


def logarithm(f: Expr, signs: Signs) -> Expr:
    """Return log f, split into a sum as far as signs are proved; f is positive where it is asked for."""
    if f.is_zero:
        return -sp.oo
    if isinstance(f, sp.Piecewise):
        return _by_pieces(f, signs)
    terms = _gather(log_terms(f), signs)
    unsure = [(e, b) for e, b in terms if e.is_integer and b is not sp.E and not _is_positive(b, signs)]
    bars = {b for e, b in unsure if len(unsure) > 1 or e.is_even is not False}
    if len(unsure) == 1 and not bars and _rest_is_negative(f, signs):
        terms = [(e, -b if (e, b) == unsure[0] else b) for e, b in terms]
    return sp.Add(*(_log_term(e, b, b in bars, signs) for e, b in terms))


def _rest_is_negative(f: Expr, signs: Signs) -> bool:
    """Whether the factors of known sign are negative together, as in -sin(t - x)/2: the one left is then negative too."""
    odd = [b for b, e in (factor.as_base_exp() for factor in sp.Mul.make_args(f)) if e.is_odd]
    return len([b for b in odd if signs.negative(b)]) % 2 == 1


def _log_term(e: Expr, b: Expr, bars: bool, signs: Signs) -> Expr:
    if b is sp.E:
        return e
    return e * (_by_pieces(b, signs) if isinstance(b, sp.Piecewise) else _log_of(b, bars))


def _by_pieces(f: Any, signs: Signs) -> Expr:
    return sp.Piecewise(*((logarithm(piece, signs), condition) for piece, condition in f.args))


def log_terms(f: Expr) -> list[LogTerm]:
    """Take a product of powers apart into pairs (e, b) with log|f| = Σ e·log|b|."""
    if f.is_Mul:
        return [term for factor in f.args for term in log_terms(factor)]
    if isinstance(f, sp.exp):
        return [(f.args[0], sp.E)]
    if f.is_Pow:
        return [(f.exp * e, b) for e, b in log_terms(f.base)]
    if isinstance(f, sp.beta):
        a, b = f.args
        return [(sp.S.One, sp.gamma(a)), (sp.S.One, sp.gamma(b)), (sp.S.NegativeOne, sp.gamma(a + b))]
    if isinstance(f, sp.factorial):
        return [(sp.S.One, sp.gamma(f.args[0] + 1))]
    if isinstance(f, sp.binomial):
        n, k = f.args
        below = [(sp.S.NegativeOne, sp.gamma(k + 1)), (sp.S.NegativeOne, sp.gamma(n - k + 1))]
        return [(sp.S.One, sp.gamma(n + 1)), *below]
    if f.is_Rational and f.p not in (1, -1) and f.q != 1:
        return [(sp.S.One, sp.Integer(abs(f.p))), (sp.S.NegativeOne, sp.Integer(f.q))]
    if f in (1, -1):
        return []
    return [(sp.S.One, f)]


def _gather(terms: list[LogTerm], signs: Signs) -> list[LogTerm]:
    """Add exponents of equal bases; bases that differ by a proved sign are one."""
    total: dict[Expr, Expr] = {}
    for e, b in terms:
        base = -b if b is not sp.E and signs.negative(b) else b
        if b is sp.E:
            base = b
        total[base] = total.get(base, sp.S.Zero) + e
    return [(e, b) for b, e in total.items() if e != 0 and b != 1]


def _log_of(b: Expr, bars: bool) -> Expr:
    """Return log|b|, without the bars where ``b`` is positive.

    A base with an exponent that is no integer is positive, since the density is real; so is the only factor whose sign
    is not proved, since the density is positive.
    """
    if isinstance(b, sp.gamma):
        return sp.loggamma(b.args[0])
    return sp.log(sp.Abs(b)) if bars else sp.log(b)


def _is_positive(b: Expr, signs: Signs) -> bool:
    return isinstance(b, (sp.gamma, sp.Abs)) or signs.positive(b)


_SMOOTH = (sp.exp, sp.log, sp.gamma, sp.loggamma, sp.polygamma, sp.erf, sp.erfc, sp.sin, sp.cos, sp.tan)
"""Functions whose derivatives have no point masses."""


class _Slopes:
    """Derivatives in one symbol; what expressions share is differentiated once."""

    def __init__(self, symbol: Any, smooth: bool) -> None:
        self.symbol = symbol
        self.smooth = smooth
        self._known: dict[Expr, Expr] = {symbol: sp.S.One}

    def almost_everywhere(self, e: Expr) -> Expr:
        """Differentiate; point masses at kinks and jumps are left out, and log|b| gives b′/b."""
        if self.smooth:
            return self.of(e)
        bars = {a: sp.log(a.args[0].args[0]) for a in e.atoms(sp.log) if isinstance(a.args[0], sp.Abs)}
        result = self.of(e.xreplace(bars) if bars else e)
        if bars:
            result = result.xreplace({v: k for k, v in bars.items()})
        if result.has(sp.DiracDelta):
            result = result.replace(lambda a: isinstance(a, sp.DiracDelta), lambda _: sp.S.Zero)
        return _without_steps(result)

    def of(self, e: Expr) -> Expr:
        """Return the derivative."""
        if e not in self._known:
            self._known[e] = self._found(e)
        return self._known[e]

    def _found(self, e: Expr) -> Expr:
        if not e.args:
            return sp.S.Zero
        if e.is_Add:
            return e.func(*map(self.of, e.args))
        if e.is_Mul:
            return sp.Add(
                *(sp.Mul(*e.args[:i], d, *e.args[i + 1 :]) for i, a in enumerate(e.args) if (d := self.of(a)))
            )
        if e.is_Pow and not e.exp.has(self.symbol):
            return e * (self.of(e.base) * e.exp / e.base)
        return sp.diff(e, self.symbol)


def _without_steps(e: Expr) -> Expr:
    """Put zero for derivatives of floor, ceiling and the like, which are zero almost everywhere."""
    slopes = [a for a in e.atoms(sp.Subs, sp.Derivative) if a.expr.has(*_STEPS)]
    for a in sorted(slopes, key=sp.default_sort_key):
        e = e.xreplace({a: sp.S.Zero})
    return e
