"""Truncated, censored and grouped data."""

import numpy as np
import pytest

from symfisher.errors import DomainError, ParseError
from symfisher.inference.incomplete import censor, group, proportional_hazards, truncate
from tests.inference.laws import derived, matrix, number, same, steps_are_told


@pytest.mark.parametrize(
    ("ask", "density", "condition", "value"),
    [
        (truncate, "theta*exp(-theta*x)", "x > c", "1/theta**2"),
        (censor, "theta*exp(-theta*x)", "x > c", "(1 - exp(-c*theta))/theta**2"),
        (truncate, "x ~ poisson(m)", "x > 0", "(1 - m*exp(-m)/(1 - exp(-m)))/(m*(1 - exp(-m)))"),
        (group, "theta*exp(-theta*x)", "0, c, oo", "c**2/(exp(c*theta) - 1)"),
        (group, "x ~ poisson(m)", "0, 1, oo", "exp(-m)/(1 - exp(-m))"),
    ],
)
def test_published(ask, density, condition, value):
    """Closed forms of textbooks; the zero-truncated Poisson's is the one that published answers get wrong."""
    found = ask(derived(density), condition)
    assert same(found.information[0], value)
    assert steps_are_told(found.answer)


def test_weibull_censored():
    """A Weibull scale with known shape keeps the part F(c) of its information."""
    weibull = derived("x ~ weibull(k, lam)", None, ("lam > 0",))
    assert same(censor(weibull, "x > c").lost[0], "exp(-(c/lam)**k)") or number(
        censor(weibull, "x > c").lost[0], k=1.5, lam=2, c=3
    ) == pytest.approx(np.exp(-(1.5**1.5)), rel=1e-12)


def test_normal_censored():
    """Censoring normal data at the mean: the entry of μ is 1/2 + 1/π, by Cohen's formula."""
    found = censor(derived("x ~ normal(mu, 1)"), "x > c")
    assert number(found.information[0], mu=0, c=0) == pytest.approx(0.5 + 1 / np.pi, rel=1e-12)


def test_normal_sign():
    """Of a normal observation at the mean the sign alone tells 2/π."""
    assert number(group(derived("x ~ normal(mu, 1)"), "-oo, 0, oo").information[0], mu=0) == pytest.approx(2 / np.pi)


@pytest.mark.parametrize(
    ("density", "conditions"),
    [("theta*exp(-theta*x)", ("x > 1", "1 < x < 2", "x < 1")), ("x ~ poisson(m)", ("x >= 2", "x < 1", "x > 3"))],
)
def test_coarsening_never_adds(density, conditions):
    """Censoring never adds information, and takes none that is not there."""
    for condition in conditions:
        found = censor(derived(density), condition)
        for value in (0.4, 1.0, 2.7):
            assert -1e-12 <= number(found.lost[0], theta=value, m=value) < 1


def test_finer_bins_tell_more():
    """Splitting a bin never loses information."""
    d = derived("theta*exp(-theta*x)")
    edges = ("0, 2, oo", "0, 1, 2, oo", "0, 1/2, 1, 2, 4, oo")
    told = [number(group(d, e).information[0], theta=0.8) for e in edges]
    assert told == sorted(told)
    assert told[-1] < 1 / 0.8**2


def test_two_parameters():
    """Censored normal data: the matrix is positive definite and below the complete one (Loewner)."""
    d = derived("x ~ normal(mu, sigma)")
    found = censor(d, "x > c")
    values = {"mu": 0.3, "sigma": 1.2, "c": 0.8}
    left, whole = matrix(found.information, **values), matrix(found.complete, **values)
    assert np.linalg.eigvalsh(left).min() > 0
    assert np.linalg.eigvalsh(whole - left).min() > -1e-12


def test_censored_by_simulation():
    """The variance of the score of censored normal data is the information (fixed seed)."""
    x = np.random.default_rng(4).normal(0.3, 1.0, 400_000)
    tail = np.exp(-(0.5**2) / 2) / np.sqrt(2 * np.pi) / 0.30853753872598694  # density over survival at c − μ = 1/2
    score = np.where(x > 0.8, tail, x - 0.3)
    found = number(censor(derived("x ~ normal(mu, 1)"), "x > c").information[0], mu=0.3, c=0.8)
    assert score.var() == pytest.approx(found, rel=0.01)


def test_hazards():
    """The log-hazard of an exponential variable moves with 1/θ."""
    d = derived("theta*exp(-theta*x)")
    assert same(d.density.present(proportional_hazards(d)[0]), "1/theta")


@pytest.mark.parametrize(
    ("ask", "condition", "error", "said"),
    [
        (censor, "y > 2", ParseError, "expected a condition"),
        (censor, "x = 2", ParseError, "expected a condition|"),
        (group, "0, 1", DomainError, "bins must go"),
        (group, "1, 2, oo", DomainError, "bins must go"),
    ],
)
def test_refusals(ask, condition, error, said):
    """What is no condition on the variable, or no cover of the support, is refused."""
    with pytest.raises(error, match=said):
        ask(derived("theta*exp(-theta*x)"), condition)
