"""The density of the data is one, or it is refused, by every question of score matching."""

import pytest

from symfisher.errors import NotNormalizedError
from symfisher.score_matching import add_noise, fisher_divergence, ratio_divergence
from symfisher.score_matching.data import read_data


@pytest.mark.parametrize(
    "ask",
    [
        lambda: fisher_divergence("exp(-x^2/2)", support="x in R", model_score="-x/b"),
        lambda: add_noise("exp(-x^2/2)", support="x in R"),
        lambda: ratio_divergence("m^x/x!", support="x in {0, 1, 2, ...}", parameters=["m > 0"], model_ratio="a"),
        lambda: read_data("1260*x^2*y^2*(1-x-y)^2", support="x > 0, y > 0, x + y < 1"),
    ],
)
def test_not_normalized(ask):
    """A density whose mass is not one is refused even where its support is given; its terms would all be wrong."""
    with pytest.raises(NotNormalizedError, match="not 1"):
        ask()


def test_divided_by_its_mass():
    """With normalize the density is divided by its mass first: E[x²]/b² is 1/b² for exp(−x²/2)."""
    found = fisher_divergence("exp(-x^2/2)", support="x in R", normalize=True, model_score="-x/b")
    assert str(found.squared) == "b**(-2)"
    assert found.verification.status == "passed"


def test_without_parameters():
    """A density without parameters is checked at its only point, and its closed forms too."""
    found = fisher_divergence("x ~ normal(0, 1)", model_score="-2*x")
    assert found.divergence == 1
    assert found.verification.points == ({},)
