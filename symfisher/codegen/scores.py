"""Data scores, objectives and floors as functions of arrays, for training scripts: NumPy, JAX and PyTorch.

A function takes what it depends on and nothing else: the data first, then parameters, constants and the noise level in the
order in which the answer has them. All arguments broadcast to a shape S.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symfisher.codegen.libraries import Language, language_of
from symfisher.codegen.naming import argument_names, neutral_names, respelled
from symfisher.codegen.program import conditions
from symfisher.codegen.stable import fold_numbers, prover, stable
from symfisher.density import Density
from symfisher.domains import Expr, Interval
from symfisher.errors import ClosedFormNotFoundError
from symfisher.signs import Signs

_STEPS = 2000
_REACH = 6.0
"""Half the range of u in y = centre + width·sinh(u)."""


@dataclass(frozen=True)
class Formula:
    """What a function computes, in our symbols.

    Attributes
    ----------
    name
        Of the function.
    values
        One expression, or one for every entry of the last axis; ``None`` where no closed form was found.
    what
        Sentence of its documentation.
    of_data
        Whether it takes the data.
    vector
        Whether the values are entries of a last axis.
    settled
        Whether the values are written as floating-point numbers survive them.
    """

    name: str
    values: tuple[Expr | None, ...]
    what: str
    of_data: bool = False
    vector: bool = False
    settled: bool = False


@dataclass(frozen=True)
class Integral:
    """∫ p s² over the line, where it has no closed form, and what is made of it.

    Attributes
    ----------
    name, what
        Of the function.
    log_density, score
        log p_t and its score, settled as in `Formula`.
    centre, width
        Mean and standard deviation of x_t.
    result
        An expression in the symbol `INFORMATION` and the parameters.
    """

    name: str
    what: str
    log_density: Expr
    score: Expr
    centre: Expr
    width: Expr
    result: Expr


INFORMATION = sp.Symbol("_e1", positive=True)
"""What stands for the integral in `Integral.result`."""


@dataclass(frozen=True)
class ScoreCallables:
    """Functions by name, also as attributes.

    Attributes
    ----------
    functions
        Name to function; its documentation says its shape, its signature what it takes.
    missing
        Names of functions whose closed form was not found.
    source
        The source text that was run; no name that a user typed is compiled.
    """

    functions: Mapping[str, Callable[..., Any]]
    missing: tuple[str, ...]
    source: str

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function.

        Raises
        ------
        ClosedFormNotFoundError
            Its closed form was not found.
        AttributeError
            There is no such function.
        """
        functions = self.__dict__.get("functions", {})
        if name in functions:
            found: Callable[..., Any] = functions[name]
            return found
        if name in self.__dict__.get("missing", ()):
            raise ClosedFormNotFoundError(
                f"no closed form found for {name}; numbers at given values come with the answer"
            )
        raise AttributeError(f"no function {name!r}; there are {', '.join(functions)}")


def score_callables(density: Density, formulas: Sequence[Formula | Integral], backend: str = "numpy") -> ScoreCallables:
    """Return formulas about a density as functions of arrays.

    Parameters
    ----------
    density
        Its symbols are the arguments; the data of several variables are the last axis of one argument.
    backend
        ``numpy``, ``jax`` or ``torch``.

    Raises
    ------
    SymfisherError
        The backend is unknown, or its package is not installed.
    UnsupportedFunctionError
        A formula contains a function that it cannot compute.
    """
    language = language_of(backend)
    given = [f for f in formulas if isinstance(f, Integral) or None not in f.values]
    body = "\n\n\n".join(
        _integral(f, density, language) if isinstance(f, Integral) else _function(f, density, language) for f in given
    )
    text = "\n\n\n".join(p for p in (language.imports, language.helpers(body), language.arrays, body) if p) + "\n"
    names = dict(zip(neutral_names(density), argument_names(density), strict=True))
    namespace = language.load(text)
    functions = {f.name: _respelled(language.quiet(namespace[f.name]), names) for f in given}
    return ScoreCallables(functions, tuple(f.name for f in formulas if f not in given), text)


def _respelled(function: Callable[..., Any], names: Mapping[str, str]) -> Callable[..., Any]:
    """Return a function whose arguments are called as the user calls them."""
    taken = {n: names[n] for n in inspect.signature(function).parameters}
    return respelled(function, taken) if taken else function


def _function(formula: Formula, density: Density, language: Language) -> str:
    """Return the source of one function."""
    values = [_lasting(v, density, formula.settled) for v in formula.values if v is not None]
    taken = _taken(values, density)
    variables = len(density.variables) if formula.of_data else 0
    lines = [*_head(formula.name, formula.what, taken, variables, formula.vector), *_arrays(taken, density, variables)]
    assignments, texts = _written(values, language)
    first = density.xs[0].name if variables else taken[0].name if taken else ""
    texts = [f"({t}) + 0.0*{first}" if first else t for t in texts]
    if formula.of_data and (inside := _inside(taken, density, language)):
        texts = [f"_np.where({inside}, {t}, {language.dialect.nan})" for t in texts]
    result = f"_np.stack([{', '.join(texts)}], -1)" if formula.vector and variables > 1 else texts[0]
    return "\n".join([*lines, *assignments, f"    return {result}"])


def _lasting(e: Expr, density: Density, settled: bool) -> Expr:
    """Return an expression as floating-point numbers survive it."""
    return fold_numbers(e) if settled else stable(e, prover(Signs.of(density)))


def _taken(values: Sequence[Expr], density: Density) -> list[Any]:
    """Return the symbols of parameters and constants that occur, in their order."""
    used = {s for v in values for s in v.free_symbols}
    return [q.symbol for q in (*density.parameters, *density.constants) if q.symbol in used]


def _head(name: str, what: str, taken: Sequence[Any], variables: int, vector: bool) -> list[str]:
    """Return signature and documentation."""
    arguments = ["x0"] * bool(variables) + [s.name.lstrip("_") for s in taken]
    shape = f"S + ({variables},)" if vector and variables > 1 else "S"
    data = f" x0 holds the variables along its last axis, shape S + ({variables},)." if variables > 1 else ""
    end = f" Returns shape {shape}; S is the shape to which the arguments broadcast.{data}"
    return [f"def {name}({', '.join(arguments)}):", f'    """{what}{end}"""']


def _arrays(taken: Sequence[Any], density: Density, variables: int) -> list[str]:
    """Return the assignment of our symbols from the arguments, as arrays of one shape."""
    data = [x.name for x in density.xs] if variables else []
    names = [*data, *(s.name for s in taken)]
    if not names:
        return []
    given = [f"*_columns(x0, {variables})"] * bool(variables) + [s.name.lstrip("_") for s in taken]
    return [f"    {', '.join(names)}, = _arrays({', '.join(given)})"]


def _written(values: Sequence[Expr], language: Language) -> tuple[list[str], list[str]]:
    """Return assignments of shared parts, and the values."""
    symbols = (sp.Symbol(f"_v{n}") for n in range(1, 1_000_000))
    shared, reduced = sp.cse([sp.sympify(v, strict=True) for v in values], symbols=symbols, order="none")
    write = language.dialect.write
    return [f"    {name} = {write(value)}" for name, value in shared], [write(v) for v in reduced]


def _inside(taken: Sequence[Any], density: Density, language: Language) -> str:
    """Return the test for the support; ends at parameters that the function does not take are left open."""
    known = {*taken, *density.xs}
    tests = [c for v in density.variables if isinstance(v.domain, Interval) for c in conditions(v.symbol, v.domain)]
    return " & ".join(f"({language.dialect.write(c)})" for c in tests if c.free_symbols <= known)


def _integral(f: Integral, density: Density, language: Language) -> str:
    """Return the source of a function that integrates p s² by the trapezoidal rule in u, y = centre + width·sinh u."""
    (y,) = density.xs
    parts = [_lasting(e, density, settled=True) for e in (f.log_density, f.score)]
    parts += [_lasting(e, density, settled=False) for e in (f.centre, f.width)]
    result = _lasting(f.result, density, settled=False)
    taken = _taken([*parts, result], density)
    names = [s.name for s in taken]
    step = 2 * _REACH / _STEPS
    assignments, (centre, width) = _written(parts[2:], language)
    inner, (log_density, score) = _written(parts[:2], language)
    return "\n".join(
        [
            *_head(f.name, f.what, taken, 0, False),
            *_arrays(taken, density, 0),
            f"    {', '.join(names)}, = {', '.join(f'{n}[..., None]' for n in names)},",
            f"    _u1 = ({language.grid.format(_STEPS + 1, names[0])} - {_STEPS / 2!r})*{step!r}",
            *assignments,
            f"    _u2, _u3 = {centre}, {width}",
            f"    {y.name} = _u2 + _u3*_np.sinh(_u1)",
            *inner,
            f"    _u4, _u5 = _np.exp({log_density}), {score}",
            "    _u6 = _np.where(_u4 > 1e-30, _u4*_u5*_u5, 0.0)*_u3*_np.cosh(_u1)",
            f"    {INFORMATION.name} = _u6.sum(-1)*{step!r}",
            f"    {', '.join(names)}, = {', '.join(f'{n}[..., 0]' for n in names)},",
            f"    return {language.dialect.write(result)}",
        ]
    )
