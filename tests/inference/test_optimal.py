"""Optimal designs."""

import pytest

from symfisher.errors import DomainError, RegularityError
from symfisher.inference.design import design_information
from symfisher.inference.optimal import optimal_design
from tests.inference.laws import LINE, LOGIT, derived, number, steps_are_told

MICHAELIS = ("exp(-(x-v*z/(k+z))^2/2)/sqrt(2*pi)", "x in R", ("v > 0", "k > 0"), ("z > 0",))
DECAY = ("exp(-(x-a*exp(-b*z))^2/2)/sqrt(2*pi)", "x in R", ("a", "b > 0"), ("z > 0",))


@pytest.mark.parametrize(
    ("model", "at", "interval", "points"),
    [
        (LOGIT, "a=0, b=1", (-5, 5), (-1.543405, 1.543405)),
        (MICHAELIS, "v=2, k=1", (0.001, 4), (4 / 6, 4)),
        (DECAY, "a=2, b=1", (0, 5), (0, 1)),
        (LINE, "a=0, b=1", (-1, 3), (-1, 3)),
    ],
)
def test_known_optimal_designs(model, at, interval, points):
    """D-optimal: logistic ±1.5434, Michaelis-Menten kz/(2k + z) and z, decay 0 and 1/b, ends for a line."""
    found = optimal_design(derived(*model), "z", at, interval)
    assert found.points == pytest.approx(points, abs=1e-5)
    assert found.weights == pytest.approx((0.5, 0.5), abs=1e-6)
    assert found.efficiency > 1 - 1e-8
    assert steps_are_told(found.answer)


@pytest.mark.parametrize(("criterion", "c"), [("A", None), ("c", (0, 1))])
def test_other_criteria(criterion, c):
    """A- and c-optimal designs pass the equivalence theorem, and are no worse than the D-optimal one."""
    d = derived(*DECAY)
    found = optimal_design(d, "z", "a=2, b=1", (0, 5), criterion=criterion, c=c)
    assert found.efficiency > 1 - 1e-5
    shown = ", ".join(f"{p}: {w}" for p, w in zip((0, 1), ("1/2", "1/2"), strict=True))
    m = design_information(d, "z", shown).information.inv()
    other = m.trace() if c is None else m[1, 1]
    assert found.criterion <= number(other, a=2, b=1) * (1 + 1e-9)


def test_one_place_for_one_combination():
    """The best design for the height of a line in the middle is one place, though its information is singular."""
    found = optimal_design(derived(*LINE), "z", "a=0, b=1", (-1, 1), criterion="c", c=(1, 0))
    assert (found.points, found.weights, found.criterion) == ((0.0,), (1.0,), pytest.approx(1.0))


def test_not_centred():
    """Where E[score] is not zero informations do not add up, and there is no such design."""
    moving = derived("1/(theta*z)", "0 < x < theta*z", ("theta > 0",), ("z > 0",))
    with pytest.raises(RegularityError, match="not 0"):
        optimal_design(moving, "z", "theta=1", (1, 2))


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"covariate": "w"}, DomainError, "no known constant"),
        ({"at": "a=0"}, DomainError, "missing for b"),
        ({"interval": (2, 1)}, DomainError, "empty"),
        ({"criterion": "c"}, DomainError, "coefficient"),
    ],
)
def test_refusals(change, error, said):
    """A covariate, parameters and an interval are needed."""
    given = {"covariate": "z", "at": "a=0, b=1", "interval": (-1, 1), **change}
    with pytest.raises(error, match=said):
        optimal_design(derived(*LOGIT), **given)
