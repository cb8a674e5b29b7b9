"""What the child process does for the commands that ask about inference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from symfisher.calculus import Calculus
from symfisher.derivation import Derivation
from symfisher.errors import ClosedFormNotFoundError, DomainError
from symfisher.inference.answers import Answer, position, rows
from symfisher.inference.bhattacharyya import bhattacharyya_bound
from symfisher.inference.channel import through
from symfisher.inference.confidence import intervals, null_statistics, regular_parameters
from symfisher.inference.connections import dual_connections
from symfisher.inference.cramer_rao import cramer_rao_bound, efficiency
from symfisher.inference.design import design_information
from symfisher.inference.distances import distance
from symfisher.inference.divergences import kullback_leibler
from symfisher.inference.expecting import value_at
from symfisher.inference.fitting import fit
from symfisher.inference.geometry import geometry
from symfisher.inference.incomplete import censor, group, truncate
from symfisher.inference.mle import maximum_likelihood
from symfisher.inference.nuisance import efficient_information, orthogonalize
from symfisher.inference.optimal import optimal_design
from symfisher.inference.order_statistics import order_statistic, smallest, smallest_at
from symfisher.inference.priors import Prior, jeffreys_prior, reference_prior
from symfisher.inference.quadratures import incomplete_at
from symfisher.inference.reduction import reduce
from symfisher.inference.reparametrization import reparametrize
from symfisher.inference.sample import point_of, sample, with_covariates
from symfisher.inference.sandwich import sandwich
from symfisher.inference.stabilization import stabilize
from symfisher.inference.van_trees import van_trees_bound
from symfisher.information import derive
from symfisher.limits import time_limit
from symfisher.reading import read_values
from symfisher.regularity.chapman_robbins import hammersley_chapman_robbins
from symfisher.rendering import Style
from symfisher.rendering.answers import render_answers
from symfisher.steps import all_steps

Request = Mapping[str, Any]


def answer(request: Request) -> str:
    """Derive the density, answer the question named in the request, and return what is to be printed."""
    lists = ("variables", "parameters", "constants", "functions")
    with time_limit(request["timeout"]):
        derivation = derive(
            request["density"],
            **{name: list(request[name]) if request.get(name) else None for name in lists},
            support=request.get("support"),
            normalize=bool(request.get("normalize")),
            timeout=request["timeout"],
        )
        if request.get("source"):
            return _prior(derivation, request).source(request["source"])
        found = QUESTIONS[request["question"]](derivation, request)
    return render_answers(found, request["format"], Style(**request["style"]), steps=bool(request["steps"]))


def _bound(derivation: Derivation, request: Request) -> list[Answer]:
    if request["chapman_robbins"]:
        return [_chapman_robbins(derivation, request)]
    of, n = list(request["of"]) or None, request["n"]
    found = [cramer_rao_bound(derivation, of, n=n, bias=list(request["bias"]) or None).answer]
    found += [bhattacharyya_bound(derivation, of, n=n).answer] if request["order"] == 2 else []
    found += [efficiency(derivation, t, n=n).answer for t in request["estimator"]]
    return found


def _chapman_robbins(derivation: Derivation, request: Request) -> Answer:
    """Return the Hammersley-Chapman-Robbins bound for the first parameter, or the one named by --of."""
    size = request["n"] or "1"
    if not size.isdecimal() or not int(size):
        raise DomainError(f"n: got {size!r}, this bound needs a number of observations")
    calculus = Calculus(derivation.own.log_density, derivation.own.score, derivation.own.hessian)
    point = point_of(derivation.density, request["chapman_robbins"])
    name = request["of"][0] if request["of"] else None
    found = hammersley_chapman_robbins(derivation.density, calculus, point, int(size), name)
    exact = found.status == "exact"
    listed = rows(
        ("parameter", found.parameter),
        ("observations", str(found.n)),
        ("bound", found.expression),
        ("its value" if exact else "its value at least", f"{found.value:.10g} ({found.status})"),
        ("reached at the shift" if exact else "best of the shifts tried", f"{found.shift:.6g}"),
        ("its limit at no shift, the Cramér-Rao bound", _without_shift(derivation, found.parameter, point, int(size))),
    )
    return Answer("Hammersley-Chapman-Robbins bound", derivation.density, listed)


def _without_shift(derivation: Derivation, name: str, point: Mapping[Any, Any], n: int) -> str | None:
    """Return 1/(n I) for one parameter, the others being known, where that bound applies and I is closed."""
    if derivation.regularity.cramer_rao != "applies" or not derivation.closed_form:
        return None
    i = position(derivation.density, name)
    value = value_at(derivation.own.expected_information[i, i], point)
    return f"{float(1 / (n * value)):.10g}" if value else None


def _sample(derivation: Derivation, request: Request) -> list[Answer]:
    if request["covariate"]:
        return [with_covariates(derivation, request["covariate"], request["n"]).answer]
    if request["smallest"] and request["at"]:
        return [_smallest_at(derivation, request)]
    if request["order"]:
        return [_order(derivation, request)]
    if request["smallest"]:
        with _numbers_instead(derivation):
            return [smallest(derivation, request["smallest"], request["n"]).answer]
    return [sample(derivation, request["n"]).answer]


@contextmanager
def _numbers_instead(derivation: Derivation) -> Iterator[None]:
    """Say, where there is no closed form, how to get numbers."""
    try:
        yield
    except ClosedFormNotFoundError as missing:
        if derivation.density.discrete:
            raise
        raise ClosedFormNotFoundError(f"{missing}; --at gives numbers at a point") from None


def _smallest_at(derivation: Derivation, request: Request) -> Answer:
    found = smallest_at(derivation, _count(request["smallest"]), _count(request["n"]), request["at"])
    names = [p.name for p in derivation.density.parameters]
    pairs = [
        (f"information ({a}, {b})", f"{found[i, j]:.10g}") for i, a in enumerate(names) for j, b in enumerate(names)
    ]
    return Answer("The smallest observations, by quadrature", derivation.density, rows(*pairs))


def _order(derivation: Derivation, request: Request) -> Answer:
    """Return the information in one order statistic."""
    found = order_statistic(derivation, _count(request["order"]), _count(request["n"]))
    information = found.own.expected_information
    listed = rows(
        ("density", found.density.expression), ("information", information[0] if information.rows == 1 else information)
    )
    return Answer("One order statistic", found.density, listed, all_steps(found)).under(found)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise DomainError(f"got {text!r}, needs a number of observations here")
    return int(text)


def _mle(derivation: Derivation, request: Request) -> list[Answer]:
    if not request["data"]:
        return [maximum_likelihood(derivation, request["n"]).answer]
    data = [float(number) for number in read_numbers(request["data"])]
    given = request["constants"]
    found = [fit(derivation, data, method=request["method"], constants=given).answer(derivation)]
    if derivation.closed_form and regular_parameters(derivation):
        found.append(_intervals(derivation, data, request["level"], given))
    if request["null"]:
        null = {name: float(value) for name, value in read_values(request["null"]).items()}
        found.append(null_statistics(derivation, data, null, constants=given).answer(derivation))
    return found


def _intervals(derivation: Derivation, data: list[float], level: float, constants: Any) -> Answer:
    """Return the confidence intervals of every parameter."""
    names = [derivation.density.parameters[i].name for i in regular_parameters(derivation)]
    ends = {n: intervals(derivation, data, n, level=level, constants=constants) for n in names}
    listed = [
        (f"{n}, {kind.replace('_', ' ')}", f"{a:.6g} to {b:.6g}") for n, e in ends.items() for kind, (a, b) in e.items()
    ]
    return Answer(f"Confidence intervals, level {level:g}", derivation.density, rows(*listed))


def read_numbers(text: str) -> list[str]:
    """Split numbers at commas and spaces.

    Raises
    ------
    DomainError
        One of them is none.
    """
    pieces = text.replace(",", " ").split()
    for piece in pieces:
        try:
            float(piece)
        except ValueError:
            raise DomainError(f"{piece!r} is not a number") from None
    return pieces


def _reparametrize(derivation: Derivation, request: Request) -> list[Answer]:
    found = [reparametrize(derivation, list(request["to"])).answer] if request["to"] else []
    return found + ([stabilize(derivation).answer] if request["stabilize"] or not found else [])


def _nuisance(derivation: Derivation, request: Request) -> list[Answer]:
    if request["reduce"]:
        return [reduce(derivation).answer]
    if not request["interest"]:
        raise DomainError("give a parameter of interest with --interest")
    found = [efficient_information(derivation, list(request["interest"])).answer]
    return found + ([orthogonalize(derivation, request["interest"][0]).answer] if request["orthogonal"] else [])


def _jeffreys(derivation: Derivation, request: Request) -> list[Answer]:
    if request["van_trees"]:
        return [van_trees_bound(derivation, request["van_trees"], n=request["n"]).answer]
    return [_prior(derivation, request).answer]


def _prior(derivation: Derivation, request: Request) -> Prior:
    return reference_prior(derivation, list(request["interest"])) if request["interest"] else jeffreys_prior(derivation)


def _geometry(derivation: Derivation, request: Request) -> list[Answer]:
    chosen = [dual_connections(derivation).answer] if request["connections"] else []
    chosen += [distance(derivation).answer] if request["distance"] else []
    chosen += [kullback_leibler(derivation).answer] if request["divergence"] else []
    return chosen or [geometry(derivation).answer]


def _incomplete(derivation: Derivation, request: Request) -> list[Answer]:
    if request["at"]:
        return [
            incomplete_at(derivation, request["at"], **{k: request[k] for k in ("truncate", "censor", "bins")}).answer
        ]
    asked: dict[str, Callable[[Derivation, Any], Any]] = {
        "truncate": truncate,
        "censor": censor,
        "bins": group,
        "through": through,
    }
    with _numbers_instead(derivation):
        chosen = [function(derivation, request[name]).answer for name, function in asked.items() if request[name]]
    if not chosen:
        raise DomainError("say what is seen, with --truncate, --censor, --bins or --through")
    return chosen


def _design(derivation: Derivation, request: Request) -> list[Answer]:
    if request["points"]:
        return [design_information(derivation, request["covariate"], request["points"]).answer]
    if not request["at"] or not request["range"]:
        raise DomainError("give a design with --points, or the parameters with --at and the covariate's --range")
    combination = [float(v) for v in read_numbers(request["combination"])] if request["combination"] else None
    interval, criterion = [float(v) for v in read_numbers(request["range"])], request["criterion"]
    if len(interval) != 2:
        raise DomainError("--range needs two numbers, the ends of an interval")
    found = optimal_design(
        derivation, request["covariate"], request["at"], interval, criterion=criterion, c=combination
    )
    return [found.answer]


def _sandwich(derivation: Derivation, request: Request) -> list[Answer]:
    return [sandwich(derivation, request["under"]).answer]


QUESTIONS: dict[str, Callable[[Derivation, Request], list[Answer]]] = {
    "bound": _bound,
    "design": _design,
    "geometry": _geometry,
    "incomplete": _incomplete,
    "jeffreys": _jeffreys,
    "mle": _mle,
    "nuisance": _nuisance,
    "reparametrize": _reparametrize,
    "sample": _sample,
    "sandwich": _sandwich,
}
"""What can be asked, by command."""
