"""Family or expression? Which statements call families of the catalogue, and who reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from symfisher import families
from symfisher.errors import ParseError
from symfisher.reading.calls import Term, as_call, looks_like_symbol, mixture_terms, unclear_square
from symfisher.reading.context import Vocabulary
from symfisher.reading.draft import Draft
from symfisher.reading.expression import CONSTANTS
from symfisher.reading.functions import ARITIES
from symfisher.reading.options import Options, Typed
from symfisher.reading.statement import Statement
from symfisher.reading.tokens import Token

MULTIVARIATE = frozenset({"mvnormal", "multinomial", "categorical", "dirichlet"})
"""Families with lists for arguments; see `multivariate`."""

_NORMAL_VECTORS = frozenset("MVN MVNormal MultivariateNormal multivariate_normal multi_normal".split())


def read_call(
    statement: Statement,
    name: str,
    arguments: Sequence[list[Token]],
    typed: Typed,
    vocabulary: Vocabulary,
    options: Options,
) -> Draft:
    """Read a call of a family.

    Raises
    ------
    ParseError
        Unknown family, or arguments that do not fit it.
    DomainError
        A number outside the domain of its parameter, or a covariance matrix that is none.
    """
    from symfisher.reading.family_call import bound_call, drafted, parsed

    name = "mvnormal" if name in _NORMAL_VECTORS else name
    if name.lower() == "mvnormal" or (name.lower() in MULTIVARIATE and any(a[0].kind == "LSQB" for a in arguments)):
        from symfisher.reading import multivariate

        args, _ = parsed(statement, arguments, vocabulary)
        return multivariate.read_call(statement, name.lower(), args, typed, options)
    draft = drafted(statement, bound_call(statement, name, arguments, vocabulary), typed, options)
    if name == "N" and len(arguments) == 2 and not unclear_square(arguments[1]):
        second = "".join(t.text for t in arguments[1])
        draft.notes.append(f"{second}: the variance (inferred: N(mean, variance), as usual)")
    return draft


def terms_of(statement: Statement) -> list[Term] | None:
    """Return the components if the density is a sum of weighted calls.

    Raises
    ------
    ParseError
        Something else stands after ``~``.
    """
    terms = mixture_terms(statement.body, partial(_calls_family, sampled=statement.sampled))
    if terms is None and statement.sampled:
        message = "expected a family after '~', such as normal(mu, sigma), or a sum of weighted ones"
        place = statement.body[0].position if statement.body else len(statement.source)
        raise ParseError(message, statement.source, place)
    return terms


def family_call(statement: Statement, options: Options) -> tuple[str, list[list[Token]]] | None:
    """Return the name and arguments if the body calls a catalogue family rather than a function."""
    body = _in_one_word(statement.body) if statement.sampled else statement.body
    call = as_call(body)
    if call is None:
        return None
    name, arguments = call
    if not arguments and name in CONSTANTS:
        raise ParseError(
            f"'{name}' is a constant: a density has a variable", statement.source, statement.body[0].position
        )
    if statement.sampled:
        return call
    keywords = any(len(a) > 1 and a[1].kind == "EQUALS" for a in arguments)
    if keywords:
        return call
    if not arguments and len(statement.body) == 1:
        return call if not looks_like_symbol(name) or is_family(name) else None
    if (name, len(arguments)) in _SHORT:
        return call
    arity = ARITIES.get(name)
    if arity is None:
        return call if is_family(name) else None
    has_variable = any(t.kind == "NAME" and t.text in ("x", *options.variables) for a in arguments for t in a)
    if is_family(name) and not (len(arguments) in arity and has_variable) and name not in _FUNCTIONS_FIRST:
        return call
    return None


def _in_one_word(body: list[Token]) -> list[Token]:
    """Join the words of ``inverse gaussian(mu, lambda)`` and ``half-normal(s)`` if that is a family."""
    stop = next((i for i, t in enumerate(body) if t.kind not in {"NAME", "MINUS"}), len(body))
    words = [t.text for t in body[:stop] if t.kind == "NAME"]
    if len(words) < 2 or stop > 2 * len(words) - 1 or not is_family("_".join(words)):
        return body
    return [body[0]._replace(text="_".join(words)), *body[stop:]]


def _calls_family(name: str, arguments: int, *, sampled: bool) -> bool:
    """Whether ``name(...)`` in a sum is a component of a mixture: with ``~`` always, else if it is no function."""
    if (name, arguments) in _SHORT:
        return True
    return (sampled or arguments not in ARITIES.get(name, ())) and name not in _FUNCTIONS_FIRST and is_family(name)


_SHORT = frozenset({("N", 2), ("Exp", 1), ("U", 2), ("Geom", 1)})
"""Names that textbooks give to families, with their numbers of arguments."""

_FUNCTIONS_FIRST = frozenset({"exp", "log"})


def is_family(name: str) -> bool:
    """Whether a name is that of a family, of one variable or of several."""
    try:
        families.get(name)
    except ParseError:
        return name.lower() in MULTIVARIATE
    return True
