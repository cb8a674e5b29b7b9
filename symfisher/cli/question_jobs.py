"""What the child process does for the commands that ask about inference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symfisher.derivation import Derivation
from symfisher.inference.answers import Answer
from symfisher.inference.bhattacharyya import bhattacharyya_bound
from symfisher.inference.cramer_rao import cramer_rao_bound, efficiency
from symfisher.information import derive
from symfisher.limits import time_limit
from symfisher.rendering import Style
from symfisher.rendering.answers import render_answers

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
        found = QUESTIONS[request["question"]](derivation, request)
    return render_answers(found, request["format"], Style(**request["style"]), steps=bool(request["steps"]))


def _bound(derivation: Derivation, request: Request) -> list[Answer]:
    of, n = list(request["of"]) or None, request["n"]
    found = [cramer_rao_bound(derivation, of, n=n, bias=list(request["bias"]) or None).answer]
    found += [bhattacharyya_bound(derivation, of, n=n).answer] if request["order"] == 2 else []
    found += [efficiency(derivation, t, n=n).answer for t in request["estimator"]]
    return found


QUESTIONS: dict[str, Callable[[Derivation, Request], list[Answer]]] = {
    "bound": _bound,
}
"""What can be asked, by command."""
