"""The certificate of a sum of known integrals: panel by panel, f·h in the new variable is a sum of basis functions.

The change of variable is tested as for kernels; f·|dx/du|·h against the sum of basis functions at places in each panel;
and the sum of the stated integrals against double-exponential quadrature of that sum, in 30 digits.
"""

from __future__ import annotations

from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.derivation import Proof
from symfisher.expectation.integral import Integrals, Panel
from symfisher.replay.bench import FINE, Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case
from symfisher.replay.changes import check_cover, ends_of, places_of, speed

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
            rows = [numbers([e for t in p.terms for e in (t.coefficient, t.value)], point) for p in c.panels]
            _check_integrand(c, case, point, index, [row[::2] for row in rows])
            for row in rows:
                parts += [a * b for a, b in zip(row[::2], row[1::2], strict=True)]
            require(same(number(proof.value, point), mp.fsum(parts), parts), "the integrals do not add up to the value")
        with mp.workdps(_QUADRATURE_DIGITS):
            for panel, row in zip(c.panels, rows, strict=True):
                _check_quadrature(panel, point, row)


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


def _check_quadrature(panel: Panel, point: Values, row: list[Any]) -> None:
    """Check that the stated integrals add up to the quadrature of the sum of basis functions."""
    low, high = ends_of(panel.image, point)
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
