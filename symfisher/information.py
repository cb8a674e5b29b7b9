"""From a density to its derivation: the conductor. Each line is a room; no mathematics is done here."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symfisher import regularity, verification
from symfisher.calculus import Calculus, differentiate
from symfisher.density import Density
from symfisher.derivation import Derivation, Proof, Results, Step
from symfisher.domains import Expr
from symfisher.errors import AmbiguityError, NotNormalizedError
from symfisher.expectation import Form, attempts
from symfisher.expectation.problem import Entry, Problem, gathered, is_closed, with_exceptions
from symfisher.expectation.remainder import remainders
from symfisher.limits import time_limit
from symfisher.quadrature.evidence import Evidence, Point, gather
from symfisher.reading import read, read_points
from symfisher.replay import replay
from symfisher.signs import Signs
from symfisher.values import numerical_value


def derive(
    density: Any,
    *,
    variables: Sequence[str] | None = None,
    support: str | None = None,
    parameters: Sequence[str] | None = None,
    constants: Sequence[str] | None = None,
    functions: Sequence[str] | None = None,
    at: str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]] | None = None,
    normalize: bool = False,
    timeout: float = 60.0,
) -> Derivation:
    """Derive the Fisher information of a density, with proof and check.

    Parameters
    ----------
    density
        Text in SymPy or textbook spelling, a whole statement, LaTeX, a family call, a SymPy expression or a
        ``sympy.stats`` random variable.
    variables, support, parameters, constants, functions
        As in ``symfisher derive --help``; what is not given is inferred, and said in ``Derivation.density.inferred``.
    at
        One or several points, ``"a=5/2, b=1.3"``: the information is evaluated there as well.
    normalize
        Divide by the total mass first.
    timeout
        Limit in seconds.

    Returns
    -------
    Derivation
        Also where no closed form is found: the entry is then an unevaluated expectation.

    Raises
    ------
    ParseError, AmbiguityError, DomainError, NotNormalizedError
        The density is refused; the message says why and what to do.
    TimeLimitError
        The derivation did not end in time.

    Examples
    --------
    >>> derive("theta*exp(-theta*x)").expected_information
    Matrix([[theta**(-2)]])
    """
    start = time.perf_counter()
    with time_limit(timeout):
        options = {
            "variables": variables,
            "parameters": parameters,
            "constants": constants,
            "functions": functions,
        }
        record = _read(density, support, normalize, options)
        points = read_points(at)
        found = analyse(normalized(record) if normalize else record, points)
    return replace(found, seconds=time.perf_counter() - start)


def _read(density: Any, support: str | None, normalize: bool, options: Mapping[str, Any]) -> Density:
    """Read the density; one that is still to be divided by its mass may leave its support out."""
    try:
        return read(density, support=support, **options)
    except AmbiguityError:
        if not normalize or support is not None:
            raise
    from symfisher.reading.unnormalized import read_unnormalized  # only where it is asked

    return read_unnormalized(density, **options)


def normalized(density: Density) -> Density:
    """Divide a density by its total mass, in closed form.

    Raises
    ------
    NotNormalizedError
        No closed form for the total mass was found.
    """
    from symfisher.expectation.normalization import total_mass  # with the routes it needs, only when asked for

    problem = Problem(density, differentiate(density), Signs.of(density))
    mass = total_mass(problem)
    if mass is None:
        raise NotNormalizedError(
            "no closed form for the normalising constant was found: divide the density by it yourself"
        )
    verification.check_mass(density, mass)
    said = f"divided by its total mass {density.present(mass)}"
    return replace(density, expression=density.expression / mass, inferred=(*density.inferred, said))


def analyse(density: Density, at: Sequence[Mapping[str, Expr]] = ()) -> Derivation:
    """Derive from a `Density` record, with numerical values at the points ``at``."""
    signs = Signs.of(density)
    calculus = differentiate(density, signs)
    evidence = gather(density, calculus, inside=lambda: _where_theory_holds(density, calculus, signs))
    regularity.refuse_unless_density(density, evidence)
    theory = regularity.decide(density, calculus, signs, evidence)
    problem = Problem(gathered(density), calculus, signs, theory.mean_score_zero)
    proofs, worst = _prove(problem, evidence, "score", theory.definitions_agree)
    hessian = None if theory.definitions_agree else _prove(problem, evidence, "hessian", False)[0]
    results = Results(
        calculus.log_density,
        calculus.score,
        calculus.hessian,
        _matrix(problem, proofs, "score", theory.definitions_agree),
        None if hessian is None else _matrix(problem, hessian, "hessian", False),
    )
    found = [p for row in proofs for p in row if p is not None]
    infinite = _infinite(problem, proofs, evidence, theory)
    centred = theory.mean_score_zero and not theory.region
    return Derivation(
        density,
        results,
        proofs,
        hessian,
        theory.regularity,
        regularity.identifiability(density, results.expected_information, evidence),
        verification.summary(density, evidence, worst),
        tuple(numerical_value(density, calculus, proofs, point, infinite, centred) for point in at),
        steps=_steps(found),
        notes=_notes(density, infinite, theory.regularity.cramer_rao, len(found) == len(proofs) ** 2),
        infinite=infinite,
    )


def _infinite(
    problem: Problem, proofs: tuple[tuple[Proof | None, ...], ...], evidence: Evidence, theory: regularity.Theory
) -> tuple[Entry, ...]:
    """Return the open entries that diverge: by comparing orders, or at every point tried."""
    found = {*theory.infinite, *evidence.infinite()}
    return tuple((i, j) for i, j in problem.calculus.entries if (i, j) in found and proofs[i][j] is None)


def _notes(density: Density, infinite: tuple[Entry, ...], cramer_rao: str, closed: bool) -> tuple[str, ...]:
    bound = regularity.instead_of_cramer_rao(density) if cramer_rao == "does not apply" else ()
    if closed:
        return bound
    if infinite:
        names = [p.name for p in density.parameters]
        shown = ", ".join(f"({names[i]}, {names[j]})" for i, j in infinite)
        return (*bound, f"the information is infinite: E[score scoreᵀ] diverges in entry {shown}")
    from symfisher.recognition import known_without_closed_form  # with the catalogue, only where it is asked

    return (*bound, *known_without_closed_form(density))


def _where_theory_holds(density: Density, calculus: Calculus, signs: Signs) -> list[Point] | None:
    """Return points at which the information exists by reasoning alone, no point if that is everywhere, else ``None``."""
    relations = regularity.region(density, calculus, signs)
    if sp.false in relations:
        return None
    return regularity.points_inside(density, relations, 3) if relations else []


def _prove(
    problem: Problem, evidence: Evidence, wanted: Form, hessian_is_valid: bool
) -> tuple[tuple[tuple[Proof | None, ...], ...], float | None]:
    """Take for every entry the first proof that passes verification; none passes where there are no numbers."""
    accepted: dict[Entry, Proof] = {}
    worst: float | None = None
    limit = verification.tolerance(problem.density)
    entries = {entry for entry in problem.calculus.entries if evidence.known(entry, wanted)}
    for attempt in attempts(problem, wanted, entries, hessian_is_valid):
        if not isinstance(attempt.answer, Proof) or attempt.entry not in entries or not is_closed(attempt.answer.value):
            continue
        error = verification.disagreement(attempt.answer, attempt.entry, evidence, wanted)
        if error is None or error > limit:
            continue
        if replay(attempt.answer, problem, attempt.entry, attempt.form).ok:
            accepted[attempt.entry] = with_exceptions(attempt.answer, problem.signs)
            entries.discard(attempt.entry)
            worst = error if worst is None else max(worst, error)
    k = len(problem.density.parameters)
    return tuple(tuple(accepted.get((min(i, j), max(i, j))) for j in range(k)) for i in range(k)), worst


def _matrix(problem: Problem, proofs: tuple[tuple[Proof | None, ...], ...], wanted: Form, agree: bool) -> Any:
    """Return the matrix of closed forms, with unevaluated expectations where there is none."""
    left = remainders(problem, [(i, j) for i, j in problem.calculus.entries if proofs[i][j] is None], wanted, agree)
    k = len(proofs)
    rows = [
        [p.value if (p := proofs[i][j]) is not None else left[min(i, j), max(i, j)] for j in range(k)] for i in range(k)
    ]
    return sp.ImmutableMatrix(rows)


def _steps(proofs: Sequence[Proof]) -> tuple[Step, ...]:
    return tuple(dict.fromkeys(step for proof in proofs for step in proof.steps))
