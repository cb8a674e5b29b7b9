"""How symbols are spelled: as typed for readers, as safe names for programs, as commands for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.core.symbol import Str

from symfisher.density import Density, Quantity, safe_name
from symfisher.domains import Expr
from symfisher.rendering.notation import NOTATION, OTHER_SCORE
from symfisher.rendering.tidy import tidied, with_conditions

_GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma "
    "tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_LATEX_SPECIAL = {"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"}
_LATEX_TEXT = {c: rf"\{name}{{}}" for c, name in _LATEX_SPECIAL.items()} | {c: "\\" + c for c in "&%$#_{}"}
_PARTS = re.compile(r"([^\W\d_]+)(\d*)(?:_(.+))?")


def as_typed(expression: Any, density: Density) -> Any:
    """Return an expression or matrix in our symbols with the names a user typed."""
    return _spelled(expression, density, str)


def shown(expression: Any, density: Density) -> Any:
    """Return an expression or matrix in our symbols as a page shows it: tidied, with the names a user typed."""
    variables = [sp.Symbol(v.name) for v in density.variables]
    return with_conditions(as_typed(tidied(expression, density), density), variables)


def as_safe(expression: Any, density: Density) -> Any:
    """Return an expression or matrix in our symbols with names that Python and SymPy can read back."""
    return _spelled(expression, density, safe_name)


def _spelled(expression: Any, density: Density, spell: Callable[[str], str]) -> Any:
    """Return an expression or matrix with the names of symbols and undefined functions spelled by ``spell``.

    A density with an s of its own has its score called U.
    """
    rule: dict[Any, Any] = {q.symbol: sp.Symbol(spell(q.name)) for q in density.quantities}
    if any(q.name == "s" for q in density.quantities):
        rule |= {Str(k.removesuffix(OTHER_SCORE)): Str(k) for k in NOTATION if k.endswith(OTHER_SCORE)}
    shown = expression.xreplace({**helpers(expression, density), **rule})
    for name, function in density.functions:
        shown = shown.replace(function, sp.Function(spell(name)))
    return shown


def helpers(expression: Any, density: Density) -> dict[Any, Any]:
    """Return a letter for every symbol that a proof introduces, one that the density does not use."""
    own = {q.symbol for q in density.quantities}
    inner = sorted((s for s in expression.atoms(sp.Symbol) - own if s.name.startswith("_")), key=str)
    taken = {q.name for q in density.quantities}
    return {s: sp.Symbol(_free_letter(s.name[1:], taken)) for s in inner}


def _free_letter(wanted: str, taken: set[str]) -> str:
    """Return the letter that is wanted for a helping symbol, or the first free one after it."""
    first = {"v": "u", "w": "u"}.get(wanted, wanted)
    return next((letter for letter in (first, *"uvwyzt") if letter not in taken), f"{first}_0")


def describe_domain(quantity: Quantity, density: Density) -> str:
    """Write the domain of a variable, parameter or constant in the grammar of ``--support`` and ``--param``."""
    spelling = {q.symbol: sp.Symbol(q.name) for q in density.quantities}
    return quantity.domain.xreplace(spelling).describe(quantity.name)


def names_in_latex(density: Density, chosen: Mapping[str, str] | None = None) -> dict[Expr, str]:
    """Return the LaTeX of every symbol that `as_typed` produces; ``chosen`` maps names to LaTeX."""
    own = chosen or {}
    return {sp.Symbol(q.name): own.get(q.name) or latex_name(q.name) for q in density.quantities}


def latex_name(name: str) -> str:
    r"""Return the LaTeX of a name.

    Examples
    --------
    >>> [latex_name(name) for name in ("sigma", "x_m", "theta_1", "t2", "rate", "x_mu")]
    ['\\sigma', 'x_{m}', '\\theta_{1}', 't_{2}', '\\mathrm{rate}', 'x_{\\mu}']
    """
    parts = _PARTS.fullmatch(name)
    if parts is None:
        return rf"\mathrm{{{escape_latex(name)}}}"
    base, digits, below = parts.groups()
    subscripts = [part for part in (digits, *(_word(b) for b in (below or "").split("_"))) if part]
    return _word(base) + (f"_{{{','.join(subscripts)}}}" if subscripts else "")


def _word(word: str) -> str:
    """Return the LaTeX of a word without subscripts."""
    if word in _GREEK:
        return f"\\{word}"
    if len(word) <= 1 or word.isdecimal():
        return escape_latex(word)
    return rf"\mathrm{{{escape_latex(word)}}}"


def escape_latex(text: str) -> str:
    r"""Return ``text`` so that LaTeX sets its characters instead of obeying them, outside of formulas or in a ``\text``.

    Examples
    --------
    >>> escape_latex("50% of {x_m}"), escape_latex("E[s^2]")
    ('50\\% of \\{x\\_m\\}', 'E[s\\textasciicircum{}2]')
    """
    return "".join(_LATEX_TEXT.get(character, character) for character in text)
