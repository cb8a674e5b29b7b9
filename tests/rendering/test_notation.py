"""Names of a proof in their three spellings."""

import pytest

from symfisher import derive
from symfisher.rendering import render
from symfisher.rendering.notation import NOTATION, OTHER_SCORE


@pytest.mark.parametrize("kind", [kind for kind in NOTATION if kind.endswith("-given")])
def test_what_is_given_stands_behind_a_bar(kind):
    """Densities for given values of other variables show them, in every spelling."""
    spelling = NOTATION[kind]
    assert all("{xs}" in text for text in (spelling.latex, spelling.text, spelling.mathml))


@pytest.mark.parametrize("kind", [kind for kind in NOTATION if kind.endswith(OTHER_SCORE)])
def test_the_other_letter_for_the_score_has_no_s(kind):
    """Where the density has an s of its own, the score is U everywhere."""
    spelling = NOTATION[kind]
    assert all("U" in text for text in (spelling.latex, spelling.text, spelling.mathml))
    assert "<mi>s</mi>" not in spelling.mathml
    assert " s" not in spelling.text


def test_a_scale_called_s_does_not_meet_the_score():
    """The score of a density with a scale s is U, of any other it is s."""
    assert "U(x;" in render(derive("exp(-x/s)/s, x > 0"), "latex")
    assert "s(x;" in render(derive("exp(-x/b)/b, x > 0"), "latex")


def test_a_part_of_a_density_is_called_a_part():
    """Half of the line carries half of the mass: the steps say so, and parts that cancel are said to cancel."""
    told = render(derive("b/(pi*(b^2+(x-m)^2))"), "text", steps=True)
    assert "this part is 1/2 times a beta prime density" in " ".join(told.split())
    assert "What the parts contribute cancels." in told
