"""What the Chinese README shows is what happens."""

import doctest
import re
import shlex
from pathlib import Path

from tests.cli.helpers import symfisher

README = Path(__file__).parent.parent / "README.zh.md"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def without_errors(text):
    """Leave out how large a rounding error is, which differs between processors."""
    return re.sub(r"\d(\.\d+)?e[-+]\d+", "tiny", text).rstrip()


def test_command():
    """The command prints what the page shows."""
    (block,) = blocks("console")
    command, _, output = block.removeprefix("$ ").partition("\n")
    run = symfisher(*shlex.split(command)[1:], COLUMNS="100")
    assert run.returncode == 0
    assert without_errors(run.stdout) == without_errors(output)


def test_python():
    """The Python on the page gives what the page shows."""
    (block,) = blocks("python")
    results = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(block, {}, "README.zh", str(README), 0))
    assert (results.failed, results.attempted > 0) == (0, True)


def test_both_pages_name_the_same_options():
    """Every option in one README's text of pages is in the other."""
    english = (README.parent / "README.md").read_text(encoding="utf-8")
    for option in ("--steps", "--detail", "--definition", "--lang", "--symbol-names", "--format"):
        assert option in english
        assert option in README.read_text(encoding="utf-8")
