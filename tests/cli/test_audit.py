"""``symfisher audit``."""

import json
from pathlib import Path

import pytest

from symfisher.cli.audit_table import Row, table
from symfisher.cli.claim_records import ClaimRecord, read_claims
from symfisher.cli.records import RecordsError
from tests.cli.helpers import symfisher

PUBLISHED = Path(__file__).parents[2] / "examples" / "audit" / "published.toml"

CLAIMS = """
[[claim]]
id = "exponential"
density = "theta*exp(-theta*x)"
support = "x > 0"
parameters = ["theta > 0"]
claim = "1/theta^2"
source = "a book"

[[claim]]
id = "twice"
density = "theta*exp(-theta*x)"
claim = "2/theta^2"
kind = "expected Hessian"
expect = "wrong"
package = "some"
version = "1.0"
function = "metric"

[[claim]]
id = "no density"
density = "2*theta*exp(-theta*x)"
support = "x > 0"
claim = "1/theta^2"
expect = "refused"
"""


@pytest.fixture
def claims(tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text(CLAIMS)
    return path


def test_published():
    """The audit that is shipped finds every error it lists and passes at least 40 formulas that are right."""
    run = symfisher("audit", str(PUBLISHED), "--format", "json", timeout=300)
    found = json.loads(run.stdout)
    assert (run.returncode, run.stderr) == (0, "")
    assert [row["id"] for row in found if not row["as_expected"]] == []
    assert sum(row["verdict"] == "right" for row in found) >= 40
    wrong = {row["id"]: row["entry"] for row in found if row["verdict"] == "wrong"}
    assert wrong["ngboost-tfixeddf"] == ["eta", "eta"]
    assert wrong["gamlss-rg"] == ["mu", "sigma"]
    assert wrong["vgam-expexpff"] == ["rate", "rate"]
    assert wrong["vgam-tpnff3"] == ["mu", "p"]


def test_published_sources():
    """Every claim that is shipped says where it comes from."""
    for record in read_claims(PUBLISHED):
        assert record.about.get("source") or record.about.get("package"), record.id


def test_text(claims):
    """A table with a line a claim, and a summary; exit code 0 if all is as expected."""
    run = symfisher("audit", str(claims))
    assert run.returncode == 0
    assert [line.split()[0] for line in run.stdout.splitlines()[1:4]] == ["exponential", "twice", "no"]
    assert run.stdout.endswith("3 claims: 1 right, 1 wrong, 1 refused; none not as expected\n")


def test_not_as_expected(claims):
    """A verdict that is not the expected one exits with 6 and is explained."""
    claims.write_text(CLAIMS.replace('expect = "wrong"', 'expect = "right"'))
    run = symfisher("audit", str(claims))
    assert run.returncode == 6
    assert "<-- not as expected" in run.stdout
    assert "twice: The claim is not the expected Hessian" in run.stdout


def test_markdown_and_file(claims, tmp_path):
    """The Markdown table names the sources and can go to a file."""
    out = tmp_path / "table.md"
    assert symfisher("audit", str(claims), "--format", "markdown", "-o", str(out)).returncode == 0
    assert "| twice | some 1.0 metric | wrong |" in out.read_text()


def test_one_failure_does_not_stop_the_rest(tmp_path):
    """A claim that cannot be read is one failed line."""
    path = tmp_path / "claims.jsonl"
    good = {"density": "t*exp(-t*x)", "claim": "1/t^2"}
    lines = [{**good, "claim": "1/("}, {**good, "colour": "red"}, good]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = json.loads(symfisher("audit", str(path), "--format", "json").stdout)
    assert [row["verdict"] for row in found] == ["failed", "failed", "right"]
    assert "unknown key 'colour'" in found[1]["message"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[density]]\ndensity = 'x'", "no \\[\\[claim\\]\\]"),
        ("claim = 3", "no \\[\\[claim\\]\\]"),
        ("[[claim]]\nid = 'a'\n[[claim]]\nid = 'a'", "two claims have the id 'a'"),
        ("= 3", "neither TOML nor JSON"),
        ("claim = []", "no claim in the file"),
    ],
)
def test_files_that_are_refused(tmp_path, text, message):
    """A file without claims, or with two of one name, is wrong usage."""
    path = tmp_path / "claims.toml"
    path.write_text(text)
    with pytest.raises(RecordsError, match=message):
        read_claims(path)
    assert symfisher("audit", str(path)).returncode == 2


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"claim": "1"}, "density is missing"),
        ({"density": "x", "claim": "1", "kind": "prior"}, "kind is one of"),
        ({"density": "x", "claim": "1", "expect": "maybe"}, "expect is one of"),
        ({"density": "x", "claim": "1", "parameters": "t"}, "parameters has the wrong type"),
        ({"density": "x", "claim": 1}, "claim has the wrong type"),
    ],
)
def test_mistakes_in_a_record(tmp_path, record, message):
    """A record that is not one says what is wrong with it."""
    path = tmp_path / "claims.json"
    path.write_text(json.dumps([record]))
    assert message in read_claims(path)[0].mistake


def test_markup_is_escaped():
    """What a file says cannot break a Markdown table."""
    row = Row(ClaimRecord("a|b<script>", {}), "wrong", None, {})
    assert r"a\|b\<script\>" in table([row], "markdown")
