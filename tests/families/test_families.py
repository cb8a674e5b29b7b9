"""Tests of the catalogue as a whole: names, look-up, and the shape of every record."""

from __future__ import annotations

import subprocess
import sys

import pytest

from symfisher.density import safe_name
from symfisher.errors import ParseError
from symfisher.families import Family, all_families, by_call, get, names

FAMILIES = pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)


def test_the_catalogue_is_large() -> None:
    """The catalogue holds more than a hundred families, in alphabetical order."""
    assert len(names()) > 100
    assert list(names()) == sorted(names()) == [f.name for f in all_families()]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gamma", "gamma"),
        ("Half-Normal", "half_normal"),
        ("halfnormal", "half_normal"),
        ("Gaussian", "normal"),
        ("F", "fisher_f"),
    ],
)
def test_spelling_is_forgiving(typed: str, name: str) -> None:
    """Case, separators and aliases do not matter."""
    assert get(typed).name == name


def test_a_near_name_is_suggested() -> None:
    """A misspelt family is an error that names the nearest one."""
    with pytest.raises(ParseError, match=r"unknown family 'gama'; did you mean 'gamma'\?"):
        get("gama")


def test_a_far_name_points_at_the_list() -> None:
    """A name like no other is an error that says where the list is."""
    with pytest.raises(ParseError, match="'symfisher families' lists them"):
        get("qqqqqq")


def test_by_call_binds() -> None:
    """A call by name is the look-up followed by the binding."""
    assert by_call("gaussian", ("m", "s")) == get("normal").bind(("m", "s"))


def test_no_two_families_answer_to_one_name() -> None:
    """Names and aliases are all different once case and separators are dropped."""
    keys = ["".join(c for c in word.lower() if c.isalnum()) for f in all_families() for word in (f.name, *f.aliases)]
    assert sorted(set(keys)) == sorted(keys)


def test_loading_the_catalogue_imports_no_sympy_and_one_name_loads_one_file() -> None:
    """The records are plain strings: SymPy stays out, and asking for gamma loads gamma alone."""
    program = (
        "import sys; from symfisher.families import all_families, get; get('gamma');"
        "loaded = [m for m in sys.modules if m.startswith('symfisher.families.')];"
        "assert sorted(loaded) == ['symfisher.families.gamma', 'symfisher.families.record'], loaded;"
        "all_families(); assert 'sympy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@FAMILIES
def test_names_mean_themselves_everywhere(family: Family) -> None:
    """No name of a record clashes with Python or SymPy, so its strings can be read back."""
    quantities = [q for p in family.all_parametrizations for q in p.parameters] + list(family.constants)
    words = [q.name for q in quantities] + list(family.variables)
    assert [safe_name(w) for w in words] == words


@FAMILIES
def test_the_record_is_complete(family: Family) -> None:
    """Matrix, substitutions, roles and call order fit the parameters; every family has a source."""
    size = len(family.parameters)
    assert [len(row) for row in family.information] == [size] * size
    assert all(family.information[i][j] == family.information[j][i] for i in range(size) for j in range(size))
    for chosen in family.parametrizations:
        assert [name for name, _ in chosen.substitution] == [p.name for p in family.parameters]
        keywords = [w for q in chosen.parameters + family.constants for w in q.keywords]
        assert len(set(keywords)) == len(keywords)
    if family.call_order:
        assert sorted(family.call_order) == sorted(q.name for q in family.parameters + family.constants)
    assert family.source


@FAMILIES
def test_nothing_is_claimed_unknown_without_a_gap(family: Family) -> None:
    """`no closed form known` is recorded only where an entry is missing."""
    assert not family.no_closed_form or any(entry is None for row in family.information for entry in row)
