"""A derivation as a program without a language: which functions there are, of what, and what they compute.

Everything is written in our own symbols; targets print it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy as sp

from symfisher.codegen.counts import with_zero_counts
from symfisher.codegen.naming import argument_names
from symfisher.codegen.pieces import Run, cut
from symfisher.codegen.remainders import separated
from symfisher.codegen.stable import Positive, prover, stable
from symfisher.density import Density, Quantity
from symfisher.derivation import Derivation
from symfisher.domains import Domain, Expr, FiniteSet, IntegerRange, Interval
from symfisher.signs import Signs

_INEQUALITIES = (sp.StrictGreaterThan, sp.GreaterThan, sp.StrictLessThan, sp.LessThan)

DATA_FUNCTIONS = ("log_density", "score", "observed_information")
"""Public functions of generated code that take data and parameters."""

FUNCTIONS = (
    *DATA_FUNCTIONS,
    "expected_information",
    "inverse_information",
    "cholesky_factor",
    "cramer_rao_bound",
    "jeffreys_log_density",
)
"""All public functions; those that are not of the data take the parameters."""

Layout = tuple[int | None, ...]
"""For each entry of an array, row by row: the place of its value among the distinct ones, or None for an exact zero."""


@dataclass(frozen=True)
class Formula:
    """Distinct values with the array they fill.

    Attributes
    ----------
    values
        Expressions in our symbols; ``None`` for an expectation without closed form.
    layout
        Where they go.
    """

    values: tuple[Expr | None, ...]
    layout: Layout


@dataclass(frozen=True)
class Program:
    """What a target writes.

    Attributes
    ----------
    density
        What it is about.
    names
        Argument names of the public functions: data, parameters, constants.
    log_density, score, observed_information, expected_information
        Formulas of shape (), (k,), (k, k), (k, k).
    pairs
        For each distinct value of the expected information, a place (i, j) in the matrix that it fills.
    guarded
        Whether the closed form of the expected information may lose digits somewhere in the declared domain.
    analytic
        Positions among parameters and constants in which that closed form is an analytic function.
    integrable
        Whether the target integrates what has no closed form.
    notes
        Sentences for the documentation of the module.
    """

    density: Density
    names: tuple[str, ...]
    log_density: Formula
    score: Formula
    observed_information: Formula
    expected_information: Formula
    pairs: tuple[tuple[int, int], ...]
    guarded: bool
    analytic: tuple[int, ...]
    integrable: bool
    derivation: Derivation
    notes: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        """Whether the Cramér-Rao bound is given: not where it is known not to apply."""
        return self.derivation.regularity.cramer_rao != "does not apply"

    @cached_property
    def existence(self) -> tuple[Any, ...]:
        """Inequalities between parameters, beyond their domains, under which the information exists in closed form."""
        return tuple(dict.fromkeys(c for p in self.pairs for c in self.existence_of(p)))

    @property
    def existing_information(self) -> tuple[Expr | None, ...]:
        """The closed forms of `expected_information`, each undefined where its expectation does not exist."""
        return tuple(
            v if v is None or not (c := self.existence_of(p)) else sp.Piecewise((v, sp.And(*c)), evaluate=False)
            for p, v in zip(self.pairs, self.expected_information.values, strict=True)
        )

    def existence_of(self, entry: tuple[int, int]) -> tuple[Any, ...]:
        """Inequalities under which an entry exists, as far as closed forms say: its own, and those of both diagonal entries.

        Beside a diagonal entry that is infinite a product of scores may have a mean, but no theorem says so.
        """
        proofs = self.derivation.proofs
        found = [p for i, j in (entry, entry[:1] * 2, entry[1:] * 2) if (p := proofs[i][j]) is not None]
        return tuple(dict.fromkeys(c for p in found for c in p.conditions if isinstance(c, _INEQUALITIES)))

    @cached_property
    def runs(self) -> tuple[Run, ...] | None:
        """The support cut at kinks, or ``None`` if expectations cannot be integrated by the rules of the target."""
        own = self.derivation.own
        if not self.integrable:
            return None
        signs = Signs.of(self.density)
        score = tuple(with_zero_counts(s, self.density, prover(signs)) for s in own.score)
        return cut(self.density, own.log_density, score, signs)

    @property
    def knowns(self) -> tuple[Quantity, ...]:
        """Parameters, then constants."""
        return self.density.parameters + self.density.constants

    @cached_property
    def spelling(self) -> dict[Any, Any]:
        """Map our symbols to symbols with the safe names, for documentation."""
        data = self.density.xs
        shown = (self.names[0],) if len(data) == 1 else tuple(f"{self.names[0]}{i}" for i in range(1, len(data) + 1))
        return {
            s: sp.Symbol(n)
            for s, n in zip((*data, *(q.symbol for q in self.knowns)), (*shown, *self.names[1:]), strict=True)
        }


def build(derivation: Derivation, exact: bool = False) -> Program:
    """Return the program of a derivation; ``exact`` keeps numbers as they are and cuts no runs to integrate over."""
    own, density = derivation.own, derivation.density
    k, signs = len(density.parameters), Signs.of(density)
    positive = prover(signs)

    def of_data(formula: Expr) -> Expr:
        return stable(with_zero_counts(separated(formula), density, positive), positive, not exact)

    log_density = of_data(own.log_density)
    score = [of_data(own.score[i]) for i in range(k)]
    observed = _matrix_formula(
        [[of_data(-own.hessian[i, j]) if i <= j else None for j in range(k)] for i in range(k)], k
    )
    closed = [[_closed(derivation, i, j, positive, not exact) for j in range(k)] for i in range(k)]
    expected = _matrix_formula(closed, k)
    return Program(
        density=density,
        names=argument_names(density),
        log_density=Formula((log_density,), (0,)),
        score=_vector_formula(score),
        observed_information=observed,
        expected_information=expected,
        pairs=tuple(divmod(expected.layout.index(n), k) for n in range(len(expected.values))),
        guarded=any(v is not None and may_lose_digits(v, positive) for v in expected.values),
        analytic=analytic_directions([v for v in expected.values if v is not None], density),
        integrable=not exact,
        derivation=derivation,
    )


def _closed(derivation: Derivation, i: int, j: int, positive: Positive, fold: bool) -> Expr | None:
    """Return the stable closed form of an entry, or None."""
    if i > j or derivation.proofs[i][j] is None:
        return None
    return stable(separated(derivation.own.expected_information[i, j]), positive, fold)


def _vector_formula(values: list[Expr]) -> Formula:
    """Give each nonzero value its own place."""
    kept = [v for v in values if v != 0]
    places = iter(range(len(kept)))
    return Formula(tuple(kept), tuple(None if v == 0 else next(places) for v in values))


def _matrix_formula(values: list[list[Expr | None]], k: int) -> Formula:
    """Give each distinct nonzero entry on and above the diagonal a place; entries without closed form one each."""
    kept: list[Expr | None] = []
    place: dict[tuple[int, int], int | None] = {}
    for i in range(k):
        for j in range(i, k):
            value = values[i][j]
            if value is not None and value == 0:
                place[i, j] = None
            else:
                place[i, j] = len(kept)
                kept.append(value)
    return Formula(tuple(kept), tuple(place[min(i, j), max(i, j)] for i in range(k) for j in range(k)))


# --- where digits are lost ------------------------------------------------------------------------


def may_lose_digits(expression: Expr, positive: Positive) -> bool:
    """Say whether a denominator may vanish or large terms may cancel somewhere in the declared domains."""
    for node in sp.preorder_traversal(expression):
        if isinstance(node, sp.Pow) and node.exp.is_negative is not False and not _never_zero(node.base, positive):
            return True
        if isinstance(node, (sp.polygamma, sp.gamma, sp.zeta)) and not positive(node.args[-1]):
            return True
        if isinstance(node, sp.Add) and not _keeps_digits(node, positive):
            return True
    return False


def _never_zero(base: Expr, positive: Positive) -> bool:
    return bool(base.is_nonzero) or positive(base) or positive(-base)


def _keeps_digits(total: Expr, positive: Positive) -> bool:
    """Say whether a sum keeps its digits, as far as exactly given parameters allow.

    Sums of one sign do; so do a difference of two monomials and a sum of numbers and multiples of single symbols, which
    are no worse conditioned than the parameters they come from.
    """
    if all(t.as_coeff_Mul()[1].is_Symbol or t.is_number for t in total.args):
        return True
    if len(total.args) == 2 and all(_is_monomial(t) for t in total.args):
        return True
    return all(positive(t) for t in total.args) or all(positive(-t) for t in total.args)


def _is_monomial(term: Expr) -> bool:
    """Say whether a term is a product of numbers and powers of symbols."""
    return all(f.is_number or f.is_Symbol or (f.is_Pow and f.base.is_Symbol) for f in sp.Mul.make_args(term))


_ENTIRE = (sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh,
           sp.sec, sp.csc, sp.cot, sp.polygamma, sp.gamma, sp.erf, sp.erfc, sp.polylog, sp.atan)  # fmt: skip
_OWN_ENTIRE = ("PolygammaDrop", "ZetaDerivative", "LogGamma", "ExpMinusOne", "LogOnePlus")


def analytic_directions(values: list[Expr], density: Density) -> tuple[int, ...]:
    """Return positions of parameters and constants in which all values are analytic with complex evaluators at hand."""
    for value in values:
        for node in sp.preorder_traversal(value):
            if node.args and not isinstance(node, _ENTIRE) and type(node).__name__ not in _OWN_ENTIRE:
                return ()
    used = {s for v in values for s in v.free_symbols}
    knowns = density.parameters + density.constants
    return tuple(n for n, q in enumerate(knowns) if isinstance(q.domain, Interval) and q.symbol in used)


def conditions(symbol: Expr, domain: Domain) -> list[Any]:
    """Return the relations that say that a symbol lies in its domain, as SymPy relations that are not evaluated."""
    if isinstance(domain, FiniteSet):
        return []
    lower, upper = domain.ends
    closed_lower = isinstance(domain, IntegerRange) or domain.closed_lower
    closed_upper = isinstance(domain, IntegerRange) or domain.closed_upper
    found = []
    if lower != -sp.oo:
        found.append((sp.Ge if closed_lower else sp.Gt)(symbol, lower, evaluate=False))
    if upper != sp.oo:
        found.append((sp.Le if closed_upper else sp.Lt)(symbol, upper, evaluate=False))
    return found
