"""The record of a derivation: what was found, how, and how it was checked. Everything a user sees reads this record.

The methods that ask, render or compile reach later rooms through `symfisher.doors`, when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MethodType
from typing import TYPE_CHECKING, Any, Literal

from symfisher.density import Density
from symfisher.domains import Expr
from symfisher.doors import above
from symfisher.errors import ClosedFormNotFoundError

if TYPE_CHECKING:
    from symfisher.codegen import Callables

Status = Literal["proved", "identified", "numeric"]
Finding = Literal["holds", "fails", "undecided"]
Matrix = Any
"""An immutable SymPy matrix."""


@dataclass(frozen=True)
class Step:
    """One line of a proof: by ``rule``, ``before`` becomes ``after``, which has the same value at every admissible point.

    ``rule`` names a sentence of the language catalogues, ``arguments`` fill it. ``before``/``after`` are expressions in our
    symbols, or ``None`` where the step states a fact.
    """

    rule: str
    before: Expr | None = None
    after: Expr | None = None
    arguments: tuple[tuple[str, Any], ...] = ()
    condition: str | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Proof:
    """A closed form for one expectation, with the certificate that an independent checker replays.

    Attributes
    ----------
    value
        The closed form, in our symbols.
    route
        Name of the route that found it.
    certificate
        What the checker of that route needs; see `symfisher.verification`.
    conditions
        Relations between parameters under which the form holds, beyond their declared domains, in our symbols.
    status
        ``proved``; or ``identified`` for a constant recognised from its digits.
    steps
        The proof as it is told to a reader.
    """

    value: Expr
    route: str
    certificate: Any
    conditions: tuple[Any, ...] = ()
    status: Status = "proved"
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Condition:
    """One regularity condition, decided or not, with the reason in words."""

    name: str
    status: Finding
    reason: str


@dataclass(frozen=True)
class Regularity:
    """What the theory allows here; see `symfisher.regularity` for the conditions.

    ``verdict`` is about the whole declared domain; ``when`` says on which part of it the theory holds if ``conditional``.
    """

    verdict: Literal["regular", "conditional", "non-regular", "undecided"] = "undecided"
    when: str | None = None
    cramer_rao: Literal["applies", "does not apply", "undecided"] = "undecided"
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Identifiability:
    """Rank of the information at generic parameters, with the directions along which nothing is learnt."""

    verdict: Finding = "undecided"
    rank: int | None = None
    null_directions: tuple[tuple[Expr, ...], ...] = ()


@dataclass(frozen=True)
class Verification:
    """How the closed forms were compared with numbers that do not come from them.

    ``points`` maps names to exact values; ``max_relative_error`` is relative to sqrt(I_ii I_jj), ``None`` if not tested.
    """

    status: Literal["passed", "not tested"] = "not tested"
    method: str = ""
    points: tuple[Mapping[str, Expr], ...] = ()
    max_relative_error: float | None = None


@dataclass(frozen=True)
class NumericalValue:
    """The expected information at one point (``at``: name to exact value), with an error estimate per matrix."""

    at: Mapping[str, Expr]
    expected_information: tuple[tuple[str, ...], ...]
    error: float


@dataclass(frozen=True)
class Results:
    """The matrices of a derivation in our own symbols; an expectation without closed form is an unevaluated one."""

    log_density: Expr
    score: Matrix
    hessian: Matrix
    expected_information: Matrix
    hessian_information: Matrix | None


class Question:
    """A function of `symfisher.inference` as a method of `Derivation`, imported when it is asked for.

    On the class it is the function itself, with its signature and docstring: ``help(Derivation.censor)``.
    """

    def __init__(self, module: str) -> None:
        self.module = module

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, derivation: Any, owner: type | None = None) -> Any:
        """Return the function, bound to a derivation if there is one."""
        function = above(f"inference.{self.module}", self.name)
        return function if derivation is None else MethodType(function, derivation)


@dataclass(frozen=True)
class Derivation:
    """A density, its Fisher information and the proof. Matrices are immutable and in the user's symbols.

    ``proofs[i][j]`` proves entry (i, j) of the expected information, or is ``None`` where no closed form was found;
    `own` holds the same matrices in the engine's symbols, with their assumptions, for further mathematics; ``infinite``
    lists the entries (i, j), i <= j, whose expectation diverges.
    """

    density: Density
    own: Results
    proofs: tuple[tuple[Proof | None, ...], ...]
    hessian_proofs: tuple[tuple[Proof | None, ...], ...] | None = None
    regularity: Regularity = field(default_factory=Regularity)
    identifiable: Identifiability = field(default_factory=Identifiability)
    verification: Verification = field(default_factory=Verification)
    values: tuple[NumericalValue, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    infinite: tuple[tuple[int, int], ...] = ()
    seconds: float = 0.0

    @cached_property
    def written(self) -> Results:
        """The matrices of `own` with score and Hessian as a textbook writes them; for showing only."""
        results: Results = above("textbook", "written")(self)
        return results

    @property
    def log_density(self) -> Expr:
        """Log-density in nats."""
        return self.density.present(self.own.log_density)

    @property
    def score(self) -> Matrix:
        """Score, shape (k, 1): the gradient of the log-density in the parameters."""
        return self.density.present(self.written.score)

    @property
    def hessian(self) -> Matrix:
        """Hessian of the log-density in the parameters, shape (k, k), almost everywhere."""
        return self.density.present(self.written.hessian)

    @property
    def observed_information(self) -> Matrix:
        """Observed information, shape (k, k): minus the Hessian of the log-density at the data."""
        return self.density.present(-self.written.hessian)

    @property
    def expected_information(self) -> Matrix:
        """Fisher information E[score scoreᵀ] of one observation, shape (k, k); unevaluated where no closed form is known."""
        return self.density.present(self.own.expected_information)

    @property
    def hessian_information(self) -> Matrix | None:
        """The matrix −E[Hessian], given where it differs from the expected information, else ``None``."""
        return None if self.own.hessian_information is None else self.density.present(self.own.hessian_information)

    @property
    def closed_form(self) -> bool:
        """Whether every entry of the expected information is in closed form."""
        return all(proof is not None for row in self.proofs for proof in row)

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Relations under which the closed forms hold, beyond the declared domains; each once, in the user's symbols."""
        found = [c for row in self.proofs for proof in row if proof for c in proof.conditions]
        return tuple(self.density.present(c) for c in dict.fromkeys(found))

    def require_closed_form(self) -> Matrix:
        """Return the expected information if every entry is closed.

        Raises
        ------
        ClosedFormNotFoundError
            An entry has no closed form that symfisher could find; the exception carries the steps so far.
        """
        if self.closed_form:
            return self.expected_information
        names = [p.name for p in self.density.parameters]
        open_entries = [
            f"({names[i]}, {names[j]})"
            for i, row in enumerate(self.proofs)
            for j, proof in enumerate(row)
            if proof is None and i <= j
        ]
        raise ClosedFormNotFoundError(f"no closed form found for entry {', '.join(open_entries)}", self.steps)

    sample = Question("sample")
    with_covariates = Question("sample")
    observed_at = Question("fitting")
    smallest = Question("order_statistics")
    smallest_at = Question("order_statistics")
    order_statistic = Question("order_statistics")
    maximum_likelihood = Question("mle")
    fit = Question("fitting")
    null_statistics = Question("confidence")
    intervals = Question("confidence")
    cramer_rao_bound = Question("cramer_rao")
    efficiency = Question("cramer_rao")
    bhattacharyya_bound = Question("bhattacharyya")
    reparametrize = Question("reparametrization")
    stabilize = Question("stabilization")
    efficient_information = Question("nuisance")
    orthogonalize = Question("nuisance")
    reduce = Question("reduction")
    jeffreys_prior = Question("priors")
    reference_prior = Question("priors")
    van_trees_bound = Question("van_trees")
    geometry = Question("geometry")
    dual_connections = Question("connections")
    distance = Question("distances")
    kullback_leibler = Question("divergences")
    truncate = Question("incomplete")
    censor = Question("incomplete")
    group = Question("incomplete")
    incomplete_at = Question("quadratures")
    through = Question("channel")
    design_information = Question("design")
    optimal_design = Question("optimal")
    sandwich = Question("sandwich")

    def callables(self, backend: str = "numpy") -> Callables:
        """Return the derived functions as array functions of ``backend``; see `symfisher.codegen.callables`."""
        made: Callables = above("codegen", "callables")(self, backend)
        return made

    def latex(self) -> str:
        """Return the derivation's results as a LaTeX fragment."""
        text: str = above("rendering", "render")(self, "latex")
        return text

    def to_json(self) -> dict[str, Any]:
        """Return the derivation as the JSON record of ``--format json`` (see ``rendering/schema.json``)."""
        record: dict[str, Any] = above("rendering.record", "to_record")(self)
        return record

    @staticmethod
    def from_json(record: Mapping[str, Any]) -> Derivation:
        """Rebuild a derivation from `to_json`; proofs keep value, route and status, not certificates."""
        derivation: Derivation = above("rendering.record", "from_record")(record)
        return derivation

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex().strip()}\n$$"

    def _repr_html_(self) -> str:
        text: str = above("rendering.notebook_views", "derivation_html")(self)
        return text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:  # noqa: ARG002 (IPython's)
        text = above("rendering", "render")(self)
        return {"text/plain": text, "text/html": self._repr_html_(), "text/latex": self._repr_latex_()}


Evaluator = Callable[..., Any]
