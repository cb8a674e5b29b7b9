"""Maximum likelihood in closed form."""

import pytest

from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.mle import maximum_likelihood
from tests.inference.laws import derived, number, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "estimator"),
    [
        ("theta*exp(-theta*x)", ["1/mean_x"]),
        ("x ~ poisson(m)", ["mean_x"]),
        ("x ~ bernoulli(p)", ["mean_x"]),
        ("x ~ geometric(p)", ["1/(1 + mean_x)"]),
        ("x ~ normal(mu, sigma)", ["mean_x", "sqrt(mean_x2 - mean_x**2)"]),
        ("x ~ rayleigh(s)", ["sqrt(mean_x2/2)"]),
        ("x ~ inverse_gaussian(mu, lam)", ["mean_x", "mean_x/(mean_1_x*mean_x - 1)"]),
        ("x ~ power_function(a)", ["-1/mean_log_x"]),
        ("x ~ uniform_zero_theta(theta)", ["max_x"]),
    ],
)
def test_textbook_estimators(density, estimator):
    """Estimators of textbooks, found by solving the score equations or at the end of the support."""
    found = maximum_likelihood(derived(density))
    assert [same(e, t) for e, t in zip(found.estimator, estimator, strict=True)] == [True] * len(estimator)
    assert steps_are_told(found.answer)


def test_asymptotic_variance():
    """The asymptotic variance is the inverse information over n; there is none where the theory fails."""
    assert same(maximum_likelihood(derived("x ~ poisson(m)")).asymptotic_variance[0], "m/n")
    assert maximum_likelihood(derived("x ~ uniform_zero_theta(theta)")).asymptotic_variance is None


def test_statistics():
    """Wald's, the score and the likelihood-ratio statistic of a Poisson mean."""
    answer = maximum_likelihood(derived("x ~ poisson(m)")).answer
    shown = {row.label: answer.density.present(row.value) for row in answer.rows if "statistic" in row.label}
    at = {"n": 4, "mean_x": 4, "m_0": 3}
    expected = [4 * 1 / 4, 4 * 1 / 3, 2 * 4 * (4 * 0.28768207245178093 - 1)]
    assert [number(e, **at) for e in shown.values()] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "density", ["x ~ gamma(a, b)", "x ~ cauchy(m, s)", "x ~ weibull(k, lam)", "x ~ laplace(mu, b)"]
)
def test_no_closed_form(density):
    """Where the equations do not solve, or the score does not split, it says so."""
    with pytest.raises(ClosedFormNotFoundError, match="maximum likelihood"):
        maximum_likelihood(derived(density))
