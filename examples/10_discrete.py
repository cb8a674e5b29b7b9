"""Is anything different for counts?"""

import numpy as np
from course import Answer, ask, run, show

import symfisher
from symfisher.inference import cramer_rao_bound, maximum_likelihood
from symfisher.plotting import simulate
from symfisher.plotting.picture import Curve, Panel, Picture, Points

SAMPLES, SIZE = 40_000, 30


def main() -> Answer:
    """Sum instead of integrating: Poisson and binomial, and a bound that an estimator misses."""
    ask("Is anything different for counts?")
    poisson = symfisher.derive("mu^x*exp(-mu)/x!", support="x in {0, 1, ...}", parameters="mu > 0")
    binomial = symfisher.derive("x ~ binomial(n, p)")
    show("Poisson: information", poisson.expected_information)
    show("Poisson: estimator", maximum_likelihood(poisson).estimator)
    show("binomial: information of n trials", binomial.expected_information)
    zero = cramer_rao_bound(poisson, "exp(-mu)", n="n")
    show("Poisson: bound for P(x = 0)", zero.value)
    draws = simulate(poisson, SAMPLES * SIZE, "mu=2", seed=3).reshape(SAMPLES, SIZE)
    best = (1 - 1 / SIZE) ** draws.sum(axis=1)
    bound, variance = float(zero.value[0].subs({"mu": 2, "n": SIZE})), float(np.var(best))
    exact = float(np.exp(-4) * (np.exp(2 / SIZE) - 1))
    show("bound at mu = 2, n = 30", bound)
    show("variance of the best unbiased estimator", exact)
    show("the same, simulated", variance)
    print("No unbiased estimator of P(x = 0) reaches the bound; the best one comes near.")
    return {"poisson": poisson, "binomial": binomial, "bound": bound, "variance": variance, "exact": exact}


def picture(found: Answer) -> Picture:
    """Draw the efficiency of the best unbiased estimator of P(x = 0): the bound over its variance."""
    mu = np.linspace(0.02, 5, 200)
    layers = [Curve([0, 5], [1, 1], "grey", width=0.9)]
    for n, colour, dashes in ((2, "orange", "dotted"), (5, "green", "dashed"), (SIZE, "blue", "solid")):
        layers.append(Curve(mu, (mu / n) / np.expm1(mu / n), colour, dashes, 2.4, label=f"$n={n}$"))
    simulated = found["bound"] / found["variance"]
    layers.append(Points([2.0], [simulated], "blue", size=8, label=rf"simulated at $\mu=2$, $n={SIZE}$"))
    panel = Panel(tuple(layers), r"Poisson mean $\mu$", "bound / variance", (0, 5), (0, 1.1))
    return Picture((panel,), (6.8, 4.6))


if __name__ == "__main__":
    run(main, picture)
