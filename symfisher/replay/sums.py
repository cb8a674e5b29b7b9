"""Certificates of discrete densities: sums over finitely many atoms, and shift identities on a tail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mpmath as mp
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Proof
from symfisher.domains import Expr, FiniteSet, IntegerRange
from symfisher.replay.bench import (
    FINE,
    POINTS,
    STEP,
    Values,
    bench_of,
    exact,
    number,
    numbers,
    observations,
    require,
    same,
    tends,
)
from symfisher.replay.case import Case

_MANY = 12
_RUNGS = (2, 4, 8, 16)


def atoms(proof: Proof, case: Case) -> None:
    """The points are the whole support, and mass times integrand adds up to the value."""
    c, density = proof.certificate, case.density
    require(len(set(c.points)) == len(c.points), "a point is counted twice")
    require(set(c.points) == set(_support(density, ())), "the points are not the support")
    bench = bench_of(density)
    for index in bench.admissible(proof.conditions)[: 2 if len(c.points) > _MANY else POINTS]:
        point = bench.points[index]
        places = [{**point, **dict(zip(density.xs, p, strict=True))} for p in c.points]
        rows = [numbers([density.expression, c.integrand], place) for place in places]
        require(all(m >= 0 for m, _ in rows) and same(mp.fsum(m for m, _ in rows), 1), "the masses do not add up to one")
        terms = [m * h for m, h in rows]
        require(same(mp.fsum(terms), number(proof.value, point), terms), "the sum is not the value")


def _support(density: Density, head: tuple[Expr, ...]) -> Iterator[tuple[Expr, ...]]:
    """Yield every point of a finite support that begins with ``head``."""
    if len(head) == len(density.xs):
        yield head
        return
    domain = density.variables[len(head)].domain.xreplace(dict(zip(density.xs, head, strict=False)))
    if isinstance(domain, FiniteSet):
        own: Any = domain.values
    else:
        require(domain.discrete and all(e.is_Integer for e in domain.ends), "the support is not finite")
        own = range(int(domain.lower), int(domain.upper) + 1, domain.step)
    for value in own:
        yield from _support(density, (*head, sp.sympify(value)))


def shift_sum(proof: Proof, case: Case) -> None:
    """Beyond the atoms the integrand is a combination of scores and of differences that telescope."""
    c, bench = proof.certificate, bench_of(case.density)
    _check_cut(c, case)
    own = sp.Tuple(c.constant, *c.weights, *c.shifts)
    require(not own.free_symbols & set(case.density.xs), "a weight contains the observation")
    require(len(c.weights) == len(case.density.thetas), "one weight is needed for each component of the score")
    for index in range(len(bench.points)):
        _check_end(c, bench.points[index])
    for index in bench.admissible(proof.conditions):
        point = bench.points[index]
        constant, *rest = numbers([c.constant, *c.weights, *c.shifts], point)
        weights, shifts = rest[: len(c.weights)], rest[len(c.weights) :]
        for place in _tail_places(c, case.density, point):
            sample = {**point, c.x: place}
            found = [w * bench.score(sample, k) for k, w in enumerate(weights) if w != 0]
            found += [w * _difference(c, sample, j) for j, w in enumerate(shifts) if w != 0]
            h = number(c.integrand, sample)
            require(same(h - constant, mp.fsum(found), [constant, *found]), "the integrand is not the combination")
        parts = list(_expectations(c, case.density, point, constant, weights, shifts))
        require(same(number(proof.value, point), mp.fsum(parts), parts), "the parts do not add up to the value")


def _check_cut(c: Any, case: Case) -> None:
    """Atoms and tail are the support, and on the tail the mass function is the density."""
    (variable,) = case.density.variables
    domain, atoms_ = variable.domain, list(c.tail.atoms)
    require(c.x == variable.symbol and isinstance(domain, IntegerRange) and domain.step == 1, "not one count")
    require(case.normalised, "the total mass is not one")
    require(atoms_ == [domain.lower + n for n in range(len(atoms_))], "the atoms are not the first points of the support")
    require(c.tail.start == domain.lower + len(atoms_) and c.tail.end == domain.upper, "atoms and tail are not the support")
    require(all(e.is_polynomial(c.x) for e in (c.tail.numerator, c.tail.denominator)), "the ratio is not rational")


def _check_end(c: Any, point: Values) -> None:
    """What telescopes vanishes beyond the end of the tail."""
    used = [j for j, w in enumerate(c.shifts) if w != 0]
    if not used:
        return
    if c.tail.end != sp.oo:
        at_end = number(c.tail.numerator, {**point, c.x: number(c.tail.end, point)})
        return require(same(at_end, 0), "the differences do not vanish at the end of the support")
    rungs = [{**point, c.x: mp.mpf(10) ** n} for n in _RUNGS]
    flows = [_flow(c, place, max(used)) for place in rungs]
    return require(tends(flows, mp.mpf(0)), "the differences do not vanish far out")


def _tail_places(c: Any, density: Density, point: Values) -> Iterator[Any]:
    """Yield the first points of the tail, some further ones, and those that the density names; the mass is tested there."""
    start, end = (number(e, point) for e in (c.tail.start, c.tail.end))
    named = [exact(v) for v in observations(density, density.variables[0], point)]
    for place in dict.fromkeys([start, start + 1, start + 3, start + 8, *(v for v in named if v >= start)]):
        if place <= end:
            sample = {**point, c.x: sp.Integer(int(place))}
            mass, f = numbers([c.tail.mass, density.expression], sample)
            require(same(mass / f, 1), "the mass function of the tail is not the density")
            if place + 1 <= end:
                after = number(density.expression, {**point, c.x: sp.Integer(int(place) + 1)})
                top, bottom = numbers([c.tail.numerator, c.tail.denominator], sample)
                require(same(after * bottom, f * top, [f * top / mp.mpf(10) ** 12]) and same(after * bottom / f, top),
                        "the ratio of neighbouring masses is another")
            yield sp.Integer(int(place))


def _difference(c: Any, sample: Values, j: int) -> Any:
    """Return P(x)(x+1)^j − Q(x−1)x^j."""
    x = exact(sample[c.x])
    top = number(c.tail.numerator, sample)
    bottom = number(c.tail.denominator, {**sample, c.x: x - 1})
    return top * (x + 1) ** j - bottom * x**j


def _flow(c: Any, sample: Values, j: int) -> Any:
    """Return Q(x−1)·x^j·f(x), whose differences telescope."""
    x = exact(sample[c.x])
    return number(c.tail.denominator, {**sample, c.x: x - 1}) * x**j * number(c.tail.mass, sample)


def _expectations(c: Any, density: Density, point: Values, constant: Any, weights: Any, shifts: Any) -> Iterator[Any]:
    """Yield the parts of E[h]: constant and scores on the tail, differences, atoms."""
    yield constant * _tail_mass(c, density, point)
    for t, w in zip(density.thetas, weights, strict=True):
        if w != 0:
            with mp.workdps(FINE):
                up, down = (_tail_mass(c, density, {**point, t: exact(point[t]) + n * STEP}) for n in (1, -1))
                yield w * (up - down) / (2 * STEP)
    first = {**point, c.x: number(c.tail.start, point)}
    for j, w in enumerate(shifts):
        if w != 0:
            yield -w * _flow(c, first, j)
    for atom in c.tail.atoms:
        f, h = numbers([density.expression, c.integrand], {**point, c.x: atom})
        yield f * h


def _tail_mass(c: Any, density: Density, point: Values) -> Any:
    return 1 - mp.fsum(number(density.expression, {**point, c.x: atom}) for atom in c.tail.atoms)
