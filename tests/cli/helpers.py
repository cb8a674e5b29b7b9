"""Running the command line as users do."""

import os
import subprocess
import sys


def symfisher(*arguments, stdin="", timeout=120, **environment):
    """Run ``symfisher`` with arguments in a process of its own and return it, with text output."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", "symfisher", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=env,
        timeout=timeout,
        check=False,
    )
