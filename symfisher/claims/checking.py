"""`check`: a claim against the derivation; numbers at several points decide, an exact identity confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import sympy as sp

from symfisher.claims import against_data, against_parameters
from symfisher.claims.reading import SAMPLE_SIZE, Claim, read_claim, read_order
from symfisher.claims.record import CheckedClaim, Of
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.information import derive
from symfisher.limits import time_limit


def check(
    density: Any,
    claim: Any,
    *,
    of: Of = "expected",
    claim_order: str | Sequence[str] | None = None,
    variables: Sequence[str] | None = None,
    support: str | None = None,
    parameters: Sequence[str] | None = None,
    constants: Sequence[str] | None = None,
    functions: Sequence[str] | None = None,
    normalize: bool = False,
    timeout: float = 60.0,
) -> CheckedClaim:
    """Say whether a claim about a density is right, right up to a named relation, wrong, or undecided.

    Parameters
    ----------
    density
        As for `derive`; or a finished `Derivation`.
    claim
        A scalar or a matrix, ``"[[1/sigma^2, 0], [0, 2/sigma^2]]"``, in the names of the density; ``n`` is the number
        of observations unless the density has an ``n``: a bound that contains it is compared with that for n
        observations, other claims are right up to it. Text, SymPy, or nested lists.
    of
        What is claimed: ``expected`` information (one observation), ``observed`` information, ``score``, Cramér-Rao
        ``bound``, or ``expected-hessian``, whose sign is not turned.
    claim_order
        The parameters in the order of the claim's rows, if it is not that of the density.
    variables, support, parameters, constants, functions, normalize
        As for `derive`.
    timeout
        Limit in seconds for all.

    Returns
    -------
    CheckedClaim
        A claim that contains the variable is never right as a Fisher information: it is compared with the observed one.

    Raises
    ------
    ParseError, DomainError
        The claim cannot be read or has the wrong shape.
    SymfisherError
        As for `derive`: the density is refused, or time is up.

    Examples
    --------
    >>> check("x ~ normal(mu, sigma)", "[[1/sigma^2, 0], [0, 1/(2*sigma^4)]]").relation
    'sigma^2 instead of sigma'
    """
    if of not in get_args(Of):
        raise DomainError(f"a claim is one of {', '.join(get_args(Of))}, not {of!r}")
    with time_limit(timeout):
        derivation = (
            density
            if isinstance(density, Derivation)
            else derive(
                density,
                variables=variables,
                support=support,
                parameters=parameters,
                constants=constants,
                functions=functions,
                normalize=normalize,
                timeout=timeout,
            )
        )
        return check_derivation(derivation, claim, of, claim_order)


def check_derivation(
    derivation: Derivation, claim: Any, of: Of = "expected", claim_order: str | Sequence[str] | None = None
) -> CheckedClaim:
    """Check a claim against a derivation that is there already; see `check`."""
    density = derivation.density
    order = read_order(claim_order, density)
    read = _shaped(read_claim(claim, density), len(density.parameters), of)
    ordered = read if order is None else _in_our_order(read, order)
    room = against_data if of in ("observed", "score") or ordered.symbols & set(density.xs) else against_parameters
    found: CheckedClaim = room.judge(derivation, ordered, of, fixed_order=order is not None)
    shown = sp.ImmutableMatrix(read.rows).xreplace({SAMPLE_SIZE: sp.Symbol("n")})
    return replace(found, claim=density.present(shown))


def _shaped(claim: Claim, count: int, of: Of) -> Claim:
    """Return the claim if its shape fits; a score may be a row.

    Raises
    ------
    DomainError
        It does not fit.
    """
    rows = claim.rows
    shape = np.array([len(rows), len(rows[0])])
    if of == "score":
        if sorted(shape) == sorted((count, 1)):
            return replace(claim, rows=tuple((e,) for row in rows for e in row))
        raise DomainError(f"the score has {count} entries, the claim is {shape[0]} × {shape[1]}")
    if (shape == count).all():
        return claim
    raise DomainError(
        f"the density has {count} parameter{'s' * (count > 1)}, so that the answer is {count} × {count}; "
        f"the claim is {shape[0]} × {shape[1]}"
        + (": write [[a, b], [c, d]]" if count > 1 else ": what is differentiated is chosen with --param")
    )


def _in_our_order(claim: Claim, order: tuple[int, ...]) -> Claim:
    """Put rows and columns into the order of the density's parameters."""
    places = [order.index(i) for i in range(len(order))]
    square = len(claim.rows[0]) > 1 or len(order) == 1
    columns = places if square else [0]
    return replace(claim, rows=tuple(tuple(claim.rows[i][j] for j in columns) for i in places))
