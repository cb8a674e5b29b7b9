"""What the README shows is what happens."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.helpers import symfisher

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def without_errors(text):
    """Leave out how large a rounding error is, which differs between processors."""
    return re.sub(r"\d(\.\d+)?e[-+]\d+", "tiny", text).rstrip()


def examples():
    """Every command after a dollar sign, with the output below it."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_command(command, output):
    """A command in the README prints what the README shows."""
    program, *arguments = shlex.split(command)
    run = symfisher(*arguments, COLUMNS="100")
    assert program == "symfisher"
    assert run.returncode == 0, run.stderr
    assert without_errors(run.stdout) == without_errors(output), "if it is right: python -m tests.test_readme"


def test_python():
    """The Python in the README gives what the README shows."""
    tests = doctest.DocTestParser()
    for number, block in enumerate(blocks("python")):
        test = tests.get_doctest(block, {}, f"README python {number}", str(README), 0)
        results = doctest.DocTestRunner().run(test)
        assert (results.failed, results.attempted > 0) == (0, True)


def test_the_record_of_the_batch_example(tmp_path):
    """The records of the README's batch example are read and derived."""
    (tmp_path / "densities.toml").write_text(blocks("toml")[0])
    run = symfisher("batch", str(tmp_path / "densities.toml"), "-o", str(tmp_path / "out.jsonl"))
    assert run.returncode == 0
    assert '"closed_form": true' in (tmp_path / "out.jsonl").read_text()


def test_two_commands():
    """The README begins with two command blocks: the main job, and the tests."""
    first, second = (block.strip() for block in blocks("sh"))
    assert "symfisher derive" in first
    assert '".[test]"' in second
    assert second.endswith("python -m pytest")


def rewrite():
    """Put the present outputs into the README; run by hand: python -m tests.test_readme."""

    def shown(match):
        run = symfisher(*shlex.split(match[1])[1:], COLUMNS="100")
        return f"```console\n$ {match[1]}\n{run.stdout.rstrip()}\n```\n"

    text = re.sub(r"```console\n\$ (.*?)\n.*?```\n", shown, TEXT, flags=re.DOTALL)
    README.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    rewrite()
