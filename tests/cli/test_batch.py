"""``symfisher batch``."""

import json
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from symfisher.cli.records import RecordsError, finished, read_records
from tests.cli.helpers import symfisher

SCHEMA = json.loads(files("symfisher.rendering").joinpath("schema.json").read_text())
ROOT = Path(__file__).parents[2]
RECORDS = [
    {"id": "exponential", "density": "theta*exp(-theta*x)", "support": "x > 0", "parameters": ["theta > 0"]},
    {"id": "broken", "density": "theta*exp("},
    {"density": "t*exp(-t*x)", "at": [{"t": 2}]},
    {"id": "shapeless", "density": 7},
    {"id": "last", "density": "m*exp(-m*x)"},
]


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def jsonl(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    return path


def test_batch(jsonl, tmp_path):
    """Results come in input order with their ids, bad records are errors and do not stop the rest."""
    out = tmp_path / "out.jsonl"
    run = symfisher("batch", str(jsonl), "-o", str(out), "--jobs", "2")
    assert (run.returncode, run.stdout, run.stderr) == (8, "", "2 of 5 records failed; each says why\n")
    results = lines(out)
    assert [result["id"] for result in results] == ["exponential", "broken", 3, "shapeless", "last"]
    assert ["error" in result for result in results] == [False, True, False, True, False]
    for result in results:
        jsonschema.validate(result, SCHEMA)


THREADS = "from concurrent.futures import ThreadPoolExecutor\n\ndef two():\n    return ThreadPoolExecutor(2)\n"


def test_on_an_executor(jsonl, tmp_path, monkeypatch):
    """The executor that a function of the user's returns does what the processes here do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engines.py").write_text(THREADS)
    run = symfisher("batch", str(jsonl), "-o", "out.jsonl", "--executor", "engines:two", PYTHONPATH=str(ROOT))
    assert (run.returncode, run.stdout, run.stderr) == (8, "", "2 of 5 records failed; each says why\n")
    assert ["error" in result for result in lines(tmp_path / "out.jsonl")] == [False, True, False, True, False]


@pytest.mark.parametrize("where", ["nowhere:two", "math", "builtins:list", "json:nothing"])
def test_no_executor(where, jsonl, tmp_path):
    """What names no executor is wrong usage."""
    run = symfisher("batch", str(jsonl), "-o", str(tmp_path / "out.jsonl"), "--executor", where)
    assert (run.returncode, "--executor" in run.stderr, "Traceback" in run.stderr) == (2, True, False)


@pytest.mark.ecosystem
def test_on_a_dask_cluster(jsonl, tmp_path):
    """The address of a Dask scheduler is an executor."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        run = symfisher("batch", str(jsonl), "-o", str(tmp_path / "out.jsonl"), "--executor", cluster.scheduler_address)
    assert run.returncode == 8, run.stderr
    assert [result["id"] for result in lines(tmp_path / "out.jsonl")] == [
        "exponential",
        "broken",
        3,
        "shapeless",
        "last",
    ]


def test_resume(jsonl, tmp_path):
    """After an interruption --resume keeps the whole lines, drops a torn one and goes on."""
    out = tmp_path / "out.jsonl"
    kept = '{"id": "exponential", "error": {"type": "T", "message": "kept"}}\n'
    out.write_text(kept + '{"id": "broken", "err')
    run = symfisher("batch", str(jsonl), "-o", str(out), "--resume")
    assert run.returncode == 8
    assert out.read_text().startswith(kept)
    assert len(lines(out)) == len(RECORDS)


def test_one_document(jsonl, tmp_path):
    """As a document: a row a record, refusals in words, and a page for each that was derived."""
    out = tmp_path / "sheet.tex"
    run = symfisher("batch", str(jsonl), "-o", str(out), "--format", "tex", "--lang", "zh", "--no-steps")
    assert run.returncode == 8
    text = out.read_text(encoding="utf-8")
    table, *pages = text.split("\\newpage")
    assert [row.split(" & ")[0] for row in table.splitlines() if row.endswith("[1.5ex]")] == [
        "exponential", "broken", "3", "shapeless", "last",
    ]  # fmt: skip
    assert "is never closed" in table
    assert [page.split("\\Large ")[1].split("\\end")[0] for page in pages] == ["exponential", "3", "last"]
    assert "费希尔信息" in text


def test_a_document_is_not_resumed(jsonl, tmp_path):
    """A document is made of all results at once."""
    out = str(tmp_path / "sheet.tex")
    run = symfisher("batch", str(jsonl), "-o", out, "--format", "tex", "--resume")
    assert (run.returncode, "take jsonl" in run.stderr) == (2, True)


def test_resume_of_other_records(jsonl, tmp_path):
    """--resume refuses an output that belongs to another file."""
    out = tmp_path / "out.jsonl"
    out.write_text('{"id": "something else", "error": {}}\n')
    assert symfisher("batch", str(jsonl), "-o", str(out), "--resume").returncode == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"id": "a", "density": "f"}\n\n{"density": "g"}\n'),
        ("a.json", '[{"id": "a", "density": "f"}, {"density": "g"}]'),
        ("a.toml", '[[density]]\nid = "a"\ndensity = "f"\n[[density]]\ndensity = "g"\n'),
    ],
)
def test_file_formats(name, text, tmp_path):
    """JSON lines, a JSON list and TOML mean the same; a missing id is the record's number."""
    (tmp_path / name).write_text(text)
    records = read_records(tmp_path / name)
    assert [(record.id, record.request["density"]) for record in records] == [("a", "f"), (2, "g")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", '{"id": 1, "density": "f"}\n{"id": 1, "density": "f"}', "two records"),
        ("a.jsonl", '{"density": "f"}\n{"id": 1, "density": "f"}', "two records"),
        ("a.json", "[1, 2", "not JSON"),
        ("a.toml", "a = ", "not TOML"),
        ("a.toml", "a = 1", "density"),
    ],
)
def test_unusable_files(name, text, message, tmp_path):
    """A file that cannot be read, or with duplicate ids, is refused as a whole."""
    (tmp_path / name).write_text(text)
    with pytest.raises(RecordsError, match=message):
        read_records(tmp_path / name)


@pytest.mark.parametrize(
    ("record", "mistake"),
    [
        ({"densty": "f"}, "unknown key"),
        ({"support": "x > 0"}, "density is missing"),
        ({"density": "f", "parameters": "a > 0"}, "parameters has the wrong type"),
        ([1], "not a record"),
        ({"density": "f", "id": [1]}, "id must be"),
    ],
)
def test_shapeless_records(record, mistake, tmp_path):
    """A record of the wrong form is an error of its own."""
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(record))
    assert read_records(path)[0].mistake.startswith(mistake)


def test_points_are_written_in_the_grammar(tmp_path):
    """A point given as a mapping becomes the text that --at takes."""
    path = tmp_path / "in.jsonl"
    path.write_text('{"density": "f", "at": [{"a": "5/2", "b": 1.3}]}')
    assert read_records(path)[0].request["at"] == ["a=5/2, b=1.3"]


def test_finished_counts_failures(tmp_path):
    """What a result file holds is counted, failures too."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b'{"id": 1}\n{"id": 2, "error": {}}\n{"id": 3}')
    found = finished(path)
    assert (found.ids, found.failed, found.length) == ((1, 2), 1, 33)


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_interrupted(tmp_path):
    """Ctrl-C keeps what is done as whole lines in order, leaves no process behind, and --resume finishes the rest."""
    records = [{"density": f"t*exp(-t*x)*{i}/{i}", "support": "x > 0", "parameters": ["t > 0"]} for i in range(1, 41)]
    path, out = tmp_path / "in.json", tmp_path / "out.jsonl"
    path.write_text(json.dumps(records))
    command = [sys.executable, "-m", "symfisher", "batch", str(path), "-o", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (out.exists() and out.stat().st_size):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr.strip()) == (130, "interrupted")
    done = lines(out)
    assert [result["id"] for result in done] == list(range(1, len(done) + 1))
    assert symfisher("batch", str(path), "-o", str(out), "--resume").returncode == 0
    assert [result["id"] for result in lines(out)] == list(range(1, 41))
