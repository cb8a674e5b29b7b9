"""How does one hand in a sheet of ten densities?"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from course import Answer, ask, show

from symfisher import Derivation

SHEET = Path(__file__).with_name("homework.toml")


def main(folder: Path | None = None) -> Answer:
    """Derive the sheet with ``symfisher batch``, as results and as one document: a table, then every derivation."""
    ask("How does one hand in a sheet of ten densities?")
    with tempfile.TemporaryDirectory() as spare:
        place = folder or Path(spare)
        place.mkdir(parents=True, exist_ok=True)
        results, document = place / "homework.jsonl", place / "homework.tex"
        batch("-o", str(results))
        batch("-o", str(document), "--format", "tex")
        records = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
        text = document.read_text(encoding="utf-8")
    found = {record.pop("id"): Derivation.from_json(record) for record in records}
    for name, derived in found.items():
        show(f"{name} ({derived.regularity.verdict})", derived.expected_information)
    print("python examples/11_homework.py FOLDER writes homework.tex there; --format pdf makes a PDF where LaTeX is.")
    return {"found": found, "document": text}


def batch(*options: str) -> None:
    """Run ``symfisher batch`` on the sheet."""
    subprocess.run([sys.executable, "-m", "symfisher", "batch", str(SHEET), *options], check=True, timeout=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
