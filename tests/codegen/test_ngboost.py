"""Distributions for NGBoost."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

import symfisher
from symfisher.codegen import module_source
from symfisher.codegen.runtime.boosting import _counted, _fit_internal, _from_internal, _inverted
from symfisher.errors import DomainError, MissingExtraError, RegularityError
from tests.cli.helpers import symfisher as run

LOGISTIC = "f(z; a, b) = a*b*exp(-b*z)/(1+exp(-b*z))^(a+1), z in R, a > 0, b > 0"
LOGIT_NORMAL = "exp(-((log(x/(1-x))-m)/s)^2/2)/(x*(1-x)*s*sqrt(2*pi)), 0 < x < 1, m in R, s > 0"


@pytest.mark.parametrize(
    ("density", "error", "said"),
    [
        ("f(x; theta) = 1/theta, 0 < x < theta, theta > 0", RegularityError, "support"),
        ("f(x; a, b) = exp(-(x-a-b)^2/2)/sqrt(2*pi), x in R, a in R, b in R", RegularityError, "rank 1"),
        ("x ~ binomial(n, p)", DomainError, "a number for n"),
        ("f(x, y; a) = a^2*exp(-a*(x+y)), x > 0, y > 0, a > 0", DomainError, "one variable"),
    ],
)
def test_refused(density, error, said):
    """What has no natural gradient, or more than NGBoost fits, is refused with the reason."""
    with pytest.raises(error, match=said):
        module_source(symfisher.derive(density), "ngboost")


def test_without_ngboost():
    """Where NGBoost is missing the extra is named."""
    code = "import sys; sys.modules['ngboost'] = None\nfrom symfisher.ngboost import distribution; distribution('x')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert MissingExtraError.__name__ in ended.stderr
    assert "symfisher[ngboost]" in ended.stderr


@pytest.mark.parametrize(
    ("link", "value"),
    [(("identity", 0, 0), 1.5), (("log", 1, 0), 1.5), (("negative log", 0, 2), 1.5), (("logit", 1, 3), 1.5)],
)
def test_internal_coordinates(link, value):
    """Every coordinate runs over the domain, and the slope is the derivative."""
    inverse = {"identity": lambda v: v, "log": lambda v: np.log(v - link[1]), "negative log": lambda v: np.log(link[2] - v),
               "logit": lambda v: np.log((v - link[1]) / (link[2] - v))}[link[0]]  # fmt: skip
    eta, step = np.array([inverse(value)]), 1e-6
    values, slopes = _from_internal([link], [eta])
    ahead, behind = (_from_internal([link], [eta + h])[0][0] for h in (step, -step))
    assert values[0][0] == pytest.approx(value)
    assert slopes[0][0] == pytest.approx((ahead - behind)[0] / (2 * step), rel=1e-6)
    far = _from_internal([link], [np.array([-1e9, 1e9])])
    assert np.all(np.isfinite(far))


@pytest.mark.parametrize(
    ("distribution", "parameters", "ends"),
    [
        (stats.norm, (1e4, 1e-3), (-np.inf, np.inf)),
        (stats.cauchy, (-3.0, 2.0), (-np.inf, np.inf)),
        (stats.expon, (0.0, 1e-5), (0.0, np.inf)),
        (stats.beta, (0.3, 2.0), (0.0, 1.0)),
        (stats.pareto, (2.5,), (1.0, np.inf)),
    ],
)
def test_inversion(distribution, parameters, ends):
    """The table reaches a probability where the distribution function does."""
    uniform = np.array([[0.001], [0.2], [0.5], [0.9], [0.999]])
    columns = [np.array([p]) for p in parameters]
    found, _ = _inverted(uniform, distribution.logpdf, columns, ([ends[0]], [ends[1]]))
    assert np.allclose(distribution.cdf(found, *parameters), uniform, atol=2e-5)


def test_inversion_of_counts_and_a_mean_of_the_table():
    """Counts are inverted exactly; the mean of a bounded support is the integral."""
    uniform = np.array([[0.01, 0.5], [0.7, 0.999]])
    means = np.array([3.0, 50.0])
    assert np.array_equal(_counted(uniform, stats.poisson.logpmf, [means], 0.0, 1.0), stats.poisson.ppf(uniform, means))
    _, mean = _inverted(uniform[:, :1], stats.beta.logpdf, [np.array([2.0]), np.array([5.0])], ([0.0], [1.0]))
    assert mean[0] == pytest.approx(2 / 7, rel=1e-6)
    with pytest.raises(ArithmeticError, match="tabulated"):
        _inverted(uniform[:, :1], lambda x, m: stats.norm.logpdf(x, m) + 1.0, [np.array([0.0])], ([-np.inf], [np.inf]))


def test_fit():
    """The fit is the maximum of the likelihood that SciPy finds."""
    derived = symfisher.derive("x ~ weibull(k, s)").callables()
    y = stats.weibull_min.rvs(0.7, scale=300.0, size=500, random_state=1)
    links = [("log", 0.0, 0.0), ("log", 0.0, 0.0)]
    found = _fit_internal(links, y, derived.log_density, derived.score, derived.expected_information)
    shape, _, scale = stats.weibull_min.fit(y, floc=0)
    assert np.allclose(np.exp(found), [shape, scale], rtol=1e-4)


@pytest.mark.ecosystem
@pytest.mark.parametrize(
    "density", [LOGISTIC, LOGIT_NORMAL, "x ~ gumbel(mu, beta)", "x ~ laplace(m, b)", "x ~ poisson(l)"]
)
def test_distribution(density):
    """Gradient and metric are derivatives and mean of products of the score, draws and fit belong together."""
    pytest.importorskip("ngboost")
    from ngboost.manifold import manifold
    from ngboost.scores import LogScore

    from symfisher.ngboost import distribution

    made = manifold(LogScore, distribution(density))
    np.random.seed(3)
    k = made.n_params
    at = np.array([0.4, 0.3])[:k, None].repeat(50, axis=1)
    there = made(at)
    y = there.sample(1)[0]
    steps = [np.eye(k)[i][:, None] * 1e-6 for i in range(k)]
    numeric = np.stack([(made(at + h).score(y) - made(at - h).score(y)) / 2e-6 for h in steps], axis=1)
    assert np.allclose(there.d_score(y), numeric, atol=1e-6)
    one = made(at[:, :1])
    assert np.allclose(LogScore.metric(one, n_mc_samples=20_000), one.metric(), atol=0.08)
    draws = there.sample(200)
    assert draws.shape == (200, 50)
    assert np.allclose(made.fit(draws.ravel()), at[:, 0], atol=0.06)
    assert np.allclose(there.mean(), draws.mean(), rtol=0.05)


@pytest.mark.ecosystem
def test_command(tmp_path):
    """The command writes a module that passes its own test, boosts, and whose models can be pickled."""
    pytest.importorskip("ngboost")
    path = tmp_path / "boosted_weibull.py"
    assert run("codegen", "x ~ weibull(k, s)", "--target", "ngboost", "-o", str(path)).returncode == 0
    checked = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=60)
    assert "stored values agree" in checked.stdout, checked.stderr
    program = (
        "import pickle, numpy as np; from ngboost import NGBRegressor; from boosted_weibull import Distribution\n"
        "rng = np.random.default_rng(0); X = rng.normal(size=(200, 2)); y = rng.weibull(2, 200) * np.exp(X[:, 0])\n"
        "model = NGBRegressor(Dist=Distribution, n_estimators=20, verbose=False).fit(X, y)\n"
        "again = pickle.loads(pickle.dumps(model))\n"
        "assert np.allclose(again.predict(X), model.predict(X))\n"
        "plain = Distribution(np.repeat(Distribution.fit(y)[:, None], 200, 1))\n"
        "assert model.pred_dist(X).logpdf(y).mean() > plain.logpdf(y).mean()"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
