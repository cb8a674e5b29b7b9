"""symfisher: from a probability density to its Fisher information, in closed form, checked.

The public names are loaded when first used, so that importing the package costs next to nothing; SymPy is imported by
the first derivation.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; importing `typing` would cost more than all the rest here
if TYPE_CHECKING:
    from symfisher.claims import CheckedClaim, check
    from symfisher.density import Density
    from symfisher.derivation import Derivation
    from symfisher.errors import (
        AmbiguityError,
        ClosedFormNotFoundError,
        DomainError,
        MissingExtraError,
        NotNormalizedError,
        ParseError,
        RegularityError,
        SymfisherError,
        TimeLimitError,
    )
    from symfisher.information import derive
    from symfisher.many import derive_many
    from symfisher.score_matching.divergence import fisher_divergence
    from symfisher.score_matching.estimation import score_matching_estimator
    from symfisher.score_matching.noise import add_noise
    from symfisher.score_matching.ratio import ratio_divergence
    from symfisher.workers.pool import Failure

__version__ = "0.1.0"

_HOMES = {
    "derive": "symfisher.information",
    "derive_many": "symfisher.many",
    "Failure": "symfisher.workers.pool",
    "check": "symfisher.claims",
    "CheckedClaim": "symfisher.claims",
    "fisher_divergence": "symfisher.score_matching.divergence",
    "ratio_divergence": "symfisher.score_matching.ratio",
    "add_noise": "symfisher.score_matching.noise",
    "score_matching_estimator": "symfisher.score_matching.estimation",
    "Density": "symfisher.density",
    "Derivation": "symfisher.derivation",
    **dict.fromkeys(
        (
            "AmbiguityError",
            "ClosedFormNotFoundError",
            "DomainError",
            "MissingExtraError",
            "NotNormalizedError",
            "ParseError",
            "RegularityError",
            "SymfisherError",
            "TimeLimitError",
        ),
        "symfisher.errors",
    ),
}

__all__ = [
    "AmbiguityError",
    "CheckedClaim",
    "ClosedFormNotFoundError",
    "Density",
    "Derivation",
    "DomainError",
    "Failure",
    "MissingExtraError",
    "NotNormalizedError",
    "ParseError",
    "RegularityError",
    "SymfisherError",
    "TimeLimitError",
    "add_noise",
    "check",
    "derive",
    "derive_many",
    "fisher_divergence",
    "ratio_divergence",
    "score_matching_estimator",
]


def __getattr__(name: str) -> object:
    """Load a public name from the room it lives in."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'symfisher' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
