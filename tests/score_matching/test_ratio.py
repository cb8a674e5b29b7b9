"""Ratio matching: the divergence of counts by ratios of neighbouring probabilities."""

import mpmath
import pytest
import sympy as sp

from symfisher.errors import DomainError
from symfisher.score_matching.ratio import ratio_divergence
from tests.cli.helpers import symfisher
from tests.score_matching.test_divergence import same


def poisson(x, m):
    return mpmath.exp(-m) * m**x / mpmath.factorial(x)


def binomial(x, n, p):
    return mpmath.binomial(n, x) * p**x * (1 - p) ** (n - x)


def test_poisson():
    """For Poisson data and a Poisson model D_R = (l − m)², with the weight x + 1, and nothing is left out at 0."""
    found = ratio_divergence("x ~ poisson(m)", model_density="x ~ poisson(l)")
    assert same(found.weight, "x+1")
    assert same(found.divergence, "(l-m)^2")
    assert same(found.implicit_objective, "l^2-2*l*m")
    assert same(found.constant, "m^2")
    assert (found.left_out, str(found.minimizer["l"]), found.minimizer_kind) == (0, "m", "global")


@pytest.mark.parametrize(
    ("data", "model", "at", "mass", "other", "last"),
    [
        ("x ~ poisson(m)", "x ~ negative_binomial(r, p)", "m=2, r=3, p=2/5", lambda x: poisson(x, mpmath.mpf(2)),
         lambda x: mpmath.gamma(x + 3) * mpmath.mpf("0.6") ** x / mpmath.factorial(x), 80),
        ("x ~ binomial(n, p)", "x ~ poisson(l)", "n=5, p=1/3, l=2", lambda x: binomial(x, 5, mpmath.mpf(1) / 3),
         lambda x: poisson(x, 2), 5),
        ("x ~ bernoulli(p)", "x ~ bernoulli(q)", "p=1/3, q=3/4", lambda x: binomial(x, 1, mpmath.mpf(1) / 3),
         lambda x: binomial(x, 1, mpmath.mpf(3) / 4), 1),
    ],
)  # fmt: skip
def test_against_the_definition(data, model, at, mass, other, last):
    """Every term is the sum over the pairs of the support, written out: closed form, numbers, and shares within pairs."""
    found = ratio_divergence(data, model_density=model, at=at)
    pairs = [(mass(x), mass(x + 1) / mass(x), other(x + 1) / other(x), x) for x in range(last)]
    weight = sp.lambdify(sp.Symbol("x"), sp.sympify(str(found.weight)))
    wanted = {
        "squared": sum(p * (weight(x) * q) ** 2 for p, r, q, x in pairs),
        "cross": -2 * sum(p * weight(x) ** 2 * q * r for p, r, q, x in pairs),
        "data_term": sum(p * (weight(x) * r) ** 2 for p, r, q, x in pairs),
        "divergence": sum(p * weight(x) ** 2 * (q - r) ** 2 for p, r, q, x in pairs),
        "symmetric": sum(p * (1 + r) * (q / (1 + q) - r / (1 + r)) ** 2 for p, r, q, x in pairs),
    }
    assert found.values[0] == pytest.approx({k: float(v) for k, v in wanted.items()}, rel=1e-10)
    values = {sp.Symbol(k): sp.Rational(v) for k, v in (pair.split("=") for pair in at.split(", "))}
    closed = sp.sympify(str(found.divergence)).subs(values)
    assert float(closed) == pytest.approx(float(wanted["divergence"]), rel=1e-12)
    assert found.verification.status == "passed"


def test_end_of_the_support():
    """A geometric density starts with its largest probability: a sum without regard to the end adds p(1 − q)."""
    found = ratio_divergence("x ~ geometric(p)", model_density="x ~ geometric(q)")
    assert same(found.left_out, "p*(1-q)")
    assert same(found.divergence, "(p-q)^2")
    assert same(found.symmetric, "(p-q)^2/((2-p)*(2-q)^2)")


def test_least_without_a_closed_divergence():
    """The implicit objective has the same minimum, and gives it where E[(w r_p)²] has no closed form."""
    found = ratio_divergence("x ~ beta_binomial(n, a, b)", model_density="x ~ binomial(n, q)")
    assert found.divergence is None
    assert found.minimizer_kind == "global"
    ratio = found.minimizer["q"] / (1 - found.minimizer["q"])
    assert same(ratio, "a*(a+b*n+1)/(b*(a+b*n+n))")
    assert found.minimum is None


def test_model_on_more_than_the_density():
    """A Poisson model lives on 0, 1, 2, … and covers counts from 1 on: their Poisson ratio makes it perfect."""
    found = ratio_divergence(
        "m^x/(x!*(exp(m)-1))", support="x in {1, 2, ...}", parameters=["m > 0"], model_density="x ~ poisson(l)"
    )
    assert same(found.divergence, "(l-m)^2")
    with pytest.raises(DomainError, match="must cover"):
        ratio_divergence("x ~ poisson(m)", model_density="x ~ geometric_trials(p)")


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ("x ~ normal(m, s)", {"model_ratio": "a"}, "neighbouring integers"),
        ("x ~ zero_inflated_poisson(a, b)", {"model_ratio": "a"}, "pieces"),
        ("x ~ poisson(m)", {}, "--model-ratio"),
    ],
)
def test_refused(data, options, message):
    """What has no neighbours, or no single ratio, is refused with the reason."""
    with pytest.raises(Exception, match=message) as caught:
        ratio_divergence(data, **options)
    assert isinstance(caught.value, DomainError) or "model" in message


def test_command():
    """The command compares counts by their ratios."""
    run = symfisher("divergence", "x ~ poisson(m)", "--model-ratio", "a/(x+1)")
    assert run.returncode == 0
    for part in ("ratio divergence, the sum", "least at: a: m", "against its defining sum"):
        assert part in " ".join(run.stdout.split())
