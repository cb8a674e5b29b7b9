"""Tests of telescoping sums on two tails: Laplace distributions on the integers."""

from dataclasses import replace

import pytest
import sympy as sp

from symfisher.domains import UNIT, IntegerRange
from symfisher.expectation import two_tails
from symfisher.expectation.problem import Decline
from symfisher.replay import replay
from tests.expectation.builders import density, equal, problem, solved

p, q = sp.symbols("_t1 _t2", positive=True)
INTEGERS = IntegerRange(-sp.oo, sp.oo)


def skew(x, a, b):
    front = (1 - a) * (1 - b) / (1 - a * b)
    return front * sp.Piecewise((a**x, x >= 0), (b ** (-x), True))


def inflated(x, a, w):
    return w * sp.Piecewise((1, sp.Eq(x, 1)), (0, True)) + (1 - w) * (1 - a) / (1 + a) * a ** sp.Abs(x)


def test_skew_laplace():
    """Both entries of Kozubowski and Inusah's distribution; the mixed one is that of the normalising constant."""
    found = solved(two_tails, density(skew, INTEGERS, UNIT, UNIT))
    assert equal(found[0, 0], (1 - q) * (1 - p**2 * q) / (p * (1 - p) ** 2 * (1 - p * q) ** 2))
    assert equal(found[1, 1], (1 - p) * (1 - p * q**2) / (q * (1 - q) ** 2 * (1 - p * q) ** 2))
    assert equal(found[0, 1], -1 / (1 - p * q) ** 2)


def test_atoms_between_the_tails():
    """A point of mass apart from the centre, and the centre, are atoms."""
    d = density(inflated, INTEGERS, UNIT, UNIT)
    assert None not in solved(two_tails, d).values()
    proof = two_tails.attempt(problem(d), {(0, 0): sp.S.One})[0, 0]
    assert proof.value == 1
    assert proof.certificate.atoms == (0, 1)


@pytest.mark.parametrize(
    "write",
    [lambda x, a: sp.exp(-(x**2) * a), lambda x, a: (1 - a) / (1 + a) * a ** sp.Abs(2 * x**2 - x)],
    ids=["no cut", "no geometric tail"],
)
def test_what_is_declined(write):
    """Without a cut, or with other tails, the route has nothing to say."""
    x, t = density(write, INTEGERS, UNIT).xs[0], density(write, INTEGERS, UNIT)
    assert isinstance(two_tails.attempt(problem(t), {(0, 0): x})[0, 0], Decline)


def test_spoilt_certificates_are_refused():
    """A wrong weight, ratio, cover or value does not replay."""
    own = problem(density(skew, INTEGERS, UNIT, UNIT))
    proof = two_tails.attempt(own, {(0, 0): own.negative_hessian[0, 0]})[0, 0]
    c = proof.certificate
    right, left = c.tails
    assert replay(proof, own, (0, 0), "hessian").ok
    for wrong in (
        replace(c, tails=(replace(right, weights=(right.weights[0] + 1, *right.weights[1:])), left)),
        replace(c, tails=(replace(right, numerator=right.numerator / 2), left)),
        replace(c, tails=(right, replace(left, start=left.start - 1))),
        replace(c, atoms=()),
    ):
        assert not replay(replace(proof, certificate=wrong), own, (0, 0), "hessian").ok
    assert not replay(replace(proof, value=proof.value + 1), own, (0, 0), "hessian").ok
