"""Family calls put arguments, as expressions, into the family's density."""

from __future__ import annotations

import pytest

from symfisher import families
from symfisher.errors import AmbiguityError, SymfisherError
from symfisher.reading import read
from tests.reading.helpers import domains


@pytest.mark.parametrize("name", families.names())
def test_every_family_is_read_by_name_and_by_call(name: str) -> None:
    """A bare name, a positional call and a keyword call of every parametrization are densities with its parameters."""
    family = families.get(name)
    assert [p.name for p in read(name).parameters] == [p.name for p in family.parameters]
    for chosen in family.all_parametrizations:
        words = ", ".join(f"{q.name}={q.name}" for q in family.positional(chosen))
        assert {p.name for p in read(f"{name}({words})").parameters} == {p.name for p in chosen.parameters}


def test_a_regression_is_a_call_with_expressions() -> None:
    """Names inside an argument become parameters of the density."""
    density = read("y ~ poisson(exp(a + b*z))", parameters=["a", "b"])
    assert domains(density) == {"y": "y in {0, 1, 2, ...}", "a": "a in R", "b": "b in R", "z": "z in R"}


def test_a_name_takes_over_the_domain() -> None:
    """gamma(k, rate) has the domains of shape and rate under the user's names."""
    assert domains(read("gamma(k, rate)")) == {"x": "x > 0", "k": "k > 0", "rate": "rate > 0"}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("U(0, theta)", "uniform(0, theta)"),
        ("Bin(n, p^2)", "binomial(n, p^2)"),
        ("NB(r, p)", "negative_binomial(r, p)"),
        ("Dirichlet([a, b, c])", "dirichlet([a, b, c])"),
    ],
)
def test_short_names(short: str, long: str) -> None:
    """Names of textbooks stand for families."""
    assert read(short).expression == read(long).expression


def test_a_short_name_of_two_families() -> None:
    """Geometric distributions count failures or trials: the name must say which."""
    with pytest.raises(AmbiguityError, match="geometric_trials"):
        read("Geom(p)")


def test_one_name_in_two_places() -> None:
    """The same name may stand for two parameters."""
    assert [p.name for p in read("gamma(k, k)").parameters] == ["k"]


@pytest.mark.parametrize(
    "text",
    [
        "normal(mu, -2)",
        "normal(mu)",
        "normal(a, b, c)",
        "gamma(shape=a)",
        "gamma(foo=1)",
        "normal(x, 1)",
        "x ~ nrmal(a)",
        "normal(mu=a, mu=b)",
        "normal(mu=a, b)",
        "x, y ~ normal(a, b)",
        "bernoulli(3)",
    ],
)
def test_wrong_calls_are_refused(text: str) -> None:
    """Unknown families, missing, double or impossible arguments are errors."""
    with pytest.raises(SymfisherError):
        read(text)
