"""Score matching and diffusion: data scores, Fisher divergences, noise, and estimation without a normaliser.

The names below are loaded when first used.
"""

from __future__ import annotations

_HOMES = {
    "FisherDivergence": "divergence",
    "NoisyData": "noise",
    "NoisyVector": "noise_several",
    "RatioDivergence": "ratio",
    "ScoreMatching": "estimation",
    "add_noise": "noise",
    "data_score": "data_score",
    "fisher_divergence": "divergence",
    "ratio_divergence": "ratio",
    "score_matching_estimator": "estimation",
}
"""Public name to module."""

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module 'symfisher.score_matching' has no attribute {name!r}")
    return getattr(importlib.import_module(f"symfisher.score_matching.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
