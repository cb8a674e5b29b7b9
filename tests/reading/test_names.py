"""Near names are suggested, far ones are not."""

from __future__ import annotations

from symfisher.reading.names import suggestion


def test_case_alone_is_near() -> None:
    """A name that differs by case is suggested."""
    assert "'Abs'" in suggestion("ABS", ["Abs", "exp"])


def test_nothing_near_is_nothing() -> None:
    """A name far from all others gets no suggestion."""
    assert suggestion("qqq", ["exp", "log"]) == ""
