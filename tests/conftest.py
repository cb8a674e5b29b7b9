"""What all tests share."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=25, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=int(os.environ.get("SYMFISHER_EXAMPLES", "2000")))
settings.load_profile(os.environ.get("SYMFISHER_HYPOTHESIS", "default"))


def pytest_collection_modifyitems(config, items):
    """Leave out what needs heavy packages or minutes, unless it is asked for by its mark."""
    if config.getoption("-m"):
        return
    skip = {name: pytest.mark.skip(reason=f"run with -m {name}") for name in ("ecosystem", "slow")}
    for item in items:
        for name, mark in skip.items():
            if item.get_closest_marker(name):
                item.add_marker(mark)
