"""The Cramér-Rao bound for functions of the parameters: its value, whether it is attained, efficiency.

With J the Jacobian of g, Var(T) >= (J + ∂b) I⁻¹ (J + ∂b)ᵀ / n for every estimator T of g with bias b; it is attained
exactly where T = g + b + (J + ∂b) I⁻¹ score for all x, that is where the right side is free of θ: the score is affine
in T.

References
----------
Cramér (1946), Mathematical Methods of Statistics, §32; Rao (1945), Bull. Calcutta Math. Soc. 37; Fend (1959), Ann.
Math. Statist. 30, 381-388 (attainment); Bhattacharyya (1946), Sankhyā 8 (see `bhattacharyya`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy as sp

from symfisher.density import Density
from symfisher.derivation import Derivation, Step
from symfisher.domains import NATURAL, Expr
from symfisher.errors import DomainError
from symfisher.inference.algebra import Matrix, information_of, inverse, require_bound, some_points, tidy
from symfisher.inference.answers import Answer, fresh_name, rows, with_constant
from symfisher.inference.expecting import problem_of, require_expectations, told, value_at
from symfisher.reading import read_expression
from symfisher.signs import Signs

Attained = Literal["yes", "no", "undecided"]
_SHOWN = 1e-12


@dataclass(frozen=True)
class Bound:
    """A Cramér-Rao bound, in the user's symbols.

    Attributes
    ----------
    of
        The functions of the parameters that are estimated, shape (m, 1).
    value
        The bound for the covariance of unbiased estimators from n observations, shape (m, m).
    attained
        For each function, whether an estimator attains its bound for every parameter and every n.
    estimators
        The estimator from one observation that attains it, or ``None``; from n, its mean over the sample.
    answer
        All of it in our symbols, with the steps.
    """

    of: Any
    value: Any
    attained: tuple[Attained, ...]
    estimators: tuple[Expr | None, ...]
    answer: Answer = field(repr=False)


@dataclass(frozen=True)
class Efficiency:
    """An estimator against the bound, in the user's symbols; it is the mean of ``statistic`` over n observations.

    Attributes
    ----------
    statistic, mean, variance
        The function of one observation, its expectation, and the variance of the estimator.
    bound
        The bound for unbiased estimators of ``mean``.
    value
        The bound over the variance, at most one.
    """

    statistic: Expr
    mean: Expr
    variance: Expr
    bound: Expr
    value: Expr
    answer: Answer = field(repr=False)


def functions_of(density: Density, of: Any) -> list[Expr]:
    """Return functions of the parameters in our symbols: all parameters by default; text, or several of them.

    Raises
    ------
    ParseError
        A text cannot be read, or contains other names than parameters and constants.
    """
    names = {q.name: q.symbol for q in (*density.parameters, *density.constants)}
    if of is None:
        return list(density.thetas)
    texts: Sequence[Any] = [of] if isinstance(of, (str, sp.Basic)) else list(of)
    back = {q.shown: q.symbol for q in density.quantities}
    return [read_expression(t, names) if isinstance(t, str) else t.xreplace(back) for t in texts]


def statistic_of(density: Density, text: Any) -> Expr:
    """Return a function of the observation in our symbols.

    Raises
    ------
    DomainError
        It contains a parameter.
    """
    names = {q.name: q.symbol for q in density.quantities}
    back = {q.shown: q.symbol for q in density.quantities}
    found = read_expression(text, names) if isinstance(text, str) else text.xreplace(back)
    inside = [p.name for p in density.parameters if p.symbol in found.free_symbols]
    if inside:
        raise DomainError(f"an estimator contains no parameter, and this one contains {', '.join(inside)}")
    return found


def sample_size(density: Density, n: int | str | None) -> tuple[Density, Expr]:
    """Return the number of observations: one by default, a number, or a symbol of that name, known to the density.

    Raises
    ------
    DomainError
        ``n`` is no positive integer and no name.
    """
    if n is None:
        return density, sp.S.One
    if isinstance(n, str) and not n.strip().lstrip("+-").isdecimal():
        if not n.strip().isidentifier():
            raise DomainError(f"n: got {n!r}, needs a number of observations or a name")
        return with_constant(density, fresh_name(density, (n.strip(), "N", "m")), NATURAL)
    if int(n) < 1:
        raise DomainError(f"n: got {n}, needs at least 1 observation")
    return density, sp.Integer(int(n))


def cramer_rao_bound(derivation: Derivation, of: Any = None, *, n: int | str | None = None, bias: Any = None) -> Bound:
    """Return the bound for the covariance of estimators of functions of the parameters.

    Parameters
    ----------
    of
        Functions of the parameters, as text or in the user's symbols; the parameters themselves by default.
    n
        Number of independent observations, a number or a name; one by default.
    bias
        The bias of each estimator as a function of the parameters and of the name of ``n``; none by default.

    Raises
    ------
    RegularityError
        The theory does not apply, or the information is singular.
    ClosedFormNotFoundError
        The information has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> found = cramer_rao_bound(derive("x ~ poisson(m)"), "exp(-m)", n="n")
    >>> found.value[0], found.attained
    (m*exp(-2*m)/n, ('no',))
    """
    require_bound(derivation)
    information = information_of(derivation)
    density, size = sample_size(derivation.density, n)
    signs = Signs.of(density)
    functions = functions_of(derivation.density, of)
    biases = [sp.S.Zero] * len(functions) if bias is None else functions_of(density, bias)
    if len(biases) != len(functions):
        raise DomainError(f"bias: got {len(biases)} functions, needs one for each of {len(functions)} estimators")
    means = sp.ImmutableMatrix([g + b for g, b in zip(functions, biases, strict=True)])
    jacobian = means.jacobian(sp.Matrix(density.thetas))
    inverted = inverse(information, signs)
    value = tidy(jacobian * inverted * jacobian.T / size, signs)
    reached = [_attainer(derivation, density, m, (jacobian * inverted)[i, :]) for i, m in enumerate(means)]
    steps = (
        Step("one-observation", None, information),
        Step("jacobian", None, tidy(jacobian, signs)),
        Step("cramer-rao", None, value, reference="Cramér 1946; Rao 1945"),
        *(_told(m, *r) for m, r in zip(means, reached, strict=True)),
    )
    answer = Answer("Cramér-Rao bound", density, _rows(functions, biases, size, value, reached), steps)
    answer = answer.under(derivation)
    show = density.present
    estimators = tuple(None if e is None else show(e) for _, e in reached)
    of_shown = show(sp.ImmutableMatrix(functions))
    return Bound(of_shown, show(value), tuple(a for a, _ in reached), estimators, answer)


def _attainer(derivation: Derivation, density: Density, mean: Expr, row: Matrix) -> tuple[Attained, Expr | None]:
    """Return whether m + (∂m) I⁻¹ score is free of the parameters, and the statistic that it then is."""
    signs = Signs.of(density)
    candidate = _by_size(tidy(mean + (row * derivation.own.score)[0], signs))
    thetas = density.thetas
    if not candidate.free_symbols & set(thetas):
        return "yes", candidate
    slopes = [sp.diff(candidate, t) for t in thetas if t in candidate.free_symbols]
    moves = any(abs(v) > _SHOWN for s in slopes for p in _places(density) if (v := value_at(s, p)) is not None)
    return ("no" if moves else "undecided"), None


def _by_size(e: Expr) -> Expr:
    """Write the absolute value of x for x·sign(x)."""
    return e.replace(
        lambda a: a.is_Mul and any(isinstance(s, sp.sign) and s.args[0] in a.args for s in a.args),
        lambda a: next(
            a / (s * s.args[0]) * sp.Abs(s.args[0]) for s in a.args if isinstance(s, sp.sign) and s.args[0] in a.args
        ),
    )


def _places(density: Density) -> list[dict[Any, Any]]:
    """Return points of parameters, constants and observations inside the support."""
    found = []
    for point in some_points(density):
        values = dict(point)
        for i, variable in enumerate(density.variables):
            values[variable.symbol] = _inside(variable.domain.xreplace(values), i)
        found.append(values)
    return found


def _inside(domain: Any, turn: int) -> Expr:
    if hasattr(domain, "values"):
        return domain.values[turn % len(domain.values)]
    lower, upper = domain.ends
    if domain.discrete:
        start = lower if lower.is_finite else upper if upper.is_finite else sp.S.Zero
        other = start + (1 + turn) * (domain.step if lower.is_finite or not upper.is_finite else -domain.step)
        return other if domain.contains(other) else start
    if lower.is_finite and upper.is_finite:
        return lower + (upper - lower) * sp.Rational(17, 41)
    step = sp.Rational(23, 17) + sp.Rational(turn, 3)
    return lower + step if lower.is_finite else upper - step if upper.is_finite else step


def _told(mean: Expr, attained: Attained, estimator: Expr | None) -> Step:
    if attained == "yes":
        return Step("attained", None, estimator, (("mean", mean),))
    return Step("not-attained" if attained == "no" else "attainment-undecided", None, None, (("mean", mean),))


def _rows(functions: Any, biases: Any, size: Expr, value: Matrix, reached: Any) -> Any:
    single = len(functions) == 1
    estimators = [e for _, e in reached if e is not None]
    return rows(
        ("of", functions[0] if single else sp.ImmutableMatrix(functions)),
        ("bias", None if not any(biases) else biases[0] if single else sp.ImmutableMatrix(biases)),
        ("observations", size),
        ("bound", value[0] if single else value),
        ("attained", ", ".join(a for a, _ in reached)),
        ("by the mean over the sample of", None if not estimators else estimators[0] if single else _listed(reached)),
    )


def _listed(reached: Any) -> Any:
    return sp.ImmutableMatrix([sp.Symbol("none") if e is None else e for _, e in reached])


def efficiency(derivation: Derivation, statistic: Any, *, n: int | str | None = None) -> Efficiency:
    """Compare the variance of an estimator with the bound for what it estimates.

    Parameters
    ----------
    statistic
        A function of one observation, as text or in the user's symbols; the estimator is its mean over the sample.
    n
        Number of independent observations, a number or a name; one by default.

    Raises
    ------
    RegularityError, ClosedFormNotFoundError
        There is no bound, or a moment of the statistic has no closed form.

    Examples
    --------
    >>> from symfisher import derive
    >>> efficiency(derive("x ~ laplace(mu, b)"), "x").value
    1/2
    """
    require_bound(derivation)
    density, size = sample_size(derivation.density, n)
    signs = Signs.of(density)
    t = statistic_of(derivation.density, statistic)
    first, second = require_expectations(problem_of(derivation), [t, t**2], "the moments of this estimator")
    variance = tidy((second.value - first.value**2) / size, signs)
    slopes = sp.ImmutableMatrix([[sp.diff(first.value, s) for s in density.thetas]])
    bound = tidy((slopes * inverse(information_of(derivation), signs) * slopes.T)[0] / size, signs)
    if bound == 0:
        raise DomainError("the mean of this statistic does not depend on the parameters: it estimates nothing")
    value = tidy(bound / variance, signs)
    steps = (*told(first, second), Step("efficiency", bound / variance, value))
    found = rows(("mean", first.value), ("variance", variance), ("bound", bound), ("efficiency", value))
    answer = Answer("Efficiency", density, found, steps).under(derivation, first, second)
    show = density.present
    return Efficiency(show(t), show(first.value), show(variance), show(bound), show(value), answer)
