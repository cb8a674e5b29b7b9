"""Samples: n times one observation, sums through statistics, covariates."""

import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.inference.likelihood import Likelihood
from symfisher.inference.sample import columns, sample, split, with_covariates
from symfisher.signs import Signs
from tests.inference.laws import LINE, derived, matrix, same, steps_are_told

DATA = {
    "x ~ normal(mu, sigma)": [0.3, 1.9, -0.4, 2.2],
    "x ~ gamma(a, b)": [0.3, 1.9, 0.4, 2.2],
    "x ~ poisson(m)": [3.0, 0.0, 4.0, 1.0],
    "x ~ cauchy(m, s)": [0.3, 1.9, -0.4, 2.2],
    "x ~ weibull(k, lam)": [0.3, 1.9, 0.4, 2.2],
}


@pytest.mark.parametrize("density", DATA)
def test_n_times_one(density):
    """Information of n observations is n times that of one."""
    d = derived(density)
    assert sp.simplify(sample(d, 7).information - 7 * d.expected_information) == sp.zeros(len(d.density.parameters))


@pytest.mark.parametrize("density", DATA)
def test_sums_through_statistics(density):
    """Likelihood, score and observed information in terms of statistics are the sums over the data."""
    d, data = derived(density), DATA[density]
    found = sample(d, len(data))
    values = dict(zip((p.symbol for p in d.density.parameters), (1.3, 0.7), strict=False))
    shown = {d.density.present(s): v for s, v in values.items()}
    likelihood = Likelihood(d, data)
    theta = [values[t] for t in d.density.thetas]

    def evaluated(e):
        statistics = {sp.Symbol(n): _filled(s, data) for n, s in found.statistics.items()}
        return float(_filled(e.xreplace(statistics), data).subs(shown))

    assert evaluated(found.log_likelihood) == pytest.approx(likelihood.value(theta), rel=1e-9)
    assert [evaluated(e) for e in found.score] == pytest.approx(list(likelihood.score(theta)), rel=1e-9)
    assert [evaluated(e) for e in found.observed_information] == pytest.approx(
        list(likelihood.observed(theta).ravel()), rel=1e-9, abs=1e-9
    )
    assert steps_are_told(found.answer)


def _filled(e, data):
    """Carry out the sums over the sample."""
    i, x = sp.Symbol("i", integer=True, positive=True), sp.IndexedBase("x")

    def total(s):
        body = s.args[0]
        here = next(iter(body.atoms(sp.Indexed)), x[i])
        return sp.Add(*(body.xreplace({here: sp.Float(v)}) for v in data))

    return sp.sympify(e).replace(lambda a: isinstance(a, sp.Sum), total)


def test_sufficient():
    """A gamma sample has sufficient statistics Σx and Σlog x, a Cauchy sample has none."""
    assert sample(derived("x ~ gamma(a, b)")).sufficient
    assert set(sample(derived("x ~ gamma(a, b)")).statistics) == {"sum_x", "sum_log_x"}
    assert not sample(derived("x ~ cauchy(m, s)")).sufficient


def test_split():
    """A function is split into products as far as it goes, the rest is kept."""
    x, t = sp.symbols("x t", positive=True)
    parts = split(t**2 + t * sp.log(x) + sp.log(x + t), [x], [t], Signs({}))
    assert (parts.free, parts.coefficients, parts.statistics) == (t**2, (t,), (sp.log(x),))
    assert parts.rest == sp.log(x + t)


def test_covariates():
    """A straight line with covariates z has the information [[n, Σz], [Σz, Σz²]]."""
    found = with_covariates(derived(*LINE), "z")
    assert [same(e, t) for e, t in zip(found.information, ["n", "sum_z", "sum_z", "sum_z2"], strict=True)] == [True] * 4
    with pytest.raises(DomainError, match="no known constant"):
        with_covariates(derived(*LINE), "w")


def test_columns():
    """Data of two variables are two columns."""
    density = derived("x ~ gamma(a, b)").density
    assert columns(density, [1, 2])[density.xs[0]].tolist() == [1.0, 2.0]
    assert matrix(sp.Matrix([[1]])).tolist() == [[1.0]]


def test_not_centred():
    """Where the mean score m is not zero I_n is n I + n(n − 1) m mᵀ: the score of n uniform observations is −n/θ."""
    found = sample(derived("x ~ uniform_zero_theta(theta)"))
    assert same(found.information[0], "n**2/theta**2")
    assert steps_are_told(found.answer)


def test_covariates_not_centred():
    """Where the mean score is z, and not zero, the sample's second moment is the square of the sum of z."""
    moving = derived("exp(-(x-b*z))", "x > b*z", ("b",), ("z > 0",))
    assert [str(e) for e in with_covariates(moving, "z").information] == ["sum_z**2"]
