"""The certificate of the trace formula: the density is Gaussian with a given mean and precision."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr, Interval
from symfisher.replay.bench import FINE, POINTS, STEP, Values, bench_of, number, numbers, require, same
from symfisher.replay.case import Case


def quadratic(proof: Proof, case: Case) -> None:
    """Refuse unless the density is N(mean, precision⁻¹) on the whole space and the trace formula gives the value."""
    c = proof.certificate
    i, j = c.entry
    for point, values in _gaussian(case.density, c.mean, c.precision, c.covariance):
        A, slopes = values
        (m1, W1), (m2, W2) = slopes[i], slopes[j]
        d = range(A.rows)
        terms = [m1[a] * A[a, b] * m2[b] for a in d for b in d] + [W1[a, b] * W2[b, a] / 2 for a in d for b in d]
        value = number(proof.value, point)
        require(same(mp.fsum(terms), value, terms), "the trace formula does not give the value")


@lru_cache(maxsize=8)
def _gaussian(density: Density, mean: tuple[Expr, ...], precision: Any, covariance: Any) -> list[tuple[Values, Any]]:
    """Return for each point A and, a parameter, (∂m, A⁻¹∂A), after testing log f at points x."""
    require(
        all(isinstance(v.domain, Interval) and v.domain.ends == (-sp.oo, sp.oo) for v in density.variables),
        "the support is not the whole space",
    )
    free = sp.Tuple(*mean, *precision).free_symbols
    require(not free & set(density.xs) and len(mean) == len(density.xs), "mean or precision contains the observation")
    bench, result = bench_of(density), []
    with mp.workdps(FINE):
        for index, point in enumerate(bench.points[:POINTS]):
            m, A = _moments_at(mean, precision, point)
            require(same(max(map(abs, A - A.T)), 0, A), "the precision matrix is not symmetric")
            _require_inverse(A, mp.matrix([numbers(row, point) for row in covariance.tolist()]))
            root = mp.cholesky(A)
            peak = mp.fsum(mp.log(root[a, a] / mp.sqrt(2 * mp.pi)) for a in range(A.rows))
            for sample in bench.samples(index):
                y = root.T * (mp.matrix([sample[x] for x in density.xs]) - m)
                require(
                    same(bench.log(sample), peak - mp.fsum(v**2 for v in y) / 2), "the density is not that Gaussian"
                )
            inverse, slopes = A**-1, []
            for t in density.thetas:
                up, down = (_moments_at(mean, precision, {**point, t: point[t] + n * STEP}) for n in (1, -1))
                slopes.append(((up[0] - down[0]) / (2 * STEP), inverse * (up[1] - down[1]) / (2 * STEP)))
            result.append((point, (A, slopes)))
    return result


def _require_inverse(A: Any, V: Any) -> None:
    d = range(A.rows)
    for a in d:
        for b in d:
            terms = [A[a, c] * V[c, b] for c in d]
            require(same(mp.fsum(terms), int(a == b), terms), "the covariance is not the inverse of the precision")


def _moments_at(mean: tuple[Expr, ...], precision: Any, point: Values) -> tuple[Any, Any]:
    found = numbers([*mean, *precision], point)
    d = len(mean)
    return mp.matrix(found[:d]), mp.matrix([found[d + d * r : 2 * d + d * r] for r in range(d)])
