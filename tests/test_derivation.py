"""Methods of a derivation that ask questions of inference."""

import inspect

import pytest

import symfisher.inference
from symfisher import Derivation
from tests.inference.laws import derived

NAMES = ["geometry", "sample", "sandwich", *symfisher.inference.__all__]


@pytest.mark.parametrize("name", NAMES)
def test_every_question_is_a_method(name):
    """Each public function of inference is a method of a derivation, with its docstring and an executed example."""
    function = getattr(Derivation, name)
    assert next(iter(inspect.signature(function).parameters)) == "derivation"
    assert ">>>" in function.__doc__
    assert getattr(derived("x ~ poisson(m)"), name).__func__ is function


def test_a_method_answers():
    """A method gives what the function gives."""
    assert derived("x ~ poisson(m)").cramer_rao_bound("exp(-m)").attained == ("no",)
