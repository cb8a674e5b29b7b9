"""A PDF, made from the LaTeX document by tectonic, latexmk, or a LaTeX program, whichever is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from symfisher.derivation import Derivation
from symfisher.errors import MissingProgramError
from symfisher.rendering import Style, as_tex

_SECONDS = 180
_NEEDS_XELATEX = ("zh",)


def render_bytes(derivation: Derivation, style: Style) -> bytes:
    """Return the content of the PDF.

    Raises
    ------
    MissingProgramError
        No LaTeX is installed, or it could not set the document (a package or a font is missing).
    """
    return compiled(as_tex.render(derivation, style), style.language)


def compiled(source: str, language: str) -> bytes:
    """Compile a LaTeX document in a folder of its own and return the PDF; raises as `render_bytes` does."""
    command = _command(language in _NEEDS_XELATEX)
    with tempfile.TemporaryDirectory(prefix="symfisher") as folder:
        (Path(folder) / "derivation.tex").write_text(source, encoding="utf-8")
        environment = {
            **os.environ,
            "openin_any": "p",
            "openout_any": "p",
            "SOURCE_DATE_EPOCH": "0",
            "FORCE_SOURCE_DATE": "1",
        }
        try:
            run = subprocess.run(
                [*command, "derivation.tex"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise MissingProgramError(
                f"{Path(command[0]).name} did not end within {_SECONDS} s; take --format tex"
            ) from None
        result = Path(folder) / "derivation.pdf"
        if run.returncode != 0 or not result.exists():
            raise MissingProgramError(f"{_complaint(run.stdout)}; take --format tex and compile it yourself")
        return result.read_bytes()


def _command(xelatex: bool) -> list[str]:
    """Return the program that is installed, with its options."""
    engine = "xelatex" if xelatex else "pdflatex"
    quiet = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    candidates = (
        ("tectonic", ["--untrusted", "--chatter", "minimal"]),
        ("latexmk", ["-xelatex" if xelatex else "-pdf", "-norc", *quiet]),
        (engine, quiet),
    )
    for name, options in candidates:
        program = shutil.which(name)
        if program is not None and (name != "latexmk" or shutil.which(engine) is not None):
            return [program, *options]
    raise MissingProgramError(
        f"no LaTeX found (looked for tectonic, latexmk with {engine}, and {engine}): install one, or take --format tex"
    )


def _complaint(log: bytes) -> str:
    """Return LaTeX's first complaint."""
    lines = log.decode("utf-8", "replace").splitlines()
    return next((line.lstrip("! ") for line in lines if line.startswith("!")), "LaTeX did not succeed")
