"""How does one hand in a sheet of ten densities?"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from course import Answer, ask, show

from symfisher import Derivation
from symfisher.rendering import Style, render
from symfisher.rendering.chosen_names import names_of
from symfisher.rendering.printers import to_latex
from symfisher.rendering.symbols import as_typed

SHEET = Path(__file__).with_name("homework.toml")
_BEGIN, _END = "\\begin{document}\n", "\\end{document}\n"


def main(folder: Path | None = None) -> Answer:
    """Derive the sheet with ``symfisher batch`` and write one document: a table of results, then the derivations."""
    ask("How does one hand in a sheet of ten densities?")
    with tempfile.TemporaryDirectory() as spare:
        results = Path(folder or spare) / "homework.jsonl"
        command = [sys.executable, "-m", "symfisher", "batch", str(SHEET), "-o", str(results)]
        subprocess.run(command, check=True, timeout=300)
        records = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
        found = {record.pop("id"): Derivation.from_json(record) for record in records}
        text = document(found)
        if folder is not None:
            (folder / "homework.tex").write_text(text, encoding="utf-8")
    for name, derived in found.items():
        show(f"{name} ({derived.regularity.verdict})", derived.expected_information)
    print("python examples/11_homework.py FOLDER writes homework.tex there.")
    return {"found": found, "document": text}


def document(found: dict[str, Derivation]) -> str:
    """Return one LaTeX document with a table of the results and all derivations."""
    pages = [render(derived, "tex") for derived in found.values()]
    preamble = pages[0].split(_BEGIN)[0]
    bodies = [page.split(_BEGIN)[1].removesuffix(_END) for page in pages]
    table = "".join(_row(name, derived) for name, derived in found.items())
    head = "\\begin{tabular}{llll}\nDensity & $f$ & $\\mathcal{I}$ & \\\\\n\\hline\\\\[-2ex]\n"
    title = "\\begin{center}\\Large Homework\\end{center}\n\n"
    parts = [f"{title}{head}{table}\\end{{tabular}}\n", *bodies]
    return preamble + _BEGIN + "\n\\newpage\n".join(parts) + _END


def _row(name: str, derived: Derivation) -> str:
    """Return the row of the table for one density."""
    density, style = derived.density, Style()
    names = names_of(density, style)
    formula = to_latex(as_typed(density.expression, density), names)
    matrix = derived.own.expected_information
    information = to_latex(as_typed(matrix[0] if matrix.shape == (1, 1) else matrix, density), names)
    return f"{name} & $\\displaystyle {formula}$ & $\\displaystyle {information}$ & {derived.regularity.verdict} \\\\[1.5ex]\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
