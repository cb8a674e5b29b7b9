"""Certificates of discrete densities: sums over finitely many atoms, and shift identities on a tail."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
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
    kinks_of,
    number,
    numbers,
    require,
    same,
    tends,
)
from symfisher.replay.case import Case

_MANY = 12
_RUNGS = (2, 4, 8, 16)


def atoms(proof: Proof, case: Case) -> None:
    """Refuse unless the points are the whole support and mass times integrand adds up to the value."""
    c, density = proof.certificate, case.density
    require(len(set(c.points)) == len(c.points), "a point is counted twice")
    require(set(c.points) == set(_support(density, ())), "the points are not the support")
    bench = bench_of(density)
    for index in bench.admissible(proof.conditions)[: 2 if len(c.points) > _MANY else POINTS]:
        point = bench.points[index]
        places = [{**point, **dict(zip(density.xs, p, strict=True))} for p in c.points]
        rows = [numbers([density.expression, c.integrand], place) for place in places]
        require(
            all(m >= 0 for m, _ in rows) and same(mp.fsum(m for m, _ in rows), 1), "the masses do not add up to one"
        )
        terms = [m * h for m, h in rows]
        require(same(mp.fsum(terms), number(proof.value, point), terms), "the sum is not the value")


def _support(density: Density, head: tuple[Expr, ...]) -> Iterator[tuple[Expr, ...]]:
    """Yield every point of a finite support that begins with ``head``."""
    if len(head) == len(density.xs):
        yield head
        return
    domain: Any = density.variables[len(head)].domain.xreplace(dict(zip(density.xs, head, strict=False)))
    if isinstance(domain, FiniteSet):
        own: Any = domain.values
    else:
        finite = isinstance(domain, IntegerRange) and all(e.is_Integer for e in domain.ends)
        require(finite, "the support is not finite")
        own = range(int(domain.lower), int(domain.upper) + 1, domain.step)
    for value in own:
        yield from _support(density, (*head, sp.sympify(value, strict=True)))


def shift_sum(proof: Proof, case: Case) -> None:
    """Beyond the atoms the integrand is a combination of scores and of differences that telescope."""
    c, bench = proof.certificate, bench_of(case.density)
    _check_cut(c, case)
    own = sp.Tuple(c.constant, *c.weights, *c.shifts)
    require(not own.free_symbols & set(case.density.xs), "a weight contains the observation")
    require(len(c.weights) == len(case.density.thetas), "one weight is needed for each component of the score")
    used = [j for j, w in enumerate(c.shifts) if w != 0]
    if used:
        _check_end(case.density, c.tail, max(used))
    for index in bench.admissible(proof.conditions):
        point = bench.points[index]
        constant, *rest = numbers([c.constant, *c.weights, *c.shifts], point)
        weights, shifts = rest[: len(c.weights)], rest[len(c.weights) :]
        for sample in _tail_samples(case.density, c.tail, index):
            found = [w * bench.score(sample, k) for k, w in enumerate(weights) if w != 0]
            found += [w * _difference(c, sample, j) for j, w in enumerate(shifts) if w != 0]
            h = number(c.integrand, sample)
            require(same(h - constant, mp.fsum(found), [constant, *found]), "the integrand is not the combination")
        parts = list(_expectations(c, case.density, point, constant, weights, shifts))
        require(same(number(proof.value, point), mp.fsum(parts), parts), "the parts do not add up to the value")


def _check_cut(c: Any, case: Case) -> None:
    """Atoms and tail are the support, and on the tail the mass function is the density."""
    (variable,) = case.density.variables
    domain: Any = variable.domain
    atoms_ = list(c.tail.atoms)
    require(c.x == variable.symbol and isinstance(domain, IntegerRange) and domain.step == 1, "not one count")
    require(case.normalised, "the total mass is not one")
    require(
        atoms_ == [domain.lower + n for n in range(len(atoms_))], "the atoms are not the first points of the support"
    )
    require(
        c.tail.start == domain.lower + len(atoms_) and c.tail.end == domain.upper, "atoms and tail are not the support"
    )
    require(all(e.is_polynomial(c.x) for e in (c.tail.numerator, c.tail.denominator)), "the ratio is not rational")


@lru_cache(maxsize=16)
def _check_end(density: Density, tail: Any, degree: int) -> None:
    """Refuse unless what telescopes vanishes beyond the end of the tail, at every point."""
    (x,) = density.xs
    for point in bench_of(density).points:
        if tail.end != sp.oo:
            at_end = number(tail.numerator, {**point, x: number(tail.end, point)})
            require(same(at_end, 0), "the differences do not vanish at the end of the support")
        else:
            flows = [_flow(tail, x, {**point, x: mp.mpf(10) ** n}, degree) for n in _RUNGS]
            require(tends(flows, mp.mpf(0)), "the differences do not vanish far out")


@lru_cache(maxsize=16)
def _tail_samples(density: Density, tail: Any, index: int) -> list[Values]:
    """Return the first points of the tail, one further out, and those that the density names; test the mass there."""
    (x,), point, samples = density.xs, bench_of(density).points[index], []
    start, end = numbers([tail.start, tail.end], point)
    named = (mp.nint(k) for k in kinks_of(density, x, point))
    for place in dict.fromkeys([start, start + 1, start + 6, *(k for k in named if k > start)]):
        if place <= end:
            samples.append({**point, x: place})
            mass, f, top, bottom = numbers(
                [tail.mass, density.expression, tail.numerator, tail.denominator], samples[-1]
            )
            require(same(mass / f, 1), "the mass function of the tail is not the density")
            if place < end:
                after = number(tail.mass, {**point, x: place + 1})
                require(same(after * bottom / f, top), "the ratio of neighbouring masses is another")
    return samples


def _difference(c: Any, sample: Values, j: int) -> Any:
    """Return P(x)(x+1)^j − Q(x−1)x^j."""
    x = sample[c.x]
    top = number(c.tail.numerator, sample)
    bottom = number(c.tail.denominator, {**sample, c.x: x - 1})
    return top * (x + 1) ** j - bottom * x**j


def _flow(tail: Any, x: Any, sample: Values, j: int) -> Any:
    """Return Q(x−1)·x^j·f(x), whose differences telescope."""
    bottom, mass = number(tail.denominator, {**sample, x: sample[x] - 1}), number(tail.mass, sample)
    return bottom * sample[x] ** j * mass


def _expectations(c: Any, density: Density, point: Values, constant: Any, weights: Any, shifts: Any) -> Iterator[Any]:
    """Yield the parts of E[h]: constant and scores on the tail, differences, atoms."""
    yield constant * _tail_mass(c, density, point)
    for t, w in zip(density.thetas, weights, strict=True):
        if w != 0:
            with mp.workdps(FINE):
                up, down = (_tail_mass(c, density, {**point, t: point[t] + n * STEP}) for n in (1, -1))
                yield w * (up - down) / (2 * STEP)
    first = {**point, c.x: number(c.tail.start, point)}
    for j, w in enumerate(shifts):
        if w != 0:
            yield -w * _flow(c.tail, c.x, first, j)
    for atom in c.tail.atoms:
        f, h = numbers([density.expression, c.integrand], {**point, c.x: atom})
        yield f * h


def _tail_mass(c: Any, density: Density, point: Values) -> Any:
    return 1 - mp.fsum(number(density.expression, {**point, c.x: atom}) for atom in c.tail.atoms)


def two_tails(proof: Proof, case: Case) -> None:
    """Tails and atoms share out the integers, and on each tail the integrand is a sum of differences that telescope."""
    c, bench = proof.certificate, bench_of(case.density)
    (variable,) = case.density.variables
    domain: Any = variable.domain
    require(c.x == variable.symbol and isinstance(domain, IntegerRange) and domain.step == 1, "not one count")
    require(domain.ends == (-sp.oo, sp.oo), "the support is not all integers")
    right, left = c.tails
    between = [left.start + 1 + k for k in range(len(c.atoms))]
    covered = list(c.atoms) == between and right.start == left.start + 1 + len(between)
    require(covered and (right.way, left.way) == (1, -1), "tails and atoms do not share out the integers")
    for index in bench.admissible(proof.conditions):
        point = bench.points[index]
        parts = []
        for tail in c.tails:
            weights = numbers(tail.weights, point)
            _check_one_tail(c, case.density, tail, point, weights)
            bottom, first = numbers([tail.denominator, tail.mass], {**point, c.n: mp.mpf(0)})
            parts.append(-weights[0] * bottom * first)
        for atom in c.atoms:
            f, h = numbers([case.density.expression, c.integrand], {**point, c.x: mp.mpf(int(atom))})
            parts.append(f * h)
        require(same(number(proof.value, point), mp.fsum(parts), parts), "the parts do not add up to the value")


def _check_one_tail(c: Any, density: Density, tail: Any, point: Values, weights: list[Any]) -> None:
    own = sp.Tuple(tail.numerator, tail.denominator, *tail.weights).free_symbols
    require(not own & {c.x, c.n}, "a weight or the ratio of neighbours contains the observation")
    top, bottom = numbers([tail.numerator, tail.denominator], point)
    require(abs(top) < abs(bottom), "the tail does not vanish far out")
    for n in (0, 1, 2, 3, 5, 9):
        at = {**point, c.n: mp.mpf(n), c.x: mp.mpf(int(tail.start) + tail.way * n)}
        f, h, mass = numbers([density.expression, c.integrand, tail.mass], at)
        after = number(density.expression, {**at, c.x: at[c.x] + tail.way})
        require(same(f, mass) and same(after * bottom, f * top), "the tail is another")
        found = [w * (top * mp.mpf(n + 1) ** j - bottom * mp.mpf(n) ** j) for j, w in enumerate(weights)]
        require(same(h, mp.fsum(found), found), "the integrand is not the sum of differences")
