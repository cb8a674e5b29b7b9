"""From what a user types, or builds with SymPy, to a `Density`: the only room that sees the user's spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.errors import ParseError

__all__ = ["read", "read_expression", "read_points", "read_values"]


def read(
    density: Any,
    *,
    variables: Any = None,
    support: Any = None,
    parameters: Any = None,
    constants: Any = None,
    at: Any = None,
    functions: Any = None,
    require_parameters: bool = True,
) -> Density:
    """Read a density.

    Parameters
    ----------
    density
        A string (SymPy, textbook or LaTeX spelling, a whole statement, a family call, a table), a SymPy expression, or
        a `sympy.stats` random variable.
    variables, support, parameters, constants
        As the options of the command line: strings or SymPy objects, one or a sequence of them; ``parameters`` is what
        is differentiated, in this order. What is not given is inferred and said in `Density.inferred`.
    at
        Parameter values; only their names are checked here.
    functions
        Names that are undefined functions, such as ``mu`` in ``mu(a)``.
    require_parameters
        Whether a density without a parameter to differentiate by is refused.

    Returns
    -------
    Density
        In our own symbols. That it is normalised is not checked here.

    Raises
    ------
    ParseError
        The text cannot be read; the message points at the place.
    AmbiguityError
        What was left out can be filled in several ways, or in none.
    DomainError
        A domain or support is empty, contradictory or circular.

    Examples
    --------
    >>> density = read("theta*exp(-theta*x)")
    >>> density.inferred[0]
    'support x > 0 (inferred: the density integrates to 1 there)'
    """
    from symfisher.reading.entrance import read_density

    try:
        return read_density(density, variables, support, parameters, constants, at, functions, require_parameters)
    except RecursionError:
        raise ParseError("the density is nested too deeply") from None


def read_values(text: str | Mapping[Any, Any]) -> dict[str, Expr]:
    """Read parameter values such as ``a=5/2, b=1.3`` exactly.

    Raises
    ------
    ParseError
        Not of the form ``name=number``, or a name is given twice.

    Examples
    --------
    >>> read_values("a=5/2, b=1.3, c=pi/4")
    {'a': 5/2, 'b': 13/10, 'c': pi/4}
    """
    from symfisher.reading.entrance import values

    return values(text)


def read_points(given: Any) -> list[dict[str, Expr]]:
    """Read one point, several, or none; see `read_values` for each.

    Raises
    ------
    ParseError
        As `read_values`; or it is neither text, a mapping, nor a sequence of these.

    Examples
    --------
    >>> read_points(["a=1", {"a": 2}])
    [{'a': 1}, {'a': 2}]
    """
    if given is None or isinstance(given, (str, Mapping)):
        return [] if given is None else [read_values(given)]
    if not isinstance(given, Iterable):
        raise ParseError(f"expected values such as 'a=5/2', got {type(given).__name__}")
    return [read_values(point) for point in given]


def read_expression(text: str, names: Iterable[str] | Mapping[str, Any], functions: Sequence[str] = ()) -> Expr:
    """Read an expression over given names (a claim, a function of the parameters).

    Parameters
    ----------
    text
        In the grammar of densities.
    names
        The names that may occur; a mapping gives the symbols to use, otherwise plain SymPy symbols are made.

    Raises
    ------
    ParseError
        With the place of the mistake; a name that is not among ``names`` is one.

    Examples
    --------
    >>> read_expression("2/sigma^2", ["sigma"])
    2/sigma**2
    """
    from symfisher.reading.entrance import expression

    return expression(text, names, functions)
