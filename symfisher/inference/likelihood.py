"""The likelihood of a sample of numbers as a function of the parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation
from symfisher.errors import DomainError
from symfisher.evaluation import Walk, evaluate
from symfisher.inference.algebra import information_of
from symfisher.inference.sample import columns
from symfisher.reading import read_values


class Likelihood:
    """The likelihood of a sample as a function of the parameters.

    Parameters
    ----------
    data
        Shape (n,), or (n, d) for d variables.
    constants
        Values of the known constants, as text or a mapping; needed if the density has any.
    """

    def __init__(self, derivation: Derivation, data: Any, constants: str | Mapping[str, Any] | None = None) -> None:
        self.derivation, self.density = derivation, derivation.density
        given = read_values(constants) if isinstance(constants, str) else dict(constants or {})
        self.constants = _constants(self.density, given)
        self.data = columns(self.density, data)
        self._count()

    @classmethod
    def of(cls, derivation: Derivation, data: Mapping[Any, Any], constants: Mapping[Any, Any]) -> Likelihood:
        """Return the likelihood of data, each of shape (n,), and constants that are given by symbol."""
        made = cls.__new__(cls)
        made.derivation, made.density = derivation, derivation.density
        made.constants, made.data = dict(constants), dict(data)
        made._count()
        return made

    def _count(self) -> None:
        self.n = len(next(iter(self.data.values())))
        self.k = len(self.density.parameters)

    def at(self, theta: Any) -> dict[Any, Any]:
        """Return the values of all symbols."""
        return {**self.constants, **dict(zip(self.density.thetas, map(float, theta), strict=True)), **self.data}

    def _sum(self, expressions: Sequence[Any], theta: Any) -> Any:
        found = evaluate(list(expressions), self.at(theta))
        return np.array([np.broadcast_to(e, (self.n,)).sum() for e in found])

    def value(self, theta: Any) -> float:
        """Return the log-likelihood, −∞ outside the domain or the support."""
        if not self.admissible(theta):
            return -np.inf
        found = float(self._sum([self.derivation.own.log_density], theta)[0])
        return found if np.isfinite(found) else -np.inf

    def score(self, theta: Any) -> Any:
        """Return the score of the sample, shape (k,)."""
        return self._sum(list(self.derivation.own.score), theta)

    def observed(self, theta: Any) -> Any:
        """Return the observed information of the sample, shape (k, k)."""
        return -self._sum(list(self.derivation.own.hessian), theta).reshape(self.k, self.k)

    def expected(self, theta: Any) -> Any:
        """Return the expected information of the sample, shape (k, k)."""
        point = {s: v for s, v in self.at(theta).items() if s not in self.data}
        entries = evaluate(list(information_of(self.derivation)), point)
        return self.n * np.array([float(e) for e in entries]).reshape(self.k, self.k)

    def admissible(self, theta: Any) -> bool:
        """Whether the parameters are inside their domains and the data inside the support."""
        if not np.isfinite(theta).all():
            return False
        point = {s: sp.Float(v) if isinstance(v, float) else v for s, v in self.at(theta).items() if s not in self.data}
        if not all(p.domain.contains(point[p.symbol], point) for p in self.density.parameters):
            return False
        walk = Walk(self.at(theta))
        for v in self.density.variables:
            lower, upper = (np.asarray(walk.value(e)) for e in v.domain.ends)
            if not ((self.data[v.symbol] >= lower) & (self.data[v.symbol] <= upper)).all():
                return False
        return True


def _constants(density: Density, given: Mapping[str, Any]) -> dict[Any, Any]:
    try:
        found = density.own(given)
    except KeyError as unknown:
        raise DomainError(f"{unknown.args[0]!r} is no constant of this density") from None
    missing = [c.name for c in density.constants if c.symbol not in found]
    if missing:
        raise DomainError(f"a value is missing for {', '.join(missing)}")
    return found
