"""NGBoost's own ``metric()`` of every built-in distribution against the derivation in its internal coordinates."""

from importlib.metadata import version

import numpy as np
import pytest
import sympy as sp

import symfisher

pytestmark = [
    pytest.mark.ecosystem,
    pytest.mark.filterwarnings("ignore"),  # its dependencies warn about each other
]
distns = pytest.importorskip("ngboost.distns", reason="ngboost is not installed")

EXACT, SAMPLED, REGULARIZED = 1e-9, 0.08, 1e-4
"""Relative tolerances: closed forms, Monte-Carlo means of 20 000 draws, and 1e-5 or less added on purpose."""

_T = "gamma((nu+1)/2)/(gamma(nu/2)*sqrt(pi*nu)*exp(s))*(1+((x-m)/exp(s))^2/nu)^(-(nu+1)/2)"
_BB = "binomial(5, x)*beta(x+a, 5-x+b)/beta(a, b)"

BUILT_IN = {
    # name: (density in internal coordinates, support, internal parameters in order, tolerance)
    "Normal": ("exp(-((x-m)/exp(s))^2/2)/(exp(s)*sqrt(2*pi))", "x in R", "m s", EXACT),
    "NormalFixedVar": ("exp(-(x-m)^2/2)/sqrt(2*pi)", "x in R", "m", REGULARIZED),
    "NormalFixedMean": ("exp(-(x/exp(s))^2/2)/(exp(s)*sqrt(2*pi))", "x in R", "s", EXACT),
    "LogNormal": ("exp(-((log(x)-m)/exp(s))^2/2)/(x*exp(s)*sqrt(2*pi))", "x > 0", "m s", REGULARIZED),
    "Laplace": ("exp(-abs(x-m)/exp(s))/(2*exp(s))", "x in R", "m s", EXACT),
    "Exponential": ("exp(-x/exp(s))/exp(s)", "x > 0", "s", EXACT),
    "HalfNormal": ("sqrt(2/pi)/exp(s)*exp(-(x/exp(s))^2/2)", "x > 0", "s", EXACT),
    "Gamma": ("exp(b*exp(a))*x^(exp(a)-1)*exp(-exp(b)*x)/gamma(exp(a))", "x > 0", "a b", EXACT),
    "Weibull": ("exp(k-s)*(x/exp(s))^(exp(k)-1)*exp(-(x/exp(s))^exp(k))", "x > 0", "k s", EXACT),
    "Beta": ("x^(exp(a)-1)*(1-x)^(exp(b)-1)/beta(exp(a), exp(b))", "0 < x < 1", "a b", REGULARIZED),
    "Poisson": ("exp(l*x-exp(l))/factorial(x)", "x in {0, 1, ...}", "l", EXACT),
    "Bernoulli": ("exp(t*x)/(1+exp(t))", "x in {0, 1}", "t", EXACT),
    "BetaBernoulli": ("exp(a*x)*exp(b*(1-x))/(exp(a)+exp(b))", "x in {0, 1}", "a b", REGULARIZED),
    "BetaBinomial": (_BB, "x in {0, 1, ..., 5}", "a b", SAMPLED),
    "LogitNormal": (
        "exp(-((log(x/(1-x))-m)/exp(s))^2/2)/(x*(1-x)*exp(s)*sqrt(2*pi))",
        "0 < x < 1",
        "m s",
        SAMPLED,
    ),
    "T": (_T.replace("nu", "exp(d)"), "x in R", "m s d", SAMPLED),
    "TFixedDf": (_T.replace("nu", "3"), "x in R", "m s", EXACT),
    "TFixedDfFixedVar": ("2/(pi*sqrt(3))*(1+(x-m)^2/3)^(-2)", "x in R", "m", EXACT),
    "Cauchy": ("1/(pi*exp(s)*(1+((x-m)/exp(s))^2))", "x in R", "m s", EXACT),
    "MultivariateNormal": (
        "exp(a+d)/(2*pi)*exp(-((exp(a)*(x-m)+c*(y-k))^2+exp(2*d)*(y-k)^2)/2)",
        "x in R, y in R",
        "m k a c d",
        REGULARIZED,
    ),
    "k_categorical": ("exp(t*x*(2-x)+u*x*(x-1)/2)/(1+exp(t)+exp(u))", "x in {0, 1, 2}", "t u", EXACT),
}
NOT_A_DENSITY = {"BetaBinomialEstN"}  # its number of trials is a real number that is fitted, its data are integers
BY_JACOBIAN = {"BetaBinomial"}  # derived for a, b > 0; the internal coordinates are their logarithms
ABSTRACT = {"Distn", "RegressionDistn", "ClassificationDistn"}
MENDED = int(version("ngboost").split(".")[1]) >= 6
WRONG = {"TFixedDf": (1, 1), "Cauchy": (1, 1)}
"""Entries wrong up to version 0.5.11, mended in 0.6.0: the scale was not taken in the coordinates of the score."""

VALUES = (0.3, 0.4, -0.2, 0.35, 0.15)


def metric(name):
    """NGBoost's matrix at `VALUES`, by its closed form or by its sampling."""
    from ngboost.manifold import manifold
    from ngboost.scores import LogScore

    kind = {"MultivariateNormal": lambda c: c(2), "k_categorical": lambda c: c(3)}.get(name, lambda c: c)
    count = len(BUILT_IN[name][2].split())
    distribution = kind(getattr(distns, name))
    if hasattr(distribution, "censored_scores"):  # the metric of a survival model leaves censoring aside
        distribution = type(name, (distribution,), {"scores": distribution.censored_scores})
    made = manifold(LogScore, distribution)(np.array(VALUES[:count])[:, None].repeat(2, axis=1))
    if name == "BetaBinomial":
        made.n = 5
    np.random.seed(0)  # NGBoost draws from the global generator
    sampled = BUILT_IN[name][3] == SAMPLED
    return np.asarray(made.metric(n_mc_samples=20_000) if sampled else made.metric(), dtype=float)[0]


def derived(name):
    """Our matrix at the same point."""
    density, support, names, _ = BUILT_IN[name]
    domain, values = ("{} > 0", np.exp(VALUES)) if name in BY_JACOBIAN else ("{} in R", np.array(VALUES))
    at = {p: sp.Rational(repr(float(v))) for p, v in zip(names.split(), values, strict=False)}
    domains = [domain.format(p) for p in names.split()]
    found = symfisher.derive(density, support=support, parameters=domains, at=at, timeout=120)
    matrix = np.array(found.values[0].expected_information, dtype=float)
    slopes = values[: len(matrix)] if name in BY_JACOBIAN else np.ones(len(matrix))
    return matrix * np.outer(slopes, slopes)


def relative(name):
    """Differences relative to sqrt(I_ii I_jj)."""
    ours = derived(name)
    scale = np.sqrt(np.diag(ours))
    return np.abs(metric(name) - ours) / np.outer(scale, scale)


@pytest.mark.parametrize("name", [n for n in BUILT_IN if n not in WRONG])
def test_metric_agrees(name):
    """The metric of a built-in distribution is the information that we derive in its coordinates."""
    assert relative(name).max() < BUILT_IN[name][3]


@pytest.mark.parametrize("name", WRONG)
def test_known_errors(name):
    """The metric differs in one entry, and in that entry only, until the release that mended it."""
    difference = relative(name)
    wrong = WRONG[name]
    assert bool(difference[wrong] > 0.1) is not MENDED
    difference[wrong] = 0.0
    assert difference.max() < EXACT


def test_all_built_in_distributions_are_here():
    """A distribution that a new release adds is noticed."""
    assert set(distns.__all__) - set(BUILT_IN) == NOT_A_DENSITY | ABSTRACT
