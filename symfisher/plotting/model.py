"""A derivation with numbers for its known constants: what the pictures evaluate, fit and draw samples from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from symfisher.codegen import Callables, callables
from symfisher.density import Quantity
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.inference.fitting import Fit, fit
from symfisher.reading import read_values
from symfisher.rendering.symbols import latex_name

_LONGEST_TITLE = 80
_BLOCK = 2000


@dataclass(frozen=True)
class Model:
    """A derivation at known constants.

    Attributes
    ----------
    derivation
        What was derived.
    values
        Name to number, for all constants and for those parameters that were given.
    """

    derivation: Derivation
    values: Mapping[str, float]

    @cached_property
    def functions(self) -> Callables:
        """The derived functions on arrays."""
        return callables(self.derivation)

    @property
    def parameters(self) -> tuple[Quantity, ...]:
        """The parameters, in their order."""
        return self.derivation.density.parameters

    @property
    def known(self) -> tuple[float, ...]:
        """Values of the known constants, in their order."""
        return tuple(self.values[c.name] for c in self.derivation.density.constants)

    @property
    def names(self) -> tuple[str, ...]:
        """LaTeX of the parameters."""
        return tuple(latex_name(p.name) for p in self.parameters)

    @property
    def size_name(self) -> str:
        """The letter for the number of observations: one that the density does not use."""
        taken = {q.name for q in self.derivation.density.quantities}
        return next(letter for letter in ("n", "N", "m", "M", "n_0") if letter not in taken)

    @property
    def title(self) -> str:
        """The density as it was typed, if it is short enough for a title."""
        text = self.derivation.density.origin or ""
        return text if len(text) <= _LONGEST_TITLE and text.isprintable() else ""

    def ends(self, quantity: Quantity) -> tuple[float, float]:
        """Return the ends of a domain at known values, other parameters being at their lower ends.

        An end that is not found in this way counts as infinite.
        """
        rule = {s: sp.Float(v) for s, v in self.derivation.density.own(dict(self.values)).items()}
        others = {p.symbol: p.domain.ends[0] for p in self.parameters if p.domain.ends[0].is_finite}
        lower, upper = (e.xreplace(rule).xreplace(others) for e in quantity.domain.ends)
        return (float(lower) if lower.is_number else -np.inf, float(upper) if upper.is_number else np.inf)

    def log_likelihood(self, data: Any, theta: Any) -> Any:
        """Return the log-likelihood of a sample at values of the only parameter, shape of ``theta``."""
        return sum(self._over(self.functions.log_density, block, theta).sum(axis=0) for block in _blocks(data))

    def mean_score(self, data: Any, theta: Any) -> Any:
        """Return the mean score of a sample at values of the only parameter, shape of ``theta``."""
        return sum(self.scores(block, theta).sum(axis=0) for block in _blocks(data)) / len(data)

    def scores(self, data: Any, theta: Any) -> Any:
        """Return the score of every observation at values of the only parameter, shape (n, m)."""
        return self._over(self.functions.score, data, theta)[..., 0]

    def _over(self, function: Any, data: Any, theta: Any) -> Any:
        x = np.asarray(data, dtype=float)
        with np.errstate(all="ignore"):
            return np.asarray(function(x[:, None], np.asarray(theta, dtype=float)[None], *self.known))

    def expected(self, *theta: Any) -> Any:
        """Return the expected information of one observation, shape S + (k, k)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.functions.expected_information(*theta, *self.known))

    def fitted(self, data: Any) -> Fit:
        """Return the interior maximum of the likelihood.

        Raises
        ------
        DomainError
            There is none: nothing curves there, or the search did not end.
        """
        constants = {c.name: self.values[c.name] for c in self.derivation.density.constants}
        try:
            with np.errstate(all="ignore"):
                found = fit(self.derivation, np.asarray(data, dtype=float), constants=constants)
        except (DomainError, np.linalg.LinAlgError):
            raise DomainError("no maximum of the likelihood was found; are all data inside the support?") from None
        matrix = found.observed_information
        if not (found.converged and np.isfinite(matrix).all() and np.linalg.eigvalsh(matrix).min() > 0):
            raise DomainError("the likelihood of these data has no interior maximum: there is no curvature to draw")
        return found


def model(derivation: Derivation, at: Any = None) -> Model:
    """Put numbers to a derivation.

    Parameters
    ----------
    at
        Values of the known constants, and of parameters: ``"n=10, theta=2"`` or a mapping.

    Raises
    ------
    DomainError
        A name is none of this density's, or the value of a constant is missing.
    """
    given = {name: float(value) for name, value in read_values(at).items()} if at else {}
    density = derivation.density
    spelled = {q.safe: q.name for q in density.quantities}
    values = {spelled.get(name, name): value for name, value in given.items()}
    unknown = [name for name in values if name not in {q.name for q in density.parameters + density.constants}]
    if unknown:
        raise DomainError(f"{unknown[0]!r} is no parameter or constant of this density")
    missing = [c.name for c in density.constants if c.name not in values]
    if missing:
        raise DomainError(f'a value is missing for {", ".join(missing)}: --at "{missing[0]}=..."')
    return Model(derivation, values)


def require_parameters(shown: Model, count: int, kind: str) -> None:
    """Refuse a density that has not as many parameters as a picture shows.

    Raises
    ------
    DomainError
        With the next move.
    """
    have = [p.name for p in shown.parameters]
    if len(have) == count:
        return
    words = {1: "one parameter", 2: "two parameters"}[count]
    raise DomainError(
        f"a picture of {kind} shows {words}, this density has {len(have)} ({', '.join(have)}): choose with --param; "
        "the others become known constants, whose values --at gives"
    )


def _blocks(data: Any) -> list[Any]:
    """Cut a sample into pieces that fit into memory beside the values of the parameter."""
    return [data[i : i + _BLOCK] for i in range(0, len(data), _BLOCK)]


def as_samples(samples: Any, letter: str = "n") -> list[tuple[str, Any]]:
    """Return (label, data) for one sample, a sequence of samples, or a mapping from labels to samples."""
    if isinstance(samples, Mapping):
        return [(str(label), np.asarray(data, dtype=float)) for label, data in samples.items()]
    if isinstance(samples, Sequence) and samples and np.ndim(samples[0]) > 0 and _ragged(samples):
        arrays = [np.asarray(data, dtype=float) for data in samples]
    else:
        arrays = [np.asarray(samples, dtype=float)]
    return [(f"${letter}={len(data)}$", data) for data in arrays]


def _ragged(samples: Sequence[Any]) -> bool:
    """Whether these are several samples rather than one of several variables, whose rows are short tuples."""
    return not all(isinstance(row, tuple) for row in samples)
