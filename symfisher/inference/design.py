"""Where to observe: the information M = Σ wᵢ I(θ; zᵢ) of a design {(zᵢ, wᵢ)} over a covariate z, weights adding up to one.

References
----------
Atkinson, Donev & Tobias (2007), Optimum Experimental Designs, with SAS, ch. 9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import Expr
from symfisher.errors import DomainError, ParseError
from symfisher.inference.algebra import information_of, require_bound, tidy, within_time
from symfisher.inference.answers import Answer, rows
from symfisher.reading import read_expression
from symfisher.signs import Signs


@dataclass(frozen=True)
class DesignInformation:
    """Information of a design for one observation on average, in the user's symbols.

    Attributes
    ----------
    information
        Σ wᵢ I(θ; zᵢ), shape (k, k).
    determinant
        The D-criterion, to be made great.
    """

    information: Any
    determinant: Expr
    answer: Answer = field(repr=False)


def design_information(derivation: Derivation, covariate: str, design: Mapping[Any, Any] | str) -> DesignInformation:
    """Return the information of a design.

    Parameters
    ----------
    covariate
        The known constant that is chosen.
    design
        Value to weight, ``{-1: "1/2", 1: "1/2"}``, or ``"-1: 1/2, 1: 1/2"``; names in it are those of the density.

    Raises
    ------
    DomainError
        The covariate is no known constant of the density.
    ClosedFormNotFoundError
        The information has no closed form.
    RegularityError
        E[score] is not 0, so that informations do not add up.

    Examples
    --------
    >>> from symfisher import derive
    >>> line = derive("exp(-(x-a-b*z)^2/2)/sqrt(2*pi)", support="x in R", parameters=["a", "b"], constants="z in R")
    >>> design_information(line, "z", "-1: 1/2, 1: 1/2").information.tolist()
    [[1, 0], [0, 1]]
    """
    require_bound(derivation)
    z = covariate_of(derivation.density, covariate)
    pairs = _pairs(design, derivation.density)
    signs = Signs.of(derivation.density)
    single = information_of(derivation)
    total = sp.zeros(single.rows)
    for place, weight in pairs:
        total += weight * single.xreplace({z.symbol: place})
    value = sp.ImmutableMatrix(total)
    value = within_time(tidy, value, signs) or value
    whole = value.det()
    determinant = within_time(tidy, whole, signs) or whole
    shown = value[0] if value.shape == (1, 1) else value
    answer = Answer(
        "Information of a design",
        derivation.density,
        rows(("information", shown), ("determinant", determinant)),
        (Step("design", None, value),),
    )
    show = derivation.density.present
    return DesignInformation(show(value), show(determinant), answer)


def covariate_of(density: Density, name: str) -> Quantity:
    """Return the known constant called ``name``.

    Raises
    ------
    DomainError
        There is none.
    """
    for c in density.constants:
        if name == c.name:
            return c
    raise DomainError(f"'{name}' is no known constant of this density; declare it with --given")


def _pairs(design: Mapping[Any, Any] | str, density: Density) -> list[tuple[Expr, Expr]]:
    names = {q.name: q.symbol for q in (*density.parameters, *density.constants)}

    def value(given: Any) -> Expr:
        return read_expression(given, names) if isinstance(given, str) else sp.nsimplify(given)

    if isinstance(design, str):
        pieces = [p.split(":") for p in design.split(",")]
        if any(len(p) != 2 for p in pieces):
            raise ParseError(f"expected a design such as '-1: 1/2, 1: 1/2', got {design!r}")
        return [(value(p[0].strip()), value(p[1].strip())) for p in pieces]
    return [(value(z), value(w)) for z, w in design.items()]
