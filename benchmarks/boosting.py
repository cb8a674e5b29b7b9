"""Natural gradient boosting with our metric and with others, on data that come with scikit-learn.

For every density, data set and seed: the negative log-likelihood of a test set, the iteration at which the validation
loss was least, and the seconds of the fit. Run: python benchmarks/boosting.py [seeds] [iterations]; needs the extra
symfisher[ngboost]. Prints a Markdown table in which nothing is left out.
"""

import io
import sys
import time
import warnings
from contextlib import redirect_stdout

import numpy as np
import sympy as sp
from ngboost import NGBRegressor, distns
from ngboost.distns.sympy_utils import make_distribution
from ngboost.scores import LogScore
from sklearn import datasets
from sklearn.model_selection import train_test_split

from symfisher.ngboost import distribution

LOGISTIC = "f(x; a, b) = a*b*exp(-a*x)/(1+exp(-a*x))^(b+1), x in R, a > 0, b > 0"
LOGIT_NORMAL = "exp(-((log(x/(1-x))-m)/s)^2/2)/(x*(1-x)*s*sqrt(2*pi)), 0 < x < 1, m in R, s > 0"
OURS = {
    "Weibull": "x ~ weibull(k, s)",
    "Gumbel": "x ~ gumbel(mu, beta)",
    "LogitNormal": LOGIT_NORMAL,
    "generalised logistic": LOGISTIC,
    "Student t, 3 degrees": "f(x; mu, sigma) = 2/(pi*sqrt(3)*sigma)*(1+((x-mu)/sigma)^2/3)^(-2), x in R, sigma > 0",
}


def data_sets():
    """Return X and a positive response for each data set."""
    diabetes, wine, cancer = datasets.load_diabetes(), datasets.load_wine(), datasets.load_breast_cancer()
    return {
        "diabetes": (diabetes.data, diabetes.target),
        "wine: proline": (wine.data[:, :12], wine.data[:, 12]),
        "breast cancer: smoothness": (cancer.data[:, [0, 1, 5, 6, 7, 8, 9]], cancer.data[:, 4]),
    }


def response(name, y, train):
    """Return the response in the support of a density, by constants that come from the training part alone."""
    if name == "LogitNormal":
        return np.clip(y / (1.2 * y[train].max()), 1e-3, 1 - 1e-3)
    if name == "Weibull":
        return y / y[train].mean()
    return (y - y[train].mean()) / y[train].std()


# --- the same densities, made by NGBoost's factory with its Monte Carlo metric --------------------


def by_factory():
    """Return NGBoost's own distributions of the same densities: negative log-density and draws are given by hand."""
    a, b, s, y = sp.symbols("a b s y", positive=True)
    real = sp.Symbol("m", real=True)
    z, draw = (y - real) / s, np.random.uniform
    return {
        "Weibull": make_distribution(
            [(a, True), (s, True)], y, score_expr=-sp.log(a / s) - (a - 1) * sp.log(y / s) + (y / s) ** a,
            sample_fn=lambda d, n: d.s * (-np.log(draw(size=(n, len(d.s))))) ** (1 / d.a), name="FactoryWeibull"),
        "Gumbel": make_distribution(
            [(real, False), (s, True)], y, score_expr=sp.log(s) + z + sp.exp(-z),
            sample_fn=lambda d, n: d.m - d.s * np.log(-np.log(draw(size=(n, len(d.s))))), name="FactoryGumbel"),
        "generalised logistic": make_distribution(
            [(a, True), (b, True)], y, score_expr=-sp.log(a * b) + a * y + (b + 1) * sp.log(1 + sp.exp(-a * y)),
            sample_fn=lambda d, n: -np.log(draw(size=(n, len(d.a))) ** (-1 / d.b) - 1) / d.a, name="FactoryLogistic"),
        "Student t, 3 degrees": make_distribution(
            [(real, False), (s, True)], y, score_expr=sp.log(s * sp.pi * sp.sqrt(3) / 2) + 2 * sp.log(1 + z**2 / 3),
            sample_fn=lambda d, n: d.m + d.s * np.random.standard_t(3, size=(n, len(d.s))), name="FactoryT"),
    }  # fmt: skip


class _OldScore(distns.t.TFixedDfLogScore, LogScore):
    """The score of NGBoost up to 0.5.11: the entry of the scale is df/(2(df + 3) scale²), for a score in its logarithm."""

    def metric(self):
        information = np.zeros((len(self.var), 2, 2))
        information[:, 0, 0] = (self.df + 1) / ((self.df + 3) * self.var)
        information[:, 1, 1] = self.df / (2 * (self.df + 3) * self.var)
        return information


class OldT(distns.TFixedDf):
    """Student's t with 3 degrees as released up to 0.5.11."""

    scores = [_OldScore]  # noqa: RUF012 (NGBoost's way)


def competitors():
    """Return for every density the ways to boost it, ours first."""
    factory = by_factory()
    ways = {name: {"symfisher": distribution(text)} for name, text in OURS.items()}
    ways["Weibull"]["NGBoost, closed form"] = distns.Weibull
    ways["LogitNormal"]["NGBoost, Monte Carlo"] = distns.LogitNormal
    ways["Student t, 3 degrees"] |= {"NGBoost 0.6, closed form": distns.TFixedDf, "NGBoost 0.5.11, wrong": OldT}
    for name, made in factory.items():
        ways[name]["its factory, Monte Carlo"] = made
    return ways


# --- the runs -------------------------------------------------------------------------------------


def boosted(dist, name, X, y, seed, iterations):
    """Return negative log-likelihood on the test part, best iteration and seconds of the fit."""
    train, rest = train_test_split(np.arange(len(y)), test_size=0.4, random_state=seed)
    valid, test = train_test_split(rest, test_size=0.5, random_state=seed)
    y = response(name, y, train)
    np.random.seed(seed)
    model = NGBRegressor(Dist=dist, n_estimators=iterations, learning_rate=0.05, verbose=False, random_state=seed,
                         early_stopping_rounds=15)  # fmt: skip
    start = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        model.fit(X[train], y[train], X_val=X[valid], Y_val=y[valid])
    seconds = time.perf_counter() - start
    best = model.best_val_loss_itr
    found = model.pred_dist(X[test], max_iter=best)
    return float(np.mean(model.Manifold(found._params).score(y[test]))), best, seconds


def main(seeds=10, iterations=150):
    """Print the table."""
    warnings.simplefilter("ignore")
    ways, data = competitors(), data_sets()
    print("| Density | Data | Metric | NLL (mean ± sd) | Better than ours | Iterations | Seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, kinds in ways.items():
        for source, (X, y) in data.items():
            ours = None
            for kind, dist in kinds.items():
                runs = np.array([boosted(dist, name, X, y, seed, iterations) for seed in range(seeds)])
                ours = runs if ours is None else ours
                better = "" if kind == "symfisher" else f"{int((runs[:, 0] < ours[:, 0] - 1e-6).sum())} of {seeds}"
                nll, spread = runs[:, 0].mean(), runs[:, 0].std(ddof=1) if seeds > 1 else 0.0
                print(f"| {name} | {source} | {kind} | {nll:.4f} ± {spread:.4f} | {better} |"
                      f" {np.median(runs[:, 1]):.0f} | {np.median(runs[:, 2]):.2f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:]))
