"""The single checks: where they hold and the sentences they give."""

from __future__ import annotations

import pytest

from symfisher.regularity import agreement, finiteness, mean_score, smoothness, support
from symfisher.regularity.facts import Facts, listed
from tests.regularity.builders import build, facts


def checks(*arguments):
    density = build(*arguments)
    found = Facts(density, *facts(density))
    finite = finiteness.check(found)
    several = (support.check(found), smoothness.check(found), mean_score.check(found, finite.requirement), finite)
    return {c.name: c for c in (*several, agreement.check(found, finite.requirement))}


@pytest.mark.parametrize(
    ("arguments", "name", "words"),
    [
        (("1/theta", "0 < x < theta", "theta > 0"), "support", "tends to 1/theta"),
        (("1/theta", "0 < x < theta", "theta > 0"), "mean-score-zero", "E[score] = -1/theta, not 0"),
        (("1/theta", "0 < x < theta", "theta > 0"), "definitions-agree", "is 2/theta**2, not 0"),
        (("a*x_m**a/x**(a+1)", "x > x_m", "a > 0, x_m > 0"), "mean-score-zero", "E[score] = (0, a/x_m), not 0"),
        (("exp(-Abs(x-mu))/2", "x in R", "mu"), "differentiable", "kink at x = mu"),
        (("exp(-Abs(x-mu))/2", "x in R", "mu"), "definitions-agree", "slope of f jumps at x = mu"),
        (("2*(x-mu)*exp(-(x-mu)**2)", "x > mu", "mu"), "finite-information", "f·score² like d**(-1)"),
        (("exp(-1/(2*(x-m)))/sqrt(2*pi)/(x-m)**(S(3)/2)", "x > m", "m"), "support", "faster than every power"),
        (("theta*x**(-theta-1)", "x > 1", "theta > 0"), "finite-information", "orders of growth"),
        (("p**x*(1-p)**(1-x)", "x in {0, 1}", "0 < p < 1"), "finite-information", "finitely many"),
        (("theta*x**(-theta-1)", "x > 1", "theta > 0"), "support", "does not depend"),
    ],
)
def test_reason(arguments, name, words):
    """A condition names the place, the number or the rule that decides it."""
    assert words in checks(*arguments)[name].reason


def test_partial_conditions_differ():
    """With location, a gamma density needs a > 1 for E[score] = 0 and a > 2 for finite information."""
    density = build("(x-mu)**(a-1)*exp(-(x-mu))/gamma(a)", "x > mu", "mu, a > 0")
    found = checks("(x-mu)**(a-1)*exp(-(x-mu))/gamma(a)", "x > mu", "mu, a > 0")
    assert found["mean-score-zero"].requirement.describe(density) == "a > 1"
    assert found["finite-information"].requirement.describe(density) == "a > 2"
    assert "only for a > 2" in found["finite-information"].condition(density).reason


def test_kink_of_a_power():
    """exp(-|x - mu|**b): finite information for b > 1/2, equal definitions for b > 1."""
    arguments = ("exp(-Abs(x-mu)**b)*b/(2*gamma(1/b))", "x in R", "mu, b > 0")
    found, density = checks(*arguments), build(*arguments)
    assert found["finite-information"].requirement.describe(density) == "b > 1/2"
    assert found["definitions-agree"].requirement.describe(density) == "b > 1"


def test_heavy_tail_against_a_fast_score():
    """A weight between a light and a heavy tail has a bounded score: finite."""
    found = checks("(1-w)*exp(-x)+2*w*(1+x)**(-3)", "x > 0", "0 < w < 1")
    assert found["finite-information"].requirement.extent == "everywhere"


def test_listed():
    """Names are joined as in a sentence."""
    assert [listed(list("abc")[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
