"""The checker accepts what is right and refuses what is not, for every kind of certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import sympy as sp

import symfisher
from symfisher.calculus import differentiate
from symfisher.density import Density, Quantity, own_symbol
from symfisher.derivation import Proof
from symfisher.domains import COUNTS, POSITIVE, REAL, UNIT, Domain, IntegerRange
from symfisher.expectation import (
    ROUTES,
    constant,
    finite,
    gaussian,
    independence,
    integral,
    kernel,
    route_named,
    shift,
    span,
    sympy_route,
)
from symfisher.expectation.moments import BetaKernel, GammaKernel
from symfisher.expectation.problem import Problem
from symfisher.replay import CHECKERS, place, replay
from symfisher.replay.bench import bench_of
from symfisher.signs import Signs

Entry = tuple[int, int]
BINARY = IntegerRange(sp.Integer(0), sp.Integer(1))


def problem_of(expression: Callable[..., Any], variables: list[Domain], parameters: list[Domain]) -> Problem:
    """Return the problem of a density given as a function of its variables and parameters."""

    def quantities(kind: str, domains: list[Domain]) -> tuple[Quantity, ...]:
        return tuple(Quantity(f"{kind}{n}", own_symbol(kind, n, d), d) for n, d in enumerate(domains, 1))

    xs, ts = quantities("x", variables), quantities("t", parameters)
    density = Density(expression(*(q.symbol for q in (*xs, *ts))), xs, ts)
    signs = Signs.of(density)
    return Problem(density, differentiate(density, signs), signs)


def _normal(x: Any, m: Any, s: Any) -> Any:
    return sp.exp(-((x - m) ** 2) / (2 * s**2)) / (s * sp.sqrt(2 * sp.pi))


def _pair(x: Any, y: Any, a: Any, b: Any) -> Any:
    return _weibull(x, a, b) * a * sp.exp(-a * y)


def _weibull(x: Any, k: Any, s: Any) -> Any:
    return k / s * (x / s) ** (k - 1) * sp.exp(-((x / s) ** k))


def _laplace(x: Any, m: Any, s: Any) -> Any:
    return sp.exp(-sp.Abs(x - m) / s) / (2 * s)


def _lomax(x: Any, a: Any, s: Any) -> Any:
    return a / s * (1 + x / s) ** (-a - 1)


def _power_beta(x: Any, a: Any, b: Any) -> Any:
    return a * b * x ** (a - 1) * (1 - x**a) ** (b - 1)


def _inflated(x: Any, w: Any, t: Any) -> Any:
    poisson = sp.exp(-t) * t**x / sp.factorial(x)
    return sp.Piecewise((w + (1 - w) * sp.exp(-t), sp.Eq(x, 0)), ((1 - w) * poisson, True))


def _geometric(x: Any, p: Any) -> Any:
    return p * (1 - p) ** x


CASES: dict[str, tuple[Any, list[Domain], list[Domain], Any, str]] = {
    "constant": (lambda x, r: r * sp.exp(-r * x), [POSITIVE], [POSITIVE], constant, "hessian"),
    "combination": (_normal, [REAL], [REAL, POSITIVE], span, "hessian"),
    "atoms": (lambda x, p: p**x * (1 - p) ** (1 - x), [BINARY], [UNIT], finite, "score"),
    "quadratic": (_normal, [REAL], [REAL, POSITIVE], gaussian, "score"),
    "gamma kernel": (_weibull, [POSITIVE], [POSITIVE, POSITIVE], kernel, "hessian"),
    "prime kernel": (_lomax, [POSITIVE], [POSITIVE, POSITIVE], kernel, "hessian"),
    "beta kernel": (_power_beta, [UNIT], [POSITIVE, POSITIVE], kernel, "score"),
    "two parts": (_laplace, [REAL], [REAL, POSITIVE], kernel, "score"),
    "product": (_pair, [POSITIVE, POSITIVE], [POSITIVE, POSITIVE], independence, "hessian"),
    "atoms and tail": (_inflated, [COUNTS], [UNIT, POSITIVE], shift, "hessian"),
    "integrals": (lambda x, r: r * sp.exp(-r * x), [POSITIVE], [POSITIVE], integral, "score"),
    "tail": (_geometric, [COUNTS], [UNIT], shift, "score"),
}
"""Name to density, variables, parameters, route, and form."""


@cache
def proved(name: str) -> tuple[Problem, dict[Entry, Proof]]:
    """Return the problem of a case with the proofs that its route finds."""
    expression, variables, parameters, route, form = CASES[name]
    problem = problem_of(expression, variables, parameters)
    source = problem.negative_hessian if form == "hessian" else problem.score_products
    answers = route.attempt(problem, dict(source))
    return problem, {entry: a for entry, a in answers.items() if isinstance(a, Proof)}


def refused(name: str, change: Callable[[Any], Any], entry: Entry | None = None) -> bool:
    """Say whether the proof of an entry (the last, if none is named) is refused once its certificate is changed."""
    problem, proofs = proved(name)
    proof = proofs[max(proofs) if entry is None else entry]
    assert replay(proof, problem).ok
    return not replay(replace(proof, certificate=change(proof.certificate)), problem).ok


def part(index: int = 0, **changes: Any) -> Callable[[Any], Any]:
    """Return a change of one part of a reduction; a value that can be called is applied to what is there."""

    def change(certificate: Any) -> Any:
        old = certificate.parts[index]
        fields = {k: v(getattr(old, k)) if callable(v) else v for k, v in changes.items()}
        parts = list(certificate.parts)
        parts[index] = replace(old, **fields)
        return replace(certificate, parts=tuple(parts))

    return change


@pytest.mark.parametrize("name", CASES)
def test_right_proofs_are_accepted(name: str) -> None:
    """Every proof that a route finds is accepted, for its entry and its form."""
    problem, proofs = proved(name)
    assert proofs
    for entry, proof in proofs.items():
        assert replay(proof, problem, entry, CASES[name][4]).reason == ""


@pytest.mark.parametrize("name", CASES)
def test_wrong_values_are_refused(name: str) -> None:
    """A value that is not what the certificate gives is refused."""
    problem, proofs = proved(name)
    for proof in proofs.values():
        assert not replay(replace(proof, value=proof.value + sp.Rational(1, 10**12)), problem).ok
        assert not replay(replace(proof, value=proof.value + problem.density.xs[0]), problem).ok


@pytest.mark.parametrize("name", CASES)
def test_wrong_integrands_are_refused(name: str) -> None:
    """A certificate about another integrand is refused."""
    if name != "quadratic":
        assert refused(name, lambda c: replace(c, integrand=c.integrand + problem_x(name)))


def problem_x(name: str) -> Any:
    """Return a function of the observation that vanishes nowhere."""
    return proved(name)[0].density.xs[0] ** 2 + 1


@pytest.mark.parametrize("name", ["combination", "quadratic", "gamma kernel", "product", "atoms and tail"])
def test_proofs_of_another_entry_are_refused(name: str) -> None:
    """The proof of one entry is no proof of another."""
    problem, proofs = proved(name)
    assert not replay(proofs[max(proofs)], problem, min(proofs), CASES[name][4]).ok


def test_the_forms_are_not_exchanged() -> None:
    """A proof about the score is none about the Hessian."""
    problem, proofs = proved("two parts")
    assert replay(proofs[0, 0], problem, (0, 0)).ok
    assert not replay(proofs[0, 0], problem, (0, 0), "hessian").ok


def test_unknown_certificates_are_refused() -> None:
    """What has no checker is refused."""
    problem, proofs = proved("constant")
    answer = replay(replace(proofs[0, 0], certificate="trust me"), problem)
    assert not answer.ok
    assert "no checker" in answer.reason


@pytest.mark.parametrize("weight", [0, 1])
def test_combinations_with_another_weight_are_refused(weight: int) -> None:
    """Each weight of a combination matters."""

    def change(c: Any) -> Any:
        return replace(c, weights=tuple(w + int(k == weight) for k, w in enumerate(c.weights)))

    assert refused("combination", change)


def test_combinations_need_the_mean_score() -> None:
    """Where E[score] = 0 is not established a combination of scores proves nothing."""
    problem, proofs = proved("combination")
    unsure = Problem(problem.density, problem.calculus, problem.signs, mean_score_zero=False)
    assert not replay(proofs[1, 1], unsure).ok


@pytest.mark.parametrize("points", [((0,),), ((0,), (1,), (2,)), ((0,), (1,), (1,)), ((0,), (2,))])
def test_atoms_that_are_not_the_support_are_refused(points: tuple[tuple[int]]) -> None:
    """A missing, additional, doubled or moved atom is refused."""
    assert refused("atoms", lambda c: replace(c, points=tuple((sp.Integer(v),) for (v,) in points)))


def test_another_mean_or_precision_is_refused() -> None:
    """The Gaussian must be the density, even where the entry does not depend on the change."""
    assert refused("quadratic", lambda c: replace(c, mean=(c.mean[0] + 1,)))
    assert refused("quadratic", lambda c: replace(c, precision=2 * c.precision))
    assert refused("quadratic", lambda c: replace(c, entry=(0, 0)))


@pytest.mark.parametrize("name", ["gamma kernel", "prime kernel", "beta kernel", "two parts"])
def test_another_kernel_is_refused(name: str) -> None:
    """A kernel of another shape, weight, direction or domain is refused."""
    u = proved(name)[1][0, 0].certificate.parts[0].u
    assert refused(name, part(kernel=lambda k: replace(k, p=k.p + 1)))
    assert refused(name, part(kernel=BetaKernel(sp.Integer(2), sp.Integer(3))))
    assert refused(name, part(kernel=GammaKernel(sp.Integer(2))))
    assert refused(name, part(weight=lambda w: w / 2))
    assert refused(name, part(branch=lambda b: replace(b, increasing=not b.increasing)))
    assert refused(name, part(branch=lambda b: replace(b, image=replace(b.image, high=sp.Integer(5)))))
    assert refused(name, part(branch=lambda b: replace(b, phi=2 * b.phi)))
    assert refused(name, part(branch=lambda b: replace(b, inverse=b.inverse.xreplace({u: 2 * u}))))


@pytest.mark.parametrize("name", ["gamma kernel", "prime kernel", "beta kernel", "two parts"])
def test_another_term_is_refused(name: str) -> None:
    """A missing term, another coefficient, power or logarithm is refused."""
    assert refused(name, part(terms=()))
    assert refused(name, part(terms=lambda rows: tuple((c + 1, t) for c, t in rows)))
    assert refused(name, part(terms=lambda rows: tuple((c, replace(t, a=t.a + 1)) for c, t in rows)))
    assert refused(name, part(terms=lambda rows: tuple((c, replace(t, m=t.m + 1)) for c, t in rows)))


def test_a_missing_part_is_refused() -> None:
    """Parts must fill the support: one half of a two-sided density is not the whole."""

    def half(c: Any) -> Any:
        return replace(c, parts=(replace(c.parts[0], weight=sp.S.One),))

    def doubled(c: Any) -> Any:
        return replace(c, parts=(c.parts[0], c.parts[0]))

    assert refused("two parts", half)
    assert refused("two parts", doubled)


def test_an_end_that_is_not_reached_is_refused() -> None:
    """A substitution that fits the density but whose image is only a part of the kernel's domain is refused.

    With the support cut to x > 1 the Weibull substitution still gives the gamma kernel, at every single point.
    """
    problem, proofs = proved("gamma kernel")
    (variable,) = problem.density.variables
    cut = replace(variable, domain=replace(variable.domain, lower=sp.Integer(1)))
    shorter = replace(problem.density, variables=(cut,))
    answer = replay(proofs[0, 0], Problem(shorter, problem.calculus, problem.signs))
    assert not answer.ok
    assert "end of the support" in answer.reason


def test_moments_that_may_not_exist_are_refused() -> None:
    """A moment whose existence is not proved must stand in the conditions."""
    problem = problem_of(_lomax, [POSITIVE], [POSITIVE, POSITIVE])
    x, a = problem.density.xs[0], problem.density.thetas[0]
    answer = kernel.attempt(problem, {(0, 0): x})[0, 0]
    assert isinstance(answer, Proof)
    assert answer.conditions == (sp.Gt(a - 1, 0),)
    assert replay(answer, problem).ok
    assert not replay(replace(answer, conditions=()), problem).ok
    assert not replay(replace(answer, conditions=(sp.Gt(a, 0),)), problem).ok


def test_products_that_are_not_the_density_are_refused() -> None:
    """Every part of a product is replayed, and together they are the density."""
    assert refused("product", lambda c: replace(c, parts=c.parts[:1], proofs=c.proofs[:1]))
    assert refused("product", lambda c: replace(c, parts=(c.parts[0], c.parts[0])))
    assert refused("product", lambda c: replace(c, proofs=c.proofs[::-1]))

    def thinner(c: Any) -> Any:
        first = c.parts[0]
        return replace(c, parts=(replace(first, expression=first.expression * first.xs[0]), *c.parts[1:]))

    assert refused("product", thinner)


def test_other_tails_are_refused() -> None:
    """Mass, start, ratio, atoms and coefficients of a shift identity all matter."""

    def tail(**changes: Any) -> Callable[[Any], Any]:
        return lambda c: replace(c, tail=replace(c.tail, **{k: v(getattr(c.tail, k)) for k, v in changes.items()}))

    for name in ("atoms and tail", "tail"):
        assert refused(name, tail(start=lambda v: v + 1))
        assert refused(name, tail(mass=lambda v: 2 * v))
        assert refused(name, tail(numerator=lambda v: v + 1))
        assert refused(name, tail(end=lambda v: sp.Integer(20)))
        assert refused(name, lambda c: replace(c, constant=c.constant + 1))
        assert refused(name, lambda c: replace(c, weights=tuple(w + 1 for w in c.weights)))
        assert refused(name, lambda c: replace(c, shifts=tuple(w + 1 for w in c.shifts)))
    assert refused("atoms and tail", tail(atoms=lambda v: ()))


def test_differences_that_do_not_vanish_far_out_are_refused() -> None:
    """Telescoping needs a tail light enough: for f(x) = 1/((x+1)(x+2)) the differences of (x+2)·x·f(x) end at one."""
    problem = problem_of(lambda x, t: 1 / ((x + 1) * (x + 2)) + 0 * t, [COUNTS], [POSITIVE])
    x = problem.density.xs[0]
    mass = problem.density.expression
    tail = shift.Tail(mass, sp.Integer(0), sp.oo, (), x + 1, x + 3)
    h = sp.expand((x + 1) * (x + 1) - (x + 2) * x)
    wrong = Proof(
        sp.S.Zero, "shift", shift.ShiftSum(h, x, tail, sp.S.One, sp.S.Zero, (sp.S.Zero,), (sp.S.Zero, sp.S.One))
    )
    answer = replay(wrong, problem)
    assert not answer.ok
    assert "far out" in answer.reason


def test_other_integrals_are_refused() -> None:
    """Coefficient, function, integral, image and branch of a known integral all matter."""

    def term(**changes: Any) -> Callable[[Any], Any]:
        return panel(
            terms=lambda ts: (replace(ts[0], **{k: v(getattr(ts[0], k)) for k, v in changes.items()}), *ts[1:])
        )

    def panel(**changes: Any) -> Callable[[Any], Any]:
        def change(c: Any) -> Any:
            first = c.panels[0]
            changed = replace(first, **{k: v(getattr(first, k)) for k, v in changes.items()})
            return replace(c, panels=(changed, *c.panels[1:]))

        return change

    def branch(**changes: Any) -> Callable[[Any], Any]:
        return panel(
            branches=lambda bs: (replace(bs[0], **{k: v(getattr(bs[0], k)) for k, v in changes.items()}), *bs[1:])
        )

    assert refused("integrals", panel(terms=lambda ts: ts[1:]))
    assert refused("integrals", term(coefficient=lambda v: v + 1))
    assert refused("integrals", term(value=lambda v: 2 * v))
    assert refused("integrals", term(basis=lambda b: replace(b, s=b.s + 1)))
    assert refused("integrals", branch(phi=lambda v: 2 * v))
    assert refused("integrals", branch(increasing=lambda v: not v))
    assert refused("integrals", branch(image=lambda v: replace(v, high=sp.Integer(2))))


def test_wrong_integrals_that_cancel_are_refused() -> None:
    """Each integral is checked by itself: two wrong ones whose errors cancel give the right value and are refused."""

    def change(c: Any) -> Any:
        a, b, *rest = c.panels[0].terms
        moved = replace(a, value=a.value + 1 / a.coefficient), replace(b, value=b.value - 1 / b.coefficient)
        return replace(c, panels=(replace(c.panels[0], terms=(*moved, *rest)), *c.panels[1:]))

    assert refused("integrals", change)


def test_numbers_stand_in_where_nothing_can_be_replayed() -> None:
    """A value from SymPy's integration is compared with numbers."""
    problem = problem_of(lambda x, r: r * sp.exp(-r * x), [POSITIVE], [POSITIVE])
    (x,), (r,) = problem.density.xs, problem.density.thetas
    certificate = sympy_route.Integrated(x**2)
    assert replay(Proof(2 / r**2, "sympy", certificate), problem).ok
    assert not replay(Proof(2 / r**2 + sp.Rational(1, 10**6), "sympy", certificate), problem).ok


def test_every_certificate_has_a_checker() -> None:
    """Every certificate class that a route of this room defines is known to the checker."""
    routes = dict.fromkeys(route_named(name) for name, _ in ROUTES)
    defined = {
        c
        for route in routes
        for c in vars(route).values()
        if isinstance(c, type) and c.__module__ == route.__name__ and (c.__doc__ or "").startswith("Certificate")
    }
    assert {place(c) for c in defined} <= set(CHECKERS)


def test_points_of_a_proof_outlive_the_bench():
    """Deriving again, after other densities have driven the bench out of its cache, replays at the same points."""
    first = symfisher.derive("gpd_bounded")
    bench_of.cache_clear()
    again = symfisher.derive("gpd_bounded")
    assert again.expected_information == first.expected_information
