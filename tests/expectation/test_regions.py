"""Densities that switch where two variables are equal: one order at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from symfisher import derive
from symfisher.expectation import regions
from symfisher.reading import read
from symfisher.replay import replay
from symfisher.steps import all_steps
from tests.expectation.builders import problem
from tests.steps.comparing import disagreements

FREUND = "a*d*exp(-d*y-(a+b-d)*x) if 0<x<y, b*c*exp(-c*x-(a+b-c)*y) if 0<y<x"


def test_freund() -> None:
    """Freund (1961, J. Am. Stat. Assoc. 56, 971): E[1{x<y}] = a/(a+b), and gaps are exponential."""
    a, b, c, d = sp.symbols("a b c d")
    found = derive(FREUND)
    wanted = {a: 1 / (a * (a + b)), b: 1 / (b * (a + b)), c: b / (c**2 * (a + b)), d: a / (d**2 * (a + b))}
    order = [wanted[sp.Symbol(p.name)] for p in found.density.parameters]
    assert sp.simplify(found.expected_information - sp.diag(*order)) == sp.zeros(4, 4)
    assert found.proofs[0][0].route == "regions"


@pytest.mark.parametrize("text", ["a^2/2*exp(-a*max(x,y)), x>0, y>0", "a*b*exp(-a*|x-y|-b*min(x,y))/2, x>0, y>0"])
def test_densities_of_extremes(text: str) -> None:
    """Maximum, minimum and distance of two variables switch where they are equal, too."""
    found = derive(text)
    assert found.closed_form
    assert found.verification.status == "passed"


def test_every_step_has_the_value_of_the_one_before() -> None:
    """Both orders, their densities and means, and the sum."""
    found = derive(FREUND)
    steps = all_steps(found)
    assert {"gap", "region", "regions-added"} <= {s.rule for s in steps}
    tested, wrong = disagreements(found, steps, 1)
    assert tested > 3
    assert not wrong


def test_a_wrong_weight_or_part_does_not_replay() -> None:
    """The checker multiplies weight and part, and integrates the part."""
    asked = problem(read("f(x, y; a) = a^2/2*exp(-a*max(x,y)), x>0, y>0, a>0"))
    proof = regions.attempt(asked, {(0, 0): asked.negative_hessian[0, 0]})[0, 0]
    assert replay(proof, asked, (0, 0), "hessian").ok
    c = proof.certificate
    heavier = replace(c, weights=(c.weights[0] * 2, c.weights[1]))
    assert "weight times part" in replay(replace(proof, certificate=heavier), asked).reason
    twice = tuple(replace(p, expression=2 * p.expression) for p in c.parts)
    moved = replace(c, weights=tuple(w / 2 for w in c.weights), parts=twice)
    assert not replay(replace(proof, certificate=moved), asked).ok


def test_other_densities_are_declined() -> None:
    """Independent variables are not compared."""
    asked = problem(read("f(x, y; a) = a^2*exp(-a*(x+y)), x>0, y>0, a>0"))
    assert "switch" in regions.attempt(asked, {(0, 0): sp.Integer(1)})[0, 0].reason
