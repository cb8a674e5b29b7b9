"""Item information of logistic models of item response theory: derived, and compared with catsim."""

import re

import numpy as np
from catsim import irt

import symfisher

CURVES = {  # the probability of a right answer
    "one parameter": "1/(1 + exp(-(theta - b)))",
    "two parameters": "1/(1 + exp(-a*(theta - b)))",
    "three parameters": "(c + (1 - c)/(1 + exp(-a*(theta - b))))",
    "four parameters": "(c + (d - c)/(1 + exp(-a*(theta - b))))",
}
ITEM = {"a": ("a > 0", 1.3), "b": ("b in R", 0.4), "c": ("0 < c < 1", 0.2), "d": ("c < d < 1", 0.95)}
"""Domains of an item's constants, and values: discrimination, difficulty, guessing, slipping."""


def main() -> dict[str, float]:
    """Return the largest relative difference from catsim for each model."""
    abilities = np.linspace(-3, 3, 13)
    differences = {}
    for model, curve in CURVES.items():
        item = {name: known for name, known in ITEM.items() if re.search(rf"\b{name}\b", curve)}
        found = symfisher.derive(
            f"({curve})^x*(1 - ({curve}))^(1 - x)",
            support="x in {0, 1}",
            parameters=["theta in R"],
            constants=[domain for domain, _ in item.values()],
        )
        values = {name: value for name, (_, value) in item.items()}
        ours = found.callables().expected_information(abilities, **values)[..., 0, 0]
        theirs = np.array([irt.inf(ability, **{"a": 1.0, **values}) for ability in abilities])
        differences[model] = float(np.max(np.abs(ours / theirs - 1)))
        print(f"{model}: {found.expected_information[0, 0]}")
    print("largest relative differences from catsim:", differences)
    return differences


if __name__ == "__main__":
    main()
