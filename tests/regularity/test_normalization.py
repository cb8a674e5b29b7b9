"""What is no density is refused, with the number found and what to do about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symfisher import derive
from symfisher.errors import NotNormalizedError
from symfisher.regularity import refuse_unless_density
from symfisher.regularity.normalization import normalized
from tests.regularity.builders import build, facts


def refuse(*arguments):
    density = build(*arguments)
    refuse_unless_density(density, facts(density)[2])


@pytest.mark.parametrize(
    ("density", "support", "parameters", "message"),
    [
        ("2*theta*exp(-theta*x)", "x > 0", "theta > 0", "integral over the support is 2, not 1"),
        ("exp(-theta*x)", "x > 0", "theta > 0", "--normalize"),
        ("theta**(-x-1)", "x > 0", "theta > 0", "not 1|diverges"),
        ("1/x", "x > 0", "theta > 0", "diverges"),
        ("theta**x", "x in {0, 1, 2, ...}", "0 < theta < 1", "sum over the support is"),
        ("1 + theta*(2*x-1)", "0 < x < 1", "theta", "negative at x ="),
        ("-theta*exp(-theta*x)", "x > 0", "theta > 0", "negative|not 1"),
        ("(2-3*x)*theta/theta*2", "0 < x < 1", "theta > 0", "negative at x ="),
        ("a*exp(-a*x)", "x > 0", "a", "not 1|diverges|negative"),
        ("exp(-x)*x**(a-1)*(a+1)/3/gamma(a)", "x > 0", "a > 0", "not 1"),
    ],
)
def test_refused(density, support, parameters, message):
    """An expression of another mass, or with a negative value at some parameters only, is refused with its reason."""
    with pytest.raises(NotNormalizedError, match=message):
        refuse(density, support, parameters)


@pytest.mark.parametrize(
    ("density", "support", "parameters"),
    [
        ("theta*exp(-theta*x)", "x > 0", "theta > 0"),
        ("1 + theta*(2*x-1)", "0 < x < 1", "-1 < theta < 1"),
        ("(1+2*a*cos(x-mu))/(2*pi)", "-pi < x < pi", "mu, 0 < a < 1/2"),
        ("C(n,x)*p**x*(1-p)**(n-x)", "x in {0, ..., n}", "0 < p < 1, n in {1, 2, ...}"),
        ("6*x", "0 < x < 1, 0 < y < (1-x)", "a > 0"),
    ],
)
def test_accepted(density, support, parameters):
    """A density is not refused, also where its sign is seen and not proved."""
    refuse(density, support, parameters)


def test_mass_that_was_found_is_told():
    """The exception carries the total mass."""
    with pytest.raises(NotNormalizedError) as caught:
        refuse("3*theta*exp(-theta*x)", "x > 0", "theta > 0")
    assert float(caught.value.total) == pytest.approx(3.0)


def test_condition():
    """The condition says how near to one the mass was."""
    density = build("theta*exp(-theta*x)", "x > 0", "theta > 0")
    found = normalized(density, facts(density)[2])
    assert found.status == "holds"
    assert "integrates to 1" in found.reason


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("1 + theta*(1-2*x)*(1-2*y)", {"support": "0 < x < 1", "parameters": ["theta", "0 < y < 1"]}),
        ("1 + theta*(1-2*x)/20", {"support": "0 < x < 1", "parameters": ["theta"]}),
        ("(1 + a*x^3)/2", {"support": "-1 < x < 1", "parameters": ["a > -1"]}),
    ],
)
def test_negative_far_out_in_the_domain_is_refused(text: str, options: dict[str, object]) -> None:
    """An expression that is negative only for large parameters, or near an end of their domain, is no density."""
    with pytest.raises(NotNormalizedError, match="negative"):
        derive(text, **options)


def test_mass_that_did_not_converge_refuses_nothing():
    """A mass near one that the quadrature does not vouch for leaves the condition undecided."""
    density = build("theta*exp(-theta*x)", "x > 0", "theta > 0")
    evidence = facts(density)[2]
    doubtful = tuple(replace(m, mass=0.9999, mass_error=1e-6, mass_ok=False) for m in evidence.moments)
    evidence = replace(evidence, moments=doubtful)
    refuse_unless_density(density, evidence)
    assert normalized(density, evidence).status == "undecided"
