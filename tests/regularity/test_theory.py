"""Verdicts: the densities that textbooks warn about, the whole catalogue, and models that look alike but are not."""

from __future__ import annotations

import pytest

from symfisher.families import all_families
from tests.regularity.builders import build, family, statuses, theory

ENDS = "support mean-score-zero definitions-agree"
SHAPE = "support mean-score-zero finite-information definitions-agree"
NO, NONE = "non-regular", "does not apply"
BRANCHES = "Piecewise(((x-mu)**2/2, Abs(x-mu) < 1), (Abs(x-mu)-S(1)/2, True))"
HUBER = f"exp(-{BRANCHES})/(sqrt(2*pi)*erf(1/sqrt(2))+2*exp(-S(1)/2))"
CASES = [
    # density, support, parameters, verdict, when, Cramér-Rao, the conditions that do not hold
    ("1/theta", "0 < x < theta", "theta > 0", NO, None, NONE, ENDS),
    ("1/(b-a)", "a < x < b", "a, b > a", NO, None, NONE, ENDS),
    ("3*x**2/theta**3", "0 < x < theta", "theta > 0", NO, None, NONE, ENDS),
    ("r*exp(-r*(x-mu))", "x > mu", "mu, r > 0", NO, None, NONE, ENDS),
    ("a*x_m**a/x**(a+1)", "x > x_m", "a > 0, x_m > 0", NO, None, NONE, ENDS),
    ("a*x**(a-1)/c**a", "0 < x < c", "a > 0, c > 0", NO, None, NONE, ENDS),
    (
        "Piecewise((2*x/c, x < c), (2*(1-x)/(1-c), True))",
        "0 < x < 1",
        "0 < c < 1",
        NO,
        None,
        "applies",
        "definitions-agree",
    ),
    ("exp(-Abs(x-mu)/s)/(2*s)", "x in R", "mu, s > 0", NO, None, "applies", "definitions-agree"),
    ("exp(-Max(x-mu,0)-2*Max(mu-x,0))*2/3", "x in R", "mu", NO, None, "applies", "definitions-agree"),
    ("exp(-Abs(x)/s)/(2*s)", "x in R", "s > 0", "regular", None, "applies", ""),
    (
        "(1+xi*(x-mu)/s)**(-1/xi-1)*exp(-(1+xi*(x-mu)/s)**(-1/xi))/s",
        "x > mu-s/xi",
        "mu, s > 0, xi > 0",
        "regular",
        None,
        "applies",
        "",
    ),
    (
        "(1+xi*(x-mu)/s)**(-1/xi-1)*exp(-(1+xi*(x-mu)/s)**(-1/xi))/s",
        "x < mu-s/xi",
        "mu, s > 0, xi < 0",
        "conditional",
        "xi > -1/2",
        "applies",
        SHAPE,
    ),
    ("sqrt(c/(2*pi))*exp(-c/(2*(x-mu)))/(x-mu)**(S(3)/2)", "x > mu", "mu, c > 0", "regular", None, "applies", ""),
    ("(1+cos(pi*(x-mu)/s))/(2*s)", "mu-s < x < mu+s", "mu, s > 0", "regular", None, "applies", ""),
    (
        "k*((x-mu)/s)**(k-1)*exp(-((x-mu)/s)**k)/s",
        "x > mu",
        "mu, s > 0, k > 0",
        "conditional",
        "k > 2",
        "applies",
        SHAPE,
    ),
    ("k*((x-mu)/s)**(k-1)*exp(-((x-mu)/s)**k)/s", "x > mu", "mu, s > 0, k > 2", "regular", None, "applies", ""),
    (
        "2*sqrt(R**2-(x-mu)**2)/(pi*R**2)",
        "mu-R < x < mu+R",
        "mu, R > 0",
        NO,
        None,
        NONE,
        "finite-information definitions-agree",
    ),
    (
        "3*(1-((x-mu)/s)**2)/(4*s)",
        "mu-s < x < mu+s",
        "mu, s > 0",
        NO,
        None,
        NONE,
        "finite-information definitions-agree",
    ),
    ("1/(pi*sqrt(s**2-(x-mu)**2))", "mu-s < x < mu+s", "mu, s > 0", NO, None, NONE, SHAPE),
    (
        "(x-a)**(p-1)*(b-x)**(q-1)/(b-a)**(p+q-1)/beta(p,q)",
        "a < x < b",
        "a, b > a, p > 0, q > 0",
        "conditional",
        "p > 2 and q > 2",
        "applies",
        SHAPE,
    ),
    (
        "b*exp(-Abs((x-mu)/s)**b)/(2*s*gamma(1/b))",
        "x in R",
        "mu, s > 0, b > 0",
        "conditional",
        "b > 1",
        "applies",
        "finite-information definitions-agree",
    ),
    (
        "Abs(x-mu)**(k-1)*exp(-Abs(x-mu))/(2*gamma(k))",
        "x in R",
        "mu, k > 0",
        "conditional",
        "k > 2",
        "applies",
        "differentiable mean-score-zero finite-information definitions-agree",
    ),
    ("1", "theta < x < theta+1", "theta", NO, None, NONE, "support"),
    ("exp(k*cos(x-mu))/(2*pi*besseli(0,k))", "mu-pi < x < mu+pi", "mu, k > 0", NO, None, NONE, "support"),
    (
        "Piecewise((1/(2*theta), x < theta), (1/(2*(1-theta)), True))",
        "0 < x < 1",
        "0 < theta < 1",
        NO,
        None,
        NONE,
        "differentiable mean-score-zero definitions-agree",
    ),
    (
        HUBER,
        "x in R",
        "mu",
        "regular",
        None,
        "applies",
        "",
    ),
    ("Abs(a)*exp(-Abs(a)*x)", "x > 0", "a", "conditional", "a != 0", "applies", "differentiable"),
    (
        "C(n,x)*p**x*(1-p)**(n-x)",
        "x in {0, ..., n}",
        "0 < p < 1, n in {1, 2, ...}",
        NO,
        None,
        NONE,
        "support differentiable mean-score-zero definitions-agree",
    ),
    ("exp(-Abs(x-mu)-y)/2", "x in R, y > 0", "mu", NO, None, "applies", "definitions-agree"),
    ("2/theta**2", "0 < x < theta, 0 < y < x", "theta > 0", NO, None, NONE, ENDS),
    ("exp(-(x-a)-y)*(x-a)**2/2", "x > a, y > 0", "a", "regular", None, "applies", ""),
]


@pytest.mark.parametrize(("density", "support", "parameters", "verdict", "when", "bound", "failing"), CASES)
def test_verdict(density, support, parameters, verdict, when, bound, failing):
    """A density has the verdict that follows from how f behaves where its support ends or its branches meet."""
    found = theory(build(density, support, parameters))
    assert (found.regularity.verdict, found.regularity.when, found.regularity.cramer_rao) == (verdict, when, bound)
    assert [n for n, status in statuses(found).items() if status != "holds"] == failing.split()


@pytest.mark.parametrize("record", all_families(), ids=lambda f: f.name)
def test_family_verdict(record):
    """A catalogue family has the verdict that its record publishes."""
    found = theory(family(record))
    assert found.regularity.verdict == record.verdict
    assert "undecided" not in statuses(found).values()


def test_conditions_are_named_in_order():
    """The conditions come in the order of the proof, each with a reason."""
    found = theory(build("theta*exp(-theta*x)", "x > 0", "theta > 0")).regularity
    names = "normalized support differentiable mean-score-zero finite-information definitions-agree".split()
    assert [c.name for c in found.conditions] == names
    assert all(c.reason for c in found.conditions)


def test_three_findings_stay_apart():
    """Laplace's location loses only the Hessian form; the uniform density loses the mean score, hence the bound."""
    laplace = theory(build("exp(-Abs(x-mu))/2", "x in R", "mu"))
    uniform = theory(build("1/theta", "0 < x < theta", "theta > 0"))
    assert (laplace.mean_score_zero, laplace.definitions_agree, laplace.regularity.cramer_rao) == (
        True,
        False,
        "applies",
    )
    assert (uniform.mean_score_zero, uniform.definitions_agree) == (False, False)


def test_region_is_handed_on():
    """A conditional theory carries the relation that says where it holds."""
    found = theory(build("(x-mu)**(a-1)*exp(-(x-mu))/gamma(a)", "x > mu", "mu, a > 0"))
    assert [str(r) for r in found.region] == ["_t2 > 2"]
    assert found.mean_score_zero
    assert found.definitions_agree


def test_numbers_refute_reasoning():
    """What was reasoned is undecided, not held, where the numbers contradict it."""
    from dataclasses import replace

    from symfisher.quadrature.evidence import Evidence
    from symfisher.regularity import decide
    from tests.regularity.builders import facts

    density = build("theta*exp(-theta*x)", "x > 0", "theta > 0")
    calculus, signs, evidence = facts(density)
    biased = tuple(replace(m, mean_score=m.mean_score + 1.0) for m in evidence.moments)
    found = decide(density, calculus, signs, Evidence(evidence.points, biased))
    assert found.regularity.verdict == "undecided"
    assert not found.mean_score_zero
