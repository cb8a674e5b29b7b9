"""What users expect of any command: help with examples that are right, a version, completion in their shell."""

import importlib
import re
import shlex

import click
import pytest

import symfisher as package
from symfisher.cli.shell import group
from tests.cli.helpers import symfisher

COMMANDS = group.list_commands(click.Context(group))
COMPLETIONS = [
    # words, index of the word that is completed, what is among the answers
    ("symfisher rep", 1, "reparametrize"),
    ("symfisher derive --form", 2, "--format"),
    ("symfisher derive --format m", 3, "markdown"),
    ("symfisher derive x --lang ", 4, "zh"),
]


def examples(text):
    """Return the commands in a help text."""
    whole = re.sub(r" *\\\n *", " ", text or "")
    return re.findall(r"^ *(symfisher [a-z].*)$", whole, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(name):
    """The help of every command shows commands, and their options and arguments are those that it takes."""
    command = importlib.import_module(f"symfisher.cli.commands.{name}").command
    shown = examples(command.help)
    assert shown
    for example in shown:
        _, called, *arguments = shlex.split(example)
        assert called == name
        context = click.Context(command, info_name=name)
        given, left, _ = command.make_parser(context).parse_args(list(arguments))
        assert left == []
        assert all(given.get(p.name) for p in command.params if isinstance(p, click.Argument) and p.required)


def test_help_of_all():
    """The program's help has examples, every command and the exit codes."""
    text = symfisher("--help").stdout
    assert len(examples(text)) >= 3
    assert "Exit codes" in text
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", text, re.MULTILINE)] == []


def test_version():
    """--version is the package's."""
    assert symfisher("--version").stdout.strip() == f"symfisher, version {package.__version__}"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell):
    """Every shell gets its script."""
    script = symfisher(_SYMFISHER_COMPLETE=f"{shell}_source").stdout
    assert f"_SYMFISHER_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize(("words", "index", "among"), COMPLETIONS)
def test_completion(words, index, among):
    """Commands, options and their values are completed."""
    run = symfisher(_SYMFISHER_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(index))
    assert (run.returncode, run.stderr) == (0, "")
    assert among in [line.partition(",")[2] for line in run.stdout.splitlines()]
