"""Expectations of anything, proved and compared."""

import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.expecting import expect, problem_for, problem_of, require_expectations, told, value_at
from symfisher.reading import read
from tests.inference.laws import derived, same


def test_moments():
    """Moments of a gamma variable are rational in its parameters."""
    problem = problem_of(derived("x ~ gamma(a, b)"))
    x = problem.density.xs[0]
    proofs = expect(problem, [x, x**2, sp.log(x)])
    shown = [problem.density.present(p.value) for p in proofs if p]
    assert [same(s, t) for s, t in zip(shown, ["a/b", "a*(a+1)/b**2", "polygamma(0, a) - log(b)"], strict=True)] == [
        True
    ] * 3


def test_a_mean_that_does_not_exist():
    """The mean of a Cauchy variable has no closed form, since it does not exist."""
    problem = problem_of(derived("x ~ cauchy(m, s)"))
    assert expect(problem, [problem.density.xs[0]]) == [None]
    with pytest.raises(ClosedFormNotFoundError, match="the mean"):
        require_expectations(problem, [problem.density.xs[0]], "the mean")


def test_density_without_parameters():
    """A density that has only known constants is asked as well."""
    density = read("x ~ normal(0, 2)", require_parameters=False)
    (proof,) = expect(problem_for(density), [density.xs[0] ** 4])
    assert proof is not None
    assert proof.value == 48


def test_steps():
    """A proof is told in one step, with what the mean was taken of."""
    problem = problem_of(derived("x ~ poisson(m)"))
    proofs = expect(problem, [problem.density.xs[0] ** 2])
    (step,) = told(*proofs, None)
    assert dict(step.arguments)["integrand"] == problem.density.xs[0] ** 2


@pytest.mark.parametrize("e", [sp.zoo, sp.log(-1), 1 / (sp.Symbol("a") - sp.Symbol("a"))])
def test_no_value(e):
    """What is no real number has no value."""
    assert value_at(sp.sympify(e), {}) is None
