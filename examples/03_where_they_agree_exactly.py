"""When is the observed information at the estimate exactly the expected one?"""

import numpy as np
from course import Answer, ask, show

import symfisher
from symfisher.inference import fit

DATA = (0.4, 1.9, 0.7, 1.1, 3.2, 0.2)


def main() -> Answer:
    """Compare the two at the estimate: equal for gamma, an exponential family, different for Weibull."""
    ask("When is the observed information at the estimate exactly the expected one?")
    found = {}
    for text in ("x ~ gamma(shape=a, rate=b)", "x ~ weibull(k, lambda)"):
        derived = symfisher.derive(text)
        fitted = fit(derived, DATA)
        expected = len(DATA) * derived.callables().expected_information(*fitted.estimate.values())
        gap = float(np.abs(expected - fitted.observed_information).max())
        show(f"{text}: estimate", {name: round(value, 4) for name, value in fitted.estimate.items()})
        show("  expected information", np.round(expected, 4).tolist())
        show("  observed information", np.round(fitted.observed_information, 4).tolist())
        found[text.split()[2].split("(")[0]] = gap
    print("In an exponential family the Hessian at the estimate no longer contains the data.")
    return found


if __name__ == "__main__":
    main()
