"""Truncated, censored and grouped data."""

import mpmath as mp
import numpy as np
import pytest

from symfisher.errors import ClosedFormNotFoundError, DomainError, ParseError
from symfisher.inference.incomplete import censor, group, truncate
from symfisher.inference.quadratures import incomplete_at
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


def test_weibull_censored_with_both_parameters():
    """Right-censored Weibull, both parameters unknown: the squares of ∂ log h up to c, integrated by mpmath."""
    k, lam, c = mp.mpf("1.3"), mp.mpf("0.7"), mp.mpf("0.9")
    found = matrix(censor(derived("x ~ weibull(k, lam)"), "x > c").information, k=1.3, lam=0.7, c=0.9)
    slopes = (lambda v: (1 + mp.log(v)) / k, lambda _: -k / lam)
    end = (c / lam) ** k
    for i in (0, 1):
        for j in (0, 1):
            wanted = mp.quad(lambda v, i=i, j=j: slopes[i](v) * slopes[j](v) * mp.exp(-v), [0, end / 100, end])
            assert found[i, j] == pytest.approx(float(wanted), rel=1e-10)


def test_laplace_censored():
    """On which side of the kink c is must be known: declared, the location loses nothing; else there is no answer."""
    beyond = derived("x ~ laplace(mu, b)", None, None, ("c > mu",))
    assert same(censor(beyond, "x > c").lost[0], "0")
    with pytest.raises(ClosedFormNotFoundError):
        censor(derived("x ~ laplace(mu, b)"), "x > c")


def test_without_closed_form():
    """A censored gamma density has no closed form here; the numbers at a point are those of the closed cases."""
    gamma = derived("x ~ gamma(a, b)")
    found = incomplete_at(gamma, "a=1, b=2, c=3/2", censor="x > c")
    assert found.lost[1] == pytest.approx(np.exp(-3.0), rel=1e-8)
    assert incomplete_at(derived("x ~ poisson(m)"), "m=1", bins="0, 1, oo").lost[0] == pytest.approx(1 - 1 / (np.e - 1))


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
