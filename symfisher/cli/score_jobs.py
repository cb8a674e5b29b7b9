"""What the child process does for the commands on score matching and diffusion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symfisher.cli.question_jobs import read_numbers
from symfisher.errors import DomainError
from symfisher.inference.answers import Answer
from symfisher.rendering import Style
from symfisher.rendering.answers import render_answers
from symfisher.score_matching.data import read_data
from symfisher.score_matching.divergence import fisher_divergence
from symfisher.score_matching.estimation import score_matching_estimator
from symfisher.score_matching.noise import add_noise
from symfisher.score_matching.ratio import ratio_divergence

Request = Mapping[str, Any]


def answer(request: Request) -> str:
    """Answer the question named in the request, and return what is to be printed."""
    found = QUESTIONS[request["question"]](request)
    return render_answers([found], request["format"], Style(**request["style"]))


def _divergence(request: Request) -> Answer:
    """Compare data scores, or for counts ratios of neighbouring probabilities."""
    meaning = _meaning(request)
    timeout, at = meaning.pop("timeout"), meaning.pop("at")
    density = read_data(request["density"], **meaning)
    model = {
        "model_density": request["model_density"],
        "model_parameters": list(request["model_parameters"]),
        "at": at,
        "timeout": timeout,
    }
    score, ratio = list(request["model_score"]), request["model_ratio"]
    if all(v.domain.discrete for v in density.variables):
        if score:
            raise DomainError("counts have no data score: give the model with --model-ratio or --model-density")
        return ratio_divergence(density, model_ratio=ratio, **model).answer
    if ratio:
        raise DomainError("--model-ratio is for counts: give the model with --model-score or --model-density")
    return fisher_divergence(density, model_score=score or None, **model).answer


def _noise(request: Request) -> Answer:
    names = ("schedule", "a", "sigma", "level")
    return add_noise(request["density"], **{n: request[n] for n in names}, **_meaning(request)).answer


def _scorematching(request: Request) -> Answer:
    data = None if request["data"] is None else read_numbers(request["data"])
    return score_matching_estimator(request["density"], data=data, **_meaning(request)).answer


def _meaning(request: Request) -> dict[str, Any]:
    """Return the options that say what the density means, and where numbers are wanted."""
    lists = {n: list(request[n]) or None for n in ("variables", "parameters", "constants", "functions", "at")}
    return {**lists, **{n: request[n] for n in ("support", "normalize", "timeout")}}


QUESTIONS: dict[str, Callable[[Request], Answer]] = {
    "divergence": _divergence,
    "noise": _noise,
    "scorematching": _scorematching,
}
"""What can be asked, by command."""
