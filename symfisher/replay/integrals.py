"""The certificate of a sum of known integrals: panel by panel, f·h in the new variable is a sum of basis functions.

The change of variable is tested as for kernels; f·|dx/du|·h against the sum of basis functions at places in each panel;
and the sum of the stated integrals against double-exponential quadrature of that sum, in many digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.expectation.integral import Integrals, Panel
from symfisher.replay.bench import FINE, Values, bench_of, exact, inside, number, numbers, require, same, slope, tends
from symfisher.replay.case import Case

_PLACES = tuple(sp.Rational(*t) for t in ((23, 61), (47, 71), (11, 83)))
_RUNGS = (4, 8, 16, 32, 64)
_POINTS = 2
_QUADRATURE_DIGITS = 30
_RIGHT = mp.mpf(10) ** -18


def integrals(proof: Proof, case: Case) -> None:
    """Check that the panels fill the support, the integrand is the sum, and the integrals add up to the value."""
    c, bench = proof.certificate, bench_of(case.density)
    require(case.normalised and c.panels and (c.x,) == case.density.xs, "the certificate is about another variable")
    _check_symbols(c, case)
    for index in bench.admissible(proof.conditions)[:_POINTS]:
        point = bench.points[index]
        parts = []
        with mp.workdps(FINE):
            _check_cover(c, case, point)
            rows = [numbers([e for t in p.terms for e in (t.coefficient, t.value)], point) for p in c.panels]
            for panel, row in zip(c.panels, rows, strict=True):
                _check_integrand(c, panel, case, point, row[::2])
                parts += [a * b for a, b in pairwise(row)][::2]
            require(same(number(proof.value, point), mp.fsum(parts), parts), "the integrals do not add up to the value")
        with mp.workdps(_QUADRATURE_DIGITS):
            for panel, row in zip(c.panels, rows, strict=True):
                _check_quadrature(panel, point, row)


def _check_symbols(c: Integrals, case: Case) -> None:
    own = {q.symbol for q in case.density.quantities}
    require(c.u not in own, "the new variable is one of the density's")
    for panel in c.panels:
        for t in panel.terms:
            b = t.basis
            free = sp.Tuple(t.coefficient, t.value, b.s, b.c1, b.c0, b.alpha, b.beta).free_symbols
            require(not free & {c.u, *case.density.xs}, "a coefficient contains the observation")


def _image(panel: Panel, point: Values) -> tuple[Any, Any]:
    low, high = numbers([panel.image.low, panel.image.high], point)
    require(bool(0 <= low < high), "the image is no interval of positive numbers")
    require(all(b.image == panel.image for b in panel.branches), "the branches of a panel have different images")
    return low, high


def _check_cover(c: Integrals, case: Case, point: Values) -> None:
    """Check that the branches lie side by side and fill the support: outer ends tend to its ends, inner ones to each other."""
    ladders = []
    for panel in c.panels:
        low, high = _image(panel, point)
        down = [_near(low, high, mp.mpf(10) ** -n) for n in _RUNGS]
        far = [low + mp.mpf(10) ** (n // 2) for n in _RUNGS]
        top = far if high == mp.inf else [_near(high, low, mp.mpf(10) ** -n) for n in _RUNGS]
        for branch in panel.branches:
            sides = [[number(branch.inverse, {**point, c.u: v}) for v in side] for side in (down, top)]
            ladders.append(sides if branch.increasing else sides[::-1])
    ladders.sort(key=lambda sides: sides[0][0] + sides[1][0])
    ends = numbers(case.density.variables[0].domain.ends, point)
    require(tends(ladders[0][0], ends[0]) and tends(ladders[-1][1], ends[1]), "an end of the support is not reached")
    for (_, right), (left, _) in pairwise(ladders):
        require(tends([b - a for a, b in zip(right, left, strict=True)], mp.mpf(0)), "neighbouring panels do not meet")


def _near(end: Any, other: Any, step: Any) -> Any:
    return end + step * (other - end if mp.isfinite(other) else 1)


def _check_integrand(c: Integrals, panel: Panel, case: Case, point: Values, coefficients: list[Any]) -> None:
    """Check that Σ f(x)·|dx/du|·h(x) over the branches is the sum of the basis functions."""
    low, high = _image(panel, point)
    for place in _PLACES:
        u = inside(low, high, exact(place))
        total = []
        for branch in panel.branches:
            x = number(branch.inverse, {**point, c.u: u})
            f, h, phi = numbers([case.density.expression, c.integrand, branch.phi], {**point, c.x: x})
            speed = slope(_along(branch.inverse, c.u, point), u)
            require(same(phi, u), "a branch does not invert its substitution")
            require(bool(speed > 0) == branch.increasing and speed != 0, "a branch has the other direction")
            total.append(f * abs(speed) * h)
        found = [a * b for a, b in zip(coefficients, _functions(c, panel, {**point, c.u: u}), strict=True)]
        require(same(mp.fsum(total), mp.fsum(found), found), "the integrand is not the sum of the basis functions")


def _along(inverse: Any, u: Any, point: Values) -> Callable[[Any], Any]:
    return lambda v: number(inverse, {**point, u: v})


def _functions(c: Integrals, panel: Panel, at: Values) -> Iterator[Any]:
    return iter(numbers([t.basis.function(c.u) for t in panel.terms], at))


def _check_quadrature(panel: Panel, point: Values, row: list[Any]) -> None:
    """Check that the stated integrals add up to the quadrature of the sum of basis functions."""
    low, high = _image(panel, point)
    terms = list(zip(row[::2], *_shapes(panel, point), strict=True))

    def total(u: Any) -> Any:
        log = mp.log(u)
        return mp.fsum(
            k * mp.exp((s - 1) * log - alpha * u - beta / u) * log**m / (c1 * u + c0) ** n
            for k, s, m, n, c1, c0, alpha, beta in terms
        )

    scale = mp.fsum(abs(a * b) for a, b in zip(row[::2], row[1::2], strict=True))
    stated = mp.fsum(a * b for a, b in zip(row[::2], row[1::2], strict=True))
    cuts = [low, low + 1, low + 8, high] if high == mp.inf else [low, high]
    found = mp.quad(lambda y: 4 * y**3 * total(y**4), [mp.root(e, 4) for e in cuts])  # softens powers of u at zero
    require(abs(found - stated) <= _RIGHT * max(scale, 1), "an integral is not what the table says")


def _shapes(panel: Panel, point: Values) -> list[list[Any]]:
    """Return the columns s, m, n, c1, c0, alpha, beta of a panel's terms."""
    bases = [t.basis for t in panel.terms]
    columns = [numbers([getattr(b, field) for b in bases], point) for field in ("s", "c1", "c0", "alpha", "beta")]
    return [columns[0], [b.m for b in bases], [b.n for b in bases], *columns[1:]]
