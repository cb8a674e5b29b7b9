"""The JSON record."""

import json
from importlib.resources import files

import jsonschema
import pytest

from symfisher.rendering import render
from symfisher.rendering.languages import catalogue
from symfisher.rendering.record import to_record
from symfisher.rendering.steps import as_record, tell_step
from tests.rendering import builders

SCHEMA = json.loads(files("symfisher.rendering").joinpath("schema.json").read_text())


@pytest.mark.parametrize("build", builders.ALL)
def test_schema(build):
    """Every record follows the schema that ships."""
    jsonschema.validate(json.loads(render(build(), "json")), SCHEMA)


def test_schema_is_a_schema():
    """The schema itself is valid."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("error", [{"error": {"type": "ParseError", "message": "…"}}, {"error": 1}])
def test_error_schema(error):
    """An error record has a type and a message, and nothing less is accepted."""
    valid = isinstance(error["error"], dict)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(error) == valid


def test_safe_names():
    """Names that SymPy or Python use already are spelled safely, and the table says how."""
    record = to_record(builders.half_open())
    assert record["symbols"] == {"x": "x", "E": "E_", "gamma": "gamma_", "n": "n"}
    assert record["expected_information"] == [["n/E_", "0"], ["0", None]]


def test_open_entries():
    """An entry without closed form is null, numeric, and listed with what is left to do."""
    record = to_record(builders.half_open())
    assert not record["closed_form"]
    assert record["status"] == [["proved", "proved"], ["proved", "numeric"]]
    assert [u["entry"] for u in record["unevaluated"]] == [[1, 1]]
    assert record["unevaluated"][0]["expression"].startswith("Sum(")


def test_domains_are_in_the_grammar_of_the_options():
    """Domains are written with the names as typed."""
    density = to_record(builders.half_open())["density"]
    assert density["variables"] == [{"name": "x", "set": "x in {0, 1, 2, ...}"}]
    assert density["parameters"] == [{"name": "E", "domain": "E > 0"}, {"name": "gamma", "domain": "gamma in R"}]


def test_steps_of_unknown_rules_are_told():
    """A step whose rule has no sentence is still told."""
    derivation = builders.half_open()
    step = tell_step(derivation.steps[0], derivation.density, catalogue("en"))
    assert as_record(step, derivation.density) == {
        "title": "made up rule",
        "text": "by = 3 if x > 0 (Rao 1945)",
        "latex": "E = E^{2}",
    }


def test_not_a_number_never_appears():
    """An error that is not finite becomes null, so that the output is strict JSON."""
    from dataclasses import replace

    derivation = builders.half_open()
    bad = replace(derivation, values=(replace(derivation.values[0], error=float("nan")),))
    assert to_record(bad)["values"][0]["error"] is None


def test_conditions_of_pieces_can_be_read_back():
    """Alternatives in a Piecewise are written so that our own grammar reads them too."""
    import sympy as sp

    from symfisher.domains import POSITIVE, IntegerRange

    derivation = builders.build(
        lambda x, p: sp.Piecewise((p, sp.Eq(x, 1) | sp.Eq(x, 2)), (1 - 2 * p, True)),
        [("x", IntegerRange(sp.Integer(1), sp.Integer(3)))],
        [("p", POSITIVE)],
        lambda p: [[2 / p]],
    )
    expression = to_record(derivation)["density"]["expression"]
    assert expression == "Piecewise((p, Or(Eq(x, 1), Eq(x, 2))), (1 - 2*p, True))"
    assert sp.sympify(expression) == derivation.density.present(derivation.density.expression)
