"""The record of a density: what is derived from, with every symbol our own.

Inside, variables are ``_x1, _x2, …``, parameters ``_t1, …``, constants ``_c1, …``: reserved by position and declared with
the assumptions of their domains, so that no name a user types can clash with a SymPy name or another assumption.
`Density.present` maps an expression back to the user's spelling.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from symfisher.domains import Domain, Expr
from symfisher.doors import above

_RESERVED = frozenset(
    "lambda gamma beta zeta E I N O Q S pi oo nan zoo C factorial binomial Gamma Beta Zeta exp log sqrt Abs sign Min Max "
    "erf erfc besseli besselj polygamma digamma loggamma hyper expint polylog Ei Ci Si Piecewise Heaviside Integral Sum "
    "EulerGamma Catalan GoldenRatio Rational Integer Float Symbol Function Derivative Matrix Eq Ne Lt Le Gt Ge And Or Not "
    "test sin cos tan cot sec csc sinh cosh tanh coth asin acos atan sech csch elliptic_k elliptic_e gammainc".split()
)


_INFERRED = re.compile(r"(domain )(.*)( \(inferred: .*\))")


def safe_name(name: str) -> str:
    """Return ``name`` as a Python identifier that SymPy does not already use: ``lambda`` becomes ``lambda_``.

    Examples
    --------
    >>> safe_name("lambda"), safe_name("sigma"), safe_name("E")
    ('lambda_', 'sigma', 'E_')
    """
    taken = name in _RESERVED or keyword.iskeyword(name) or hasattr(sp, name)
    return f"{name}_" if taken else name


def beside_a_mass(expression: Expr, variables: Iterable[Any]) -> str:
    """Return what to do about a mass at a point beside a density; nothing if the expression has none.

    Examples
    --------
    >>> x = sp.Symbol("x", real=True)
    >>> beside_a_mass(sp.exp(-x), [x])
    ''
    """
    found = set(variables)
    if not any(e.lhs in found and e.rhs.is_number for p in expression.atoms(sp.Piecewise) for e in p.atoms(sp.Eq)):
        return ""
    return (
        "; a mass at a point beside a density is read in two parts, which add up: the table {0: p, 1: 1-p}, and the "
        "density of the rest alone, whose information counts 1 - p times"
    )


def gathered(statements: Iterable[str]) -> list[str]:
    """Return what was inferred with statements of one kind and one reason as one.

    Examples
    --------
    >>> gathered(["domain m in R (inferred: guessed)", "domain s > 0 (inferred: guessed)", "support x > 0 (inferred)"])
    ['domain m in R, s > 0 (inferred: guessed)', 'support x > 0 (inferred)']
    """
    found: dict[tuple[str, str], list[str]] = {}
    for statement in statements:
        match = _INFERRED.fullmatch(statement)
        kind, said, reason = match.groups() if match else ("", statement, "")
        found.setdefault((kind, reason) if match else (statement, ""), []).append(said)
    return [f"{kind}{', '.join(said)}{reason}" if reason else said[0] for (kind, reason), said in found.items()]


@dataclass(frozen=True)
class Quantity:
    """A named symbol with its domain: a variable, a parameter or a known constant.

    Attributes
    ----------
    name
        As the user spells it, in ASCII (``lambda``, ``x_m``).
    symbol
        Our own symbol, declared with the assumptions of the domain.
    domain
        The set it lives in: the support of a variable. Ends are written in our symbols.
    original
        The user's own Symbol where the density came in as SymPy, else ``None``.
    """

    name: str
    symbol: Any
    domain: Domain
    original: Any = None

    @property
    def safe(self) -> str:
        """The name used in output that is read back by Python or SymPy."""
        return safe_name(self.name)

    @property
    def shown(self) -> Any:
        """The Symbol that stands for this quantity in what users get."""
        return self.original if self.original is not None else sp.Symbol(self.safe)


def own_symbol(kind: str, position: int, domain: Domain) -> Any:
    """Return our symbol number ``position`` (from 1) of ``kind`` ``"x"`` (variable), ``"t"`` (parameter), ``"c"`` (constant)."""
    return sp.Symbol(f"_{kind}{position}", **domain.assumptions())


@dataclass(frozen=True)
class Density:
    """A probability density or mass function with its variables, parameters and known constants.

    Attributes
    ----------
    expression
        The density on its support, in our symbols.
    variables, parameters, constants
        In the user's order; the order of the parameters is the order of the rows of every matrix. The support of a
        variable may contain parameters, constants and earlier variables; the domain of a parameter other parameters.
    inferred
        One sentence for each thing that was not given but found.
    origin
        The text that was typed, or ``None``.
    functions
        (name, our undefined function) for each function declared with ``--function``.
    ranges
        (call, domain) for calls of undefined functions whose values were found to lie in a domain.
    """

    expression: Expr
    variables: tuple[Quantity, ...]
    parameters: tuple[Quantity, ...]
    constants: tuple[Quantity, ...] = ()
    inferred: tuple[str, ...] = ()
    origin: str | None = None
    functions: tuple[tuple[str, Any], ...] = ()
    ranges: tuple[tuple[Expr, Domain], ...] = ()

    @property
    def discrete(self) -> bool:
        """Whether all variables are discrete."""
        return all(v.domain.discrete for v in self.variables)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Variables, parameters and constants."""
        return self.variables + self.parameters + self.constants

    @property
    def xs(self) -> tuple[Any, ...]:
        """Symbols of the variables."""
        return tuple(v.symbol for v in self.variables)

    @property
    def thetas(self) -> tuple[Any, ...]:
        """Symbols of the parameters."""
        return tuple(p.symbol for p in self.parameters)

    @property
    def support_depends_on_parameters(self) -> bool:
        """Whether an end of the support contains a parameter."""
        own = set(self.thetas)
        return any(own & set().union(*(e.free_symbols for e in v.domain.ends)) for v in self.variables)

    def _repr_latex_(self) -> str:
        text: str = above("rendering.notebook_views", "density_latex")(self)
        return text

    def _repr_html_(self) -> str:
        text: str = above("rendering.notebook_views", "density_html")(self)
        return text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:  # noqa: ARG002 (IPython's)
        return {"text/plain": repr(self), "text/html": self._repr_html_(), "text/latex": self._repr_latex_()}

    @cached_property
    def _shown(self) -> dict[Any, Any]:
        return {q.symbol: q.shown for q in self.quantities}

    def present(self, expression: Any) -> Any:
        """Return ``expression`` (or a Matrix) in the user's symbols."""
        shown = expression.xreplace(self._shown)
        for name, function in self.functions:
            shown = shown.replace(function, sp.Function(safe_name(name)))
        return shown

    def own(self, values: Mapping[str, Expr]) -> dict[Any, Expr]:
        """Map names (as typed, or safe) to values onto our symbols.

        Raises
        ------
        KeyError
            A name that is none of this density's.
        """
        table = {q.name: q.symbol for q in self.quantities} | {q.safe: q.symbol for q in self.quantities}
        return {table[name]: value for name, value in values.items()}
