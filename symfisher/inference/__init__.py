"""From information to inference: the questions that follow a derivation, one module each.

Every function takes a `Derivation` and returns a frozen record in the user's symbols, with an `Answer` that renders.
The names below are loaded when first used.
"""

from __future__ import annotations

_HOMES = {
    "bhattacharyya_bound": "bhattacharyya",
    "censor": "incomplete",
    "cramer_rao_bound": "cramer_rao",
    "design_information": "design",
    "distance": "distances",
    "dual_connections": "connections",
    "efficiency": "cramer_rao",
    "efficient_information": "nuisance",
    "fit": "fitting",
    "group": "incomplete",
    "incomplete_at": "quadratures",
    "intervals": "confidence",
    "jeffreys_prior": "priors",
    "kullback_leibler": "divergences",
    "maximum_likelihood": "mle",
    "null_statistics": "confidence",
    "observed_at": "fitting",
    "optimal_design": "optimal",
    "orthogonalize": "nuisance",
    "reference_prior": "priors",
    "reduce": "reduction",
    "reparametrize": "reparametrization",
    "order_statistic": "order_statistics",
    "smallest": "order_statistics",
    "smallest_at": "order_statistics",
    "stabilize": "stabilization",
    "through": "channel",
    "truncate": "incomplete",
    "van_trees_bound": "van_trees",
    "with_covariates": "sample",
}
"""Public name to module; those called like their module (``sample``, ``geometry``, ``sandwich``) are found there."""

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'symfisher.inference' has no attribute {name!r}")
    return getattr(importlib.import_module(f"symfisher.inference.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
