"""The certificate of a sum of known integrals: panel by panel, f·h in the new variable is a sum of basis functions.

The change of variable is tested as for kernels; f·|dx/du|·h against the sum of basis functions at places in each panel;
and the stated integrals against a double-exponential rule in 30 digits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.domains import Expr
from symfisher.expectation.integral import Integrals
from symfisher.replay.bench import FINE, Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case
from symfisher.replay.changes import check_cover, ends_of, places_of, speed

_POINTS = 2
_QUADRATURE_DIGITS = 30
_CUTS = (-4, 0, 3)
_FAR, _GONE = 10**5, 60
"""Where log u no longer matters: for powers of u, and under an exponential of u or 1/u."""
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
            rows = [numbers([e for t in p.terms for e in (t.coefficient, t.value)], point) for p in c.panels]
            _check_integrand(c, case, point, index, [row[::2] for row in rows])
            for row in rows:
                parts += [a * b for a, b in zip(row[::2], row[1::2], strict=True)]
            require(same(number(proof.value, point), mp.fsum(parts), parts), "the integrals do not add up to the value")
        with mp.workdps(_QUADRATURE_DIGITS):
            for panel in c.panels:
                for t in panel.terms:
                    _check_quadrature(t.basis, panel.image, t.value, tuple(point.items()))


def _check_symbols(c: Integrals, case: Case) -> None:
    own = {q.symbol for q in case.density.quantities}
    require(c.u not in own, "the new variable is one of the density's")
    require(
        all(b.image == p.image for p in c.panels for b in p.branches), "the branches of a panel have different images"
    )
    for panel in c.panels:
        for t in panel.terms:
            b = t.basis
            free = sp.Tuple(t.coefficient, t.value, b.s, b.c1, b.c0, b.alpha, b.beta).free_symbols
            require(not free & {c.u, *case.density.xs}, "a coefficient contains the observation")


def _check_integrand(c: Integrals, case: Case, point: Values, index: int, coefficients: list[list[Any]]) -> None:
    """On every panel Σ f(x)·|dx/du|·h(x) over its branches is the sum of the basis functions."""
    ways = [(branch, c.u) for panel in c.panels for branch in panel.branches]
    check_cover(case.density, ways, point)
    owners = [n for n, panel in enumerate(c.panels) for _ in panel.branches]
    for way, u, _ in places_of(case.density, ways, bench_of(case.density).samples(index)):
        panel, total = c.panels[owners[way]], []
        for branch in panel.branches:
            x, factor = speed(case.density, (branch, c.u), point, u)
            f, h = numbers([case.density.expression, c.integrand], {**point, c.x: x})
            total.append(f * factor * h)
        functions = numbers([t.basis.function(c.u) for t in panel.terms], {**point, c.u: u})
        found = [a * b for a, b in zip(coefficients[owners[way]], functions, strict=True)]
        require(
            same(mp.fsum(total), mp.fsum(found), [*total, *found]),
            "the integrand is not the sum of the basis functions",
        )


@lru_cache(maxsize=512)
def _check_quadrature(basis: Any, image: Any, value: Expr, items: tuple[Any, ...]) -> None:
    """Check one integral by a double-exponential rule in log u, where no end is singular."""
    point = dict(items)
    s, c1, c0, alpha, beta = numbers([basis.s, basis.c1, basis.c0, basis.alpha, basis.beta], point)

    def function(t: Any) -> Any:
        if abs(t) > _FAR or (alpha and t > _GONE) or (beta and t < -_GONE):
            return mp.mpf(0)  # far below the digits wanted, and a tower of exponentials to compute
        u = mp.exp(t)
        return t**basis.m * mp.exp(s * t - alpha * u - beta / u) / (c1 * u + c0) ** basis.n

    low, high = (mp.log(e) if e else -mp.inf for e in ends_of(image, point))
    found = mp.quad(function, [low, *(mp.mpf(k) for k in _CUTS if low < k < high), high])
    require(abs(found - number(value, point)) <= _RIGHT * abs(found), "an integral is not what the table says")
