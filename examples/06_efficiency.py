"""What does the Cramér-Rao bound promise, and who reaches it?"""

import numpy as np
from course import Answer, ask, show

import symfisher
from symfisher.inference import cramer_rao_bound
from symfisher.plotting import simulate

SIZE, SAMPLES = 25, 8000


def main() -> Answer:
    """Simulate mean and median of normal samples: the mean reaches the bound, the median has 2/pi of its efficiency."""
    ask("What does the Cramer-Rao bound promise, and who reaches it?")
    derived = symfisher.derive("x ~ normal(mu, sigma)", parameters=["mu"])
    bound = cramer_rao_bound(derived, n="n")
    number = float(bound.value[0].subs({"sigma": 2, "n": SIZE}))
    draws = simulate(derived, SIZE * SAMPLES, "mu=1, sigma=2", seed=1).reshape(SAMPLES, SIZE)
    mean = float(np.var(draws.mean(axis=1)))
    median = float(np.var(np.median(draws, axis=1)))
    show("bound for the variance of n observations", bound.value)
    show("attained", bound.attained[0])
    show(f"bound at n = {SIZE}, sigma = 2", number)
    show("variance of the mean, simulated", mean)
    show("variance of the median, simulated", median)
    show("efficiency of the median (2/pi for large n)", number / median)
    return {"bound": number, "mean": mean, "median": median}


if __name__ == "__main__":
    main()
