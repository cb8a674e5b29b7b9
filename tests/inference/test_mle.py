"""Maximum likelihood in closed form."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import ClosedFormNotFoundError
from symfisher.inference.confidence import intervals, null_statistics
from symfisher.inference.fitting import fit
from symfisher.inference.likelihood import Likelihood
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
    shown = {row.label: answer.density.present(row.value) for row in answer.rows if row.label.endswith("statistic")}
    at = {"n": 4, "mean_x": 4, "m_0": 3}
    expected = [4 * 1 / 4, 4 * 1 / 3, 2 * 4 * (4 * 0.28768207245178093 - 1)]
    assert [number(e, **at) for e in shown.values()] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("density", "data", "null"),
    [
        ("x ~ poisson(m)", [3.0, 5.0, 4.0, 4.0], {"m": 3.0}),
        ("x ~ normal(mu, sigma)", [1.0, 2.0, 4.0, 5.0], {"mu": 2.0, "sigma": 2.5}),
        ("x ~ geometric(p)", [0.0, 3.0, 1.0, 2.0], {"p": 0.5}),
    ],
)
def test_formulas_are_the_numbers(density, data, null):
    """The formulas of statistics and intervals give what is computed from the data without them."""
    answer = maximum_likelihood(derived(density)).answer
    shown = {row.label: answer.density.present(row.value) for row in answer.rows if row.label[0] in "Wsl"}
    x = np.array(data)
    at = {"n": len(x), "mean_x": x.mean(), "mean_x2": (x**2).mean(), "z": 1.959963984540054}
    at |= {f"{name}_0": value for name, value in null.items()}
    found = null_statistics(derived(density), data, null)
    wanted = (found.wald, found.score, found.likelihood_ratio)
    labels = ("Wald's statistic", "score statistic", "likelihood-ratio statistic")
    assert [number(shown[label], **at) for label in labels] == pytest.approx(wanted, rel=1e-8)
    if len(null) == 1:
        ends = intervals(derived(density), data)
        for name, label in (("wald", "Wald interval"), ("score", "score interval")):
            assert [number(e, **at) for e in shown[label]] == pytest.approx(list(ends[name]), rel=1e-6)


@pytest.mark.parametrize(
    "density", ["x ~ gamma(a, b)", "x ~ cauchy(m, s)", "x ~ weibull(k, lam)", "x ~ asymmetric_laplace(m, l, k)"]
)
def test_no_closed_form(density):
    """Where the equations do not solve, or the score does not split, it says so."""
    with pytest.raises(ClosedFormNotFoundError, match="maximum likelihood"):
        maximum_likelihood(derived(density))


ORDERED = [
    ("x ~ laplace(mu, b)", ["median_x", "mean_abs_deviation"]),
    ("exp(-abs(log(x)-m)/b)/(2*b*x), x>0", ["log(median_x)", "mean_abs_deviation"]),
    ("x ~ uniform(a, b)", ["min_x", "max_x"]),
    ("1/(2*t), -t<x<t", ["Max(max_x, -min_x)"]),
    ("1/theta, theta<x<2*theta", ["max_x/2"]),
    ("lam*exp(-lam*(x-a)), x>a", ["1/(mean_x - min_x)", "min_x"]),
    ("x ~ pareto_unknown_minimum(x_m, a)", ["min_x", "1/(mean_log_x - log(min_x))"]),
]


@pytest.mark.parametrize(("density", "estimator"), ORDERED)
def test_order_statistics(density, estimator):
    """At a kink or at an end of the support the estimator is a median or an extreme; the rest is solved for."""
    found = maximum_likelihood(derived(density))
    assert [same(e, t) for e, t in zip(found.estimator, estimator, strict=True)] == [True] * len(estimator)
    assert steps_are_told(found.answer)


def test_quantile():
    """Where the kink is not symmetric the estimator is another quantile, and maximises the likelihood."""
    density = derived("x ~ asymmetric_laplace(m, l, 2)")
    assert maximum_likelihood(density).statistics["quantile_x"].args[1] == sp.Rational(4, 5)
    data = [0.3, 1.1, 1.9, 2.2, 4.0, 5.5, 9.0]
    best = fit(density, data)
    others = [Likelihood(density, data).value([m, best.estimate["l"]]) for m in np.linspace(0, 9, 181)]
    assert best.estimate["m"] == 5.5
    assert max(others) <= best.log_likelihood + 1e-9


def test_convergence_of_an_extreme():
    """The error of an extreme is exponential with mean 1/(n c); there is no variance but that of the other parameters."""
    found = maximum_likelihood(derived("x ~ pareto_unknown_minimum(x_m, a)"))
    shown = {row.label: row.value for row in found.answer.rows}
    present = found.answer.density.present
    assert found.asymptotic_variance is None
    assert "non-regular" in shown
    assert same(present(shown["mean error of x_m for large n, exponentially distributed"]), "x_m/(n*a)")
    assert same(present(shown["asymptotic variance of a"]), "a**2/n")
    half = maximum_likelihood(derived("1/theta, theta<x<2*theta")).answer
    assert same(half.density.present(half["mean error of theta for large n, exponentially distributed"]), "theta/(2*n)")


def test_every_value_is_a_maximum():
    """Where the likelihood is flat that is said."""
    with pytest.raises(ClosedFormNotFoundError, match="no single point"):
        maximum_likelihood(derived("1, theta<x<theta+1"))


def test_several_variables():
    """Counts of several classes have their shares as estimators."""
    found = maximum_likelihood(derived("x ~ trinomial(n, p, q)"))
    assert [sp.sstr(e) for e in found.estimator] == ["mean_x1/n", "mean_x2/n"]
