"""Numbers in labels are short and right."""

import pytest

from symfisher.plotting.picture import number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (2.0, "2"),
        (0.12345, "0.123"),
        (12345.0, "12300"),
        (1e8, r"1\times 10^{8}"),
        (-3e-9, r"-3\times 10^{-9}"),
    ],
)
def test_number(value, text):
    """Three digits, powers of ten where they are many."""
    assert number(value) == text
