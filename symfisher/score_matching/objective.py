"""What the divergences of this room have in common: E[‖s‖²] − 2E[s·d] + E[‖d‖²] for a model's field s and the data's d.

For continuous data the fields are scores, for counts ratios of neighbouring probabilities. Both have an objective that needs
no density, only its samples; both are differentiated in the model's parameters, and least where the gradient vanishes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from symfisher.density import Density, Quantity
from symfisher.derivation import Verification
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.inference.answers import Answer
from symfisher.score_matching.forms import short
from symfisher.score_matching.means import Mean
from symfisher.score_matching.minimum import Minimum, minimum, twice_text
from symfisher.score_matching.model import Model
from symfisher.score_matching.points import strongest
from symfisher.signs import Signs


@dataclass(frozen=True)
class Found:
    """Means that were found, each compared with numbers: E[‖s‖²], E[s·d], E[‖d‖²], their sum, and the implicit objective."""

    squared: Mean | None
    cross: Mean | None
    data: Mean | None
    whole: Mean | None
    implicit: Mean | None

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Where the closed forms hold, beyond the declared domains."""
        found = (self.squared, self.cross, self.data, self.whole, self.implicit)
        return strongest(c for m in found if m is not None for c in m.conditions)


@dataclass(frozen=True)
class Objective:
    """The terms of a divergence and what follows from them, in our symbols and their shortest forms.

    Attributes
    ----------
    squared, cross, data_term, divergence
        E[‖s‖²], −2E[s·d], E[‖d‖²], and their sum.
    implicit, constant
        The objective without a density, and what the divergence is above it.
    least
        Gradient and minimum in the model's parameters.
    twice
        When the cross term is −2E[‖d‖²].
    """

    squared: Expr | None
    cross: Expr | None
    data_term: Expr | None
    divergence: Expr | None
    implicit: Expr | None
    constant: Expr | None
    least: Minimum
    twice: str
    conditions: tuple[Any, ...]


def objective(model: Model, data: Sequence[Expr], found: Found, signs: Signs, *, same_minimum: bool) -> Objective:
    """Put the terms together.

    Parameters
    ----------
    data
        The data's field d, one entry a variable.
    same_minimum
        Whether divergence and implicit objective are known to differ by what is free of the model's parameters, so that one
        can stand for the other where that has no closed form.
    """
    squared, cross, term, divergence, implicit = (
        None if m is None else short(c * m.value, signs)
        for c, m in ((1, found.squared), (-2, found.cross), (1, found.data), (1, found.whole), (1, found.implicit))
    )
    constant = None if divergence is None or implicit is None else short(divergence - implicit, signs)
    least = minimum(model, data, divergence, found.conditions, signs, implicit if same_minimum else None)
    twice = twice_text(found.cross and found.cross.value, found.data and found.data.value, model, signs)
    return Objective(squared, cross, term, divergence, implicit, constant, least, twice, found.conditions)


@dataclass(frozen=True, kw_only=True)
class Divergence:
    """A model against a density, in the user's symbols; ``None`` where no closed form was found.

    Attributes
    ----------
    squared, cross
        The terms E[‖s‖²] and −2E[s·d].
    divergence
        The sum of all three terms.
    implicit_objective
        The objective that needs samples of the density only.
    constant
        The divergence minus the implicit objective.
    gradient, minimizer
        Derivatives in the model's parameters, by name, and where all of them vanish, if that was solved.
    minimizer_kind
        ``global`` (the divergence is zero there, or it is a convex quadratic), ``local`` or ``stationary``; empty without one.
    minimum
        The divergence there.
    cross_is_minus_twice
        When the cross term is minus twice the third: ``always``, ``never``, an equation, or ``undecided``.
    conditions
        Where the closed forms hold, beyond the declared domains.
    verification
        The divergence against its definition, by quadrature or summation, at drawn points.
    values
        The terms by quadrature or summation at each point asked for with ``at``.
    model
        The density with the model, in our symbols.
    """

    squared: Expr | None
    cross: Expr | None
    divergence: Expr | None
    implicit_objective: Expr | None
    constant: Expr | None
    gradient: Mapping[str, Expr] | None
    minimizer: Mapping[str, Expr] | None
    minimizer_kind: str
    minimum: Expr | None
    cross_is_minus_twice: str
    conditions: tuple[Any, ...]
    verification: Verification
    values: tuple[Mapping[str, float], ...] = ()
    model: Model = field(repr=False)
    answer: Answer = field(repr=False)

    def callables(self, backend: str = "numpy") -> Any:
        """Return functions of arrays; see `symfisher.codegen.scores.ScoreCallables`.

        The fields of data and model (``data_score`` and ``model_score``, for counts ``data_ratio`` and ``model_ratio``) and
        ``implicit``, whose mean is the implicit objective, at data; and the terms ``squared``, ``cross``, ``information``,
        ``divergence``, ``implicit_objective`` where they have a closed form.

        Parameters
        ----------
        backend
            ``numpy``, ``jax`` or ``torch``.

        Raises
        ------
        SymfisherError
            The backend is unknown, its package is not installed, or it has not got a function of a formula.
        """
        return above("codegen.score_formulas", "callables_of")(self, backend)


def common(p: Density, o: Objective) -> dict[str, Any]:
    """Return the fields of `Divergence` that an objective fills, in the user's symbols."""
    return {
        "squared": shown(p, o.squared),
        "cross": shown(p, o.cross),
        "divergence": shown(p, o.divergence),
        "implicit_objective": shown(p, o.implicit),
        "constant": shown(p, o.constant),
        "gradient": _named(p, o.least.gradient),
        "minimizer": _named(p, o.least.place),
        "minimizer_kind": o.least.kind,
        "minimum": shown(p, o.least.value),
        "cross_is_minus_twice": o.twice,
        "conditions": tuple(map(p.present, o.conditions)),
    }


def shown(density: Density, e: Expr | None) -> Expr | None:
    """Return an expression in the user's symbols, ``None`` for none."""
    return None if e is None else density.present(e)


def _named(density: Density, values: Mapping[Quantity, Expr] | None) -> dict[str, Expr] | None:
    """Return values by the names of their quantities, in the user's symbols."""
    return None if values is None else {q.name: density.present(v) for q, v in values.items()}
