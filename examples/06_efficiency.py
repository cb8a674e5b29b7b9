"""What does the Cramér-Rao bound promise, and who reaches it?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import cramer_rao_bound
from symfisher.plotting import simulate
from symfisher.plotting.picture import Area, Curve, Panel, Picture

SIZE, SAMPLES = 25, 8000


def main() -> Answer:
    """Simulate mean and median of normal samples: the mean reaches the bound, the median has 2/pi of its efficiency."""
    ask("What does the Cramer-Rao bound promise, and who reaches it?")
    derived = symfisher.derive("x ~ normal(mu, sigma)", parameters=["mu"])
    bound = cramer_rao_bound(derived, n="n")
    number = float(bound.value[0].subs({"sigma": 2, "n": SIZE}))
    draws = simulate(derived, SIZE * SAMPLES, "mu=1, sigma=2", seed=1).reshape(SAMPLES, SIZE)
    means, medians = draws.mean(axis=1), np.median(draws, axis=1)
    mean, median = float(np.var(means)), float(np.var(medians))
    show("bound for the variance of n observations", bound.value)
    show("attained", bound.attained[0])
    show(f"bound at n = {SIZE}, sigma = 2", number)
    show("variance of the mean, simulated", mean)
    show("variance of the median, simulated", median)
    show("efficiency of the median (2/pi for large n)", number / median)
    return {"bound": number, "mean": mean, "median": median, "means": means, "medians": medians}


def picture(found: Answer) -> Picture:
    """Draw how both estimates scatter, and the normal curve whose variance is the bound."""
    edges = np.linspace(-0.7, 2.7, 60)
    layers = []
    for name, colour in (("means", "blue"), ("medians", "orange")):
        heights = np.histogram(found[name], edges, density=True)[0]
        outline = np.repeat(edges, 2), np.array([0, *np.repeat(heights, 2), 0])
        layers += [
            Area(*outline, colour, 0.22, label=f"{name} of {SAMPLES} samples"),
            Curve(*outline, colour, width=1.4),
        ]
    x = np.linspace(edges[0], edges[-1], 241)
    least = np.exp(-((x - 1) ** 2) / (2 * found["bound"])) / np.sqrt(2 * np.pi * found["bound"])
    layers.append(
        Curve(x, least, "black", "dashed", 2.0, label=r"normal density with the bound $\sigma^2/n$ as variance")
    )
    limits = (edges[0], edges[-1]), (0.0, 1.15 * float(least.max()))
    return Picture((Panel(tuple(layers), r"estimate of $\mu=1$", "density", *limits),), (6.8, 4.6))


if __name__ == "__main__":
    run(main, picture)
