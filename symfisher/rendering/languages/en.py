"""English."""

from __future__ import annotations

from symfisher.rendering.languages import Sentence

_EXPECTATION = r"\operatorname{{E}}\left[{before}\right] = {after}"

SENTENCES: dict[str, Sentence] = {
    "constant": Sentence(
        "No observation left", "What does not contain the observation is its own expectation.", _EXPECTATION
    ),
    "span": Sentence(
        "Combination of scores",
        "For every value of the observation, {before} equals {constant}{combination}. "
        "Every score has mean zero, so the expectation is the constant {constant}.",
        r"\operatorname{{E}}\left[{before}\right] = {constant}",
    ),
    "kernel": Sentence(
        "Change of variable",
        "A monotone change of variable turns the density into a gamma or beta density, "
        "whose moments and logarithmic moments are derivatives of the gamma function.",
        _EXPECTATION,
    ),
    "finite": Sentence("Finite sum", "The expectation is a sum over the finitely many values.", _EXPECTATION),
    "shift": Sentence(
        "Telescoping sum",
        "Ratios of neighbouring probabilities are rational, so sums over the integers telescope; "
        "single atoms are added one by one.",
        _EXPECTATION,
    ),
    "gaussian": Sentence(
        "Gaussian trace formula",
        "The log-density is quadratic in the observations: the information follows from mean and precision alone.",
        _EXPECTATION,
    ),
    "independence": Sentence(
        "Independent components",
        "The log-density is a sum over independent components; their information adds up.",
        _EXPECTATION,
    ),
}
"""What each rule says."""

ROUTES: dict[str, str] = {
    "constant": "an integrand without the observation",
    "span": "the span of the scores",
    "kernel": "a gamma or beta kernel",
    "finite": "a finite sum",
    "shift": "telescoping sums",
    "gaussian": "the Gaussian trace formula",
    "independence": "independent components",
}
"""What each route is called; a route without a name here is called as in the code."""

HEADINGS = {
    "density": "Density",
    "inferred": "Inferred",
    "notes": "Notes",
    "score": "Score",
    "observed_information": "Observed information",
    "expected_information": "Expected information E[score scoreᵀ], one observation",
    "hessian_information": "−E[Hessian], which differs from E[score scoreᵀ] here",
    "unevaluated": "No closed form found; numbers only",
    "conditions": "Holds if",
    "regularity": "Regularity",
    "identifiable": "Identifiability",
    "verification": "Checked",
    "values": "Numbers",
    "steps": "Derivation",
    "route": "Found by",
}
"""Headings of the sections, by field."""
