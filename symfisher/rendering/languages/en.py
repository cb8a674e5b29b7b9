"""English."""

from __future__ import annotations

from symfisher.rendering.languages import Sentence

SENTENCES: dict[str, Sentence] = {}
"""What each rule says."""

ROUTES: dict[str, str] = {}
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
