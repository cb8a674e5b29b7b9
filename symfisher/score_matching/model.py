"""The model that is compared with a density: its score in the observation, typed as such or as a second density."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity, own_symbol
from symfisher.domains import REAL, Domain, Expr
from symfisher.errors import AmbiguityError, DomainError, NotNormalizedError, ParseError
from symfisher.reading import read, read_expression
from symfisher.reading.expression import Scope, free_names
from symfisher.reading.syntax import parse
from symfisher.reading.tokens import scan
from symfisher.score_matching.data_score import data_score
from symfisher.signs import Signs

_FIRST = 60
"""Number of the first symbol of a model's parameter: far from those of the density's own constants."""


@dataclass(frozen=True)
class Model:
    """A density with a model of its score.

    Attributes
    ----------
    density
        The data's density, whose constants include the model's parameters.
    score
        The model's score, one entry a variable, in our symbols.
    parameters
        What the model can choose: the names that the density itself has not got.
    """

    density: Density
    score: tuple[Expr, ...]
    parameters: tuple[Quantity, ...]


Field = Callable[[Density], tuple[Expr, ...]]
"""What is compared of two densities: the data score, or the ratio of neighbouring probabilities."""


def read_model(
    density: Density, score: Any, other: Any, declared: Sequence[str] = (), field: Field = data_score
) -> Model:
    """Read a model, given by its score or by a second density.

    Parameters
    ----------
    field
        What is taken of the second density.

    Raises
    ------
    ParseError
        Neither is given, or both are.
    """
    if (score is None) == (other is None):
        typed = "score, --model-score," if field is data_score else "ratio q(x+1)/q(x), --model-ratio,"
        raise ParseError(f"give a model: either its {typed} or its density, --model-density")
    if score is not None:
        return model_by_score(density, score, declared)
    return model_by_density(density, other, declared, field)


def model_by_score(density: Density, texts: str | Sequence[str], declared: Sequence[str] = ()) -> Model:
    """Read a model score such as ``-(x-a)/b``, one text a variable; names that the density has not got are real numbers.

    Parameters
    ----------
    declared
        Domains of the model's parameters: ``b > 0``.

    Raises
    ------
    ParseError
        A text cannot be read, or there are more or fewer of them than variables.

    Examples
    --------
    >>> found = model_by_score(read("x ~ normal(m, s)"), "-(x-a)/b", ["b > 0"])
    >>> [q.name for q in found.parameters], found.density.present(found.score[0])
    (['a', 'b'], (a - x)/b)
    """
    given = [texts] if isinstance(texts, str) else list(texts)
    if len(given) != len(density.variables):
        raise ParseError(f"the model score needs one expression a variable: {len(density.variables)}, got {len(given)}")
    known = {name: q.symbol for q in density.quantities for name in (q.name, q.safe)}
    new = list(dict.fromkeys(n for text in given for n in _names(text, known) if n not in known))
    quantities = _quantities(new, _domains(density, new, declared))
    table = known | {q.name: q.symbol for q in quantities}
    score = tuple(read_expression(text, table) for text in given)
    return Model(_with(density, quantities), score, quantities)


def model_by_density(density: Density, text: Any, declared: Sequence[str] = (), field: Field = data_score) -> Model:
    """Read a second density q; the model score is ∂ₓ log q, or another field. A name that both have means the same.

    Raises
    ------
    DomainError
        q is not a density of the same variables, or lives on less than the density does.
    """
    names = [v.name for v in density.variables]
    other = _read_other(density, text, names, declared)
    _check_supports(density, other)
    known = {q.name: q.symbol for q in density.quantities}
    added = [q for q in (*other.parameters, *other.constants) if q.name not in known]
    quantities = _quantities([q.name for q in added], {q.name: q.domain for q in added})
    table = known | {q.name: q.symbol for q in quantities}
    rule = {q.symbol: table[q.name] for q in other.quantities}
    quantities = tuple(replace(q, domain=q.domain.xreplace(rule)) for q in quantities)
    score = tuple(s.xreplace(rule) for s in field(other))
    return Model(_with(density, quantities), score, quantities)


def _read_other(density: Density, text: Any, names: list[str], declared: Sequence[str]) -> Density:
    """Read the model's density; one without its normaliser, whose support is not seen from it, lives where the data do."""
    try:
        return read(text, variables=names, parameters=list(declared) or None, require_parameters=False)
    except (AmbiguityError, NotNormalizedError):
        if not isinstance(text, str):
            raise
    typed = _as_typed(density)

    def described(q: Quantity) -> str:
        return q.domain.xreplace(typed).describe(q.name)

    own = {q.name: described(q) for q in (*density.parameters, *density.constants)}
    stated = {*names, *(word for d in declared for word in _words(d))}
    new = [n for n in dict.fromkeys(_names(text, dict.fromkeys(names))) if n not in stated]
    return read(
        text,
        variables=names,
        support=", ".join(map(described, density.variables)),
        parameters=[*declared, *(own.get(n, f"{n} in R") for n in new)] or None,
        require_parameters=False,
    )


def _as_typed(density: Density) -> dict[Expr, Expr]:
    """Return the user's symbols for ours."""
    return {q.symbol: sp.Symbol(q.safe) for q in density.quantities}


def _check_supports(density: Density, other: Density) -> None:
    """Refuse a model that lives on less than the density, or not proved to live on all of it."""
    signs = Signs.of(density)
    for ours, theirs in zip(density.variables, other.variables, strict=True):
        lower, upper = (
            there.is_infinite
            or density.present(here) == other.present(there)
            or (not (here.free_symbols or there.free_symbols) and signs.sign(way * (there - here)) == 1)
            for here, there, way in zip(ours.domain.ends, theirs.domain.ends, (-1, 1), strict=True)
        )
        if ours.domain.discrete != theirs.domain.discrete or not (lower and upper):
            raise DomainError(
                f"the model lives on {theirs.domain.describe(theirs.name)}, the density on "
                f"{ours.domain.describe(ours.name)}: the model must cover it"
            )


def _names(text: str, known: Mapping[str, Any]) -> list[str]:
    """Return the names in a text."""
    if not isinstance(text, str):
        raise ParseError(f"expected an expression as text, got {type(text).__name__}")
    tokens = scan(text)
    if not tokens:
        raise ParseError("the model score is empty")
    scope = Scope(known, {}, text)
    return free_names(parse(tokens, "argument", scope.vocabulary(), text), frozenset(known))


def _domains(density: Density, names: Sequence[str], declared: Sequence[str]) -> dict[str, Domain]:
    """Read domains of new names, by way of a function that every one of them occurs in."""
    if not declared:
        return {}
    variable = density.variables[0].name
    squares = "".join(f" + ({name})^2" for name in names)
    body = f"exp(-({variable})^2*(1{squares}))"
    read_names = read(
        body,
        variables=[variable],
        support=f"{variable} in R",
        parameters=list(declared),
        constants=[f"{n} in R" for n in names if not any(n in _words(d) for d in declared)],
        require_parameters=False,
    )
    return {q.name: q.domain for q in (*read_names.parameters, *read_names.constants)}


def _words(text: str) -> set[str]:
    return {t.text for t in scan(text) if t.kind == "NAME"}


def _quantities(names: Sequence[str], domains: Mapping[str, Domain]) -> tuple[Quantity, ...]:
    found = []
    for i, name in enumerate(names):
        domain = domains.get(name, REAL)
        found.append(Quantity(name, own_symbol("c", _FIRST + i, domain), domain))
    return tuple(found)


def _with(density: Density, quantities: Sequence[Quantity]) -> Density:
    return replace(density, constants=(*density.constants, *quantities))
