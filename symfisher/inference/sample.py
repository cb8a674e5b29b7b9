"""A sample instead of one observation: I_n = n·I, and everything that is a sum written through sufficient statistics.

A sum over the sample Σᵢ h(xᵢ; θ) splits into n·c₀(θ) + Σ_k c_k(θ)·T_k, with T_k = Σᵢ t_k(xᵢ), as far as the terms of
h are products of a function of x and a function of θ; what is left stays under the sign Σᵢ. For independent
observations that are not alike, the same is done with the covariates in the place of x.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sympy as sp

from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation, Step
from symfisher.domains import REAL, Expr
from symfisher.errors import DomainError
from symfisher.evaluation import Walk
from symfisher.inference.algebra import information_of, tidy
from symfisher.inference.answers import Answer, fresh_name, rows
from symfisher.inference.cramer_rao import sample_size
from symfisher.inference.expecting import problem_of, require_expectations
from symfisher.normal_form import Rewriter
from symfisher.reading import read_values
from symfisher.signs import Signs

_LONG = 24
"""Names that are longer are not spelled out: ``log_h`` is the part of the log-density without the parameters."""


@dataclass(frozen=True)
class Split:
    """A function h(x; θ) = ``free`` + Σ ``coefficients[k]``·``statistics[k]``(x) + ``rest``(x; θ)."""

    free: Expr
    coefficients: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    rest: Expr


@dataclass(frozen=True)
class Sample:
    """What belongs to n independent observations, in the user's symbols.

    Attributes
    ----------
    information
        E[score scoreᵀ] of the sample, shape (k, k): n times that of one observation where E[score] = 0.
    log_likelihood, score, observed_information
        Of the whole sample, written with the names of the statistics.
    statistics
        Name of each statistic to its definition, a sum over i.
    sufficient
        Whether every sum was split: the log-likelihood depends on the sample through the statistics, and through a
        term that is free of the parameters.
    """

    information: Any
    log_likelihood: Expr
    score: Any
    observed_information: Any
    statistics: Mapping[str, Expr]
    sufficient: bool
    answer: Answer = field(repr=False)


def split(h: Expr, data: Sequence[Any], thetas: Sequence[Any], signs: Signs) -> Split:
    """Split a function of data and parameters into a sum of products.

    Examples
    --------
    >>> x, t = sp.symbols("x t", positive=True)
    >>> split(sp.log(t * x) - t * x, [x], [t], Signs({})).coefficients
    (-t, 1)
    """
    xs, ts = set(data), set(thetas)
    free, rest = sp.S.Zero, sp.S.Zero
    found: dict[Expr, Expr] = {}
    for term in sp.Add.make_args(sp.expand(Rewriter(signs).rewrite(h))):
        statistic = sp.Mul(*(f for f in sp.Mul.make_args(term) if f.free_symbols & xs))
        if not statistic.free_symbols & xs:
            free += term
        elif statistic.free_symbols & ts:
            rest += term
        else:
            found[statistic] = found.get(statistic, sp.S.Zero) + term / statistic
    order = sorted(found, key=lambda t: (sp.count_ops(t), sp.default_sort_key(t)))
    return Split(free, tuple(found[t] for t in order), tuple(order), rest)


class Sums:
    """Writes sums over a sample of size ``n`` with a symbol for each statistic, the same in all of them."""

    def __init__(self, density: Density, data: Sequence[Quantity], n: Expr, prefix: str = "sum") -> None:
        self.density, self.data, self.n, self.prefix = density, tuple(data), n, prefix
        self.signs = Signs.of(density)
        self.thetas: tuple[Any, ...] = density.thetas
        self.known: tuple[Quantity, ...] = ()
        self.statistics: dict[Expr, Any] = {}
        self.base: Expr | None = None
        self.index = sp.Symbol(fresh_name(density, ("i", "j")), integer=True, positive=True)

    @classmethod
    def means(
        cls, density: Density, thetas: Sequence[Any], known: Sequence[Quantity], functions: Sequence[Quantity] = ()
    ) -> Sums:
        """Return means over the sample as functions of some parameters.

        Parameters
        ----------
        known
            Statistics of the sample that are put in for the other parameters.
        functions
            Functions of the observation that have a name, beside the variables.
        """
        made = cls(density, (*density.variables, *functions), sp.S.One, "mean")
        made.thetas, made.known = tuple(thetas), (*known, *functions)
        made.signs = made.signs.extended({q.symbol: q.domain for q in made.known})
        return made

    def over(self, h: Expr) -> Expr:
        """Return Σᵢ h(xᵢ; θ)."""
        parts = split(h, [q.symbol for q in self.data], self.thetas, self.signs)
        if sp.count_ops(parts.rest) > sp.count_ops(h):  # taken apart, what cannot be split only got longer
            return self.series(h)
        pairs = zip(parts.coefficients, parts.statistics, strict=True)
        written = sp.Add(*(c * self.symbol(t) for c, t in pairs))
        return self.n * parts.free + written + (self.series(parts.rest) if parts.rest != 0 else 0)

    def likelihood(self, log_density: Expr) -> Expr:
        """Return Σᵢ log f(xᵢ; θ), with all that is free of θ as one statistic."""
        ts, xs = set(self.thetas), {q.symbol for q in self.data}
        free = [t for t in sp.Add.make_args(log_density) if not t.free_symbols & ts and t.free_symbols & xs]
        if not free:
            return self.over(log_density)
        self.base = sp.Add(*free)
        return self.over(log_density - self.base) + self.symbol(self.base)

    def symbol(self, statistic: Expr) -> Any:
        """Return the symbol that stands for Σᵢ t(xᵢ)."""
        if statistic not in self.statistics:
            name = f"_s{len(self.statistics) + 1}"
            kind = {"positive": True} if self.signs.positive(statistic) else {"real": True}
            self.statistics[statistic] = sp.Symbol(name, **kind)
        return self.statistics[statistic]

    def series(self, h: Expr) -> Expr:
        """Return Σᵢ h(xᵢ; θ), not evaluated."""
        rule = {q.symbol: sp.Indexed(sp.IndexedBase(sp.Symbol(q.safe)), self.index) for q in self.data}
        return sp.Sum(h.xreplace(rule), (self.index, 1, self.n))

    def spelling(self) -> Density:
        """Return the density with the statistics as constants, so that they can be spelled."""
        made = tuple(Quantity(self.name(t), s, REAL) for t, s in self.statistics.items())
        return replace(self.density, constants=(*self.density.constants, *made))

    def name(self, statistic: Expr) -> str:
        """Return the name of a statistic: sum_x, sum_x2, sum_log_x; the second of a name has ``_2`` behind."""
        plain = self._plain(statistic)
        place = [t for t in self.statistics if self._plain(t) == plain].index(statistic)
        return f"{plain}_{place + 1}" if place else plain

    def _plain(self, statistic: Expr) -> str:
        if statistic == self.base and len(str(statistic)) > _LONG:
            return f"{self.prefix}_log_h"
        spelled = statistic.xreplace({q.symbol: sp.Symbol(q.name) for q in (*self.density.quantities, *self.known)})
        written = sp.sstr(spelled).replace("**", "").replace("1 - ", "1m").replace("Abs", "abs")
        words = re.sub(r"\W+", "_", written).strip("_")
        return f"{self.prefix}_{words if len(words) <= _LONG else 'h'}"


def sample(derivation: Derivation, n: int | str = "n") -> Sample:
    """Return information, likelihood, score and observed information of n independent observations.

    Parameters
    ----------
    n
        A number or a name.

    Raises
    ------
    ClosedFormNotFoundError
        The information of one observation has no closed form.
    DomainError
        ``n`` is neither a positive integer nor a name.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = sample(derive("theta*exp(-theta*x)"))
    >>> found.score[0], found.information[0], found.statistics
    (n/theta - sum_x, n/theta**2, {'sum_x': Sum(x[i], (i, 1, n))})
    """
    information = information_of(derivation)
    density, size = sample_size(derivation.density, n)
    sums = Sums(density, density.variables, size)
    own = derivation.own
    score = own.score.applyfunc(sums.over)
    observed = (-own.hessian).applyfunc(sums.over)
    parameters_in = split(own.log_density, density.xs, density.thetas, sums.signs)
    likelihood = sums.likelihood(own.log_density)
    spelled = sums.spelling()
    mean = _mean_score(derivation)
    total = tidy(size * information + size * (size - 1) * mean * mean.T, sums.signs)
    show = spelled.present
    definitions = {sums.name(t): sums.series(t) for t in sums.statistics}
    sufficient = parameters_in.rest == 0
    k = len(density.parameters)
    found = rows(
        ("observations", size),
        ("log-likelihood", likelihood),
        ("score", score[0] if k == 1 else score),
        ("observed information", observed[0] if k == 1 else observed),
        ("information", total[0] if k == 1 else total),
        *((name, value) for name, value in definitions.items()),
    )
    steps = (
        Step("sample" if mean.is_zero_matrix else "sample-not-centred", None, total, (("size", size),)),
        Step("sufficient" if sufficient else "not-sufficient", None, None, (("statistics", ", ".join(definitions)),)),
    )
    shown = {name: show(value) for name, value in definitions.items()}
    answer = Answer("Sample of independent observations", spelled, found, steps).under(derivation)
    return Sample(show(total), show(likelihood), show(score), show(observed), shown, sufficient, answer)


def _mean_score(derivation: Derivation) -> Any:
    """Return E[score], shape (k, 1): zero where the Cramér-Rao theory was shown to apply, else integrated."""
    k = len(derivation.density.parameters)
    if derivation.regularity.cramer_rao == "applies":
        return sp.zeros(k, 1)
    proofs = require_expectations(problem_of(derivation), list(derivation.own.score), "the mean of the score")
    return sp.Matrix([p.value for p in proofs])


@dataclass(frozen=True)
class Design:
    """Information of independent observations with covariates, in the user's symbols; see `with_covariates`."""

    information: Any
    statistics: Mapping[str, Expr]
    answer: Answer = field(repr=False)


def with_covariates(derivation: Derivation, covariates: str | Sequence[str], n: int | str = "n") -> Design:
    """Return Σᵢ I(θ; zᵢ) for observations that are independent but for known constants zᵢ alike.

    Where the mean score m(θ; zᵢ) is not zero, E[score scoreᵀ] of the sample is Σᵢ(I − m mᵀ) + (Σᵢ m)(Σᵢ m)ᵀ.

    Parameters
    ----------
    covariates
        Names of the known constants that differ from one observation to the next.

    Raises
    ------
    DomainError
        A covariate is not a known constant of the density.
    ClosedFormNotFoundError
        The information of one observation has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> line = derive("exp(-(x-b*z)^2/2)/sqrt(2*pi)", support="x in R", parameters="b", constants="z in R")
    >>> with_covariates(line, "z").information[0]
    sum_z2
    """
    names = [
        c.strip() for text in ([covariates] if isinstance(covariates, str) else covariates) for c in text.split(",")
    ]
    known = {c.name: c for c in derivation.density.constants}
    if missing := [name for name in names if name not in known]:
        raise DomainError(f"'{missing[0]}' is no known constant of this density; declare it with --given")
    information = information_of(derivation)
    density, size = sample_size(derivation.density, n)
    sums = Sums(density, [known[name] for name in names], size)
    mean = _mean_score(derivation)
    total = (information - mean * mean.T).applyfunc(sums.over)
    gathered = mean.applyfunc(sums.over)
    total = sp.ImmutableMatrix(total + gathered * gathered.T)
    spelled = sums.spelling()
    definitions = {sums.name(t): sums.series(t) for t in sums.statistics}
    found = rows(("information", total[0] if total.shape == (1, 1) else total), *definitions.items())
    show = spelled.present
    step = Step("covariates" if mean.is_zero_matrix else "covariates-not-centred", None, total)
    answer = Answer("Observations with covariates", spelled, found, (step,)).under(derivation)
    return Design(show(total), {name: show(value) for name, value in definitions.items()}, answer)


def point_of(density: Density, at: str | Mapping[str, Any]) -> dict[Any, Any]:
    """Return values of all parameters and constants by symbol.

    Raises
    ------
    DomainError
        A name is unknown, or one is missing.
    """
    given = read_values(at) if isinstance(at, str) else dict(at)
    try:
        point = density.own(given)
    except KeyError as unknown:
        raise DomainError(f"{unknown.args[0]!r} is no parameter or constant of this density") from None
    missing = [q.name for q in (*density.parameters, *density.constants) if q.symbol not in point]
    if missing:
        raise DomainError(f"a value is missing for {', '.join(missing)}")
    return point


def columns(density: Density, data: Any, point: Mapping[Any, Any] | None = None) -> dict[Any, Any]:
    """Return the data by symbol, each of shape (n,).

    Raises
    ------
    DomainError
        The shape does not fit, or (where a point is given) an observation is outside the support.
    """
    array = np.asarray(data, dtype=float)
    d = len(density.variables)
    wanted = (array.ndim == 1) if d == 1 else (array.ndim == 2 and array.shape[1] == d)
    if not wanted or not array.size or not np.isfinite(array).all():
        raise DomainError(
            f"data of shape {array.shape}: needs finite numbers of shape {'(n,)' if d == 1 else f'(n, {d})'}"
        )
    found = {v.symbol: array if d == 1 else array[:, i] for i, v in enumerate(density.variables)}
    for variable in density.variables if point is not None else ():
        walk = Walk({**(point or {}), **found})
        x, (lower, upper) = found[variable.symbol], (np.asarray(walk.value(e)) for e in variable.domain.ends)
        if not ((x >= lower) & (x <= upper)).all():
            raise DomainError(f"an observation of {variable.name} is outside its support")
    return found
