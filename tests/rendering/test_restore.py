"""Derivations rebuilt from their records."""

import json

import pytest

from symfisher.errors import SymfisherError
from symfisher.rendering.record import from_record, to_record
from tests.rendering import builders


@pytest.mark.parametrize("build", builders.ALL)
def test_round_trip(build):
    """A record read back and written again is the same record."""
    record = to_record(build())
    assert to_record(from_record(json.loads(json.dumps(record)))) == record


def test_results_are_the_same():
    """What is read back has the same matrices, in the same symbols."""
    derivation = builders.weibull()
    assert from_record(to_record(derivation)).expected_information == derivation.expected_information


@pytest.mark.parametrize("text", ["__import__('os').getcwd()", "x.__class__", "eval(1)", "lambda: 0"])
def test_code_in_a_record_is_refused(text):
    """A record is data: code in it is a text that cannot be read."""
    record = to_record(builders.exponential()) | {"log_density": text}
    with pytest.raises(SymfisherError):
        from_record(record)
