"""What flows over the ends of a support, and what is lost at jumps inside it: s p there, proved or not given.

References
----------
Hyvärinen (2005), J. Mach. Learn. Res. 6, 695-709, whose theorem 1 assumes that both are zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density
from symfisher.domains import REAL, Expr
from symfisher.expectation.limits import growth, limit
from symfisher.expectation.pieces import switches
from symfisher.inference.expecting import problem_for
from symfisher.score_matching.beside import beside
from symfisher.score_matching.forms import short
from symfisher.score_matching.gaussian_means import is_gaussian
from symfisher.signs import Signs
from symfisher.simplification import shorten
from symfisher.zeros import isolate

_ENTIRE = (sp.Add, sp.Mul, sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.tanh, sp.erf, sp.erfc)


@dataclass(frozen=True)
class Flux:
    """What flows out of the support: Σᵢ [sᵢ p] from the lower to the upper ends.

    Attributes
    ----------
    ends
        For every variable the limits of sᵢ p at the lower and the upper end, ``None`` where not proved, and complex infinity
        where it is proved unbounded.
    total
        Upper minus lower, summed; ``None`` where undecided. In several variables it is given only where all are zero.
    exceptions
        By variable and end (0 the lower, 1 the upper): what must not vanish for sᵢ p to be unbounded there.
    """

    ends: tuple[tuple[Expr | None, Expr | None], ...]
    total: Expr | None
    exceptions: Mapping[tuple[int, int], Expr] = field(default_factory=dict)

    @property
    def unbounded(self) -> bool:
        """Whether sᵢ p is proved unbounded at an end."""
        return any(e == sp.zoo for pair in self.ends for e in pair)


def boundary_flux(density: Density, score: Sequence[Expr], signs: Signs) -> Flux:
    """Return the limits of sᵢ p at both ends of every variable, proved or not given.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ exponential(rate)")
    >>> found = boundary_flux(density, [1 - density.xs[0]], Signs.of(density))
    >>> [density.present(e) for e in (*found.ends[0], found.total)]
    [rate, 0, -rate]
    """
    ends = tuple(
        (at_end(density, s, i, signs, upper=False), at_end(density, s, i, signs, upper=True))
        for i, s in enumerate(score)
    )
    if any(e in (None, sp.zoo) for pair in ends for e in pair):
        return Flux(
            ends, sp.S.Zero if _gaussian_beats(density, score) else None, _exceptions(density, score, ends, signs)
        )
    if len(ends) > 1:
        return Flux(ends, sp.S.Zero if all(e == 0 for pair in ends for e in pair) else None)
    lower, upper = ends[0]
    return Flux(ends, None if lower is None or upper is None else shorten(upper - lower, signs))


def _gaussian_beats(density: Density, field: Sequence[Expr]) -> bool:
    """Whether the density is Gaussian on the whole space and the field polynomial, so that nothing flows."""
    return is_gaussian(problem_for(density)) and all(s.is_polynomial(*density.xs) for s in field)


def conditional_end(density: Density, variable: int, *, upper: bool) -> Expr | None:
    """Return where the support ends in one variable while the others stand still; ``None`` where that was not found.

    Supports are nested: y in (0, 1 − x) for every x in (0, 1). At x = 1 nothing is left of y, so that the end of x at a fixed
    y is 1 − y.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("6*(1-x-y)", support="x > 0, y > 0, x + y < 1", require_parameters=False)
    >>> density.present(conditional_end(density, 0, upper=True))
    1 - y
    """
    x, end = density.xs[variable], density.variables[variable].domain.ends[int(upper)]
    for v in density.variables:
        ends = [e for e in v.domain.ends if e.has(x)]
        if not ends:
            continue
        low, high = (e.xreplace({x: end}) for e in v.domain.ends)
        if not (low == high or sp.expand(high - low) in (0, sp.nan)):
            continue
        found = (
            [sol for e in ends for sol in sp.solve(e - v.symbol, x)] if all(e.is_polynomial(x) for e in ends) else []
        )
        return found[0] if len(found) == 1 else None
    return end


def at_end(density: Density, factor: Expr, variable: int, signs: Signs, *, upper: bool) -> Expr | None:
    """Return the limit of factor·p as one variable tends to an end of its support.

    Returns
    -------
    Expr or None
        Complex infinity where it was proved unbounded, ``None`` where nothing was proved.
    """
    quantity = density.variables[variable]
    x, end = quantity.symbol, conditional_end(density, variable, upper=upper)
    if end is None:
        return None
    product = beside(factor * density.expression, x, end, -1 if upper else 1, signs)
    if product is None:
        return None
    if not end.is_infinite and _entire(product, x):
        return shorten(product.xreplace({x: end}), signs)
    found = _limit(product, x, end, upper, signs)
    if found is None and product.has(sp.log) and quantity.domain.ends == (0, sp.oo):
        z = sp.Symbol("_z", real=True)
        image = sp.powsimp(sp.expand_log(product.xreplace({x: sp.exp(z)})))
        found = _limit(image, z, sp.oo if upper else -sp.oo, upper, signs.extended({z: REAL}))
    if found is None:
        found = sp.zoo if _grows(product, x, end, upper, signs) else None
    if found is None and _where_p_grows(density, factor, variable, signs, upper=upper) not in (None, 0):
        found = sp.zoo
    return found


def _where_p_grows(density: Density, factor: Expr, variable: int, signs: Signs, *, upper: bool) -> Expr | None:
    """Return what factor·p grows without bound with at an end, if that is not zero; ``None`` where that was not proved."""
    x, end = density.xs[variable], conditional_end(density, variable, upper=upper)
    if end is None or end.is_infinite:
        return None
    if _entire(factor, x) and _grows(density.expression, x, end, upper, signs):
        return shorten(factor.xreplace({x: end}), signs)
    parts: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(sp.expand(factor)):
        c, f = term.as_independent(x, as_Add=False)
        parts[f] = parts.get(f, sp.S.Zero) + c
    growing = [f for f in parts if _grows(f * density.expression, x, end, upper, signs)]
    if len(growing) != 1 or any(
        _limit(f * density.expression, x, end, upper, signs) is None for f in parts if f not in growing
    ):
        return None
    return shorten(parts[growing[0]], signs)


def _grows(product: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> bool:
    """Whether a product is proved to grow without bound at an end."""
    coefficient = growth(product, x, end, upper, signs)
    return coefficient is not None and signs.sign(coefficient) in (1, -1)


def _exceptions(
    density: Density, score: Sequence[Expr], ends: Sequence[tuple[Expr | None, ...]], signs: Signs
) -> dict[tuple[int, int], Expr]:
    """Return the values of the score that decide whether s p is unbounded, where they may be zero."""
    found = {}
    for i, pair in enumerate(ends):
        for j, end in enumerate(pair):
            value = _where_p_grows(density, score[i], i, signs, upper=bool(j)) if end == sp.zoo else None
            if value is not None and signs.sign(value) not in (1, -1):
                found[i, j] = sp.numer(sp.together(value))
    return found


def _entire(e: Expr, x: Any) -> bool:
    """Whether an expression is continuous in x everywhere, by what it is made of."""
    if not e.has(x) or e == x:
        return True
    power = e.is_Pow and e.exp.is_Integer and e.exp > 0
    return (power or isinstance(e, _ENTIRE)) and all(_entire(a, x) for a in e.args)


def _limit(product: Expr, x: Any, end: Expr, upper: bool, signs: Signs) -> Expr | None:
    """Return the limit of a product, or of a sum of products term by term."""
    whole = limit(product, x, end, upper, signs)
    if whole is not None:
        return shorten(whole, signs)
    terms = sp.Add.make_args(sp.expand_mul(product))
    values = [limit(t, x, end, upper, signs) for t in terms]
    return None if any(v is None for v in values) else shorten(sp.Add(*values), signs)


def inner_jumps(density: Density, field: Sequence[Expr], signs: Signs) -> Expr | None:
    """Return by how much s p jumps up inside the support, summed over its jumps; ``None`` where that is not clear.

    Examples
    --------
    >>> from symfisher.reading import read
    >>> density = read("x ~ laplace(m, b)")
    >>> density.present(inner_jumps(density, [sp.sign(density.xs[0] - density.thetas[0])], Signs.of(density)))
    1/b
    """
    whole = [s * density.expression for s in field]
    if not any(e.has(sp.Piecewise, sp.Heaviside, sp.sign) or _divides_by_bars(e, density.xs) for e in whole):
        return sp.S.Zero
    if len(density.xs) > 1:
        return None
    (x,), (low, high) = density.xs, density.variables[0].domain.ends
    total = sp.S.Zero
    for c in _places(whole[0], x):
        inside = [1 if e.is_infinite else signs.sign(sp.expand(d)) for e, d in ((low, c - low), (high, high - c))]
        if -1 in inside or 0 in inside:
            continue
        for side in (-1, 1):
            found = beside(whole[0], x, c, side, signs)
            value = sp.nan if found is None else found.xreplace({x: c})
            if None in inside or value.has(sp.nan, sp.zoo, sp.oo):
                return None
            total += side * value
    return short(total, signs)


def _divides_by_bars(e: Expr, xs: Sequence[Any]) -> bool:
    """Whether |u|/u may stand in an expression, which jumps although |u| does not."""
    return any(a.has(*xs) and (sp.S.One / a.args[0]) in e.atoms(sp.Pow) for a in e.atoms(sp.Abs))


def _places(e: Expr, x: Any) -> list[Expr]:
    """Return where an expression switches; not a number where that was not found."""
    found = [isolate(u, x) for u in switches(e, x)]
    return list(dict.fromkeys(sp.nan if c is None else sp.expand(c) for c in found))
