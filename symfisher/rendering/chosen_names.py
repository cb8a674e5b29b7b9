r"""Names of symbols that a user chose with ``--symbol-names "rate=\lambda"``: a little LaTeX, nothing that acts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import ParseError
from symfisher.reading.names import suggestion
from symfisher.rendering import Style
from symfisher.rendering.mathml import ALLOWED_COMMANDS
from symfisher.rendering.symbols import names_in_latex

_PAIR = re.compile(r"\s*([^\W\d]\w*)\s*=\s*(.+?)\s*")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_LETTERS = re.compile(r"[A-Za-z0-9{}_^', ]*")


def read_names(text: str) -> tuple[tuple[str, str], ...]:
    r"""Read ``"rate=\lambda, scale=\sigma_0"``.

    Raises
    ------
    ParseError
        A part is no pair of a name and LaTeX, or the LaTeX is more than letters, indices, accents and Greek.

    Examples
    --------
    >>> read_names(r"rate=\lambda, s=\sigma_{0,1}")
    (('rate', '\\lambda'), ('s', '\\sigma_{0,1}'))
    """
    parts = re.split(r",(?![^{]*\})(?=[^,=]*=)", text)
    pairs = [_PAIR.fullmatch(part) for part in parts if part.strip()]
    if not all(pairs):
        raise ParseError(rf"--symbol-names {text!r}: expected name=LaTeX, e.g. rate=\lambda")
    return tuple((match[1], _harmless(match[2])) for match in pairs if match)


def _harmless(latex: str) -> str:
    """Return LaTeX that only names a symbol; ``^^5c`` is a backslash to TeX."""
    unknown = [c for c in _COMMAND.findall(latex) if c not in ALLOWED_COMMANDS]
    rest = _COMMAND.sub("", latex)
    depths = [rest[: k + 1].count("{") - rest[: k + 1].count("}") for k in range(len(rest))]
    if (
        unknown
        or "^^" in latex
        or not _LETTERS.fullmatch(rest)
        or min(depths, default=0) < 0
        or (depths and depths[-1] != 0)
    ):
        raise ParseError(rf"--symbol-names: {latex!r} is not the LaTeX of a symbol, such as \lambda or \hat{{x}}_0")
    return latex


def check_names(density: Density, names: Iterable[str]) -> None:
    """Refuse names that no quantity of the density has.

    Raises
    ------
    ParseError
        Naming the first of them.
    """
    known = {q.name for q in density.quantities} | {q.safe for q in density.quantities}
    for name in names:
        if name not in known:
            raise ParseError(f"--symbol-names: the density has no '{name}'{suggestion(name, known)}")


def names_of(density: Density, style: Style) -> dict[Expr, str]:
    """Return the LaTeX of every symbol, as chosen or as typed."""
    return names_in_latex(density, dict(style.symbol_names))
