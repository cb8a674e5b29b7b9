"""Van Trees' bound."""

import pytest

from symfisher.errors import DomainError, RegularityError
from symfisher.inference.van_trees import van_trees_bound
from tests.inference.laws import derived, same, steps_are_told


@pytest.mark.parametrize(
    ("density", "prior", "bound"),
    [
        ("x ~ normal(mu, 1)", "mu ~ normal(0, 2)", "1/(n + 1/4)"),
        ("x ~ bernoulli(p)", "30*p^2*(1-p)^2", "1/(5*n + 40)"),
        ("x ~ poisson(m)", "m ~ gamma(5, 2)", "6/(3*n + 8)"),
    ],
)
def test_van_trees(density, prior, bound):
    """Van Trees' bound; for the normal with a normal prior it is the posterior variance."""
    found = van_trees_bound(derived(density), prior, n="n")
    assert same(found.bound, bound)
    assert steps_are_told(found.answer)


def test_van_trees_needs_a_prior_that_vanishes():
    """A prior that does not vanish at an end is refused: the bound would be wrong there."""
    with pytest.raises(RegularityError, match="vanish"):
        van_trees_bound(derived("x ~ poisson(m)"), "exp(-m)")
    with pytest.raises(DomainError, match="must live where"):
        van_trees_bound(derived("x ~ poisson(m)"), "m ~ normal(0, 1)")
