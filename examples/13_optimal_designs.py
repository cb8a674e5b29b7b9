"""Where should one observe to learn most about two parameters?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import optimal_design
from symfisher.plotting.picture import Curve, Panel, Picture, Points

MODELS = {
    "logistic": {
        "density": "exp(x*(a+b*z))/(1+exp(a+b*z))",
        "support": "x in {0, 1}",
        "parameters": ["a", "b"],
        "constants": "z in R",
    },
    "Michaelis-Menten": {
        "density": "exp(-(x-v*z/(k+z))^2/2)/sqrt(2*pi)",
        "support": "x in R",
        "parameters": ["v > 0", "k > 0"],
        "constants": "z > 0",
    },
    "exponential decay": {
        "density": "exp(-(x-a*exp(-b*z))^2/2)/sqrt(2*pi)",
        "support": "x in R",
        "parameters": ["a", "b > 0"],
        "constants": "z > 0",
    },
}
PLACES = {
    "logistic": ("a=0, b=1", (-5.0, 5.0)),
    "Michaelis-Menten": ("v=2, k=1", (0.001, 4.0)),
    "exponential decay": ("a=2, b=1", (0.0, 5.0)),
}
"""Parameters at which each design is best, and where the covariate z may be chosen."""


def main() -> Answer:
    """Find the D-optimal designs of three models, and what ten even places are worth beside them."""
    ask("Where should one observe to learn most about two parameters?")
    designs, gains, even = {}, {}, {}
    for name, model in MODELS.items():
        at, (low, high) = PLACES[name]
        derived = symfisher.derive(**model)
        best = optimal_design(derived, "z", at, (low, high))
        total = information(derived, at, best.points, best.weights)
        spread = information(derived, at, np.linspace(low, high, 10), np.full(10, 0.1))
        even[name] = float(np.sqrt(np.linalg.det(spread) / np.linalg.det(total)))
        places = np.linspace(low, high, 161)
        designs[name] = best
        gains[name] = places, [np.trace(np.linalg.solve(total, information(derived, at, [z], [1]))) / 2 for z in places]
        show(f"{name}: observe at", "  ".join(f"{p:.5g}" for p in best.points))
        show("  weights", "  ".join(f"{w:.3f}" for w in best.weights))
        show("  efficiency, by the equivalence theorem at least", best.efficiency)
        show("  efficiency of ten even places", even[name])
    return {"designs": designs, "gains": gains, "even": even}


def information(derived, at: str, places, weights) -> np.ndarray:
    """Return the information of a design at given parameters as numbers, shape (2, 2)."""
    given = {name.strip(): float(value) for name, value in (pair.split("=") for pair in at.split(","))}
    formula, total = derived.expected_information, np.zeros((2, 2))
    for z, weight in zip(places, weights, strict=True):
        values = {s: {**given, "z": float(z)}[s.name] for s in formula.free_symbols}
        total += weight * np.array(formula.subs(values).tolist(), dtype=float)
    return total


def picture(found: Answer) -> Picture:
    """Draw what one more observation at z would add: nowhere more than at the places of the best design."""
    panels = []
    for name, (places, gain) in found["gains"].items():
        points, first = np.array(found["designs"][name].points), not panels
        layers = (
            Curve(places, np.array(gain), "blue", label="gain of one more observation at z" if first else None),
            Points(points, np.ones(len(points)), "orange", label="places of the best design" if first else None),
        )
        panels.append(Panel(layers, f"z, {name}", "gain", (places[0], places[-1]), (0.0, 1.15)))
    return Picture(tuple(panels), (6.8, 7.4))


if __name__ == "__main__":
    run(main, picture)
