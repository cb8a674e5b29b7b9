"""Steps: every line has the value of the line before it."""

import json
from functools import cache
from pathlib import Path

import pytest

import symfisher
from symfisher.families import all_families, get
from symfisher.steps import all_steps, in_brief
from tests.steps.comparing import disagreements

SAMPLE = (
    "exponential normal weibull gumbel laplace binomial zero_inflated_poisson bivariate_normal trinomial "
    "wrapped_cauchy birnbaum_saunders gompertz uniform shifted_exponential"
).split()
"""Families that between them use every way of finding a mean."""

CASES = Path(__file__).parents[1] / "reference" / "cases.json"


@cache
def derived(name):
    family = get(name)
    domains = [[q.domain for q in group] for group in (family.parameters, family.constants)]
    return symfisher.derive(
        family.density,
        variables=list(family.variables),
        support=family.support,
        parameters=domains[0],
        constants=domains[1],
        timeout=300,
    )


def failures(derivation, definition=""):
    tested, wrong = disagreements(derivation, all_steps(derivation, definition), 1)
    assert tested > 3
    return wrong


@pytest.mark.parametrize("name", SAMPLE)
def test_every_step_holds(name):
    """After equals before, by means from quadrature and derivatives by differences."""
    assert failures(derived(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [f.name for f in all_families() if f.name not in SAMPLE])
def test_every_step_of_every_family_holds(name):
    """The same for the whole catalogue."""
    assert failures(derived(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("definition", ["score", "hessian", "both"])
@pytest.mark.parametrize("name", ["normal", "gamma", "weibull", "cauchy", "laplace", "binomial", "gumbel"])
def test_every_step_of_either_definition_holds(name, definition):
    """The same where a definition is asked for."""
    assert failures(derived(name), definition) == []


def cases():
    return json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []


SIMPLEX = {"parameters": ["0 < p < 1 - q", "0 < q < 1 - p"]}
GIVEN = {
    "trinomial-counts": {
        "support": "x in {0, ..., n}, y in {0, ..., n - x}",
        "constants": ["n in {1, 2, ...}"],
        **SIMPLEX,
    },
    "categorical-3-indicators": {"support": "x in {0, 1}, y in {0, ..., 1 - x}", **SIMPLEX},
    "categorical-3-piecewise": {"support": "x in {1, 2, 3}", **SIMPLEX},
}
"""What cannot be inferred."""


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_every_step_of_every_reference_case_holds(case):
    """The same for the published cases."""
    derivation = symfisher.derive(
        case["density"], variables=case["variables"], timeout=300, **GIVEN.get(case["id"], {})
    )
    assert failures(derivation) == []


def test_the_first_definition_is_proved_by_products_of_scores():
    """Asked for the first definition, the steps take means of products of scores even where another way was found."""
    rules = [step.rule for step in all_steps(derived("weibull"), "score")]
    assert "entry-score-by-score" in rules
    assert "entry-score-by-hessian" not in rules


def test_both_definitions_stand_side_by_side():
    """Asked for both, both matrices are shown with why they agree, or do not."""
    agreeing = [step.rule for step in all_steps(derived("normal"), "both")]
    differing = [step.rule for step in all_steps(derived("laplace"), "both")]
    assert {"score-matrix", "hessian-form", "definitions-agree"} <= set(agreeing)
    assert "definitions-differ" in differing


def test_a_refuted_mean_is_said():
    """Where the score does not have mean zero the steps say so, with the reason."""
    (step,) = [s for s in all_steps(derived("uniform")) if s.rule.startswith("mean-score")]
    assert step.rule == "mean-score-not-zero"
    assert "probability flows over a moving end" in dict(step.arguments)["reason"]


def test_every_moment_of_a_kernel_is_a_step():
    """The moments inserted are those that were shown, one by one."""
    steps = all_steps(derived("weibull"))
    shown = {s.before for s in steps if s.rule in {"moment", "moment-ratio"}}
    used = {m for s in steps if s.rule == "moments-inserted" for m in s.before.atoms(*{type(n) for n in shown})}
    assert used == shown


def test_steps_are_told_once_and_in_the_same_order():
    """No step is repeated, and the same derivation gives the same steps."""
    steps = all_steps(derived("gumbel"))
    assert len(set(steps)) == len(steps)
    assert steps == all_steps(derived("gumbel"))


def test_a_brief_account_is_a_part_of_the_full_one():
    """Brief leaves out, and adds nothing."""
    steps = all_steps(derived("gumbel"))
    brief = in_brief(steps)
    assert 5 < len(brief) < len(steps)
    assert [s for s in steps if s in set(brief)] == list(brief)
