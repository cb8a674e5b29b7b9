"""What is the difference between observed and expected information?"""

import numpy as np
from course import Answer, ask, show

import symfisher
from symfisher.inference import fit
from symfisher.plotting import simulate

SIZE = 15


def main() -> Answer:
    """Look at samples of a Cauchy location: each has its own observed information, their mean is the expected one."""
    ask("What is the difference between observed and expected information?")
    derived = symfisher.derive("x ~ cauchy(theta, s)", parameters=["theta"])
    expected = SIZE * float(derived.expected_information[0].subs({"s": 1}))
    show("expected information of one observation", derived.expected_information)
    show(f"of {SIZE} observations, s = 1", expected)
    observed = []
    for seed in range(5):
        sample = simulate(derived, SIZE, "theta=0, s=1", seed=seed)
        observed.append(float(fit(derived, sample, constants="s=1").observed_information[0, 0]))
        show(f"sample {seed + 1}: observed information at its maximum", observed[-1])
    many = simulate(derived, 200_000, "theta=0, s=1", seed=5)
    mean = SIZE * float(np.mean(derived.callables().observed_information(many, 0.0, 1.0)))
    show("mean of the observed information at theta = 0", mean)
    print("Of the two, the observed information says how sharp THIS likelihood is.")
    return {"expected": expected, "observed": observed, "mean": mean}


if __name__ == "__main__":
    main()
