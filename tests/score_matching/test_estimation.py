"""Score matching estimators: which objective, which formula, what variance, how much is lost."""

import math

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from symfisher.errors import DomainError, NotNormalizedError, RegularityError
from symfisher.score_matching.estimation import score_matching_estimator
from tests.cli.helpers import symfisher


def same(found, published):
    symbols = {s.name: s for s in found.free_symbols}
    return sp.simplify(found - sp.sympify(published, locals=symbols)) == 0


def test_gaussian_is_maximum_likelihood():
    """For Gaussian data score matching is maximum likelihood: mean, root of the variance, efficiency 1."""
    found = score_matching_estimator("x ~ normal(m, s)")
    assert (found.weights, found.plain_refused) == ((1,), "")
    assert {n: str(e) for n, e in found.estimators.items()} == {"m": "mean(x)", "s": "sqrt(-mean(x)**2 + mean(x**2))"}
    assert found.efficiency == {"m": 1, "s": 1}


def test_exponential_needs_the_weight():
    """The exponential density has flux at 0: the plain objective is refused, x² gives 2·mean(x)/mean(x²), half as good."""
    found = score_matching_estimator("x ~ exponential(rate)")
    assert "[s p] is not zero" in found.plain_refused
    assert str(found.weights) == "(x**2,)"
    assert str(found.estimators["rate"]) == "2*mean(x)/mean(x**2)"
    assert same(found.variance[0, 0], "2*rate^2")
    assert found.efficiency == {"rate": sp.Rational(1, 2)}


def test_declared_domain_decides():
    """With a shape above 2 declared, nothing flows at 0 and the plain objective is used; its variance needs a > 4."""
    found = score_matching_estimator("x ~ gamma(a, b)", parameters=["a > 2", "b > 0"])
    assert found.weights == (1,)
    assert [str(c) for c in found.conditions] == ["a > 4"]


def test_interval():
    """On (0, 1) the weight is x²(1 − x)²."""
    found = score_matching_estimator("x ~ beta(a, b)")
    assert sp.expand(found.weights[0] - sp.sympify("x**2*(1-x)**2")) == 0


def test_variance_by_simulation():
    """The sandwich variance of the gamma estimator is that of 1500 samples of 400, seed 3, within 12 per cent."""
    found = score_matching_estimator("x ~ gamma(a, b)")
    rng = np.random.default_rng(3)
    draws = rng.gamma(3.0, 1 / 2.0, (1500, 400))
    estimates = np.array([[e["a"], e["b"]] for e in map(found.estimate, draws)])
    values = {s: {"a": 3, "b": 2}[s.name] for s in found.variance.free_symbols}
    wanted = np.array(found.variance.subs(values).tolist(), dtype=float)
    assert np.cov(estimates.T) * 400 == pytest.approx(wanted, rel=0.12)


SCORES = {
    "lognormal(m, s)": (
        lambda x, m, s: -1 / x - (np.log(x) - m) / (s**2 * x),
        lambda x, m, s: 1 / x**2 - (1 - np.log(x) + m) / (s**2 * x**2),
        lambda x: (1.0, 0.0),
    ),
    "von_mises(m, k)": (
        lambda x, m, k: -k * np.sin(x - m),
        lambda x, m, k: -k * np.cos(x - m),
        lambda x: (1.0, 0.0),
    ),
    "beta(a, b)": (
        lambda x, a, b: (a - 1) / x - (b - 1) / (1 - x),
        lambda x, a, b: -(a - 1) / x**2 - (b - 1) / (1 - x) ** 2,
        lambda x: (x**2 * (1 - x) ** 2, 2 * x * (1 - x) * (1 - 2 * x)),
    ),
}
"""Data score, its slope in x, and the weight with its slope, written by hand."""


@pytest.mark.parametrize("density", SCORES)
def test_estimates_minimise_the_objective(density):
    """A numerical search for the least mean of h s² + 2(h s)′ over a sample ends at the estimates, and so do the formulas."""
    score, slope, weight = SCORES[density]
    found = score_matching_estimator(f"x ~ {density}")
    data = np.random.default_rng(8).uniform(0.2, 0.9, 60)
    h, growth = weight(data)

    def objective(theta):
        s = score(data, *theta)
        return float(np.mean(h * s**2 + 2 * (growth * s + h * slope(data, *theta))))

    estimates = found.estimate(data)
    options = {"xatol": 1e-9, "fatol": 1e-13, "maxiter": 5000}
    least = minimize(objective, [1.2 * v for v in estimates.values()], method="Nelder-Mead", options=options)
    assert list(estimates.values()) == pytest.approx(list(least.x), rel=1e-6)
    mean = {e: np.mean(sp.lambdify([*e.free_symbols], e.args[0])(data)) for e in _means(found.estimators)}
    assert [float(e.xreplace(mean)) for e in found.estimators.values()] == pytest.approx(list(estimates.values()))


def _means(estimators):
    return {a for e in estimators.values() for a in e.atoms(sp.Function) if a.func.__name__ == "mean"}


def test_estimate_is_the_formula():
    """What `estimate` computes is the formula in sample means."""
    data = np.array([0.3, 1.1, 2.0, 0.7])
    found = score_matching_estimator("x ~ rayleigh(s)").estimate(data)
    assert found["s"] == pytest.approx(np.sqrt(np.mean(data**4)) / (2 * np.sqrt(np.mean(data**2))), rel=1e-12)


@pytest.mark.parametrize(
    ("density", "data", "message"),
    [
        ("x ~ exponential(rate)", [1.0, -2.0], "outside its support"),
        ("x ~ normal(m, s)", [1.0], "do not determine"),
        ("x ~ normal(m, s)", [[1.0, 2.0]], "shape"),
        pytest.param(
            *("x ~ inverse_gaussian(m, l)", [0.2, *[1.0] * 100], "no estimate of m in its domain m > 0"),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_data_that_give_no_estimate(density, data, message):
    """Data outside of the support, too few, or with an inadmissible solution are refused with the reason."""
    with pytest.raises(DomainError, match=message):
        score_matching_estimator(density).estimate(data)


@pytest.mark.parametrize(
    ("density", "error", "message"),
    [
        ("x ~ weibull(k, l)", RegularityError, "not linear in functions of the parameters"),
        ("x ~ uniform(a, b)", RegularityError, "0 free coefficients for 2 parameters"),
        ("x ~ poisson(m)", DomainError, "discrete"),
    ],
)
def test_refused(density, error, message):
    """A density without such an estimator is refused with the reason."""
    with pytest.raises(error, match=message):
        score_matching_estimator(density)


def test_without_a_normaliser():
    """exp(−ax⁴ − bx²) needs no normaliser; variance and efficiency are those of moments of our own, by gamma functions."""
    found = score_matching_estimator(
        "exp(-a*x^4-b*x^2)", support="x in R", parameters=["a > 0", "b in R"], at="a=1, b=0"
    )
    assert found.variance is None
    assert "none is needed" in found.answer["normaliser"]

    def moment(n):
        return math.gamma((n + 1) / 4) / math.gamma(1 / 4)

    A = np.array([[16 * moment(6), 8 * moment(4)], [8 * moment(4), 4 * moment(2)]])
    # the estimating function is psi = (16 x^6 - 12 x^2, 8 x^4 - 2) at the truth
    tops = [{6: 16, 2: -12}, {4: 8, 0: -2}]
    meat = [[sum(c * d * moment(m + n) for m, c in f.items() for n, d in g.items()) for g in tops] for f in tops]
    variance = np.linalg.inv(A) @ np.array(meat) @ np.linalg.inv(A)
    information = [[moment(m + n) - moment(m) * moment(n) for m in (4, 2)] for n in (4, 2)]
    efficiency = np.diag(np.linalg.inv(information)) / np.diag(variance)
    wanted = [variance[0, 0], efficiency[0], variance[1, 1], efficiency[1]]
    assert list(found.values[0].values()) == pytest.approx(wanted, rel=1e-9)


def test_missing_constant_that_is_closed():
    """A gamma density without its constant has the estimator, variance and efficiency of the gamma density."""
    bare = score_matching_estimator("x^(a-1)*exp(-b*x)", support="x > 0", parameters=["a > 0", "b > 0"])
    assert bare.variance == score_matching_estimator("x ~ gamma(a, b)").variance
    assert bare.answer["normaliser"].startswith("divided by its total mass")
    with pytest.raises(NotNormalizedError, match="mass is not finite"):
        score_matching_estimator("exp(a*x^2)", support="x in R", parameters=["a > 0"])
    with pytest.raises(NotNormalizedError, match="negative"):
        score_matching_estimator("-exp(-a*x^2)", support="x in R", parameters=["a > 0"])


def test_precision_matrix():
    """Where some values of the parameters have no density, those that have one are estimated: Gaussians by their precision."""
    found = score_matching_estimator(
        "exp(-a*x^2-b*y^2-c*x*y)",
        variables=["x", "y"],
        support="x in R, y in R",
        parameters=["a > 0", "b > 0", "c in R"],
        at="a=1, b=1, c=1",
    )
    assert [round(found.values[0][f"efficiency {n}"], 9) for n in "abc"] == [1, 1, 1]


@pytest.mark.slow
def test_bivariate_normal_loses_nothing():
    """All five parameters of the bivariate normal are estimated as well as by maximum likelihood."""
    found = score_matching_estimator("x ~ bivariate_normal(m1, m2, s1, s2, r)")
    assert set(found.efficiency.values()) == {1}
    assert found.verification.status == "passed"


def test_two_independent_waiting_times():
    """Each variable of two independent exponentials needs its own weight; each rate keeps half of its precision."""
    found = score_matching_estimator("l*u*exp(-l*x-u*y)", support="x > 0, y > 0", at="l=2, u=3")
    assert [str(w) for w in found.weights] == ["x**2", "y**2"]
    assert set(found.efficiency.values()) == {sp.Rational(1, 2)}
    assert found.values[0]["variance u"] == pytest.approx(18)
    data = np.array([[0.3, 1.0], [1.1, 0.5], [2.0, 0.2]])
    estimates = found.estimate(data)
    assert estimates["u"] == pytest.approx(2 * data[:, 1].mean() / (data[:, 1] ** 2).mean())


@pytest.mark.slow
def test_circle():
    """On the circle both ends meet: nothing flows, no weight is needed, and 2000 samples spread as the sandwich says."""
    found = score_matching_estimator("x ~ von_mises(m, k)")
    assert (found.weights, found.plain_refused) == ((1,), "")
    assert found.verification.status == "passed"
    rng = np.random.default_rng(4)
    estimates = np.array([list(found.estimate(rng.vonmises(0.3, 1.7, 400)).values()) for _ in range(2000)])
    wanted = [float(found.variance[i, i].subs(dict.fromkeys(found.variance[i, i].free_symbols, 1.7))) for i in (0, 1)]
    assert 400 * estimates.var(axis=0) == pytest.approx(wanted, rel=0.12)


def test_command():
    """The command shows estimator, efficiency, numbers where asked, and estimates from data."""
    run = symfisher("scorematching", "x ~ exponential(r)", "--data", "1, 3", "--at", "r=2")
    assert run.returncode == 0
    for part in ("2*mean(x)/mean(x**2)", "plain objective refused", "efficiency r 0.5", "estimate of r: 0.8"):
        assert part in " ".join(run.stdout.split())
