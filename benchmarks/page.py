"""The page of measurements: each benchmark writes its own section."""

from __future__ import annotations

from pathlib import Path

README = Path(__file__).with_name("README.md")


def write(section: str, text: str) -> None:
    """Put a text between the marks of a section of ``benchmarks/README.md``.

    Raises
    ------
    ValueError
        The page has no such section.
    """
    begin, end = f"<!-- {section}: begin -->", f"<!-- {section}: end -->"
    before, _, rest = README.read_text("utf-8").partition(begin)
    if end not in rest:
        raise ValueError(f"{README} has no section '{section}'")
    after = rest.partition(end)[2]
    README.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8", newline="\n")
