"""Score matching estimators: which objective, which formula, what variance, how much is lost."""

import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError, RegularityError
from symfisher.score_matching.estimation import score_matching_estimator


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
    """The sandwich variance of the gamma estimator is that of 4000 samples of 400, seed 3, within 8 per cent."""
    found = score_matching_estimator("x ~ gamma(a, b)")
    rng = np.random.default_rng(3)
    draws = rng.gamma(3.0, 1 / 2.0, (4000, 400))
    estimates = np.array([[e["a"], e["b"]] for e in map(found.estimate, draws)])
    values = {s: {"a": 3, "b": 2}[s.name] for s in found.variance.free_symbols}
    wanted = np.array(found.variance.subs(values).tolist(), dtype=float)
    assert np.cov(estimates.T) * 400 == pytest.approx(wanted, rel=0.08)


def test_estimate_is_the_formula():
    """What `estimate` computes is the formula in sample means."""
    data = np.array([0.3, 1.1, 2.0, 0.7])
    found = score_matching_estimator("x ~ rayleigh(s)").estimate(data)
    assert found["s"] == pytest.approx(np.sqrt(np.mean(data**4)) / (2 * np.sqrt(np.mean(data**2))), rel=1e-12)


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
