"""What all tests share."""

import os
import re
from collections import Counter

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=25, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=int(os.environ.get("SYMFISHER_EXAMPLES", "2000")))
settings.load_profile(os.environ.get("SYMFISHER_HYPOTHESIS", "default"))


def pytest_addoption(parser):
    """Add what makes a missing package a failure."""
    help_text = "run what is marked ecosystem, and fail where a package or program is missing instead of skipping"
    parser.addoption("--require-ecosystem", action="store_true", help=help_text)


def pytest_collection_modifyitems(config, items):
    """Leave out what needs heavy packages or minutes, unless it is asked for by its mark."""
    for item in items:
        if item.get_closest_marker("ecosystem"):
            item.add_marker(pytest.mark.filterwarnings("default"))  # warnings of other packages are theirs
    if config.getoption("-m"):
        return
    wanted = {"ecosystem"} if config.getoption("--require-ecosystem") else set()
    for name in {"ecosystem", "slow"} - wanted:
        skip = pytest.mark.skip(reason=f"run with -m {name}")
        for item in items:
            if item.get_closest_marker(name):
                item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Fail a test marked ecosystem that was skipped, if nothing may be missing."""
    report = yield
    if report.skipped and item.get_closest_marker("ecosystem") and item.config.getoption("--require-ecosystem"):
        report.outcome, report.longrepr = "failed", f"--require-ecosystem: {report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Name what was missing for tests marked ecosystem, and of how many."""
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = [report.longrepr[2] for report in skipped if "ecosystem" in getattr(report, "keywords", ())]
    asked = [reason for reason in reasons if "run with -m" not in reason]
    for reason, number in sorted(Counter(asked).items()):
        package = re.search(r"could not import '([^']+)'", reason)
        missing = package[1] if package else reason.removeprefix("Skipped: ")
        terminalreporter.write_line(f"ecosystem: {number} skipped, missing: {missing}")
