"""What noise does to a density: closed forms, Tweedie's formula, de Bruijn's identity, the denoising floor."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from symfisher.errors import DomainError, ParseError
from symfisher.evaluation import evaluate
from symfisher.score_matching.noise import add_noise

MIXTURE = "exp(-(x-mu)^2/(2*v))/(2*sqrt(2*pi*v)) + exp(-(x+mu)^2/(2*v))/(2*sqrt(2*pi*v))"


def same(found, published):
    symbols = {s.name: s for s in found.free_symbols}
    return sp.simplify(found - sp.sympify(published, locals=symbols)) == 0


def test_gaussian():
    """For Gaussian data J(p_t) = 1/(a²v + σ²), the floor is a²v/(σ²(a²v + σ²)), mmse = vσ²/(a²v + σ²)."""
    found = add_noise("x ~ normal(m, s)", schedule="vp")
    total = "((1-sigma^2)*s^2 + sigma^2)"
    assert same(found.location_information, f"1/{total}")
    assert same(found.mmse, f"s^2*sigma^2/{total}")
    assert same(found.floor, f"(1-sigma^2)*s^2/(sigma^2*{total})")
    assert same(found.lower_bound, f"1/{total}")
    assert found.verification.status == "passed"


def test_floor_is_what_tweedie_leaves():
    """1/σ² − J = a² mmse/σ⁴."""
    found = add_noise("x ~ normal(m, s)", schedule="custom", a="exp(-t)", sigma="sqrt(1-exp(-2*t))")
    assert sp.simplify(found.floor - found.a**2 * found.mmse / found.sigma**4) == 0
    assert sp.simplify(found.log_snr - sp.log(found.a**2 / found.sigma**2)) == 0


def test_symmetric_mixture():
    """For the mixture of N(±μ, v), J = 1/V − (μ/V)² E[sech²(μX/V)] with V = v + σ²."""
    found = add_noise(MIXTURE, schedule="ve", parameters=["mu", "v > 0"], support="x in R", at="mu=2, v=1, sigma=1/2")
    y, V = np.linspace(-14, 14, 4001), 1.25
    density = (np.exp(-((y - 2) ** 2) / (2 * V)) + np.exp(-((y + 2) ** 2) / (2 * V))) / (2 * np.sqrt(2 * np.pi * V))
    J = 1 / V - (2 / V) ** 2 * np.sum(density / np.cosh(2 * y / V) ** 2) * (y[1] - y[0])
    assert found.values[0]["J"] == pytest.approx(J, rel=1e-10)
    assert found.verification.status == "passed"


@pytest.mark.parametrize(
    ("density", "schedule"),
    [
        ("x ~ bernoulli(p)", "vp"),
        ("x ~ exponential(r)", "ve"),
        ("x ~ uniform(l, u)", "vp"),
        ("x ~ laplace(m, b)", "ve"),
        ("x ~ half_normal(s)", "ve"),
        ("x ~ rayleigh(s)", "ve"),
        ("x ~ skew_normal(m, s, k)", "ve"),
        ("x ~ triangular(c)", "ve"),
        ("x ~ lindley(b)", "vp"),
        ("x ~ beta(2, 3)", "ve"),
    ],
)
def test_closed_after_noise(density, schedule):
    """Atoms, and polynomials times exponentials of quadratics, stay closed: checked by integral, Tweedie, de Bruijn."""
    found = add_noise(density, schedule=schedule)
    assert found.density is not None
    assert found.verification.status == "passed"
    assert found.verification.max_relative_error < 1e-9


def test_two_ways_to_the_same_information():
    """Exponential data after noise: the closed p_t and the reduced quadrature give one J; gamma(1, b) has no closed p_t."""
    closed = add_noise("x ~ exponential(b)", schedule="ve", at="b=1, sigma=1/2").values[0]
    reduced = add_noise("x ~ gamma(a, b)", schedule="ve", at="a=1, b=1, sigma=1/2").values[0]
    assert reduced == pytest.approx(closed, rel=1e-8)


@pytest.mark.parametrize(
    ("density", "at"),
    [
        ("x ~ logistic(m, s)", "m=0, s=1, sigma=1/2"),
        ("x ~ student_t(m, s, nu)", "m=0, s=1, nu=3, sigma=1/2"),
        ("x ~ beta(a, b)", "a=2, b=3, sigma=1/2"),
        ("x ~ poisson(m)", "m=3, sigma=1/2"),
    ],
)
def test_bounds(density, at):
    """1/Var(x_t) ≤ J ≤ 1/σ², and mmse is at most the variance, also where p_t is an integral."""
    found = add_noise(density, schedule="vp", at=at).values[0]
    assert found["lower_bound"] <= found["J"] <= found["upper_bound"]
    assert found["mmse"] > 0


def test_cauchy():
    """Data without a variance: the Voigt density has J below 1/σ² and its lower bound is 0."""
    found = add_noise("x ~ cauchy(m, s)", schedule="ve", at="m=0, s=1, sigma=1").values[0]
    assert found["lower_bound"] == 0
    assert found["J"] == pytest.approx(0.229272005, abs=1e-8)


def test_denoising_floor_by_simulation():
    """The denoising loss of the true score of p_t is 1/σ² − J: 400 000 draws, seed 7, within five standard errors."""
    found = add_noise(MIXTURE, schedule="vp", parameters=["mu", "v > 0"], support="x in R", at="mu=1, v=1/4, sigma=3/5")
    rng, a, sigma = np.random.default_rng(7), 0.8, 0.6
    clean = rng.choice([-1.0, 1.0], 400_000) + 0.5 * rng.standard_normal(400_000)
    noise = rng.standard_normal(400_000)
    names = {"mu": 1.0, "v": 0.25, "sigma": sigma, "x_t": a * clean + sigma * noise}
    score = evaluate([found.score], {s: names[s.name] for s in found.score.free_symbols})[0]
    losses = (score + noise / sigma) ** 2
    error = losses.std() / np.sqrt(losses.size)
    assert abs(losses.mean() - found.values[0]["floor"]) < 5 * error


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"schedule": "cosine"}, ParseError, "one of vp, ve, custom"),
        ({"schedule": "custom", "a": "1"}, ParseError, "both as expressions in t"),
        ({"schedule": "vp", "a": "1", "sigma": "t"}, ParseError, "only it"),
        ({"schedule": "custom", "a": "-1", "sigma": "t"}, DomainError, "needs > 0"),
    ],
)
def test_refused(options, error, message):
    """A schedule that is none is refused with the reason."""
    with pytest.raises(error, match=message):
        add_noise("x ~ normal(m, s)", **options)


@pytest.mark.parametrize(
    ("density", "height"),
    [
        ("x ~ uniform(0, 1)", lambda x: 1),
        ("x ~ half_normal(1)", lambda x: mpmath.exp(-(x**2) / 2)),
        ("x ~ beta(3, 1)", lambda x: x**2),
    ],
)
@pytest.mark.parametrize("y", [-10, 10])
def test_far_out_in_a_tail(density, height, y):
    """Twenty standard deviations of noise outside, the score is still that of the integral: nothing cancels or underflows."""
    found = float(add_noise(density, schedule="ve").callables().score(float(y), sigma=0.5))
    ends = [mpmath.mpf(i) / 40 for i in range(41)] + ([2, 4, 8, 16] if "half" in density else [])
    with mpmath.workdps(40):
        seen = [mpmath.quad(lambda x, n=n: x**n * height(x) * mpmath.exp(-2 * (y - x) ** 2), ends) for n in (0, 1)]
        assert found == pytest.approx(float(4 * (seen[1] / seen[0] - y)), rel=1e-8)


@pytest.mark.parametrize("text", ["1-|x|", "max(0, 1-|x|)", "Piecewise((1-|x|, |x| < 1), (0, True))"])
def test_ways_to_write_a_triangle(text):
    """p_t of the triangle is closed however its ends are written, with the J of an integral of our own."""
    found = add_noise(text, support="-1 < x < 1" if text == "1-|x|" else "x in R", at="sigma=3/5")
    assert found.verification.status == "passed"
    assert found.values[0]["J"] == pytest.approx(2.143227052, rel=1e-9)
